import { shown, type Problems } from "../internal/problems";
import { searchNodeLimitsOf } from "./openSearchTypes";
import { temporalServicesDefaults as defaults, type TemporalServicesArgs } from "./args";

/** The domain with every value filled in. */
export interface OpenSearchSettings {
  instanceType: string;
  nodes: number;
  zones: number;
  volumeGiB: number;
}

/** Fills the domain's defaults and records what OpenSearch would refuse. https://docs.aws.amazon.com/opensearch-service/latest/developerguide/limits.html */
export function resolveOpenSearch(problems: Problems, args: TemporalServicesArgs): OpenSearchSettings {
  const given = args.openSearch ?? {};
  const instanceType = given.instanceType ?? defaults.openSearchInstanceType;
  const nodes = given.nodes ?? defaults.openSearchNodes;
  const volumeGiB = given.volumeGiB ?? defaults.openSearchVolumeGiB;
  const zones = given.zones ?? (nodes === 1 ? 1 : nodes % 3 === 0 && args.subnetIds.length >= 3 ? 3 : 2);
  const limits = searchNodeLimitsOf(instanceType);
  if (typeof limits === "string") problems.add("openSearch.instanceType", `${limits}, got ${shown(instanceType)}`);
  else {
    problems.wholeNumber("openSearch.nodes", nodes, 1, limits.mostNodes, `with ${instanceType}`);
    problems.wholeNumber("openSearch.volumeGiB", volumeGiB, limits.leastGiB, limits.mostGiB, `with ${instanceType}`);
  }
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
