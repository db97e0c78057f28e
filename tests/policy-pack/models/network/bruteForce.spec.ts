import { expect } from "chai";
import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { udpPort, tcpPort, type Network, type ServiceSet, type Way } from "../../../../policy-pack/models/network";
import type { AddressSet } from "../../../../policy-pack/models/network/cidr";
import {
  hostReachesHost,
  isForwarded,
  packets,
  probePorts,
  probeSources,
  reachesBalancer,
  reachesHost,
  subnetCidrs,
  takenOver,
  worlds,
  type AclRule,
  type Packet,
  type Rule,
  type World,
} from "./bruteForce";
import { oneAmong, Plan, types, unknown, type Made, type Mode } from "./plan";

/** Something that a plan may leave unknown. */
type Veil = (value: unknown) => unknown;
const clear: Veil = (value) => value;

/** A reference that, behind the veil, may be to any of several. */
function ref(veil: Veil, to: Made | undefined, all: readonly (Made | undefined)[]): unknown {
  const id = veil(to?.id);
  return id === unknown ? oneAmong(all.filter((one) => one !== undefined)) : id;
}

/** The world as resources: forms of the same thing take turns. */
function planOf(world: World, mode: Mode, veil: Veil = clear): Plan {
  const plan = new Plan(mode);
  const vpc = plan.add(types.vpc, "vpc", { cidrBlock: "10.0.0.0/16" }, { mainRouteTableId: "vpc-mainRouteTableId" });
  const gateways = {
    igw: { gatewayId: plan.add(types.igw, "igw", { vpcId: vpc.id }).id },
    nat: { natGatewayId: plan.add(types.nat, "nat").id },
    eigw: { egressOnlyGatewayId: plan.add(types.eigw, "eigw", { vpcId: vpc.id }).id },
  };
  const destination = (cidr: string, v4: string, v6: string) => (cidr.includes(":") ? { [v6]: cidr } : { [v4]: cidr });
  const tables = world.tables.map((routes, t) => {
    const isInline = t === 1;
    const inline = routes.map(({ cidr, via }) => ({
      ...destination(cidr, "cidrBlock", "ipv6CidrBlock"),
      ...gateways[via],
    }));
    const table =
      t === 0
        ? undefined
        : plan.add(
            types.table,
            `table-${t}`,
            { vpcId: vpc.id, ...(isInline ? { routes: inline } : {}) },
            { routes: [] },
          );
    return table;
  });
  for (const [t, table] of tables.entries())
    for (const [i, { cidr, via }] of t === 1 ? [] : (world.tables[t] ?? []).entries())
      plan.add(types.route, `route-${t}-${i}`, {
        routeTableId: table ? ref(veil, table, tables) : vpc.output("mainRouteTableId"),
        ...destination(cidr, "destinationCidrBlock", "destinationIpv6CidrBlock"),
        ...Object.fromEntries(Object.entries(gateways[via]).map(([key, id]) => [key, veil(id)])),
      });
  const subnets = world.subnets.map(({ mapsPublic }, s) =>
    plan.add(types.subnet, `subnet-${s}`, {
      vpcId: vpc.id,
      cidrBlock: subnetCidrs[s],
      mapPublicIpOnLaunch: veil(mapsPublic),
    }),
  );
  for (const [s, { table }] of world.subnets.entries()) {
    const associated = table === undefined ? undefined : tables[table];
    if (!associated) continue;
    const routeTableId = ref(veil, associated, tables);
    plan.add(types.association, `association-${s}`, { subnetId: ref(veil, subnets[s], subnets), routeTableId });
  }
  addAcls(plan, world, vpc, subnets, veil);
  const groups = addGroups(plan, world, vpc, veil);
  const hosts = world.hosts.map((host, h) =>
    plan.add(types.instance, `host-${h}`, {
      subnetId: ref(veil, subnets[host.subnet], subnets),
      vpcSecurityGroupIds: host.groups.map((g) => ref(veil, groups[g], groups)),
      ...(host.isPublic === undefined ? {} : { associatePublicIpAddress: veil(host.isPublic) }),
      ipv6AddressCount: host.hasIpv6 ? 1 : 0,
    }),
  );
  for (const [b, one] of world.balancers.entries()) {
    const balancer = plan.add(types.balancer, `balancer-${b}`, {
      loadBalancerType: one.isNetwork ? "network" : "application",
      internal: veil(one.isInternal),
      subnets: one.subnets.map((s) => subnets[s]?.id),
      securityGroups: one.groups.map((g) => groups[g]?.id),
    });
    const protocol = one.isNetwork ? "TCP" : "HTTP";
    const targets = plan.add(types.targetGroup, `targets-${b}`, {
      port: one.targetPort,
      protocol,
      targetType: "instance",
      ...(one.isNetwork ? { preserveClientIp: String(one.keepsClient) } : {}),
    });
    plan.add(types.attachment, `attachment-${b}`, {
      targetGroupArn: targets.output("arn"),
      targetId: ref(veil, hosts[one.target], hosts),
    });
    plan.add(types.listener, `listener-${b}`, {
      loadBalancerArn: balancer.output("arn"),
      port: veil(one.listens),
      protocol,
      defaultActions: [{ type: "forward", targetGroupArn: targets.output("arn") }],
    });
  }
  return plan;
}

