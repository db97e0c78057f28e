import type { Reader } from "../../../../plan/reader";
import type { Resource } from "../../../../plan/resource";
import { exactly, perhaps, type Bounds } from "../certainty";
import type { Answer, Fact, Host, HostKind, Ref, SecurityGroup, Subnet } from "../facts";
import { allServices, allTcp, noServices, tcpPort, udpPort, uniteServices, type ServiceSet } from "../services";
import { answerOf, doubtOf, given, no, textOf } from "./reading";
import { meant, Registry } from "./references";
import { alternatives } from "./routing";
import type { World } from "./world";

/** What a host is made of; what is left out is as with most: private, and reached on every port. */
export interface HostParts {
  kind: HostKind;
  subnets: readonly Ref<Subnet>[];
  groups?: readonly Ref<SecurityGroup>[];
  publicIpv4?: Answer | "subnet";
  ipv6?: Answer | "subnet";
  listens?: Bounds<ServiceSet>;
  addresses?: Host["addresses"];
  openEndpoint?: Answer;
}

export function addHost(world: World, resource: Resource, parts: HostParts): Host {
  const { name, urn } = resource;
  const host: Host = {
    name,
    urn,
    outside: false,
    resource,
    publicIpv4: no,
    ipv6: no,
    listens: exactly(allServices),
    openEndpoint: no,
    forwards: [],
    ...parts,
  };
  for (const group of (host.groups ?? []).flatMap((ref) => [...meant(ref)])) group.members.push(host);
  return world.hosts.add(urn, host);
}

/** The security groups of a property; without any the host has the default group of its VPC. */
export function groupsIn(
  world: World,
  resource: Resource,
  groups: Reader,
  subnets: readonly Ref<Subnet>[],
): readonly Ref<SecurityGroup>[] {
  const own = world.refs.list(resource, groups, world.groups);
  return own && own.length > 0 ? own : [defaultGroup(resource, groups.path, subnets)];
}

function defaultGroup(resource: Resource, path: string, subnets: readonly Ref<Subnet>[]): Ref<SecurityGroup> {
  const doubt = doubtOf(resource, { path, why: "is not given, and the default group is not known" });
  const [subnet] = subnets;
  if (!subnet || subnet.state === "unknown") return { state: "unknown", doubt };
  const groups = meant(subnet).map(({ vpc }): Ref<SecurityGroup> => {
    if (vpc.state === "known") return { state: "known", to: vpc.to.ownGroup };
    return vpc.state === "unknown"
      ? { state: "unknown", doubt }
      : { state: "ambiguous", among: vpc.among.map((one) => one.ownGroup), doubt };
  });
  const [only] = groups;
  return only && groups.length === 1 ? only : alternatives(groups, doubt);
}

/** The subnet of a property that names one; a host has to be in one, so silence is unknown. */
export function subnetIn(world: World, resource: Resource, subnet: Reader): readonly Ref<Subnet>[] {
  const own = world.refs.one(resource, textOf(subnet), world.subnets);
  return [own ?? { state: "unknown", doubt: doubtOf(resource, { path: subnet.path, why: "is not given" }) }];
}

/** The subnets of a property that lists them. */
export function subnetsIn(world: World, resource: Resource, subnets: Reader): readonly Ref<Subnet>[] {
  const own = world.refs.list(resource, subnets, world.subnets);
  if (own && own.length > 0) return own;
  return [{ state: "unknown", doubt: doubtOf(resource, { path: subnets.path, why: "is not given" }) }];
}

/** A group of subnets that databases and caches name instead of subnets. */
export interface SubnetGroup extends Fact {
  readonly subnets: readonly Ref<Subnet>[];
}

export function readSubnetGroups(world: World, types: readonly string[]): Registry<SubnetGroup> {
  const registry = new Registry<SubnetGroup>(types, (id) => ({
    name: id,
    outside: true,
    subnets: [{ state: "unknown", doubt: { resource: id, property: "subnetIds", why: "lie outside the stack" } }],
  }));
  for (const resource of world.stack.ofType(...types)) {
    const { name, urn } = resource;
    const subnets = subnetsIn(world, resource, given(resource, "subnetIds"));
    registry.add(urn, { name, urn, outside: false, subnets });
  }
  return registry;
}

/** The subnets of the subnet group that a property names. */
export function subnetsOfGroup(
  world: World,
  resource: Resource,
  name: Reader,
  registry: Registry<SubnetGroup>,
): readonly Ref<Subnet>[] {
  const group = world.refs.one(resource, textOf(name), registry);
  if (group?.state === "known") return group.to.subnets;
  const doubt = group?.doubt ?? doubtOf(resource, { path: name.path, why: "is not given: the default VPC is used" });
  if (!group || group.state === "unknown") return [{ state: "unknown", doubt }];
  return group.among.flatMap(({ subnets }) =>
    subnets.map((ref): Ref<Subnet> => (ref.state === "known" ? { state: "ambiguous", among: [ref.to], doubt } : ref)),
  );
}

