import { declares } from "../declarations";
import type { Settings } from "../frame/settings";
import { facesInternet } from "./network/loadBalancers";
import type { FrontDoors, Host, Network, Way } from "./network";

/**
 * The load balancers that are declared to face the internet. A declaration that cannot be read counts here: the rule
 * that asks for it says so.
 */
export function declaredFronts(network: Network, settings: Settings): FrontDoors {
  const hosts = network.facts.hosts.filter(({ kind, resource }) => {
    const isPublic = facesInternet(resource);
    if (kind !== "loadBalancer" || (isPublic.state === "known" && !isPublic.value)) return false;
    const declaration = declares(resource, "internetFacing", settings);
    return declaration.state === "unknown" || (declaration.state === "known" && declaration.value);
  });
  return { hosts };
}

/** Whether a way comes in by a load balancer. */
export function entersByLoadBalancer({ path }: Way, network: Network): boolean {
  const entered = path.find(({ services }) => services !== undefined);
  return network.facts.hosts.some(
    ({ urn, kind }) => kind === "loadBalancer" && urn !== undefined && urn === entered?.urn,
  );
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
