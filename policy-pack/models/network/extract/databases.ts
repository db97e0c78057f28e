import type { Resource } from "../../../../plan/resource";
import { exactly, perhaps } from "../certainty";
import type { Answer, Ref, SecurityGroup, Subnet } from "../facts";
import { allTcp, noServices, tcpPort } from "../services";
import {
  addHost,
  groupsIn,
  portIn,
  readSubnetGroups,
  saysYes,
  subnetsIn,
  subnetsOfGroup,
  type SubnetGroup,
} from "./hosts";
import { answerOf, doubtOf, given, isEmptyList, itemsOf, known, maybe, no, textOf, yes } from "./reading";
import type { Registry } from "./references";
import type { World } from "./world";

/** Services of instances and clusters alike: RDS and those built like it. */
interface Family {
  readonly cluster: string;
  readonly clusterInstance?: string;
  readonly instance?: string;
  readonly subnetGroup: string;
  /** The cluster's property that names its subnet group, and that of its instances. */
  readonly groupKey: string;
  readonly instanceGroupKey: string;
  readonly port: number;
}

const families: readonly Family[] = [
  {
    cluster: "aws:rds/cluster:Cluster",
    clusterInstance: "aws:rds/clusterInstance:ClusterInstance",
    instance: "aws:rds/instance:Instance",
    subnetGroup: "aws:rds/subnetGroup:SubnetGroup",
    groupKey: "dbSubnetGroupName",
    instanceGroupKey: "dbSubnetGroupName",
    port: 3306,
  },
  {
    cluster: "aws:docdb/cluster:Cluster",
    clusterInstance: "aws:docdb/clusterInstance:ClusterInstance",
    subnetGroup: "aws:docdb/subnetGroup:SubnetGroup",
    groupKey: "dbSubnetGroupName",
    instanceGroupKey: "dbSubnetGroupName",
    port: 27017,
  },
  {
    cluster: "aws:neptune/cluster:Cluster",
    clusterInstance: "aws:neptune/clusterInstance:ClusterInstance",
    subnetGroup: "aws:neptune/subnetGroup:SubnetGroup",
    groupKey: "neptuneSubnetGroupName",
    instanceGroupKey: "neptuneSubnetGroupName",
    port: 8182,
  },
  {
    cluster: "aws:redshift/cluster:Cluster",
    subnetGroup: "aws:redshift/subnetGroup:SubnetGroup",
    groupKey: "clusterSubnetGroupName",
    instanceGroupKey: "clusterSubnetGroupName",
    port: 5439,
  },
];

/** Ports by the beginning of an engine's name. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html */
const enginePorts: readonly (readonly [RegExp, number])[] = [
  [/postgres/, 5432],
  [/^oracle/, 1521],
  [/^sqlserver/, 1433],
  [/^db2/, 50000],
];

export function readDatabases(world: World): void {
  for (const family of families) {
    const subnetGroups = readSubnetGroups(world, [family.subnetGroup]);
    for (const resource of world.stack.ofType(family.cluster)) {
      const publicIpv4 = family.clusterInstance === undefined || isMultiZone(resource) ? publicly(resource) : no;
      addDatabase(world, resource, family, subnetGroups, publicIpv4);
    }
    for (const resource of world.stack.ofType(...(family.instance === undefined ? [] : [family.instance])))
      addDatabase(world, resource, family, subnetGroups, publicly(resource));
    for (const resource of world.stack.ofType(
      ...(family.clusterInstance === undefined ? [] : [family.clusterInstance]),
    ))
      addClusterInstance(world, resource, family, subnetGroups);
  }
}

/** A cluster of RDS without instances of its own resources, which has the public address itself. */
function isMultiZone(cluster: Resource): boolean {
  return !given(cluster, "dbClusterInstanceClass").isAbsent();
}

/** RDS and Redshift give a public address when asked; silence means none with the provider, and with a subnet group. */
function publicly(resource: Resource): Answer {
  return saysYes(resource, "publiclyAccessible");
}

function addDatabase(
  world: World,
  resource: Resource,
  family: Family,
  subnetGroups: Registry<SubnetGroup>,
  publicIpv4: Answer,
): void {
  const subnets = subnetsOfGroup(world, resource, given(resource, family.groupKey), subnetGroups);
  addHost(world, resource, {
    kind: "database",
    subnets,
    groups: groupsIn(world, resource, given(resource, "vpcSecurityGroupIds"), subnets),
    publicIpv4,
    ipv6: dual(resource, publicIpv4),
    listens: portOf(resource, family),
  });
}

