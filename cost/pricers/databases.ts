import { averageMonth } from "../../plan/awakeHours";
import type { Resource } from "../../plan/resource";
import { hoursAwake } from "../../plan/sleep";
import type { Stack } from "../../plan/stack";
import { times, unpriced, type Entry, type Factor } from "../entries";
import { known, usageCharge, type Inquiry, type Pricer } from "../inquiry";

export const instanceType = "aws:rds/instance:Instance";
export const clusterType = "aws:rds/cluster:Cluster";
export const memberType = "aws:rds/clusterInstance:ClusterInstance";
export const serverlessClass = "db.serverless";

/** What gp3 storage has at no extra cost, and from how many GB on it has more, by how the engine's name begins. */
const included = { iops: 3000, throughput: 125 };
const includedInLarge = { iops: 12_000, throughput: 500 };
const largeFrom: readonly (readonly [engine: string, gigabytes: number])[] = [
  ["sqlserver", Number.POSITIVE_INFINITY],
  ["custom-sqlserver", Number.POSITIVE_INFINITY],
  ["oracle", 200],
  ["custom-oracle", 200],
  ["", 400],
];

/** Days of Performance Insights that cost nothing. AWS: https://aws.amazon.com/rds/performance-insights/pricing/ */
const freeInsightDays = 7;

function* instance(inquiry: Inquiry): Iterable<Entry> {
  const { resource, stack, calendar, limits } = inquiry;
  const { properties } = resource;
  const engine = known(properties.text("engine"));
  const name = known(properties.text("instanceClass"));
  if (engine === undefined || name === undefined) {
    yield unpriced("its engine and class follow the database or snapshot that it is made from");
    return;
  }
  const isMulti = known(properties.flag("multiAz")) === true;
  const zones = isMulti ? "multi" : "single";
  const label = isMulti ? "Multi-AZ" : "Single-AZ";
  const isFree =
    !isMulti && limits.databaseHours !== undefined && limits.databaseClasses?.value.includes(name) === true;
  const hours = hoursAwake(resource, stack, calendar).average;
  yield {
    kind: "charge",
    item: `database, ${engine}, ${name}, ${label}`,
    key: `rds.${engine}.${zones}.${name}`,
    ...times([1, "instance"], [hours, "hours"]),
    allowance: isFree ? "databaseHours" : undefined,
    cheaper: isMulti ? "Single-AZ where an hour without it is bearable" : "a Graviton class (db.t4g), or hours asleep",
  };
  yield* storage(resource, engine, zones);
  yield* backups(inquiry, { key: "rds.backup", allowance: "databaseBackups" });
  yield* insights(resource, name);
}

/** AWS: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html */
function* storage({ properties }: Resource, engine: string, zones: "single" | "multi"): Iterable<Entry> {
  const isMulti = zones === "multi";
  const type = known(properties.text("storageType")) ?? (properties.has("iops") ? "io1" : "gp2");
  const size = known(properties.number("allocatedStorage"));
  if (size === undefined) yield unpriced("its storage follows the database or snapshot that it is made from");
  else {
    yield {
      kind: "charge",
      item: `database storage, ${type}, ${isMulti ? "Multi-AZ" : "Single-AZ"}`,
      key: `rds.storage.${type}.${zones}`,
      ...times([size, "GB"]),
      allowance: isMulti || type.startsWith("io") ? undefined : "databaseStorage",
    };
  }
  const iops = known(properties.number("iops")) ?? 0;
  if (type.startsWith("io"))
    yield { kind: "charge", item: "database IOPS", key: `rds.${type}.iops.${zones}`, ...times([iops, "IOPS"]) };
  if (type !== "gp3") return;
  const [, large = 0] = largeFrom.find(([begin]) => engine.startsWith(begin)) ?? [];
  const base = (size ?? 0) >= large ? includedInLarge : included;
  if (iops > base.iops) {
    const extra = times([iops - base.iops, "IOPS"]);
    yield { kind: "charge", item: "database IOPS above those included", key: `rds.gp3.iops.${zones}`, ...extra };
  }
  const throughput = known(properties.number("storageThroughput")) ?? 0;
  if (throughput > base.throughput) {
    const extra = times([throughput - base.throughput, "MiB/s"]);
    const item = "database throughput above that included";
    yield { kind: "charge", item, key: `rds.gp3.throughput.${zones}`, ...extra };
  }
}

/** Backups as large as the databases of the region cost nothing; what is beyond, an assumption says. */
function* backups(inquiry: Inquiry, charge: { key: string; allowance?: "databaseBackups" }): Iterable<Entry> {
  if (inquiry.assumed("databaseBackupGigabytes").value === 0) return;
  yield usageCharge(inquiry, "databaseBackupGigabytes", "GB", {
    item: "backups beyond the database's size",
    ...charge,
  });
}

