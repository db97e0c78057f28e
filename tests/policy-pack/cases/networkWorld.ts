import { planned, unknown, type Planned } from "../support/bench";

/** Properties, of which resources stand for ids that they get with the deployment. */
type Properties = Record<string, unknown>;

/** A resource at a first preview: what names others is unknown, and known to come from them. */
export function late(type: string, name: string, properties: Properties = {}): Planned {
  const refersTo: Record<string, Planned[]> = {};
  const written: Properties = {};
  for (const [key, value] of Object.entries(properties)) {
    const sources: Planned[] = [];
    written[key] = hide(value, sources);
    refersTo[key] = sources;
  }
  return planned(type, name, written, refersTo);
}

function hide(value: unknown, sources: Planned[]): unknown {
  if (isPlanned(value)) {
    sources.push(value);
    return unknown;
  }
  if (Array.isArray(value)) return value.map((item) => hide(item, sources));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hide(item, sources)]));
}

function isPlanned(value: unknown): value is Planned {
  return typeof value === "object" && value !== null && "type" in value && "name" in value && "properties" in value;
}

export const types = {
  vpc: "aws:ec2/vpc:Vpc",
  subnet: "aws:ec2/subnet:Subnet",
  gateway: "aws:ec2/internetGateway:InternetGateway",
  nat: "aws:ec2/natGateway:NatGateway",
  table: "aws:ec2/routeTable:RouteTable",
  route: "aws:ec2/route:Route",
  association: "aws:ec2/routeTableAssociation:RouteTableAssociation",
  group: "aws:ec2/securityGroup:SecurityGroup",
  defaultGroup: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  rule: "aws:ec2/securityGroupRule:SecurityGroupRule",
  ingress: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  egress: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  instance: "aws:ec2/instance:Instance",
  address: "aws:ec2/eip:Eip",
  service: "aws:ecs/service:Service",
  task: "aws:ecs/taskDefinition:TaskDefinition",
  balancer: "aws:lb/loadBalancer:LoadBalancer",
  listener: "aws:lb/listener:Listener",
  targets: "aws:lb/targetGroup:TargetGroup",
  attachment: "aws:lb/targetGroupAttachment:TargetGroupAttachment",
  database: "aws:rds/instance:Instance",
  databaseSubnets: "aws:rds/subnetGroup:SubnetGroup",
  cluster: "aws:rds/cluster:Cluster",
  clusterInstance: "aws:rds/clusterInstance:ClusterInstance",
  search: "aws:opensearch/domain:Domain",
  mount: "aws:efs/mountTarget:MountTarget",
  cache: "aws:elasticache/replicationGroup:ReplicationGroup",
  cacheSubnets: "aws:elasticache/subnetGroup:SubnetGroup",
  endpoint: "aws:ec2/vpcEndpoint:VpcEndpoint",
  flowLog: "aws:ec2/flowLog:FlowLog",
} as const;

export const vpc = late(types.vpc, "vpc", { cidrBlock: "10.0.0.0/16" });
export const gateway = late(types.gateway, "igw", { vpcId: vpc });

/** The main route table of the VPC is public, so its subnets without an association are. */
export const mainIsPublic = late(types.route, "to-internet", {
  routeTableId: vpc,
  destinationCidrBlock: "0.0.0.0/0",
  gatewayId: gateway,
});
/** Likewise for IPv6. */
export const mainIsPublicIpv6 = late(types.route, "to-internet-ipv6", {
  routeTableId: vpc,
  destinationIpv6CidrBlock: "::/0",
  gatewayId: gateway,
});
export const subnet = late(types.subnet, "subnet-a", { vpcId: vpc, cidrBlock: "10.0.0.0/24" });
export const closedTable = late(types.table, "rtb-private", { vpcId: vpc });
export const inner = late(types.subnet, "subnet-inner", { vpcId: vpc, cidrBlock: "10.0.1.0/24" });
export const innerAssociation = late(types.association, "inner", { subnetId: inner, routeTableId: closedTable });

/** A VPC with a public subnet, by its main table, and a private one. */
export const network = [vpc, gateway, mainIsPublic, subnet, closedTable, inner, innerAssociation];

export const tcp = (port: number, more: Properties) => ({ protocol: "tcp", fromPort: port, toPort: port, ...more });

export function group(name: string, properties: Properties = {}): Planned {
  return late(types.group, name, { vpcId: vpc, description: `Group ${name}`, ...properties });
}

/** Ingress of TCP on one port as a resource of its own. */
export function admits(owner: Planned, name: string, port: number, properties: Properties): Planned {
  const rule = { ipProtocol: "tcp", fromPort: port, toPort: port, ...properties };
  return late(types.ingress, name, { securityGroupId: owner, ...rule });
}

/** A load balancer that faces the internet, before a target group. */
export function front(guard: Planned, more: Properties = {}) {
  const balancer = late(types.balancer, "alb", {
    internal: false,
    loadBalancerType: "application",
    subnets: [subnet],
    securityGroups: [guard],
    ...more,
  });
  const targets = late(types.targets, "targets", { port: 8000, protocol: "HTTP", targetType: "ip", vpcId: vpc });
  const listener = late(types.listener, "https", {
    loadBalancerArn: balancer,
    port: 443,
    protocol: "HTTPS",
    defaultActions: [{ type: "forward", targetGroupArn: targets }],
  });
  return { balancer, targets, listener };
}
