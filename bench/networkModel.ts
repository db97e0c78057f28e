/**
 * How the network model's time grows with the size of a plan: `npx tsx bench/networkModel.ts`.
 *
 * Doubling the resources must about double the time; the last column is the ratio to the line before.
 */
import { buildNetwork, exposureOf } from "../policy-pack/models/network";
import { Reader } from "../plan/reader";
import { canonicalType, type Resource } from "../plan/resource";

const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The id of another resource, which does not exist yet. */
class Late {
  constructor(readonly urn: string) {}
}

/** A plan before its first deployment: every id is unknown and known only by where it comes from. */
class Plan {
  readonly resources: Resource[] = [];

  add(type: string, name: string, props: Record<string, unknown>): Late {
    const urn = `urn:pulumi:bench::network::${type}::${name}`;
    const dependencies: Record<string, string[]> = {};
    const raw: Record<string, unknown> = { id: unknownText, arn: unknownText };
    for (const [key, value] of Object.entries(props)) {
      dependencies[key] = [];
      raw[key] = written(value, dependencies[key]);
    }
    const properties = new Reader(raw);
    this.resources.push({ type: canonicalType(type), urn, name, properties, propertyDependencies: dependencies });
    return new Late(urn);
  }
}

function written(value: unknown, urns: string[]): unknown {
  if (value instanceof Late) {
    urns.push(value.urn);
    return unknownText;
  }
  if (Array.isArray(value)) return value.map((item) => written(item, urns));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, written(item, urns)]));
}

const zones = ["a", "b", "c"];

/** A VPC with public and private subnets in three zones, a NAT gateway each, and network ACLs on the private ones. */
function addVpc(plan: Plan, v: number) {
  const name = (what: string) => `vpc${v}-${what}`;
  const vpc = plan.add("aws:ec2/vpc:Vpc", name("vpc"), { cidrBlock: `10.${v % 256}.0.0/16` });
  const igw = plan.add("aws:ec2/internetGateway:InternetGateway", name("igw"), { vpcId: vpc });
  const subnetsOf = (tier: string, first: number, via: (zone: string) => object) =>
    zones.map((zone, z) => {
      const cidrBlock = `10.${v % 256}.${first + z}.0/24`;
      const subnet = plan.add("aws:ec2/subnet:Subnet", name(`${tier}-${zone}`), { vpcId: vpc, cidrBlock });
      const routes = [{ cidrBlock: "0.0.0.0/0", ...via(zone) }];
      const table = plan.add("aws:ec2/routeTable:RouteTable", name(`rtb-${tier}-${zone}`), { vpcId: vpc, routes });
      const ids = { subnetId: subnet, routeTableId: table };
      plan.add("aws:ec2/routeTableAssociation:RouteTableAssociation", name(`${tier}-${zone}`), ids);
      return subnet;
    });
  const open = subnetsOf("public", 0, () => ({ gatewayId: igw }));
  const inner = subnetsOf("private", 10, (zone) => ({
    natGatewayId: plan.add("aws:ec2/natGateway:NatGateway", name(`nat-${zone}`), { subnetId: open[0] }),
  }));
  const any = (ruleNo: number, action: string, cidrBlock: string) => ({
    ruleNo,
    action,
    cidrBlock,
    protocol: "tcp",
    fromPort: 0,
    toPort: 65535,
  });
  const rules = [any(90, "deny", "203.0.113.0/24"), any(100, "allow", "0.0.0.0/0")];
  plan.add("aws:ec2/networkAcl:NetworkAcl", name("acl"), {
    vpcId: vpc,
    subnetIds: inner,
    ingress: rules,
    egress: rules,
  });
  return { vpc, open, inner };
}

