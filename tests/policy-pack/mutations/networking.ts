import { planned, unknown, usualProvider, type Planned } from "../support/bench";
import type { Mutation } from "./mutations";
import type { Plan } from "./stack";

const own = (type: string, name: string, properties: Record<string, unknown>, refersTo: Planned["refersTo"] = {}) => ({
  ...planned(type, name, { ...properties, tags: { Name: name } }, refersTo),
  provider: usualProvider,
});

const group = "aws:ec2/securityGroup:SecurityGroup";
const defaultGroup = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const subnet = "aws:ec2/subnet:Subnet";
const vpc = "aws:ec2/vpc:Vpc";
const instance = "aws:ec2/instance:Instance";
const route = "aws:ec2/route:Route";
const endpoint = "aws:ec2/vpcEndpoint:VpcEndpoint";
const ingress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const egress = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

const publicSubnet = "network-public-us-east-1a-subnet";

/** A rule of a group that names addresses, written like our own ones. */
const ruleOf = (
  plan: Plan,
  type: string,
  owner: string,
  properties: Record<string, unknown>,
  name = "mistake",
): Planned =>
  own(
    type,
    name,
    { securityGroupId: unknown, description: "Added in a hurry", ...properties },
    { securityGroupId: [plan.the(group, owner)] },
  );

/** A small machine in a public subnet, made as our own components make machines. */
function bastion(plan: Plan, more: Record<string, unknown> = {}): [Planned, Planned] {
  const guard = own(
    group,
    "bastion-group",
    { vpcId: unknown, description: "Bastion" },
    { vpcId: [plan.the(vpc, "network-vpc")] },
  );
  const machine = own(
    instance,
    "bastion",
    {
      instanceType: "t4g.nano",
      subnetId: unknown,
      vpcSecurityGroupIds: [unknown],
      metadataOptions: { httpTokens: "required", httpEndpoint: "enabled" },
      rootBlockDevice: { encrypted: true, volumeSize: 8, volumeType: "gp3" },
      ...more,
    },
    { subnetId: [plan.the(subnet, publicSubnet)], vpcSecurityGroupIds: [guard] },
  );
  return [machine, guard];
}