function addAcls(plan: Plan, world: World, vpc: Made, subnets: readonly Made[], veil: Veil): void {
  const lists: Made[] = [];
  for (const [a, acl] of world.acls.entries()) {
    const guarded = world.subnets.flatMap((subnet, s) => (subnet.acl === a ? [subnets[s]?.id] : []));
    const block = (cidr: string) => (cidr.includes(":") ? { ipv6CidrBlock: veil(cidr) } : { cidrBlock: veil(cidr) });
    const inline = (rules: readonly AclRule[]) =>
      rules.map((rule) => ({
        ruleNo: rule.number,
        action: rule.allow ? "allow" : "deny",
        protocol: rule.protocol,
        fromPort: rule.from,
        toPort: rule.to,
        ...block(rule.cidr),
      }));
    const isInline = a === 0;
    const made = plan.add(
      types.acl,
      `acl-${a}`,
      {
        vpcId: vpc.id,
        subnetIds: guarded,
        ...(isInline ? { ingress: inline(acl.ingress), egress: inline(acl.egress) } : {}),
      },
      { ingress: [], egress: [] },
    );
    lists.push(made);
    if (isInline) continue;
    for (const side of ["ingress", "egress"] as const)
      for (const rule of acl[side])
        plan.add(types.aclRule, `acl-${a}-${side}-${rule.number}`, {
          networkAclId: ref(veil, made, lists),
          egress: side === "egress",
          ruleNumber: rule.number,
          ruleAction: rule.allow ? "allow" : "deny",
          protocol: rule.protocol,
          fromPort: rule.from,
          toPort: rule.to,
          ...block(rule.cidr),
        });
  }
}

function addGroups(plan: Plan, world: World, vpc: Made, veil: Veil): Made[] {
  const groups = world.groups.map((_, g) =>
    plan.add(types.group, `group-${g}`, { vpcId: vpc.id }, { ingress: [], egress: [] }),
  );
  for (const [g, group] of world.groups.entries())
    for (const side of ["ingress", "egress"] as const)
      for (const [r, rule] of group[side].entries()) {
        const name = `${side}-${g}-${r}`;
        const owner = { securityGroupId: ref(veil, groups[g], groups) };
        if (r % 2 === 0) {
          const portsOf = rule.protocol === "-1" ? {} : { fromPort: rule.from, toPort: rule.to };
          plan.add(side === "ingress" ? types.ingressRule : types.egressRule, name, {
            ...owner,
            ipProtocol: rule.protocol,
            ...portsOf,
            ...single(rule, groups, veil),
          });
        } else
          plan.add(types.rule, name, {
            ...owner,
            type: side,
            protocol: rule.protocol,
            fromPort: rule.from,
            toPort: rule.to,
            ...listed(rule, g, groups, veil),
          });
      }
  return groups;
}

function single({ cidr, group }: Rule, groups: readonly Made[], veil: Veil) {
  if (cidr === undefined) return { referencedSecurityGroupId: ref(veil, groups[group ?? 0], groups) };
  return { [cidr.includes(":") ? "cidrIpv6" : "cidrIpv4"]: veil(cidr) };
}

function listed({ cidr, group }: Rule, owner: number, groups: readonly Made[], veil: Veil) {
  if (cidr === undefined)
    return group === owner ? { self: veil(true) } : { sourceSecurityGroupId: ref(veil, groups[group ?? 0], groups) };
  return { [cidr.includes(":") ? "ipv6CidrBlocks" : "cidrBlocks"]: [veil(cidr)] };
}

function holdsAddress(set: AddressSet, address: string): boolean {
  const ip = ipaddr.parse(address);
  const value = ip.toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const version = ip.kind() === "ipv4" ? 4 : 6;
  return set.some((range) => range.version === version && range.first <= value && value <= range.last);
}

function holdsService(set: ServiceSet, { protocol, port }: Pick<Packet, "protocol" | "port">): boolean {
  const [one] = protocol === "tcp" ? tcpPort(port) : udpPort(port);
  return one !== undefined && set.some((range) => range.first <= one.first && one.first <= range.last);
}

