import fc from "fast-check";
import ipaddr from "ipaddr.js";

/** A small world in plain words, and a simulator that follows single packets through it. Nothing here is the model's. */
export interface World {
  /** Routes of three tables; the first is the main one. */
  tables: Route[][];
  acls: Acl[];
  groups: Group[];
  subnets: { table?: number; acl?: number; mapsPublic: boolean }[];
  hosts: WorldHost[];
  balancers: Balancer[];
}

export interface Route {
  cidr: string;
  via: "igw" | "nat" | "eigw";
}

export interface Rule {
  protocol: "tcp" | "udp" | "-1";
  from: number;
  to: number;
  cidr?: string;
  group?: number;
}

export interface AclRule {
  number: number;
  allow: boolean;
  protocol: "tcp" | "udp" | "-1";
  from: number;
  to: number;
  cidr: string;
}

export interface Acl {
  ingress: AclRule[];
  egress: AclRule[];
}

export interface Group {
  ingress: Rule[];
  egress: Rule[];
}

export interface WorldHost {
  subnet: number;
  groups: number[];
  /** Undefined: as the subnet says. */
  isPublic?: boolean;
  hasIpv6: boolean;
}

export interface Balancer {
  subnets: number[];
  groups: number[];
  isInternal: boolean;
  isNetwork: boolean;
  keepsClient: boolean;
  listens: number;
  target: number;
  targetPort: number;
}

export interface Packet {
  source: string;
  protocol: "tcp" | "udp" | "icmp";
  port: number;
}

export const subnetCidrs = ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"];
const publicCidrs = [
  "0.0.0.0/0",
  "0.0.0.0/1",
  "128.0.0.0/1",
  "8.0.0.0/8",
  "8.8.0.0/16",
  "203.0.113.0/24",
  "::/0",
  "2600::/16",
];
const innerCidrs = ["10.0.0.0/16", "10.0.0.0/23", "10.0.1.0/24"];
export const probePorts = [22, 80, 443, 5432, 50000];
export const probeSources = ["8.8.8.8", "8.9.0.1", "100.1.1.1", "203.0.113.9", "200.1.1.1", "2600::1", "2a00::1"];
export const packets: Packet[] = probeSources.flatMap((source) =>
  probePorts.flatMap((port) => (["tcp", "udp"] as const).map((protocol) => ({ source, protocol, port }))),
);

const ports = fc.constantFrom(...probePorts, 0, 1024, 65535);
const range = fc.tuple(ports, ports).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const protocol = fc.constantFrom("tcp" as const, "tcp" as const, "udp" as const, "-1" as const);
const anyCidr = fc.constantFrom(...publicCidrs, ...innerCidrs);

/** Routes of one table: AWS refuses two of one destination. */
const routes = fc.uniqueArray(
  fc.record({
    cidr: fc.constantFrom(...publicCidrs),
    via: fc.constantFrom("igw" as const, "igw" as const, "nat" as const, "eigw" as const),
  }),
  { maxLength: 4, selector: (route) => route.cidr },
);

const aclRules = fc.uniqueArray(
  fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.boolean(), protocol, range, anyCidr)
    .map(([number, allow, p, { from, to }, cidr]): AclRule => ({ number, allow, protocol: p, from, to, cidr })),
  { maxLength: 5, selector: (rule) => rule.number },
);

const rules = (groups: number) =>
  fc.array(
    fc
      .tuple(protocol, range, fc.option(anyCidr), fc.integer({ min: 0, max: groups - 1 }))
      .map(([p, { from, to }, cidr, group]): Rule => ({
        protocol: p,
        from,
        to,
        ...(cidr === null ? { group } : { cidr }),
      })),
    { maxLength: 3 },
  );

const groupCount = 4;
const index = (count: number) => fc.integer({ min: 0, max: count - 1 });