const everyone = { ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0" };

/** A public machine that everybody may log in to, and that a tier of ours lets in. */
function publicBastion(plan: Plan, tier: string, port: number): Plan {
  const [machine, guard] = bastion(plan, { associatePublicIpAddress: true });
  const whole = plan.add(machine, guard);
  return whole.add(
    ruleOf(whole, ingress, "bastion-group", everyone, "bastion-ssh"),
    own(
      egress,
      "bastion-out",
      { securityGroupId: unknown, referencedSecurityGroupId: unknown, ipProtocol: "tcp", fromPort: port, toPort: port },
      { securityGroupId: [guard], referencedSecurityGroupId: [plan.the(group, tier)] },
    ),
    own(
      ingress,
      "from-bastion",
      { securityGroupId: unknown, referencedSecurityGroupId: unknown, ipProtocol: "tcp", fromPort: port, toPort: port },
      { securityGroupId: [plan.the(group, tier)], referencedSecurityGroupId: [guard] },
    ),
  );
}

const bastionSays = ["security-group-no-open-ingress", "instance-no-public-ip", "no-internet-path-to-compute"];

/** The network of a stack, broken on purpose. */
export const networking: readonly Mutation[] = [
  {
    rule: "vpc-default-security-group-closed",
    stack: "prod",
    given: "the default group left as AWS makes it",
    says: "left as AWS makes it",
    change: (plan) => plan.remove(defaultGroup, "network-default-security-group"),
  },
  {
    rule: "vpc-default-security-group-closed",
    stack: "dev",
    given: "a default group that lets out everything",
    says: "has 1 egress rule",
    also: ["security-group-egress-restricted"],
    change: (plan) =>
      plan.edit(defaultGroup, "network-default-security-group", {
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
      }),
  },
  {
    rule: "security-group-egress-restricted",
    stack: "prod",
    given: "tasks that may ask everybody everything",
    says: "every port and protocol to 0.0.0.0/0",
    change: (plan) =>
      plan.edit(egress, "app-api-to-internet-egress", { ipProtocol: "-1", fromPort: undefined, toPort: undefined }),
  },
  {
    rule: "security-group-egress-restricted",
    stack: "dev",
    given: "the NAT instance's group on an instance that does not forward",
    says: "every port and protocol to 0.0.0.0/0",
    also: ["instance-no-public-ip"],
    change: (plan) => plan.edit(instance, "network-nat-instance", { sourceDestCheck: true }),
  },
  {
    rule: "security-group-rules-one-style",
    stack: "prod",
    given: "an inline rule besides the others",
    says: "inline egress rules and the rule",
    change: (plan) =>
      plan.edit(group, "app-web-security-group", {
        egress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"], description: "Proxy" }],
      }),
  },
  {
    rule: "security-group-described",
    stack: "dev",
    given: "a group without a word",
    says: "Has no description",
    change: (plan) => plan.edit(group, "app-web-security-group", { description: "Managed by Pulumi" }),
  },
  {
    rule: "data-tier-ingress-by-reference",
    stack: "prod",
    given: "the database open to the VPC's range",
    says: "tcp 5432 from 10.20.0.0/16 to database-database",
    change: (plan) =>
      plan.add(
        ruleOf(plan, ingress, "database-database-group", {
          ipProtocol: "tcp",
          fromPort: 5432,
          toPort: 5432,
          cidrIpv4: "10.20.0.0/16",
        }),
      ),
  },
  {
    rule: "data-tier-ingress-by-reference",
    stack: "dev",
    given: "the file system open to the VPC's range",
    says: "tcp 2049 from 10.20.0.0/16 to app-file-system",
    change: (plan) =>
      plan.add(
        ruleOf(plan, ingress, "app-file-system-security-group", {
          ipProtocol: "tcp",
          fromPort: 2049,
          toPort: 2049,
          cidrIpv4: "10.20.0.0/16",
        }),
      ),
  },
  {
    rule: "no-internet-path-to-data",
    stack: "prod",
    given: "a public bastion that the proxy lets in, besides the declared load balancer",
    says: "-> bastion-group -> bastion :22 -> database-proxy-group -> database-proxy :5432",
    also: bastionSays,
    change: (plan) => publicBastion(plan, "database-proxy-group", 5432),
  },
  {
    rule: "no-internet-path-to-data",
    stack: "prod",
    given: "a load balancer that nobody declared any more",
    says: "-> app-load-balancer :443 -> app-api-security-group -> app-api-service :8000 -> database-proxy-group",
    also: ["load-balancer-internal-unless-declared", "security-group-no-open-ingress"],
    change: (plan) =>
      plan.edit("aws:lb/loadBalancer:LoadBalancer", "app-load-balancer", {
        "tags.cloister:internet-facing": undefined,
      }),
  },
  {
    rule: "no-internet-path-to-data",
    stack: "dev",
    given: "a public database whose data subnets lead to the internet, in two halves",
    says: "tcp 5432 from 0.0.0.0/0 (internet -> network-internet-gateway -> network-data-route-table -> network-data-us-east-1a-subnet -> database-database-group -> database-database :5432)",
    also: ["rds-not-public", "security-group-no-open-ingress", "data-tier-ingress-by-reference"],
    change: (plan) =>
      plan.edit("aws:rds/instance:Instance", "database-database", { publiclyAccessible: true }).add(
        own(
          route,
          "data-out",
          { routeTableId: unknown, destinationCidrBlock: "0.0.0.0/0", gatewayId: unknown },
          {
            routeTableId: [plan.the("aws:ec2/routeTable:RouteTable", "network-data-route-table")],
            gatewayId: [plan.the("aws:ec2/internetGateway:InternetGateway", "network-internet-gateway")],
          },
        ),
        ...["0.0.0.0/1", "128.0.0.0/1"].map((cidrIpv4) =>
          ruleOf(
            plan,
            ingress,
            "database-database-group",
            { ipProtocol: "tcp", fromPort: 5432, toPort: 5432, cidrIpv4 },
            cidrIpv4,
          ),
        ),
      ),
  },
  {
    rule: "no-internet-path-to-compute",
    stack: "prod",
    given: "tasks with public addresses in a public subnet, open to every IPv6 and IPv4 address",
    says: "-> network-public-us-east-1a-subnet -> app-web-security-group -> app-web-service :22",
    // The monitoring server's page is open to the network, so from such tasks the way leads on to the database.
    also: ["ecs-service-no-public-ip", "security-group-no-open-ingress", "multi-zone", "no-internet-path-to-data"],
    change: (plan) => {
      const name = "app-web-service";
      const before = plan.the("aws:ecs/service:Service", name);
      const moved: Planned = {
        ...before,
        properties: {
          ...before.properties,
          networkConfiguration: { subnets: [unknown], securityGroups: [unknown], assignPublicIp: true },
        },
        refersTo: {
          ...before.refersTo,
          networkConfiguration: [plan.the(subnet, publicSubnet), plan.the(group, "app-web-security-group")],
        },
      };
      return plan
        .remove("aws:ecs/service:Service", name)
        .add(moved, ruleOf(plan, ingress, "app-web-security-group", everyone));
    },
  },
  {
    rule: "instance-no-public-ip",
    stack: "prod",
    given: "a bastion with a public address",
    says: "associatePublicIpAddress is true",
    change: (plan) => plan.add(...bastion(plan, { associatePublicIpAddress: true })),
  },
  {
    rule: "opensearch-in-vpc",
    stack: "prod",
    given: "a search domain on the internet",
    says: "vpcOptions is not set",
    also: ["no-internet-path-to-data", "storage-encrypted", "tls-in-transit", "multi-zone"],
    change: (plan) =>
      plan.add(
        own("aws:opensearch/domain:Domain", "search", {
          engineVersion: "OpenSearch_2.19",
          clusterConfig: { instanceType: "t3.small.search", instanceCount: 1 },
        }),
      ),
  },
  {
    rule: "private-workload-can-reach-its-services",
    stack: "prod",
    given: "a zone's way out taken away",
    says: "none to ecr.api, ecr.dkr",
    also: ["nat-gateway-justified"],
    change: (plan) =>
      ["a", "b", "c"].reduce(
        (before, zone) => before.remove(route, `network-private-us-east-1${zone}-egress-route`),
        plan,
      ),
  },
  {
    rule: "private-workload-can-reach-its-services",
    stack: "dev",
    given: "the egress of the tasks taken away",
    says: "none to the registry, logs, ssm (to pull the image of web",
    change: (plan) => plan.remove(egress, "app-web-to-internet-egress").remove(egress, "app-web-to-s3-egress"),
  },
  {
    rule: "vpc-endpoints-attached",
    stack: "dev",
    given: "the S3 endpoint in no route table",
    says: "no route table has it",
    change: (plan) => plan.edit(endpoint, "network-gateway-s3-endpoint", { routeTableIds: [] }),
  },
  {
    rule: "vpc-flow-logs",
    stack: "prod",
    given: "no flow log",
    says: "No flow log",
    change: (plan) => plan.remove("aws:ec2/flowLog:FlowLog", "network-flow-log"),
  },
  {
    rule: "nat-gateway-justified",
    stack: "prod",
    given: "a NAT gateway that no route leads to",
    says: "No route leads to it",
    change: (plan) => plan.remove(route, "network-private-us-east-1c-egress-route"),
  },
];