/** Whether some way of a kind and verdict holds a packet. */
function holds(ways: readonly Way[], kind: string, verdict: string, packet: Packet): boolean {
  return ways
    .filter((way) => way.kind === kind && way.verdict === verdict)
    .some((way) =>
      way.flows.some((flow) => holdsAddress(flow.sources, packet.source) && holdsService(flow.services, packet)),
    );
}

interface Claim {
  what: string;
  sure: boolean;
  may: boolean;
  truth: boolean;
}

/** Everything that the model claims of a world beside what the simulator finds. */
function claims(world: World, plan: Plan, network: Network): Claim[] {
  const found: Claim[] = [];
  const claim = (what: string, ways: readonly Way[], kind: string, packet: Packet, truth: boolean) => {
    const sure = holds(ways, kind, "reachable", packet);
    found.push({
      what: `${kind} ${what} ${JSON.stringify(packet)}`,
      sure,
      may: sure || holds(ways, kind, "undetermined", packet),
      truth,
    });
  };
  for (const h of world.hosts.keys()) {
    const { ways } = network.fromInternet(plan.host(network, `host-${h}`));
    for (const packet of packets) claim(`host-${h}`, ways, "direct", packet, reachesHost(world, h, packet));
    for (const source of probeSources)
      for (const port of probePorts) {
        const truth = world.balancers.some(
          (one, b) => one.target === h && one.targetPort === port && isForwarded(world, b, source),
        );
        claim(`host-${h}`, ways, "forwarded", { source, protocol: "tcp", port }, truth);
      }
  }
  for (const b of world.balancers.keys()) {
    const { ways } = network.fromInternet(plan.host(network, `balancer-${b}`));
    for (const packet of packets) claim(`balancer-${b}`, ways, "direct", packet, reachesBalancer(world, b, packet));
  }
  for (const a of world.hosts.keys())
    for (const b of world.hosts.keys()) {
      const [from, to] = [plan.host(network, `host-${a}`), plan.host(network, `host-${b}`)];
      const { services, possibly } = network.between(from, to);
      for (const port of probePorts)
        for (const protocol of ["tcp", "udp"] as const)
          found.push({
            what: `host-${a} to host-${b} ${protocol} ${port}`,
            sure: holdsService(services, { protocol, port }),
            may: holdsService(possibly, { protocol, port }),
            truth: hostReachesHost(world, a, b, { protocol, port }),
          });
    }
  return found;
}

describe("the network model beside a simulator that sends single packets", () => {
  for (const mode of ["preview", "update"] as const)
    it(`agrees in every world that is fully known, in ${mode} mode`, () => {
      fc.assert(
        fc.property(worlds, (world) => {
          const plan = planOf(world, mode);
          const wrong = claims(world, plan, plan.build()).filter(
            ({ sure, may, truth }) => sure !== truth || may !== truth,
          );
          expect(wrong).to.deep.equal([]);
        }),
        { numRuns: 12 },
      );
    });

  it("finds the same hosts by going on from host to host", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const plan = planOf(world, "preview");
        const network = plan.build();
        const taken = takenOver(world);
        for (const h of world.hosts.keys()) {
          const { verdict, indirect } = network.fromInternet(plan.host(network, `host-${h}`));
          expect(verdict === "reachable" || indirect?.verdict === "reachable", `host-${h}`).to.equal(taken.has(h));
        }
      }),
      { numRuns: 12 },
    );
  });

  it("rules out no detour that may exist, and claims none that may not, when values are unknown", () => {
    const veils = fc.array(fc.boolean(), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(worlds, veils, (world, hidden) => {
        let at = 0;
        const plan = planOf(world, "preview", (value) => (hidden[at++ % hidden.length] === true ? unknown : value));
        const network = plan.build();
        const taken = takenOver(world);
        for (const h of world.hosts.keys()) {
          const { verdict, indirect } = network.fromInternet(plan.host(network, `host-${h}`));
          if (taken.has(h))
            expect(verdict !== "not" || indirect !== undefined, `host-${h} is ruled out`).to.equal(true);
          else expect([verdict, indirect?.verdict], `host-${h} is claimed`).not.to.include("reachable");
        }
      }),
      { numRuns: 12 },
    );
  });

  it("never claims more than holds, nor rules out what may hold, when values are unknown", () => {
    const veils = fc.array(fc.boolean(), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(worlds, veils, (world, hidden) => {
        let at = 0;
        const plan = planOf(world, "preview", (value) => (hidden[at++ % hidden.length] === true ? unknown : value));
        const wrong = claims(world, plan, plan.build()).filter(
          ({ sure, may, truth }) => (sure && !truth) || (truth && !may),
        );
        expect(wrong).to.deep.equal([]);
      }),
      { numRuns: 25 },
    );
  });
});
