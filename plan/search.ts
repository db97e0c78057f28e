import type { Read } from "./reader";
import type { Resource } from "./resource";

/** OpenSearch domains, under their new and their old name. */
export const searchTypes: readonly string[] = ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"];

/** What AWS takes for a domain that says nothing. */
const defaultClass = "m4.large.search";

/** The class of a domain's data nodes, in the spelling of OpenSearch. */
export function classOfSearch(domain: Resource): Read<string> {
  const read = domain.properties.text("clusterConfig.instanceType");
  if (read.state === "unknown") return read;
  const name = read.state === "known" ? read.value.replace(/\.elasticsearch$/, ".search") : defaultClass;
  return { state: "known", path: read.path, value: name };
}

/** How many nodes a domain has, dedicated masters among them. */
export function nodesOfSearch({ properties }: Resource): Read<number> {
  const cluster = properties.at("clusterConfig");
  const nodes = cluster.number("instanceCount");
  const hasMasters = cluster.flag("dedicatedMasterEnabled");
  const masters = cluster.number("dedicatedMasterCount");
  const unread = [nodes, hasMasters, masters].find((read) => read.state === "unknown");
  if (unread?.state === "unknown") return unread;
  const extra = hasMasters.state === "known" && hasMasters.value ? (masters.state === "known" ? masters.value : 3) : 0;
  return { state: "known", path: nodes.path, value: (nodes.state === "known" ? nodes.value : 1) + extra };
}
