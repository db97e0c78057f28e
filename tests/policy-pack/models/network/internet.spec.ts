import { expect } from "chai";
import { describePath, describeWay, exposureOf, sourcesOf, type Network } from "../../../../policy-pack/models/network";
import { Plan, types, unknown, type Made, type Mode } from "./plan";

/** A VPC with an internet gateway, a public and a private subnet. */
function twoTier(mode: Mode = "preview") {
  const plan = new Plan(mode);
  const vpc = plan.add(
    types.vpc,
    "vpc",
    { cidrBlock: "10.0.0.0/16" },
    {
      mainRouteTableId: "vpc-mainRouteTableId",
      defaultRouteTableId: "vpc-defaultRouteTableId",
    },
  );
  const igw = plan.add(types.igw, "igw", { vpcId: vpc.id });
  const table = plan.add(types.table, "rtb-public", { vpcId: vpc.id }, { routes: [] });
  plan.add(types.route, "default", { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: igw.id });
  const open = plan.add(types.subnet, "subnet-a", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
  plan.add(types.association, "subnet-a", { subnetId: open.id, routeTableId: table.id });
  const inner = plan.add(types.subnet, "subnet-inner", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
  return { plan, vpc, igw, table, open, inner };
}

function group(plan: Plan, vpc: Made, name: string, ...ingress: Record<string, unknown>[]): Made {
  return plan.add(
    types.group,
    name,
    { vpcId: vpc.id, ...(ingress.length > 0 ? { ingress } : {}) },
    { ingress: [], egress: [] },
  );
}

const everyone = (port: number) => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: ["0.0.0.0/0"] });
const outward = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };

function reach(plan: Plan, name: string) {
  const network = plan.build();
  const found = network.fromInternet(plan.host(network, name));
  return { ...found, paths: found.ways.map((way) => describePath(way.path)), network };
}

function pathsOf(network: Network): string[] {
  return exposureOf(network).internet.map((one) => `${one.verdict} ${one.way} ${one.path}`);
}

