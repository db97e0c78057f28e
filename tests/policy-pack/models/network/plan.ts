import { canonicalType, type Resource } from "../../../../plan/resource";
import { Reader } from "../../../../plan/reader";
import { buildNetwork, type Host, type Network } from "../../../../policy-pack/models/network";

const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What a property of one resource says of another: unknown before deployment, and known to come from there. */
export class Late {
  constructor(
    readonly sources: readonly Made[],
    readonly value: string,
  ) {}
}

/** A resource of a test's plan. */
export class Made {
  constructor(
    readonly type: string,
    readonly name: string,
  ) {}

  get urn(): string {
    return `urn:pulumi:test::network::${this.type}::${this.name}`;
  }

  get id(): Late {
    return new Late([this], `${this.name}-id`);
  }

  /** Another output of the resource. */
  output(key: string): Late {
    return new Late([this], `${this.name}-${key}`);
  }
}

/** A value that comes from nowhere in the plan. */
export const unknown = new Late([], "never");

/** The id of one of several, computed from all of them. */
export function oneAmong(those: readonly Made[]): Late {
  return new Late(those, "never");
}

export type Mode = "preview" | "update";

/** Resources as a stack policy sees them: ids unknown in a preview, known in an update. */
export class Plan {
  private readonly resources: Resource[] = [];
  private readonly made = new Map<string, Made>();

  constructor(readonly mode: Mode = "preview") {}

  /** @param computed what the provider adds, as it is after the deployment */
  add(type: string, name: string, props: Record<string, unknown> = {}, computed: Record<string, unknown> = {}): Made {
    const made = new Made(type, name);
    this.made.set(name, made);
    const dependencies: Record<string, string[]> = {};
    const raw: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(props)) {
      const urns = new Set<string>();
      raw[key] = this.written(value, urns);
      dependencies[key] = [...urns];
    }
    // What the provider works out is unknown at first, and is no input: it has no entry among the dependencies.
    const outputs = { id: `${name}-id`, arn: `${name}-arn`, ...computed };
    for (const [key, value] of Object.entries(outputs)) raw[key] ??= this.mode === "preview" ? unknownText : value;
    const properties = new Reader(raw);
    this.resources.push({
      type: canonicalType(type),
      urn: made.urn,
      name,
      properties,
      propertyDependencies: dependencies,
    });
    return made;
  }

  build(): Network {
    return buildNetwork(this.resources);
  }

  host(network: Network, name: string): Host {
    const host = network.facts.hosts.find((one) => one.name === name);
    if (!host) throw new Error(`no host ${name} among ${network.facts.hosts.map((one) => one.name).join(", ")}`);
    return host;
  }

  private written(value: unknown, urns: Set<string>): unknown {
    if (value instanceof Late) {
      for (const source of value.sources) urns.add(source.urn);
      return this.mode === "preview" || value.value === "never" ? unknownText : value.value;
    }
    if (Array.isArray(value)) return value.map((item) => this.written(item, urns));
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.written(item, urns)]));
    return value;
  }
}

/** Type tokens by short names. */
export const types = {
  vpc: "aws:ec2/vpc:Vpc",
  subnet: "aws:ec2/subnet:Subnet",
  igw: "aws:ec2/internetGateway:InternetGateway",
  eigw: "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
  nat: "aws:ec2/natGateway:NatGateway",
  table: "aws:ec2/routeTable:RouteTable",
  defaultTable: "aws:ec2/defaultRouteTable:DefaultRouteTable",
  route: "aws:ec2/route:Route",
  association: "aws:ec2/routeTableAssociation:RouteTableAssociation",
  mainAssociation: "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
  acl: "aws:ec2/networkAcl:NetworkAcl",
  defaultAcl: "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
  aclRule: "aws:ec2/networkAclRule:NetworkAclRule",
  group: "aws:ec2/securityGroup:SecurityGroup",
  defaultGroup: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  rule: "aws:ec2/securityGroupRule:SecurityGroupRule",
  ingressRule: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  egressRule: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  prefixList: "aws:ec2/managedPrefixList:ManagedPrefixList",
  prefixListEntry: "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry",
  instance: "aws:ec2/instance:Instance",
  interface: "aws:ec2/networkInterface:NetworkInterface",
  template: "aws:ec2/launchTemplate:LaunchTemplate",
  scalingGroup: "aws:autoscaling/group:Group",
  eip: "aws:ec2/eip:Eip",
  eipAssociation: "aws:ec2/eipAssociation:EipAssociation",
  service: "aws:ecs/service:Service",
  balancer: "aws:lb/loadBalancer:LoadBalancer",
  albBalancer: "aws:alb/loadBalancer:LoadBalancer",
  listener: "aws:lb/listener:Listener",
  albListener: "aws:alb/listener:Listener",
  listenerRule: "aws:lb/listenerRule:ListenerRule",
  targetGroup: "aws:lb/targetGroup:TargetGroup",
  albTargetGroup: "aws:alb/targetGroup:TargetGroup",
  attachment: "aws:lb/targetGroupAttachment:TargetGroupAttachment",
  database: "aws:rds/instance:Instance",
  cluster: "aws:rds/cluster:Cluster",
  clusterInstance: "aws:rds/clusterInstance:ClusterInstance",
  databaseSubnets: "aws:rds/subnetGroup:SubnetGroup",
  proxy: "aws:rds/proxy:Proxy",
  search: "aws:opensearch/domain:Domain",
  mountTarget: "aws:efs/mountTarget:MountTarget",
  cache: "aws:elasticache/replicationGroup:ReplicationGroup",
  cacheSubnets: "aws:elasticache/subnetGroup:SubnetGroup",
  vpcEndpoint: "aws:ec2/vpcEndpoint:VpcEndpoint",
  function: "aws:lambda/function:Function",
  peering: "aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
} as const;
