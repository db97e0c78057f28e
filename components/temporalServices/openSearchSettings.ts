import { shown, type Problems } from "../internal/problems";
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
  const type = /^[a-z]\w*\.[a-z0-9]+\.search$/;
  problems.matches(
    "openSearch.instanceType",
    instanceType,
    type,
    "a type that ends in .search, such as t3.small.search",
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