/** A load balancer, a service, a worker, a cache and a database, with rules by reference in three forms. */
function addUnit(plan: Plan, u: number, { vpc, open, inner }: ReturnType<typeof addVpc>): void {
  const name = (what: string) => `unit${u}-${what}`;
  const tcp = (port: number) => ({ protocol: "tcp", fromPort: port, toPort: port });
  const everywhere = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
  const group = (what: string, props: object = {}) =>
    plan.add("aws:ec2/securityGroup:SecurityGroup", name(what), { vpcId: vpc, ...props });
  const front = group("front", { ingress: [{ ...tcp(443), cidrBlocks: ["0.0.0.0/0"] }], egress: [everywhere] });
  const app = group("app", { ingress: [{ ...tcp(8000), securityGroups: [front] }] });
  const data = group("data");
  const rule = (what: string, type: string, securityGroupId: Late, sourceSecurityGroupId: Late, port: number) =>
    plan.add("aws:ec2/securityGroupRule:SecurityGroupRule", name(what), {
      type,
      securityGroupId,
      sourceSecurityGroupId,
      ...tcp(port),
    });
  rule("data-in", "ingress", data, app, 5432);
  rule("app-out", "egress", app, data, 5432);
  const cache = { ipProtocol: "tcp", fromPort: 6379, toPort: 6379 };
  plan.add("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", name("cache-in"), {
    securityGroupId: data,
    cidrIpv4: "10.0.0.0/8",
    ...cache,
  });
  plan.add("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", name("cache-out"), {
    securityGroupId: app,
    referencedSecurityGroupId: data,
    ...cache,
  });
  const balancer = plan.add("aws:lb/loadBalancer:LoadBalancer", name("alb"), {
    subnets: open,
    securityGroups: [front],
  });
  const targets = plan.add("aws:lb/targetGroup:TargetGroup", name("targets"), { port: 8000, targetType: "ip" });
  plan.add("aws:lb/listener:Listener", name("https"), {
    loadBalancerArn: balancer,
    port: 443,
    protocol: "HTTPS",
    defaultActions: [{ type: "forward", targetGroupArn: targets }],
  });
  const networkConfiguration = { subnets: inner, securityGroups: [app] };
  plan.add("aws:ecs/service:Service", name("api"), {
    networkConfiguration,
    loadBalancers: [{ targetGroupArn: targets, containerPort: 8000 }],
  });
  plan.add("aws:ecs/service:Service", name("worker"), { networkConfiguration });
  const subnetIds = { subnetIds: inner };
  const databaseSubnets = plan.add("aws:rds/subnetGroup:SubnetGroup", name("db"), subnetIds);
  const vpcSecurityGroupIds = [data];
  plan.add("aws:rds/instance:Instance", name("db"), {
    dbSubnetGroupName: databaseSubnets,
    vpcSecurityGroupIds,
    engine: "postgres",
  });
  const cacheSubnets = plan.add("aws:elasticache/subnetGroup:SubnetGroup", name("cache"), subnetIds);
  plan.add("aws:elasticache/replicationGroup:ReplicationGroup", name("cache"), {
    subnetGroupName: cacheSubnets,
    securityGroupIds: [data],
  });
}

function planOf(units: number): Plan {
  const plan = new Plan();
  let network = addVpc(plan, 0);
  for (let u = 0; u < units; u++) {
    if (u > 0 && u % 40 === 0) network = addVpc(plan, u / 40);
    addUnit(plan, u, network);
  }
  return plan;
}

function measure(units: number): { resources: number; build: number; exposure: number; ways: number } {
  const { resources } = planOf(units);
  const start = performance.now();
  const network = buildNetwork(resources);
  const built = performance.now();
  const exposure = exposureOf(network);
  return {
    resources: resources.length,
    build: built - start,
    exposure: performance.now() - built,
    ways: exposure.internet.length,
  };
}

function main(): void {
  measure(20); // warms up
  console.log("resources  facts ms  exposure ms  total ms  ways  ratio");
  let before: { resources: number; total: number } | undefined;
  for (const units of [35, 70, 140, 280, 560]) {
    const runs = [measure(units), measure(units), measure(units)];
    const [best = measure(units)] = runs.sort((a, b) => a.build + a.exposure - b.build - b.exposure);
    const total = best.build + best.exposure;
    const grown = before ? total / before.total / (best.resources / before.resources) : 1;
    const cells = [best.resources, best.build.toFixed(0), best.exposure.toFixed(0), total.toFixed(0), best.ways];
    console.log([...cells, grown.toFixed(2)].map((cell) => String(cell).padStart(9)).join(" "));
    before = { resources: best.resources, total };
  }
}

main();