export const worlds: fc.Arbitrary<World> = fc.record({
  tables: fc.array(routes, { minLength: 3, maxLength: 3 }),
  acls: fc.array(fc.record({ ingress: aclRules, egress: aclRules }), { minLength: 2, maxLength: 2 }),
  groups: fc.array(fc.record({ ingress: rules(groupCount), egress: rules(groupCount) }), {
    minLength: groupCount,
    maxLength: groupCount,
  }),
  subnets: fc.array(
    fc.record({
      table: fc.option(index(3), { nil: undefined }),
      acl: fc.option(index(2), { nil: undefined, freq: 1 }),
      mapsPublic: fc.boolean(),
    }),
    { minLength: 3, maxLength: 3 },
  ),
  hosts: fc.array(
    fc.record({
      subnet: index(3),
      groups: fc.uniqueArray(index(groupCount), { minLength: 1, maxLength: 2 }),
      isPublic: fc.option(fc.boolean(), { nil: undefined }),
      hasIpv6: fc.boolean(),
    }),
    { minLength: 4, maxLength: 4 },
  ),
  balancers: fc.array(
    fc.record({
      subnets: fc.uniqueArray(index(3), { minLength: 1, maxLength: 2 }),
      groups: fc.uniqueArray(index(groupCount), { minLength: 1, maxLength: 2 }),
      isInternal: fc.boolean(),
      isNetwork: fc.boolean(),
      keepsClient: fc.boolean(),
      listens: fc.constantFrom(...probePorts),
      target: index(4),
      targetPort: fc.constantFrom(...probePorts),
    }),
    { minLength: 2, maxLength: 2 },
  ),
});

function lies(address: string, cidr: string): boolean {
  const [ip, block] = [ipaddr.parse(address), ipaddr.parseCIDR(cidr)];
  return ip.kind() === block[0].kind() && ip.match(block as [ipaddr.IPv4, number]);
}

const isIpv6 = (address: string) => address.includes(":");

/** The gateway of the most specific route to an address. */
function gatewayTo(world: World, subnet: number, address: string): string | undefined {
  const table = world.tables[world.subnets[subnet]?.table ?? 0] ?? [];
  const matching = table.filter((route) => lies(address, route.cidr));
  const prefix = (cidr: string) => Number(cidr.split("/")[1]);
  return matching.sort((a, b) => prefix(b.cidr) - prefix(a.cidr))[0]?.via;
}

/** Whether one direction of a subnet's network ACL lets a packet pass; the one that AWS makes lets all pass. */
function aclPasses(
  world: World,
  subnet: number,
  side: "ingress" | "egress",
  address: string,
  protocolName: string,
  port: number,
): boolean {
  const acl = world.subnets[subnet]?.acl;
  if (acl === undefined) return true;
  const sorted = [...(world.acls[acl]?.[side] ?? [])].sort((a, b) => a.number - b.number);
  const first = sorted.find(
    (rule) =>
      lies(address, rule.cidr) &&
      (rule.protocol === "-1" || (rule.protocol === protocolName && rule.from <= port && port <= rule.to)),
  );
  return first?.allow ?? false;
}

/** Ports that stand for all: rules begin and end at these only. */
const everyKindOfPort = [
  ...new Set([...probePorts, 0, 1024, 65535].flatMap((port) => [port - 1, port, port + 1])),
].filter((port) => port >= 0 && port <= 65535);

function answerPasses(
  world: World,
  subnet: number,
  side: "ingress" | "egress",
  address: string,
  protocolName: string,
): boolean {
  return everyKindOfPort.some((port) => aclPasses(world, subnet, side, address, protocolName, port));
}

function ruleMatches(rule: Rule, packet: { protocol: string; port: number }): boolean {
  return (
    rule.protocol === "-1" || (rule.protocol === packet.protocol && rule.from <= packet.port && packet.port <= rule.to)
  );
}

function groupsAdmit(
  world: World,
  groups: readonly number[],
  side: "ingress" | "egress",
  packet: { protocol: string; port: number },
  peer: { address?: string; groups: readonly number[] },
): boolean {
  return groups.some((group) =>
    world.groups[group]?.[side].some(
      (rule) =>
        ruleMatches(rule, packet) &&
        (rule.group === undefined
          ? peer.address !== undefined && lies(peer.address, rule.cidr ?? "")
          : peer.groups.includes(rule.group)),
    ),
  );
}

/** Whether a packet from the internet gets into a subnet, and the answer out. */
function enters(world: World, subnet: number, { source, protocol: p, port }: Packet): boolean {
  return (
    gatewayTo(world, subnet, source) === "igw" &&
    aclPasses(world, subnet, "ingress", source, p, port) &&
    answerPasses(world, subnet, "egress", source, p)
  );
}