for (const mode of ["preview", "update"] as const)
  describe(`what the internet reaches, in ${mode === "preview" ? "a first preview" : "an update"}`, () => {
    describe("given a load balancer in a public subnet before tasks in a private one", () => {
      function balanced(change: { balancer?: object; group?: object; target?: object; service?: object } = {}) {
        const { plan, vpc, open, inner } = twoTier(mode);
        const front = plan.add(types.group, "sg-alb", { vpcId: vpc.id, ingress: [everyone(443)], egress: [outward] });
        const back = group(plan, vpc, "sg-app", {
          protocol: "tcp",
          fromPort: 8000,
          toPort: 8000,
          securityGroups: [front.id],
          ...change.group,
        });
        const alb = plan.add(
          types.albBalancer,
          "alb",
          { subnets: [open.id], securityGroups: [front.id], ...change.balancer },
          { internal: false },
        );
        const targets = plan.add(types.albTargetGroup, "targets", {
          port: 8000,
          protocol: "HTTP",
          targetType: "ip",
          vpcId: vpc.id,
          ...change.target,
        });
        plan.add(types.albListener, "https", {
          loadBalancerArn: alb.output("arn"),
          port: 443,
          protocol: "HTTPS",
          defaultActions: [{ type: "forward", targetGroupArn: targets.output("arn") }],
        });
        plan.add(types.service, "api", {
          networkConfiguration: { subnets: [inner.id], securityGroups: [back.id] },
          loadBalancers: [{ targetGroupArn: targets.output("arn"), containerName: "api", containerPort: 8000 }],
          ...change.service,
        });
        return { plan, vpc, back, inner };
      }

      it("reports the balancer and the tasks, with the path", () => {
        const { plan } = balanced();
        expect(pathsOf(plan.build())).to.deep.equal([
          "reachable forwarded internet -> igw -> rtb-public -> subnet-a -> alb :443 -> sg-app -> api :8000",
          "reachable direct internet -> igw -> rtb-public -> subnet-a -> alb :443",
        ]);
      });

      it("reports nothing when the balancer is internal", () => {
        expect(pathsOf(balanced({ balancer: { internal: true } }).plan.build())).to.deep.equal([]);
      });

      it("reports the balancer only when the tasks let in another port", () => {
        const { plan } = balanced({ group: { fromPort: 9000, toPort: 9000 } });
        expect(pathsOf(plan.build())).to.deep.equal([
          "reachable direct internet -> igw -> rtb-public -> subnet-a -> alb :443",
        ]);
      });

      it("reports a database behind the tasks as indirectly reached, hop by hop", () => {
        const { plan, vpc, back, inner } = balanced();
        plan.add(types.egressRule, "app-out", { securityGroupId: back.id, ipProtocol: "-1", cidrIpv4: "10.0.0.0/16" });
        const proxied = group(plan, vpc, "sg-proxy", {
          protocol: "tcp",
          fromPort: 5432,
          toPort: 5432,
          securityGroups: [back.id],
        });
        const held = group(plan, vpc, "sg-db", {
          protocol: "tcp",
          fromPort: 5432,
          toPort: 5432,
          securityGroups: [back.id],
        });
        plan.add(types.proxy, "proxy", { vpcSubnetIds: [inner.id], vpcSecurityGroupIds: [proxied.id] });
        const subnets = plan.add(types.databaseSubnets, "subnets", { subnetIds: [inner.id] });
        plan.add(types.database, "db", {
          dbSubnetGroupName: subnets.output("name"),
          vpcSecurityGroupIds: [held.id],
          engine: "postgres",
        });
        const { verdict, indirect } = reach(plan, "db");
        expect(verdict).to.equal("not");
        expect(indirect && describePath(indirect.path)).to.equal(
          "internet -> igw -> rtb-public -> subnet-a -> alb :443 -> sg-app -> api :8000 -> sg-db -> db :5432",
        );
        expect(reach(plan, "proxy").indirect?.verdict).to.equal("reachable");
      });

      it("goes on to what lets in the addresses of the tasks, if the tasks may ask there", () => {
        for (const [port, expected] of [
          [6379, "reachable"],
          [6380, undefined],
        ] as const) {
          const { plan, vpc, back, inner } = balanced();
          const out = { ipProtocol: "tcp", fromPort: port, toPort: port, cidrIpv4: "10.0.0.0/16" };
          plan.add(types.egressRule, "app-out", { securityGroupId: back.id, ...out });
          const range = { protocol: "tcp", fromPort: 6379, toPort: 6379, cidrBlocks: ["10.0.1.0/24"] };
          const held = group(plan, vpc, "sg-cache", range);
          plan.add(types.service, "cache", {
            networkConfiguration: { subnets: [inner.id], securityGroups: [held.id] },
          });
          expect(reach(plan, "cache").indirect?.verdict, `port ${String(port)}`).to.equal(expected);
        }
      });

      it("follows a chain of four hops over groups", () => {
        const { plan, vpc, back, inner } = balanced();
        let before = back;
        for (const name of ["one", "two", "three"]) {
          plan.add(types.egressRule, `${before.name}-out`, {
            securityGroupId: before.id,
            ipProtocol: "-1",
            cidrIpv4: "10.0.0.0/16",
          });
          const next = group(plan, vpc, `sg-${name}`, {
            protocol: "tcp",
            fromPort: 9000,
            toPort: 9000,
            securityGroups: [before.id],
          });
          plan.add(types.service, name, { networkConfiguration: { subnets: [inner.id], securityGroups: [next.id] } });
          before = next;
        }
        const { indirect } = reach(plan, "three");
        expect(indirect && describePath(indirect.path)).to.match(
          /alb :443 -> sg-app -> api :8000 -> sg-one -> one :9000 -> sg-two -> two :9000 -> sg-three -> three :9000$/,
        );
      });
    });

    describe("given a database that asks for a public address", () => {
      function database(props: Record<string, unknown> = {}, ingress: Record<string, unknown>[] = [everyone(5432)]) {
        const world = twoTier(mode);
        const { plan, vpc, open } = world;
        const held = group(plan, vpc, "sg-db", ...ingress);
        const subnets = plan.add(types.databaseSubnets, "subnets", { subnetIds: [open.id] });
        plan.add(
          types.database,
          "db",
          {
            dbSubnetGroupName: subnets.output("name"),
            vpcSecurityGroupIds: [held.id],
            engine: "postgres",
            publiclyAccessible: true,
            ...props,
          },
          { port: 5432 },
        );
        return { ...world, held };
      }

      it("names gateway, route table, subnet and group", () => {
        expect(reach(database().plan, "db").paths).to.deep.equal([
          "internet -> igw -> rtb-public -> subnet-a -> sg-db -> db :5432",
        ]);
      });

      it("says who and on which ports in one sentence", () => {
        const [way] = reach(database().plan, "db").ways;
        expect(way && describeWay(way)).to.equal(
          "tcp 5432 from 0.0.0.0/0 (internet -> igw -> rtb-public -> subnet-a -> sg-db -> db :5432)",
        );
      });

      it("is not reached without the public address", () => {
        expect(reach(database({ publiclyAccessible: false }).plan, "db").verdict).to.equal("not");
      });

      it("is undetermined while it is unknown whether it has one, and says so", () => {
        const { verdict, ways } = reach(database({ publiclyAccessible: unknown }).plan, "db");
        expect(verdict).to.equal("undetermined");
        expect(ways[0]?.doubts).to.deep.include({
          resource: "db",
          property: "publiclyAccessible",
          why: "is not known before deployment",
        });
      });

      it("adds up two halves of the address space to the whole internet", () => {
        const halves = { ...everyone(5432), cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"] };
        const [way] = reach(database({}, [halves]).plan, "db").ways;
        expect(way && sourcesOf(way)).to.deep.equal(["0.0.0.0/0"]);
      });

      it("sees the halves in two standalone rules of both kinds", () => {
        const { plan, held } = database({}, []);
        plan.add(types.ingressRule, "low", {
          securityGroupId: held.id,
          ipProtocol: "tcp",
          fromPort: 5432,
          toPort: 5432,
          cidrIpv4: "0.0.0.0/1",
        });
        plan.add(types.rule, "high", {
          type: "ingress",
          securityGroupId: held.id,
          protocol: "tcp",
          fromPort: 0,
          toPort: 65535,
          cidrBlocks: ["128.0.0.0/1"],
        });
        const [way] = reach(plan, "db").ways;
        expect(way && sourcesOf(way)).to.deep.equal(["0.0.0.0/0"]);
      });

      it("is not reached through rules for private ranges or other groups", () => {
        const { plan, held, vpc } = database({}, [{ ...everyone(5432), cidrBlocks: ["10.0.0.0/8", "192.168.0.0/16"] }]);
        const other = group(plan, vpc, "sg-other");
        plan.add(types.ingressRule, "by-group", {
          securityGroupId: held.id,
          ipProtocol: "-1",
          referencedSecurityGroupId: other.id,
        });
        expect(reach(plan, "db").verdict).to.equal("not");
      });

      it("is undetermined behind a prefix list of somebody else, and reached through one of the stack", () => {
        const { plan, held } = database({}, []);
        const rule = { securityGroupId: held.id, ipProtocol: "tcp", fromPort: 5432, toPort: 5432 };
        plan.add(types.ingressRule, "theirs", { ...rule, prefixListId: "pl-68a54001" });
        expect(reach(plan, "db").verdict).to.equal("undetermined");
        const list = plan.add(types.prefixList, "offices", { entries: [{ cidr: "203.0.113.0/24" }] });
        plan.add(types.prefixListEntry, "more", { prefixListId: list.id, cidr: "198.51.100.0/24" });
        plan.add(types.ingressRule, "ours", { ...rule, prefixListId: list.id });
        const { verdict, ways } = reach(plan, "db");
        expect(verdict).to.equal("reachable");
        expect(ways[0] && sourcesOf(ways[0])).to.deep.equal(["198.51.100.0/24", "203.0.113.0/24"]);
        expect(ways.map((way) => way.verdict)).to.deep.equal(["reachable", "undetermined"]);
      });

      it("is undetermined in a subnet outside the stack", () => {
        const { plan, held } = database();
        plan.add(types.instance, "foreign", {
          subnetId: "subnet-0123456789abcdef0",
          vpcSecurityGroupIds: [held.id],
          associatePublicIpAddress: true,
        });
        const { verdict, ways } = reach(plan, "foreign");
        expect(verdict).to.equal("undetermined");
        expect(ways[0]?.doubts.map((doubt) => doubt.resource)).to.include("subnet-0123456789abcdef0");
      });

      it("is undetermined with a group outside the stack, though not with one that is closed", () => {
        expect(reach(database({ vpcSecurityGroupIds: ["sg-0123456789abcdef0"] }).plan, "db").verdict).to.equal(
          "undetermined",
        );
        expect(reach(database({}, []).plan, "db").verdict).to.equal("not");
      });

      it("sees a rule that the stack adds to a group outside", () => {
        const { plan } = database({ vpcSecurityGroupIds: ["sg-0123456789abcdef0"] });
        plan.add(types.ingressRule, "added", {
          securityGroupId: "sg-0123456789abcdef0",
          ipProtocol: "tcp",
          fromPort: 5432,
          toPort: 5432,
          cidrIpv4: "0.0.0.0/0",
        });
        expect(reach(plan, "db").verdict).to.equal("reachable");
      });

      it("takes the port of an engine for granted where none is given", () => {
        expect(reach(database({}, [everyone(3306)]).plan, "db").verdict).to.equal("not");
        expect(reach(database({ port: 3306 }, [everyone(3306)]).plan, "db").verdict).to.equal("reachable");
      });
    });

    describe("given IPv6", () => {
      function dual(
        gateway: "igw" | "eigw",
        ingress: object = { ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv6: "::/0" },
      ) {
        const plan = new Plan(mode);
        const vpc = plan.add(types.vpc, "vpc", { cidrBlock: "10.0.0.0/16", assignGeneratedIpv6CidrBlock: true });
        const igw = plan.add(types.igw, "igw", { vpcId: vpc.id });
        const eigw = plan.add(types.eigw, "eigw", { vpcId: vpc.id });
        const target = gateway === "igw" ? { gatewayId: igw.id } : { egressOnlyGatewayId: eigw.id };
        const table = plan.add(types.table, "rtb", { vpcId: vpc.id, routes: [{ ipv6CidrBlock: "::/0", ...target }] });
        const subnet = plan.add(types.subnet, "subnet", {
          vpcId: vpc.id,
          cidrBlock: "10.0.0.0/24",
          assignIpv6AddressOnCreation: true,
        });
        plan.add(types.association, "association", { subnetId: subnet.id, routeTableId: table.id });
        const own = group(plan, vpc, "sg");
        plan.add(types.ingressRule, "v6", { securityGroupId: own.id, ...ingress });
        plan.add(
          types.instance,
          "box",
          { subnetId: subnet.id, vpcSecurityGroupIds: [own.id] },
          { associatePublicIpAddress: false, ipv6AddressCount: 1 },
        );
        return reach(plan, "box");
      }

      it("reports ::/0 of a standalone rule", () => {
        const { ways, paths } = dual("igw");
        expect(paths).to.deep.equal(["internet -> igw -> rtb -> subnet -> sg -> box :22"]);
        expect(ways[0] && sourcesOf(ways[0])).to.deep.equal(["::/0"]);
      });

      it("lets nobody in through an egress-only gateway", () => {
        expect(dual("eigw").verdict).to.equal("not");
      });

      it("keeps the two versions apart", () => {
        expect(dual("igw", { ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0" }).verdict).to.equal(
          "not",
        );
      });
    });

    describe("given a subnet without a route table of its own", () => {
      function main(route: (world: ReturnType<typeof twoTier>) => void) {
        const world = twoTier(mode);
        const { plan, vpc, inner } = world;
        route(world);
        const own = group(plan, vpc, "sg", everyone(22));
        plan.add(types.instance, "box", {
          subnetId: inner.id,
          vpcSecurityGroupIds: [own.id],
          associatePublicIpAddress: true,
        });
        return reach(plan, "box");
      }

      it("is private under the main table that AWS makes", () => {
        expect(main(() => undefined).verdict).to.equal("not");
      });

      it("is public when a route is added to the main table", () => {
        const { paths } = main(({ plan, vpc, igw }) =>
          plan.add(types.route, "out", {
            routeTableId: vpc.output("mainRouteTableId"),
            destinationCidrBlock: "0.0.0.0/0",
            gatewayId: igw.id,
          }),
        );
        expect(paths).to.deep.equal(["internet -> igw -> main route table of vpc -> subnet-inner -> sg -> box :22"]);
      });

      it("is public when a public table is made main", () => {
        const { paths } = main(({ plan, vpc, table }) =>
          plan.add(types.mainAssociation, "main", { vpcId: vpc.id, routeTableId: table.id }),
        );
        expect(paths).to.deep.equal(["internet -> igw -> rtb-public -> subnet-inner -> sg -> box :22"]);
      });

      it("is public when the default table is managed with a route out", () => {
        const { paths } = main(({ plan, vpc, igw }) =>
          plan.add(types.defaultTable, "rtb-default", {
            defaultRouteTableId: vpc.output("defaultRouteTableId"),
            routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }],
          }),
        );
        expect(paths).to.deep.equal(["internet -> igw -> rtb-default -> subnet-inner -> sg -> box :22"]);
      });

      it("is public in part when a more specific route takes the rest away", () => {
        const { ways } = main(({ plan, vpc, igw }) => {
          const nat = plan.add(types.nat, "nat", {});
          const to = (name: string, destinationCidrBlock: string, via: object) =>
            plan.add(types.route, name, { routeTableId: vpc.output("mainRouteTableId"), destinationCidrBlock, ...via });
          to("all", "0.0.0.0/0", { gatewayId: igw.id });
          to("low", "0.0.0.0/1", { natGatewayId: nat.id });
          to("high", "128.0.0.0/1", { natGatewayId: nat.id });
          to("one", "203.0.113.0/24", { gatewayId: igw.id });
        });
        expect(ways[0] && sourcesOf(ways[0])).to.deep.equal(["203.0.113.0/24"]);
      });
    });

    describe("given a network ACL", () => {
      function guarded(acl: object) {
        const { plan, vpc, open } = twoTier(mode);
        plan.add(types.acl, "acl", { vpcId: vpc.id, subnetIds: [open.id], ...acl });
        const own = group(plan, vpc, "sg", everyone(22));
        plan.add(types.instance, "box", {
          subnetId: open.id,
          vpcSecurityGroupIds: [own.id],
          associatePublicIpAddress: true,
        });
        return reach(plan, "box");
      }
      const rule = (ruleNo: number, action: string, fromPort: number, toPort: number, cidrBlock = "0.0.0.0/0") => ({
        ruleNo,
        action,
        protocol: "tcp",
        fromPort,
        toPort,
        cidrBlock,
      });

      it("is closed both ways without rules", () => {
        expect(guarded({ ingress: [rule(100, "allow", 22, 22)] }).verdict).to.equal("not");
      });

      it("is open when answers may leave on ephemeral ports", () => {
        const acl = { ingress: [rule(100, "allow", 22, 22)], egress: [rule(100, "allow", 1024, 65535)] };
        expect(guarded(acl).verdict).to.equal("reachable");
      });

      it("obeys the lowest number", () => {
        const ingress = [rule(200, "allow", 0, 65535), rule(100, "deny", 22, 22, "0.0.0.0/1")];
        const { ways } = guarded({ ingress, egress: [rule(100, "allow", 0, 65535)] });
        expect(ways[0] && sourcesOf(ways[0]).some((cidr) => cidr.startsWith("8."))).to.equal(false);
        expect(ways[0] && sourcesOf(ways[0])).to.include("128.0.0.0/3");
      });

      it("is undetermined when a refusal before it is unknown", () => {
        const ingress = [{ ...rule(50, "deny", 22, 22), cidrBlock: unknown }, rule(100, "allow", 22, 22)];
        expect(guarded({ ingress, egress: [rule(100, "allow", 0, 65535)] }).verdict).to.equal("undetermined");
      });
    });
  });
