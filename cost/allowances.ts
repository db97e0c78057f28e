import type { FreeTierLimits, Sourced } from "./freeTier";

/**
 * The pools of free units, as AWS sums them: over the whole account, across resources. Their limits, sources and dates
 * stand in `data/freeTier.json`, by plan.
 */
export const allowances = {
  machineHours: "EC2 hours",
  databaseHours: "RDS hours",
  databaseStorage: "RDS storage",
  databaseBackups: "RDS backup storage",
  searchHours: "OpenSearch hours",
  searchStorage: "OpenSearch storage",
  loadBalancerHours: "load balancer hours",
  loadBalancerUnitHours: "load balancer capacity",
  publicAddressHours: "public IPv4 address hours",
  volumeStorage: "EBS storage",
  fileStorage: "EFS storage",
  imageStorage: "ECR storage",
  objectStorage: "S3 storage",
  alarmMetrics: "alarm metrics",
  customMetrics: "custom metrics",
  dashboards: "dashboards",
  logGigabytes: "log gigabytes",
  keyRequests: "KMS requests",
  metricSamples: "Prometheus samples",
  metricStorage: "Prometheus storage",
  functionRequests: "Lambda requests",
  functionGigabyteSeconds: "Lambda gigabyte-seconds",
  queueRequests: "SQS requests",
} as const satisfies Partial<Record<keyof FreeTierLimits, string>>;

/** The name of a pool. */
export type AllowanceName = keyof typeof allowances;

/** What draws on a pool. */
export interface Draw {
  readonly allowance: AllowanceName | undefined;
  readonly quantity: number;
}

/**
 * The free units of each draw. A pool that does not cover everything is shared in proportion, so that neither the order
 * of the resources nor their names decide who pays.
 */
export function freeUnits(draws: readonly Draw[], limits: FreeTierLimits): number[] {
  const used = usedUnits(draws);
  return draws.map(({ allowance, quantity }) => {
    const limit = allowance && limitOf(allowance, limits)?.value;
    if (allowance === undefined || limit === undefined) return 0;
    const total = used.get(allowance) ?? 0;
    return total <= limit ? quantity : (quantity * limit) / total;
  });
}

/** How many units of a pool the plan gives for nothing; undefined for none. */
export function limitOf(allowance: AllowanceName, limits: FreeTierLimits): Sourced<number> | undefined {
  const limit = limits[allowance];
  return limit && limit.paidFromCredits !== true ? limit : undefined;
}

/** Units drawn from each pool. */
export function usedUnits(draws: readonly Draw[]): Map<AllowanceName, number> {
  const used = new Map<AllowanceName, number>();
  for (const { allowance, quantity } of draws)
    if (allowance !== undefined) used.set(allowance, (used.get(allowance) ?? 0) + quantity);
  return used;
}
