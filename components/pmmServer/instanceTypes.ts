/** The least memory that PMM Server starts with, in GiB. https://docs.percona.com/percona-monitoring-and-management/3/install-pmm/plan-pmm-installation/hardware_and_system.html */
const leastGiB = 4;

/** Sizes in multiples of `large`. */
const units: Readonly<Record<string, number>> = {
  micro: 1 / 8,
  small: 1 / 4,
  medium: 1 / 2,
  large: 1,
  xlarge: 2,
  "2xlarge": 4,
  "4xlarge": 8,
  "8xlarge": 16,
};

const burstable = ["micro", "small", "medium", "large", "xlarge", "2xlarge"];
const usual = ["large", "xlarge", "2xlarge", "4xlarge"];
const upTo8 = [...usual, "8xlarge"];

/**
 * EC2 families with x86_64 processors that make sense for one PMM server, with the memory of `large` in GiB. All run
 * on Nitro, where volumes appear as NVMe devices with their ids as serial numbers.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html
 */
const families: Readonly<Record<string, { gibOfLarge: number; sizes: readonly string[] }>> = {
  t3: { gibOfLarge: 8, sizes: burstable },
  t3a: { gibOfLarge: 8, sizes: burstable },
  m5: { gibOfLarge: 8, sizes: upTo8 },
  m5a: { gibOfLarge: 8, sizes: upTo8 },
  m6i: { gibOfLarge: 8, sizes: upTo8 },
  m6a: { gibOfLarge: 8, sizes: upTo8 },
  m7i: { gibOfLarge: 8, sizes: upTo8 },
  m7a: { gibOfLarge: 8, sizes: ["medium", ...upTo8] },
  "m7i-flex": { gibOfLarge: 8, sizes: upTo8 },
  c5: { gibOfLarge: 4, sizes: usual },
  c6i: { gibOfLarge: 4, sizes: upTo8 },
  c6a: { gibOfLarge: 4, sizes: upTo8 },
  c7i: { gibOfLarge: 4, sizes: upTo8 },
  c7a: { gibOfLarge: 4, sizes: ["medium", ...upTo8] },
  r5: { gibOfLarge: 16, sizes: upTo8 },
  r6i: { gibOfLarge: 16, sizes: upTo8 },
  r7i: { gibOfLarge: 16, sizes: upTo8 },
};

const table: ReadonlyMap<string, number> = new Map(
  Object.entries(families).flatMap(([family, { gibOfLarge, sizes }]) =>
    sizes.map((size): [string, number] => [`${family}.${size}`, gibOfLarge * (units[size] ?? 0)]),
  ),
);

/** Every type that PMM Server runs on. */
export const fittingInstanceTypes: readonly string[] = [...table].flatMap(([type, gib]) =>
  gib >= leastGiB ? [type] : [],
);

/** Why a type cannot be taken; undefined when it can. */
export function instanceTypeFault(type: string): string | undefined {
  const gib = table.get(type);
  if (gib !== undefined && gib >= leastGiB) return undefined;
  const fix = `got ${JSON.stringify(type)}; take one of ${fittingInstanceTypes.join(", ")}`;
  if (gib !== undefined) return `must have at least ${leastGiB} GiB of memory (this one has ${gib}), ${fix}`;
  // Graviton's families carry a g after the generation: m7g, c6gn, t4g, im4gn, x2gd.
  if (/^(a1|[a-z]+\d+g[a-z]*)\./.test(type)) {
    return `must be an x86_64 type, because PMM Server has no ARM image, ${fix}`;
  }
  return `must be a type that PMM Server is known to fit on, ${fix}`;
}

/** Whether a type's processor time is credited. */
export function isBurstable(type: string): boolean {
  return /^t\d/.test(type);
}
