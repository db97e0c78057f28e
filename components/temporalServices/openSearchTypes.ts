/** Sizes of one family of instances, with the largest gp3 volume of a data node in GiB. */
type Volumes = Readonly<Record<string, number>>;

const general: Volumes = {
  ...{ xlarge: 2048, "2xlarge": 3072, "4xlarge": 6144 },
  ...{ "8xlarge": 12_288, "12xlarge": 18_432, "16xlarge": 24_576 },
};
const memory: Volumes = {
  ...{ xlarge: 3072, "2xlarge": 6144, "4xlarge": 12_288 },
  ...{ "8xlarge": 16_384, "12xlarge": 24_576, "16xlarge": 36_864 },
};
const compute: Volumes = {
  ...{ large: 256, xlarge: 512, "2xlarge": 1024, "4xlarge": 1536 },
  ...{ "8xlarge": 3072, "12xlarge": 4608, "16xlarge": 6144 },
};

function without(volumes: Volumes, ...sizes: string[]): Volumes {
  return Object.fromEntries(Object.entries(volumes).filter(([size]) => !sizes.includes(size)));
}

/**
 * Types whose data nodes have gp3 volumes and are encrypted at rest and between nodes; others are of before, or have
 * disks of their own. Read on 2026-11-26 in the table "EBS volume size quotas" of
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/limits.html
 */
const volumesByFamily: Readonly<Record<string, Volumes>> = {
  t3: { small: 100, medium: 200 },
  m5: { large: 1024, ...without(general, "8xlarge", "16xlarge") },
  m6g: { large: 1024, ...without(general, "16xlarge") },
  m7g: { medium: 512, large: 768, ...general },
  m7i: { large: 768, ...general },
  m8g: { medium: 512, large: 768, ...general },
  c5: { ...without(compute, "8xlarge", "12xlarge", "16xlarge"), "9xlarge": 3584, "18xlarge": 7168 },
  c6g: without(compute, "16xlarge"),
  c7g: compute,
  c7i: compute,
  c8g: compute,
  r5: { large: 2048, ...without(memory, "8xlarge", "16xlarge") },
  r6g: { large: 2048, ...without(memory, "16xlarge") },
  r7g: { medium: 768, large: 1536, ...memory },
  r7i: { large: 1536, ...memory },
  r8g: { medium: 768, large: 1532, ...memory },
  or1: { medium: 768, large: 1532, ...memory },
  or2: { medium: 768, large: 1532, ...memory },
  om2: { large: 768, ...general },
};

/** What a type of data node allows. */
export interface SearchNodeLimits {
  /** Volume of a node in GiB. */
  leastGiB: number;
  mostGiB: number;
  /** Nodes of a domain, as long as AWS was not asked for more. */
  mostNodes: number;
}

/** What a type of data node allows, or why it cannot be taken. */
export function searchNodeLimitsOf(type: string): SearchNodeLimits | string {
  const [family = "", size = "", suffix, ...rest] = type.split(".");
  const volumes = Object.hasOwn(volumesByFamily, family) ? volumesByFamily[family] : undefined;
  const isType = suffix === "search" && rest.length === 0;
  if (volumes === undefined || !isType) {
    const families = Object.keys(volumesByFamily).join(", ");
    return `must be of a family with gp3 volumes and encryption (${families}), such as t3.small.search`;
  }
  const mostGiB = Object.hasOwn(volumes, size) ? volumes[size] : undefined;
  if (mostGiB === undefined) {
    return `must be of a size that ${family} has for OpenSearch (${Object.keys(volumes).join(", ")}), such as ${family}.${Object.keys(volumes)[0]}.search`;
  }
  return { leastGiB: /^o[rm]/.test(family) ? 20 : 10, mostGiB, mostNodes: family === "t3" ? 10 : 80 };
}
