import type { UsageProfile } from "./types";

/** An assumption about what only use decides. */
interface Assumption {
  /** What it counts, as the end of "N …". */
  readonly unit: string;
  readonly values: Readonly<Record<UsageProfile, number>>;
}

function assumption(unit: string, dev: number, small: number, medium: number): Assumption {
  return { unit, values: { dev, small, medium } };
}

/**
 * What is assumed where a program does not say how much it is used: small numbers, chosen here, each printed beside
 * the line that it makes. `cloister-policy:usage` replaces single ones by name.
 */
export const assumptions = {
  natGigabytes: assumption("GB through a NAT gateway", 5, 50, 200),
  endpointGigabytes: assumption("GB through an interface endpoint", 1, 10, 50),
  loadBalancerUnits: assumption("LCU that a load balancer uses in an average hour", 0.05, 0.5, 2),
  logGigabytes: assumption("GB written to a log group", 0.1, 1, 5),
  containerInsightsMetrics: assumption("metrics that Container Insights makes for a cluster", 20, 60, 150),
  fileSystemGigabytes: assumption("GB in a file system", 1, 10, 100),
  fileSystemReadGigabytes: assumption("GB read from a file system with elastic throughput", 1, 10, 100),
  fileSystemWriteGigabytes: assumption("GB written to a file system with elastic throughput", 1, 5, 50),
  imageGigabytes: assumption("GB in an image repository", 0.5, 2, 5),
  databaseBackupGigabytes: assumption("GB of backups beyond the size of the database", 0, 0, 50),
  auroraGigabytes: assumption("GB in an Aurora cluster", 5, 20, 100),
  auroraRequests: assumption("million requests to Aurora storage", 1, 10, 100),
  serverlessShare: assumption("of the way from the least to the most capacity, on average", 0, 0.1, 0.3),
  proxyCapacityUnits: assumption("ACU that RDS Proxy counts for a serverless cluster", 8, 8, 8),
  secretRequests: assumption("thousand requests for a secret", 1, 10, 100),
  keyRequests: assumption("thousand requests to a key", 1, 10, 100),
  metricSamples: assumption("million samples sent to a Prometheus workspace", 100, 500, 2000),
  metricGigabytes: assumption("GB of samples kept in a Prometheus workspace", 1, 5, 20),
  backupGigabytes: assumption("GB that a backup plan keeps", 5, 50, 200),
  objectGigabytes: assumption("GB in a bucket", 1, 10, 100),
  functionRequests: assumption("million calls of a function", 0.01, 0.1, 1),
  functionSeconds: assumption("seconds that a call of a function takes", 0.2, 0.2, 0.2),
  queueRequests: assumption("million requests to a queue", 0.1, 1, 10),
  zoneQueries: assumption("million DNS queries for a zone", 0.01, 0.1, 1),
  firewallRequests: assumption("million requests that a web ACL sees", 0.1, 1, 10),
} as const satisfies Record<string, Assumption>;

/** The name of an assumption. */
export type UsageName = keyof typeof assumptions;

/** Names of all assumptions, sorted. */
export const usageNames = Object.keys(assumptions).toSorted() as UsageName[];

/** An assumption as it holds for an estimate. */
export interface Assumed {
  readonly value: number;
  /** Such as `logGigabytes = 1 (small)`. */
  readonly shown: string;
}

/** The assumption of a name, by the profile or by what replaces it. */
export function assumed(name: UsageName, profile: UsageProfile, own: Readonly<Record<string, number>>): Assumed {
  const replaced = own[name];
  const value = replaced ?? assumptions[name].values[profile];
  return { value, shown: `${name} = ${String(value)} (${replaced === undefined ? profile : "set by the stack"})` };
}
