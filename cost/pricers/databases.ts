import { averageMonth } from "../../plan/awakeHours";
import type { Resource } from "../../plan/resource";
import { hoursAwake } from "../../plan/sleep";
import type { Stack } from "../../plan/stack";
import { times, unpriced, type Entry, type Factor } from "../entries";
import { known, Undecided, usageCharge, type Inquiry, type Pricer } from "../inquiry";
import { interfaceEndpoint } from "./network";

const instanceType = "aws:rds/instance:Instance";
const clusterType = "aws:rds/cluster:Cluster";
const memberType = "aws:rds/clusterInstance:ClusterInstance";
const proxyType = "aws:rds/proxy:Proxy";
const targetType = "aws:rds/proxyTarget:ProxyTarget";
const serverlessClass = "db.serverless";

/** IOPS that gp3 storage has at no extra cost. AWS: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html */
const includedIops = 3000;

/** Days of Performance Insights that cost nothing. AWS: https://aws.amazon.com/rds/performance-insights/pricing/ */
const freeInsightDays = 7;

/** RDS Proxy bills at least so many vCPU of a database. AWS: https://aws.amazon.com/rds/proxy/pricing/ */
const leastProxyVcpu = 2;

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
  const type = known(properties.text("storageType")) ?? (properties.has("iops") ? "io1" : "gp2");
  const size = known(properties.number("allocatedStorage"));
  if (size === undefined) yield unpriced("its storage follows the database or snapshot that it is made from");
  else {
    yield {
      kind: "charge",
      item: `database storage, ${type}, ${label}`,
      key: `rds.storage.${type}.${zones}`,
      ...times([size, "GB"]),
      allowance: isMulti || type === "io1" ? undefined : "databaseStorage",
    };
  }
  const iops = known(properties.number("iops")) ?? 0;
  if (type === "gp3" && iops > includedIops) {
    const key = `rds.gp3.iops.${zones}`;
    yield { kind: "charge", item: "database IOPS above those included", key, ...times([iops - includedIops, "IOPS"]) };
  }
  yield* backups(inquiry, { key: "rds.backup", allowance: "databaseBackups" });
  yield* insights(resource, name);
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
  if (name === serverlessClass) yield* serverless(inquiry, owner);
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

function clusterOf(instance: Resource, stack: Stack): Resource | undefined {
  const owner = stack.target(instance, instance.properties.text("clusterIdentifier"), clusterType);
  return owner.state === "known" ? owner.value : undefined;
}

function* proxy(inquiry: Inquiry): Iterable<Entry> {
  const { resource, stack, assumed } = inquiry;
  const classes = (stack.view(targetsByProxy).get(resource) ?? []).flatMap((target) => classesBehind(target, stack));
  const cheaper = "a connection pool inside the application";
  const hours: Factor = [averageMonth, "hours"];
  if (classes.includes(serverlessClass)) {
    const { value, shown } = assumed("proxyCapacityUnits");
    const quantity = times([value, "ACU"], hours);
    yield { kind: "charge", item: "RDS Proxy", key: "rds.proxy.acu", ...quantity, assumption: shown, cheaper };
    return;
  }
  const vcpu = classes.reduce((sum, name) => sum + Math.max(vcpuOf(name) ?? 0, leastProxyVcpu), 0);
  const quantity = times([Math.max(vcpu, leastProxyVcpu), "vCPU of the databases behind it"], hours);
  yield { kind: "charge", item: "RDS Proxy", key: "rds.proxy.vcpu", ...quantity, cheaper };
}

function targetsByProxy(stack: Stack): Map<Resource, Resource[]> {
  const index = new Map<Resource, Resource[]>();
  for (const target of stack.ofType(targetType)) {
    const owner = stack.target(target, target.properties.text("dbProxyName"), proxyType);
    if (owner.state === "known") index.set(owner.value, [...(index.get(owner.value) ?? []), target]);
  }
  return index;
}

/** The classes of the database, or of all instances of the cluster, that a proxy stands before. */
function classesBehind(target: Resource, stack: Stack): string[] {
  const { properties } = target;
  const database = stack.target(target, properties.text("dbInstanceIdentifier"), instanceType);
  const owner = stack.target(target, properties.text("dbClusterIdentifier"), clusterType);
  const machines =
    database.state === "known"
      ? [database.value]
      : owner.state === "known"
        ? (stack.view(membersByCluster).get(owner.value) ?? [])
        : [];
  if (machines.length === 0) throw new Undecided("the database behind it is not in the stack");
  return machines.flatMap((machine) => known(machine.properties.text("instanceClass")) ?? []);
}

function membersByCluster(stack: Stack): Map<Resource, Resource[]> {
  const index = new Map<Resource, Resource[]>();
  for (const one of stack.ofType(memberType)) {
    const owner = clusterOf(one, stack);
    if (owner) index.set(owner, [...(index.get(owner) ?? []), one]);
  }
  return index;
}

/** The first endpoint of a proxy is free; each other is an interface endpoint in its subnets' zones. */
function* proxyEndpoint(inquiry: Inquiry): Iterable<Entry> {
  yield* interfaceEndpoint(inquiry, known(inquiry.resource.properties.list("vpcSubnetIds"))?.length ?? 1);
}

export const databasePricers: Readonly<Record<string, Pricer>> = {
  [instanceType]: instance,
  [clusterType]: cluster,
  [memberType]: member,
  [proxyType]: proxy,
  "aws:rds/proxyEndpoint:ProxyEndpoint": proxyEndpoint,
};
