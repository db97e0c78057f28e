import alwaysBilledData from "./data/alwaysBilled.json";
import freeTierData from "./data/freeTier.json";
import { priceInVirginia } from "./prices";

/** AWS's offers, as an account is on one of them. */
export type AccountPlan = keyof typeof freeTierData;

/** A number or a list of allowed values, with where it is from. */
export interface Sourced<T> {
  readonly value: T;
  readonly unit: string;
  readonly source: string;
  /** The day the source was read, YYYY-MM-DD. */
  readonly asOf: string;
  /** The plan lets it be used and pays it from credits: a limit, no allowance. */
  readonly paidFromCredits?: boolean;
}

/** What an account may use under a plan. Absent: the plan sets no limit. */
export interface FreeTierLimits {
  /** RDS instance classes. */
  readonly databaseClasses?: Sourced<readonly string[]>;
  /** Storage of a database, in GB. */
  readonly databaseStorage?: Sourced<number>;
  /** Days of automated database backups. */
  readonly databaseBackupDays?: Sourced<number>;
  /** CPU units of a Fargate task. */
  readonly taskCpu?: Sourced<number>;
  /** Memory of a Fargate task, in MiB. */
  readonly taskMemory?: Sourced<number>;
  /** Metrics that standard-resolution alarms read, in all. */
  readonly alarmMetrics?: Sourced<number>;
  /** EC2 instance types. */
  readonly machineClasses?: Sourced<readonly string[]>;
  /** Hours of EC2 instances a month, in all. */
  readonly machineHours?: Sourced<number>;
  /** Hours of RDS instances a month, in all. */
  readonly databaseHours?: Sourced<number>;
  /** OpenSearch instance types. */
  readonly searchClasses?: Sourced<readonly string[]>;
  /** Hours of OpenSearch instances a month, in all. */
  readonly searchHours?: Sourced<number>;
  /** EBS storage of OpenSearch domains, in GB, in all. */
  readonly searchStorage?: Sourced<number>;
  /** Hours of Classic and Application Load Balancers a month, in all. */
  readonly loadBalancerHours?: Sourced<number>;
  /** EBS storage, in GB, in all. */
  readonly volumeStorage?: Sourced<number>;
  /** Days that log groups keep their events. */
  readonly logRetentionDays?: Sourced<number>;
  /** Backups of databases, in GB, in all. */
  readonly databaseBackups?: Sourced<number>;
  /** LCU-hours of Application Load Balancers a month, in all. */
  readonly loadBalancerUnitHours?: Sourced<number>;
  /** Hours of public IPv4 addresses in use a month, in all. */
  readonly publicAddressHours?: Sourced<number>;
  /** Storage of file systems, in GB, in all. */
  readonly fileStorage?: Sourced<number>;
  /** Storage of private image repositories, in GB, in all. */
  readonly imageStorage?: Sourced<number>;
  /** Storage of buckets, in GB, in all. */
  readonly objectStorage?: Sourced<number>;
  /** Custom metrics, in all. */
  readonly customMetrics?: Sourced<number>;
  readonly dashboards?: Sourced<number>;
  /** GB of logs a month, ingested and stored together. */
  readonly logGigabytes?: Sourced<number>;
  /** Thousand requests to keys a month. */
  readonly keyRequests?: Sourced<number>;
  /** Million samples to Prometheus workspaces a month. */
  readonly metricSamples?: Sourced<number>;
  /** Samples kept in Prometheus workspaces, in GB. */
  readonly metricStorage?: Sourced<number>;
  /** Million calls of functions a month. */
  readonly functionRequests?: Sourced<number>;
  readonly functionGigabyteSeconds?: Sourced<number>;
  /** Million requests to queues a month. */
  readonly queueRequests?: Sourced<number>;
  /** US dollars that pay what is not free. */
  readonly credits?: Sourced<number>;
  /** Months until the credits are gone in any case. */
  readonly creditMonths?: Sourced<number>;
}

/** The limits of a plan. */
export function freeTierLimits(plan: AccountPlan): FreeTierLimits {
  return freeTierData[plan];
}

/** What AWS bills from the first hour on, under every plan. */
export type AlwaysBilled = keyof typeof alwaysBilledData;

/** Hours of an average month, as AWS and estimators count them. */
const hoursPerMonth = 730;

/** What something always billed costs in a month, in US dollars in us-east-1, not rounded. */
export function monthlyUsd(item: AlwaysBilled): number {
  const { price: key, quantity } = alwaysBilledData[item];
  const { price, unit } = priceInVirginia(key);
  return price * quantity * (unit === "month" ? 1 : hoursPerMonth);
}

/** What it is, and what does the same for less. */
export function alwaysBilled(item: AlwaysBilled): { what: string; cheaper: string } {
  return alwaysBilledData[item];
}