/** An instance of a cluster: network and port are the cluster's, the public address is its own. */
function addClusterInstance(
  world: World,
  resource: Resource,
  family: Family,
  subnetGroups: Registry<SubnetGroup>,
): void {
  const id = textOf(given(resource, "clusterIdentifier"));
  const cluster = world.stack.target(resource, id, family.cluster);
  const doubt = doubtOf(resource, { path: id.path, why: "names a cluster that is not known" });
  const host = cluster.state === "known" ? world.hosts.of(cluster.value) : undefined;
  const own = given(resource, family.instanceGroupKey);
  const unknownSubnets: Ref<Subnet>[] = [{ state: "unknown", doubt }];
  const unknownGroups: Ref<SecurityGroup>[] = [{ state: "unknown", doubt }];
  const publicIpv4 = publicly(resource);
  addHost(world, resource, {
    kind: "database",
    subnets: own.isAbsent() ? (host?.subnets ?? unknownSubnets) : subnetsOfGroup(world, resource, own, subnetGroups),
    groups: host?.groups ?? unknownGroups,
    publicIpv4,
    ipv6: dual(host?.resource ?? resource, publicIpv4),
    listens: host?.listens ?? portOf(resource, family),
  });
}

function portOf(resource: Resource, family: Family) {
  const named = given(resource, "engine").text();
  if (named.state === "unknown" && given(resource, "port").isAbsent())
    return perhaps(noServices, allTcp, doubtOf(resource, named));
  const engine = known(named) ?? "";
  return portIn(resource, "port", enginePorts.find(([pattern]) => pattern.test(engine))?.[1] ?? family.port);
}

/** Databases have IPv6 addresses when their network type is dual; those are public only with the instance. */
function dual(resource: Resource, publicIpv4: Answer): Answer {
  const type = textOf(given(resource, "networkType"));
  if (type.state === "unknown") return publicIpv4.certain === "no" ? no : maybe(doubtOf(resource, type));
  return type.state === "known" && type.value.toUpperCase() !== "IPV4" ? publicIpv4 : no;
}

const cacheSubnetGroups = ["aws:elasticache/subnetGroup:SubnetGroup", "aws:memorydb/subnetGroup:SubnetGroup"];
const caches = [
  "aws:elasticache/cluster:Cluster",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:memorydb/cluster:Cluster",
] as const;

/** Caches have no public addresses. https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/accessing-elasticache.html */
export function readCaches(world: World): void {
  const subnetGroups = readSubnetGroups(world, cacheSubnetGroups);
  for (const resource of world.stack.ofType(...caches)) {
    const subnets = subnetsOfGroup(world, resource, given(resource, "subnetGroupName"), subnetGroups);
    const engine = known(given(resource, "engine").text()) ?? "";
    addHost(world, resource, {
      kind: "cache",
      subnets,
      groups: groupsIn(world, resource, given(resource, "securityGroupIds"), subnets),
      listens: portIn(resource, "port", engine === "memcached" ? 11211 : 6379),
    });
  }
}

const domains = ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"] as const;
const kafkaType = "aws:msk/cluster:Cluster";
const kafkaPorts = [2181, 2182, 9092, 9094, 9096, 9098, 9194, 9196, 9198];

/** Search domains, which without a VPC have an endpoint on the internet, and Kafka clusters. */
export function readSearchAndKafka(world: World): void {
  for (const resource of world.stack.ofType(...domains)) {
    const config = given(resource, "vpcOptions");
    const isOutside = isEmptyList(config);
    const [options = config] = itemsOf(config) ?? [];
    const subnets = isOutside ? [] : subnetsIn(world, resource, options.at("subnetIds"));
    addHost(world, resource, {
      kind: "search",
      subnets,
      groups: isOutside ? [] : groupsIn(world, resource, options.at("securityGroupIds"), subnets),
      listens: exactly(tcpPort(80, 443)),
      openEndpoint: config.isUnknown() ? maybe(doubtOf(resource, { path: config.path })) : isOutside ? yes : no,
    });
  }
  for (const resource of world.stack.ofType(kafkaType)) {
    const nodes = given(resource, "brokerNodeGroupInfo");
    const subnets = subnetsIn(world, resource, nodes.at("clientSubnets"));
    const access = nodes.at("connectivityInfo.publicAccess.type").text();
    const isPublic = access.state === "known" ? { ...access, value: access.value !== "DISABLED" } : access;
    addHost(world, resource, {
      kind: "broker",
      subnets,
      groups: groupsIn(world, resource, nodes.at("securityGroups"), subnets),
      publicIpv4: answerOf(resource, isPublic, no),
      listens: exactly(tcpPort(...kafkaPorts)),
    });
  }
}
