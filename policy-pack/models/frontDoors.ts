import { declares } from "../declarations";
import type { Settings } from "../frame/settings";
import type { Host, Network, Way } from "./network";

/**
 * Whether a way from the internet comes in by a load balancer that is declared to face it. A declaration that cannot
 * be read counts here: the rule that asks for it says so.
 */
export function comesThroughDeclaredFront(way: Way, network: Network, settings: Settings): boolean {
  const entered = way.path.find((step) => step.services !== undefined);
  const front = network.facts.hosts.find((host) => host.urn !== undefined && host.urn === entered?.urn);
  if (front?.kind !== "loadBalancer") return false;
  const declaration = declares(front.resource, "internetFacing", settings);
  return declaration.state === "unknown" || (declaration.state === "known" && declaration.value);
}

/** What holds data, and what stands before it. */
export const dataTypes: readonly string[] = [
  "aws:rds/instance:Instance",
  "aws:rds/cluster:Cluster",
  "aws:rds/clusterInstance:ClusterInstance",
  "aws:rds/proxy:Proxy",
  "aws:rds/proxyEndpoint:ProxyEndpoint",
  "aws:docdb/cluster:Cluster",
  "aws:docdb/clusterInstance:ClusterInstance",
  "aws:neptune/cluster:Cluster",
  "aws:neptune/clusterInstance:ClusterInstance",
  "aws:redshift/cluster:Cluster",
  "aws:elasticache/cluster:Cluster",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:elasticache/serverlessCache:ServerlessCache",
  "aws:memorydb/cluster:Cluster",
  "aws:opensearch/domain:Domain",
  "aws:elasticsearch/domain:Domain",
  "aws:efs/mountTarget:MountTarget",
  "aws:mq/broker:Broker",
  "aws:msk/cluster:Cluster",
];

/** Whether a host is an instance of a cluster, which is reached as the cluster is but for its own public address. */
export function isClusterInstance({ resource }: Host): boolean {
  return resource.type.endsWith(":ClusterInstance");
}