/** Database Insights in its advanced mode is billed by vCPU; so were longer histories of Performance Insights. */
function* insights({ properties }: Resource, className: string): Iterable<Entry> {
  const isAdvanced = known(properties.text("databaseInsightsMode")) === "advanced";
  const days = known(properties.number("performanceInsightsRetentionPeriod")) ?? freeInsightDays;
  if (!isAdvanced && days <= freeInsightDays) return;
  const key = isAdvanced ? "rds.databaseInsights.advanced.vcpu" : "rds.performanceInsights.longTerm";
  const item = isAdvanced ? "Database Insights, advanced" : "Performance Insights, long history";
  const vcpu = vcpuOf(className);
  if (vcpu === undefined) yield unpriced(`${item}: by capacity that only run time tells`);
  else if (isAdvanced)
    yield {
      kind: "charge",
      item,
      key,
      ...times([vcpu, "vCPU"], [averageMonth, "hours"]),
      cheaper: "the standard mode",
    };
  else
    yield { kind: "charge", item, key, ...times([vcpu, "vCPU"]), cheaper: `${freeInsightDays} days, which are free` };
}

/** vCPU of an instance class; undefined for serverless ones. AWS: https://aws.amazon.com/rds/instance-types/ */
export function vcpuOf(className: string): number | undefined {
  const [, family = "", size = ""] = className.split(".");
  if (className === serverlessClass || size === "") return undefined;
  const multiple = /^(\d*)xlarge$/.exec(size);
  if (multiple) return 4 * Number(multiple[1] === "" ? "1" : multiple[1]);
  return family === "t2" && (size === "micro" || size === "small") ? 1 : 2;
}

function* cluster(inquiry: Inquiry): Iterable<Entry> {
  const { properties } = inquiry.resource;
  const engine = known(properties.text("engine")) ?? "";
  if (!engine.startsWith("aurora")) {
    yield unpriced(`Multi-AZ clusters of ${engine || "an engine that is not set"} are not modelled`);
    return;
  }
  if (known(properties.text("storageType")) === "aurora-iopt1") yield unpriced("storage of Aurora I/O-Optimized");
  else {
    yield usageCharge(inquiry, "auroraGigabytes", "GB", { item: "Aurora storage", key: "aurora.storage" });
    yield usageCharge(inquiry, "auroraRequests", "million requests", { item: "Aurora I/O", key: "aurora.io" });
  }
  yield* backups(inquiry, { key: "aurora.backup" });
}

function* member(inquiry: Inquiry): Iterable<Entry> {
  const { resource, stack } = inquiry;
  const { properties } = resource;
  const name = known(properties.text("instanceClass")) ?? "";
  const owner = clusterOf(resource, stack);
  if (owner && known(owner.properties.text("storageType")) === "aurora-iopt1")
    yield unpriced("instances of Aurora I/O-Optimized, which are dearer than others");
  else if (name === serverlessClass) yield* serverless(inquiry, owner);
  else {
    const engine = known(properties.text("engine")) === "aurora-mysql" ? "mysql" : "postgres";
    yield {
      kind: "charge",
      item: `Aurora instance, ${name}`,
      key: `aurora.${engine}.${name}`,
      ...times([1, "instance"], [averageMonth, "hours"]),
      cheaper: "one instance instead of a writer and a reader where an hour without it is bearable",
    };
  }
  yield* insights(owner ?? resource, name);
}

function* serverless({ assumed }: Inquiry, owner: Resource | undefined): Iterable<Entry> {
  const capacity = owner?.properties.at("serverlessv2ScalingConfiguration");
  const least = capacity && known(capacity.number("minCapacity"));
  const most = capacity && known(capacity.number("maxCapacity"));
  if (least === undefined || most === undefined) {
    yield unpriced("its cluster says no least and most capacity here");
    return;
  }
  const { value, shown } = assumed("serverlessShare");
  const hours: Factor = [averageMonth, "hours"];
  yield {
    kind: "charge",
    item: "Aurora Serverless v2 capacity",
    key: "aurora.acu",
    ...times([least + value * (most - least), "ACU"], hours),
    least: times([least, "ACU"], hours).quantity,
    most: times([most, "ACU"], hours).quantity,
    assumption: shown,
    cheaper: "minCapacity 0, which pauses an idle cluster, or an RDS instance of a micro class",
  };
}

export function clusterOf(instance: Resource, stack: Stack): Resource | undefined {
  const owner = stack.target(instance, instance.properties.text("clusterIdentifier"), clusterType);
  return owner.state === "known" ? owner.value : undefined;
}

export const databasePricers: Readonly<Record<string, Pricer>> = {
  [instanceType]: instance,
  [clusterType]: cluster,
  [memberType]: member,
};
