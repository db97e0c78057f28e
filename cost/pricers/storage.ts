import { averageMonth } from "../../plan/awakeHours";
import { classOfSearch, searchTypes } from "../../plan/search";
import { times, unpriced, type Entry, type Factor } from "../entries";
import { known, usageCharge, type Inquiry, type Pricer } from "../inquiry";
import { includedIops } from "./volumes";

function* fileSystem(inquiry: Inquiry): Iterable<Entry> {
  const { properties } = inquiry.resource;
  const isOneZone = known(properties.text("availabilityZoneName")) !== undefined;
  yield usageCharge(inquiry, "fileSystemGigabytes", "GB", {
    item: isOneZone ? "files, One Zone" : "files, Standard",
    key: isOneZone ? "efs.oneZone" : "efs.standard",
    allowance: isOneZone ? undefined : "fileStorage",
    cheaper: "a lifecycle policy that moves what nobody reads to Infrequent Access",
  });
  const mode = known(properties.text("throughputMode"));
  if (mode === "provisioned") yield unpriced("provisioned throughput of EFS");
  if (mode !== "elastic") return;
  const [read, written] = [
    { item: "files read, elastic throughput", key: "efs.elastic.read" },
    { item: "files written, elastic throughput", key: "efs.elastic.write" },
  ];
  yield usageCharge(inquiry, "fileSystemReadGigabytes", "GB", { ...read, cheaper: "throughputMode bursting" });
  yield usageCharge(inquiry, "fileSystemWriteGigabytes", "GB", { ...written, cheaper: "throughputMode bursting" });
}

function* bucket(inquiry: Inquiry): Iterable<Entry> {
  const objects = { item: "objects, Standard", key: "s3.standard", allowance: "objectStorage" } as const;
  yield usageCharge(inquiry, "objectGigabytes", "GB", objects);
}

function* backupPlan(inquiry: Inquiry): Iterable<Entry> {
  // AWS bills backups of volumes as snapshots.
  const kept = { item: "backups kept", key: "backup.ebs", cheaper: "fewer days of backups" };
  yield usageCharge(inquiry, "backupGigabytes", "GB", kept);
}

function* search(inquiry: Inquiry): Iterable<Entry> {
  const { resource, limits } = inquiry;
  const { properties } = resource;
  const cluster = properties.at("clusterConfig");
  const type = known(classOfSearch(resource)) ?? "";
  const nodes = known(cluster.number("instanceCount")) ?? 1;
  const isFree = limits.searchHours !== undefined && limits.searchClasses?.value.includes(type) === true;
  const nodeCharge = (item: string, count: number, name: string): Entry => ({
    kind: "charge",
    item: `${item}, ${name}`,
    key: `opensearch.${name}`,
    ...times([count, count === 1 ? "node" : "nodes"], [averageMonth, "hours"]),
    allowance: isFree && name === type ? "searchHours" : undefined,
    cheaper: count > 1 ? "one node where an hour without search is bearable" : undefined,
  });
  yield nodeCharge("search node", nodes, type);
  if (known(cluster.flag("dedicatedMasterEnabled"))) {
    const masters = known(cluster.number("dedicatedMasterCount")) ?? 3;
    yield nodeCharge("search master", masters, known(cluster.text("dedicatedMasterType")) ?? type);
  }
  if (known(cluster.flag("warmEnabled"))) yield unpriced("UltraWarm nodes of OpenSearch");
  if (!known(properties.flag("ebsOptions.ebsEnabled"))) return;
  const volume = known(properties.text("ebsOptions.volumeType")) ?? "gp2";
  const each: Factor = [nodes, nodes === 1 ? "node" : "nodes"];
  const iops = known(properties.number("ebsOptions.iops")) ?? 0;
  yield {
    kind: "charge",
    item: `search storage, ${volume}`,
    key: `opensearch.storage.${volume}`,
    ...times(each, [known(properties.number("ebsOptions.volumeSize")) ?? 10, "GB"]),
    allowance: "searchStorage",
    cheaper: volume === "gp2" ? "gp3" : undefined,
  };
  if (volume === "gp3" && iops > includedIops) {
    const extra = times(each, [iops - includedIops, "IOPS"]);
    yield { kind: "charge", item: `search IOPS above ${includedIops}`, key: "opensearch.gp3.iops", ...extra };
  }
}

export const storagePricers: Readonly<Record<string, Pricer>> = {
  "aws:efs/fileSystem:FileSystem": fileSystem,
  "aws:s3/bucket:Bucket": bucket,
  "aws:backup/plan:Plan": backupPlan,
  ...Object.fromEntries(searchTypes.map((type) => [type, search])),
};
