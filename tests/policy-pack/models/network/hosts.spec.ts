import { expect } from "chai";
import { describePath, type Admission } from "../../../../policy-pack/models/network";
import { Plan, types, unknown, type Late } from "./plan";

const outward = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };

/** A public subnet and a group that lets everybody in on every TCP port. */
function open() {
  const plan = new Plan();
  const vpc = plan.add(types.vpc, "vpc", { cidrBlock: "10.0.0.0/16" }, { defaultSecurityGroupId: "sg-default" });
  const igw = plan.add(types.igw, "igw", { vpcId: vpc.id });
  const routes = [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }];
  const table = plan.add(types.table, "rtb", { vpcId: vpc.id, routes });
  const subnet = plan.add(types.subnet, "subnet", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
  plan.add(types.association, "association", { subnetId: subnet.id, routeTableId: table.id });
  const ingress = [{ protocol: "tcp", fromPort: 0, toPort: 65535, cidrBlocks: ["0.0.0.0/0"] }];
  const group = plan.add(types.group, "sg", { vpcId: vpc.id, ingress, egress: [outward] });
  return { plan, vpc, table, subnet, group };
}

function verdict(plan: Plan, name: string): string {
  const network = plan.build();
  const { verdict: found, ways } = network.fromInternet(plan.host(network, name));
  return [found, ...ways.map((way) => describePath(way.path))].join(" ");
}

const way = (end: string) => `reachable internet -> igw -> rtb -> subnet -> ${end}`;