/** Whether a packet from the internet reaches a host at its own interface. */
export function reachesHost(world: World, host: number, packet: Packet): boolean {
  const it = world.hosts[host];
  if (!it) return false;
  const isPublic = isIpv6(packet.source) ? it.hasIpv6 : (it.isPublic ?? world.subnets[it.subnet]?.mapsPublic ?? false);
  return (
    isPublic &&
    enters(world, it.subnet, packet) &&
    groupsAdmit(world, it.groups, "ingress", packet, { address: packet.source, groups: [] })
  );
}

/** Whether a packet reaches a load balancer's listener. */
export function reachesBalancer(world: World, balancer: number, packet: Packet): boolean {
  const it = world.balancers[balancer];
  if (!it || it.isInternal || isIpv6(packet.source) || packet.protocol !== "tcp" || packet.port !== it.listens)
    return false;
  return (
    it.subnets.some((subnet) => enters(world, subnet, packet)) &&
    groupsAdmit(world, it.groups, "ingress", packet, { address: packet.source, groups: [] })
  );
}

const addressIn = (subnet: number) => (subnetCidrs[subnet] ?? "").replace(".0/24", ".77");

/** Whether one interface can ask another on a service and be answered, by subnets alone. */
function crosses(world: World, from: number, to: number, packet: { protocol: string; port: number }): boolean {
  if (from === to) return true;
  const [source, target] = [addressIn(from), addressIn(to)];
  return (
    aclPasses(world, from, "egress", target, packet.protocol, packet.port) &&
    aclPasses(world, to, "ingress", source, packet.protocol, packet.port) &&
    answerPasses(world, to, "egress", source, packet.protocol) &&
    answerPasses(world, from, "ingress", target, packet.protocol)
  );
}

export function hostReachesHost(
  world: World,
  from: number,
  to: number,
  packet: { protocol: string; port: number },
): boolean {
  const [a, b] = [world.hosts[from], world.hosts[to]];
  if (!a || !b) return false;
  return (
    crosses(world, a.subnet, b.subnet, packet) &&
    groupsAdmit(world, a.groups, "egress", packet, { address: addressIn(b.subnet), groups: b.groups }) &&
    groupsAdmit(world, b.groups, "ingress", packet, { address: addressIn(a.subnet), groups: a.groups })
  );
}

/** The hosts that a source reaches through a load balancer, with the port that they are reached on. */
export function isForwarded(world: World, balancer: number, source: string): boolean {
  const it = world.balancers[balancer];
  const target = it && world.hosts[it.target];
  if (!it || !target || !reachesBalancer(world, balancer, { source, protocol: "tcp", port: it.listens })) return false;
  const packet = { protocol: "tcp", port: it.targetPort };
  const crossing = it.subnets.filter((subnet) => crosses(world, subnet, target.subnet, packet));
  const sent =
    it.subnets.length > 0 &&
    crossing.length > 0 &&
    groupsAdmit(world, it.groups, "egress", packet, { address: addressIn(target.subnet), groups: target.groups });
  if (!sent) return false;
  const keeps = it.isNetwork && it.keepsClient;
  const addresses = keeps ? [source] : it.subnets.map(addressIn);
  return addresses.some((address) =>
    groupsAdmit(world, target.groups, "ingress", packet, { address, groups: it.groups }),
  );
}

/** The hosts that somebody on the internet can take over one after the other, beginning with those that can be reached. */
export function takenOver(world: World): Set<number> {
  // One packet for every kind that rules tell apart: ICMP stands for all protocols that only a rule for all of them names.
  const packets = probeSources.flatMap((source) =>
    everyKindOfPort.flatMap((port) =>
      (["tcp", "udp", "icmp"] as const).map((p): Packet => ({ source, protocol: p, port })),
    ),
  );
  const taken = new Set<number>();
  for (const [host] of world.hosts.entries()) {
    const direct = packets.some((packet) => reachesHost(world, host, packet));
    const passed = world.balancers.some(
      (one, i) => one.target === host && probeSources.some((source) => isForwarded(world, i, source)),
    );
    if (direct || passed) taken.add(host);
  }
  for (const from of taken)
    for (const [to] of world.hosts.entries())
      if (packets.some((packet) => hostReachesHost(world, from, to, packet))) taken.add(to);
  return taken;
}
