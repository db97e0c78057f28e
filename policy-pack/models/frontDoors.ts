import { declares } from "../declarations";
import type { Settings } from "../frame/settings";
import type { Read } from "../../plan/reader";
import { facesInternet } from "./network/loadBalancers";
import type { FrontDoors, Host, Network, Way } from "./network";

/** The load balancers that are declared to face the internet, and those of which it cannot be told whether they are. */
export interface DeclaredFronts extends FrontDoors {
  readonly unclear: readonly { readonly host: Host; readonly read: Read<unknown> }[];
}

export function declaredFronts(network: Network, settings: Settings): DeclaredFronts {
  const hosts: Host[] = [];
  const unclear: { host: Host; read: Read<unknown> }[] = [];
  for (const host of network.facts.hosts) {
    if (host.kind !== "loadBalancer") continue;
    const isPublic = facesInternet(host.resource);
    const declaration = declares(host.resource, "internetFacing", settings);
    if (isPublic.state === "known" && !isPublic.value) continue;
    if (declaration.state === "unknown") unclear.push({ host, read: declaration });
    else if (declaration.state === "known" && declaration.value) hosts.push(host);
  }
  return { hosts, unclear };
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