describe("what has network interfaces", () => {
  it("is an instance, public by its own wish or with an elastic address, attached in either form", () => {
    const { plan, subnet, group } = open();
    const box = { subnetId: subnet.id, vpcSecurityGroupIds: [group.id] };
    plan.add(types.instance, "closed", box);
    plan.add(types.instance, "asking", { ...box, associatePublicIpAddress: true });
    const first = plan.add(types.instance, "first", box);
    const second = plan.add(types.instance, "second", box);
    plan.add(types.eip, "eip", { instance: first.id });
    const loose = plan.add(types.eip, "loose", {});
    plan.add(types.eipAssociation, "association-eip", {
      instanceId: second.id,
      allocationId: loose.output("allocationId"),
    });
    expect(verdict(plan, "closed")).to.equal("not");
    for (const name of ["asking", "first", "second"]) expect(verdict(plan, name)).to.equal(way(`sg -> ${name} :*`));
  });

  it("is an instance with an interface of its own, whose address and groups are the interface's", () => {
    const { plan, subnet, group } = open();
    const face = plan.add(types.interface, "face", { subnetId: subnet.id, securityGroups: [group.id] });
    plan.add(types.eip, "eip", { networkInterface: face.id });
    plan.add(types.instance, "box", { networkInterfaces: [{ networkInterfaceId: face.id, deviceIndex: 0 }] });
    expect(verdict(plan, "box")).to.equal(way("sg -> box :*"));
  });

  it("is an Auto Scaling group, as its launch template says", () => {
    for (const [asked, expected] of [
      ["true", way("sg -> fleet :*")],
      ["false", "not"],
    ]) {
      const { plan, subnet, group } = open();
      const networkInterfaces = [{ associatePublicIpAddress: asked, securityGroups: [group.id] }];
      const template = plan.add(types.template, "template", { networkInterfaces }, { name: "template-1" });
      plan.add(types.scalingGroup, "fleet", { vpcZoneIdentifiers: [subnet.id], launchTemplate: { id: template.id } });
      expect(verdict(plan, "fleet")).to.equal(expected);
    }
  });

  it("is a task with a public address", () => {
    const { plan, subnet, group } = open();
    const network = { subnets: [subnet.id], securityGroups: [group.id] };
    plan.add(types.service, "shown", { networkConfiguration: { ...network, assignPublicIp: true } });
    plan.add(types.service, "hidden", { networkConfiguration: network });
    expect(verdict(plan, "shown")).to.equal(way("sg -> shown :*"));
    expect(verdict(plan, "hidden")).to.equal("not");
  });

  it("is an instance of a cluster, on the cluster's port and behind the cluster's groups", () => {
    const { plan, subnet, group } = open();
    const subnets = plan.add(types.databaseSubnets, "subnets", { subnetIds: [subnet.id] });
    const cluster = plan.add(types.cluster, "cluster", {
      engine: "aurora-postgresql",
      dbSubnetGroupName: subnets.output("name"),
      vpcSecurityGroupIds: [group.id],
    });
    const clusterIdentifier = cluster.output("clusterIdentifier");
    plan.add(types.clusterInstance, "writer", { clusterIdentifier, publiclyAccessible: true });
    plan.add(types.clusterInstance, "reader", { clusterIdentifier });
    expect(verdict(plan, "writer")).to.equal(way("sg -> writer :5432"));
    expect(verdict(plan, "reader")).to.equal("not");
    expect(verdict(plan, "cluster")).to.equal("not");
  });

  it("is a search domain, which without a VPC faces everybody", () => {
    const { plan, subnet, group } = open();
    plan.add(types.search, "outside", {});
    plan.add(types.search, "inside", { vpcOptions: { subnetIds: [subnet.id], securityGroupIds: [group.id] } });
    expect(verdict(plan, "outside")).to.equal("reachable internet -> public endpoint -> outside :80,443");
    expect(verdict(plan, "inside")).to.equal("not");
  });

  it("is a file system, a cache, a proxy, an endpoint or a function, none of which has a public address", () => {
    const { plan, subnet, group } = open();
    const names = plan.add(types.cacheSubnets, "names", { subnetIds: [subnet.id] }).output("name");
    const securityGroupIds = [group.id];
    plan.add(types.mountTarget, "files", { subnetId: subnet.id, securityGroups: securityGroupIds });
    plan.add(types.cache, "cache", { subnetGroupName: names, securityGroupIds });
    plan.add(types.proxy, "proxy", { vpcSubnetIds: [subnet.id], vpcSecurityGroupIds: securityGroupIds });
    plan.add(types.vpcEndpoint, "endpoint", { vpcEndpointType: "Interface", subnetIds: [subnet.id], securityGroupIds });
    plan.add(types.function, "function", { vpcConfig: { subnetIds: [subnet.id], securityGroupIds } });
    const network = plan.build();
    for (const name of ["files", "cache", "proxy", "endpoint", "function"])
      expect(network.fromInternet(plan.host(network, name)), name).to.deep.equal({
        verdict: "not",
        ways: [],
        indirect: undefined,
      });
    const caller = plan.host(network, "function");
    const asked = (name: string) => network.between(caller, plan.host(network, name)).verdict;
    expect(["files", "cache", "endpoint", "function"].map(asked)).to.deep.equal([
      "reachable",
      "reachable",
      "reachable",
      "not",
    ]);
  });

  it("has the default group of its VPC when it names none, managed or not", () => {
    const { plan, vpc, subnet } = open();
    plan.add(types.instance, "box", { subnetId: subnet.id, associatePublicIpAddress: true });
    expect(verdict(plan, "box")).to.equal("not");
    const ingress = [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }];
    plan.add(types.defaultGroup, "sg-default", { vpcId: vpc.id, ingress });
    expect(verdict(plan, "box")).to.equal(way("sg-default -> box :22"));
  });
});

