import { shown, type Problems } from "../internal/problems";
import { temporalServicesDefaults as defaults, type TemporalServicesArgs } from "./args";

/** The domain with every value filled in. */
export interface OpenSearchSettings {
  instanceType: string;
  nodes: number;
  zones: number;
  volumeGiB: number;
}

/**
 * Families whose data nodes have gp3 volumes and are encrypted at rest and between nodes; others are of before, or have
 * disks of their own. https://docs.aws.amazon.com/opensearch-service/latest/developerguide/supported-instance-types.html
 */
const families = new Set([
  ...["t3", "m5", "c5", "r5", "m6g", "c6g", "r6g", "m7g", "c7g", "r7g"],
  ...["m7i", "c7i", "r7i", "m8g", "c8g", "r8g", "or1", "or2", "om2"],
]);

/** Fills the domain's defaults and records what OpenSearch would refuse. https://docs.aws.amazon.com/opensearch-service/latest/developerguide/limits.html */
export function resolveOpenSearch(problems: Problems, args: TemporalServicesArgs): OpenSearchSettings {
  const given = args.openSearch ?? {};
  const instanceType = given.instanceType ?? defaults.openSearchInstanceType;
  const nodes = given.nodes ?? defaults.openSearchNodes;
  const volumeGiB = given.volumeGiB ?? defaults.openSearchVolumeGiB;
  const zones = given.zones ?? (nodes === 1 ? 1 : nodes % 3 === 0 && args.subnetIds.length >= 3 ? 3 : 2);
  const family = /^(\w+)\.(?:small|medium|\d*x?large)\.search$/.exec(instanceType)?.[1];
  problems.require(
    family !== undefined && families.has(family),
    "openSearch.instanceType",
    `must be of a family with gp3 volumes and encryption (${[...families].join(", ")}), such as t3.small.search, got ${shown(instanceType)}`,
  );
  const burstable = instanceType.startsWith("t3.");
  problems.wholeNumber("openSearch.nodes", nodes, 1, burstable ? 10 : 80);
  const most = instanceType === "t3.small.search" ? 100 : instanceType === "t3.medium.search" ? 200 : 3_072;
  problems.wholeNumber("openSearch.volumeGiB", volumeGiB, 10, most, `with ${instanceType}`);
  problems.wholeNumber("openSearch.zones", zones, 1, 3);
  problems.require(
    !(zones > args.subnetIds.length),
    "openSearch.zones",
    `must be at most the ${args.subnetIds.length} subnets, one a zone, got ${shown(zones)}; give subnetIds in more zones or take fewer zones`,
  );
  problems.require(
    !(zones >= 1) || nodes % zones === 0,
    "openSearch.nodes",
    `must be a multiple of the ${zones} zones, got ${shown(nodes)}: every zone has as many`,
  );
  return { instanceType, nodes, zones, volumeGiB };
}