/** The TCP port that a property names, else the ones that the service has by default. */
export function portIn(resource: Resource, key: string, ...otherwise: readonly number[]): Bounds<ServiceSet> {
  const port = given(resource, key).number();
  if (port.state === "known") return exactly(tcpPort(port.value));
  if (port.state === "absent") return otherwise.length > 0 ? exactly(tcpPort(...otherwise)) : exactly(allTcp);
  return perhaps(noServices, allTcp, doubtOf(resource, port));
}

/** Whether a property says yes. */
export function saysYes(resource: Resource, key: string): Answer {
  return answerOf(resource, given(resource, key).flag(), no);
}

/** Services whose interfaces lie in subnets that they list, behind groups that they list. */
interface Simple {
  readonly type: string;
  readonly kind: HostKind;
  /** The property that lists the subnets, or the one that names the only one. */
  readonly subnets?: string;
  readonly subnet?: string;
  readonly groups: string;
  readonly listens: ServiceSet;
  readonly publicIpv4?: string;
}

const elasticCachePorts = [6379, 6380, 11211];
const simpleServices: readonly Simple[] = [
  {
    type: "aws:rds/proxy:Proxy",
    kind: "databaseProxy",
    subnets: "vpcSubnetIds",
    groups: "vpcSecurityGroupIds",
    listens: tcpPort(3306, 5432, 1433),
  },
  {
    type: "aws:rds/proxyEndpoint:ProxyEndpoint",
    kind: "databaseProxy",
    subnets: "vpcSubnetIds",
    groups: "vpcSecurityGroupIds",
    listens: tcpPort(3306, 5432, 1433),
  },
  {
    type: "aws:efs/mountTarget:MountTarget",
    kind: "fileSystem",
    subnet: "subnetId",
    groups: "securityGroups",
    listens: tcpPort(2049),
  },
  {
    type: "aws:elasticache/serverlessCache:ServerlessCache",
    kind: "cache",
    subnets: "subnetIds",
    groups: "securityGroupIds",
    listens: tcpPort(...elasticCachePorts),
  },
  {
    type: "aws:mq/broker:Broker",
    kind: "broker",
    subnets: "subnetIds",
    groups: "securityGroups",
    listens: tcpPort(443, 5671, 8162, 8883, 61614, 61617, 61619),
    publicIpv4: "publiclyAccessible",
  },
  {
    type: "aws:dms/replicationInstance:ReplicationInstance",
    kind: "broker",
    subnets: "subnetIds",
    groups: "vpcSecurityGroupIds",
    listens: allServices,
    publicIpv4: "publiclyAccessible",
  },
];

/** Functions open no port, they only go out. */
const functionType = "aws:lambda/function:Function";
const vpcEndpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";

export function readSimpleHosts(world: World): void {
  for (const service of simpleServices)
    for (const resource of world.stack.ofType(service.type)) {
      const subnets =
        service.subnet === undefined
          ? subnetsIn(world, resource, given(resource, service.subnets ?? "subnetIds"))
          : subnetIn(world, resource, given(resource, service.subnet));
      const groups = groupsIn(world, resource, given(resource, service.groups), subnets);
      const publicIpv4 = service.publicIpv4 === undefined ? no : saysYes(resource, service.publicIpv4);
      addHost(world, resource, { kind: service.kind, subnets, groups, publicIpv4, listens: exactly(service.listens) });
    }
  for (const resource of world.stack.ofType(functionType)) {
    const config = given(resource, "vpcConfig");
    if (config.isAbsent()) continue;
    const subnets = subnetsIn(world, resource, config.at("subnetIds"));
    const groups = groupsIn(world, resource, config.at("securityGroupIds"), subnets);
    addHost(world, resource, { kind: "function", subnets, groups, listens: exactly(noServices) });
  }
  for (const resource of world.stack.ofType(vpcEndpointType)) {
    const type = given(resource, "vpcEndpointType").text();
    if (type.state === "absent" || (type.state === "known" && !/^interface$/i.test(type.value))) continue;
    const subnets = subnetsIn(world, resource, given(resource, "subnetIds"));
    const groups = groupsIn(world, resource, given(resource, "securityGroupIds"), subnets);
    addHost(world, resource, {
      kind: "endpoint",
      subnets,
      groups,
      listens: exactly(uniteServices(allTcp, udpPort(53))),
    });
  }
}