describe("load balancers", () => {
  function network(balancerProps: object, targetProps: object, groupOf: (balancer: Late) => object) {
    const { plan, vpc, subnet, group } = open();
    const balancer = plan.add(types.balancer, "nlb", {
      loadBalancerType: "network",
      subnets: [subnet.id],
      ...balancerProps,
    });
    const targetGroupArn = plan
      .add(types.targetGroup, "targets", { port: 9000, protocol: "TCP", targetType: "ip", ...targetProps })
      .output("arn");
    const defaultActions = [{ type: "forward", targetGroupArn }];
    plan.add(types.listener, "tcp", {
      loadBalancerArn: balancer.output("arn"),
      port: 443,
      protocol: "TCP",
      defaultActions,
    });
    const inner = { protocol: "tcp", fromPort: 9000, toPort: 9000, ...groupOf(group.id) };
    const behind = plan.add(types.group, "sg-behind", { vpcId: vpc.id, ingress: [inner] });
    plan.add(types.service, "app", {
      networkConfiguration: { subnets: [subnet.id], securityGroups: [behind.id] },
      loadBalancers: [{ targetGroupArn, containerName: "app", containerPort: 9000 }],
    });
    return plan;
  }
  const passed = way("nlb :443 -> sg-behind -> app :9000");
  const fromVpc = () => ({ cidrBlocks: ["10.0.0.0/16"] });
  const fromAll = () => ({ cidrBlocks: ["0.0.0.0/0"] });

  it("of the network kind without groups are open on all their listeners, and pass on under their own address", () => {
    expect(verdict(network({}, {}, fromVpc), "nlb")).to.equal(way("nlb :443"));
    expect(verdict(network({}, {}, fromVpc), "app")).to.equal(passed);
  });

  it("that keep the client's address need the target to let the client in", () => {
    expect(verdict(network({}, { preserveClientIp: "true" }, fromVpc), "app")).to.equal("not");
    expect(verdict(network({}, { preserveClientIp: "true" }, fromAll), "app")).to.equal(passed);
  });

  it("that keep the client's address may be named by their group instead", () => {
    const plan = network({ securityGroups: [] }, { preserveClientIp: "true" }, (id) => ({ securityGroups: [id] }));
    expect(verdict(plan, "app")).to.equal("not");
  });

  it("are undetermined while it is unknown whether they are internal", () => {
    const found = verdict(network({ internal: unknown }, {}, fromVpc), "app");
    expect(found).to.match(/^undetermined /);
  });
});

describe("who may reach a group", () => {
  it("tells groups, addresses and what is not known, rule by rule and by port", () => {
    const { plan, vpc, group } = open();
    const held = plan.add(types.group, "sg-db", { vpcId: vpc.id });
    const rule = { securityGroupId: held.id, ipProtocol: "tcp", fromPort: 5432, toPort: 5432 };
    plan.add(types.ingressRule, "by-group", { ...rule, referencedSecurityGroupId: group.id });
    plan.add(types.ingressRule, "by-range", { ...rule, cidrIpv4: "10.0.0.0/16" });
    plan.add(types.ingressRule, "by-nobody-knows", { ...rule, cidrIpv4: unknown });
    const network = plan.build();
    const target = network.facts.groups.find((one) => one.name === "sg-db");
    const told = (one: Admission) => `${one.verdict} ${one.rule} ${one.group?.name ?? "addresses"}`;
    expect(target && network.whoMayReach(target).map(told)).to.deep.equal([
      "reachable by-group sg",
      "reachable by-range addresses",
      "undetermined by-nobody-knows addresses",
    ]);
  });
});

describe("what goes out to the internet", () => {
  it("needs a gateway that lets out, and an address of its own only at an internet gateway", () => {
    const { plan, vpc, subnet, group } = open();
    const nat = plan.add(types.nat, "nat", { subnetId: subnet.id });
    const routes = [{ cidrBlock: "0.0.0.0/0", natGatewayId: nat.id }];
    const table = plan.add(types.table, "rtb-nat", { vpcId: vpc.id, routes });
    const inner = plan.add(types.subnet, "inner", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
    const cut = plan.add(types.subnet, "cut", { vpcId: vpc.id, cidrBlock: "10.0.2.0/24" });
    plan.add(types.association, "association-inner", { subnetId: inner.id, routeTableId: table.id });
    for (const [name, at] of [
      ["translated", inner],
      ["isolated", cut],
      ["unaddressed", subnet],
    ] as const)
      plan.add(types.service, name, { networkConfiguration: { subnets: [at.id], securityGroups: [group.id] } });
    const network = plan.build();
    const out = (name: string) => network.toInternet(plan.host(network, name)).verdict;
    expect(["translated", "isolated", "unaddressed"].map(out)).to.deep.equal(["reachable", "not", "not"]);
  });
});
