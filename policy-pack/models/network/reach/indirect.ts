import type { Host, HostKind, Ref, SecurityGroup, Subnet } from "../facts";
import { distinct, type Bounds, type Doubt } from "../certainty";
import { intersection, toCidrs, type AddressSet } from "../cidr";
import { noServices, type ServiceSet } from "../services";
import type { Groups } from "./groups";
import type { Hops } from "./hops";
import { arrival, type Step } from "./path";

/** Kinds of host that run code of one's own: whoever takes one over can go on from it. */
const pivots: readonly HostKind[] = ["instance", "instanceGroup", "task", "function"];

/** How a host is reached from one that the internet reaches, hop by hop. */
export interface Detour {
  readonly services: ServiceSet;
  readonly path: readonly Step[];
  readonly doubts: readonly Doubt[];
}

/** A host that the internet reaches, with the way to it. */
export interface Start {
  readonly host: Host;
  readonly path: readonly Step[];
  readonly doubts: readonly Doubt[];
}

/** Whether only what is certain is followed, or everything possible. */
export type Following = "certain" | "possible";

/** Whether a host can go on to others. */
export function canGoOn(host: Host): boolean {
  return pivots.includes(host.kind);
}

/**
 * The shortest detours to all hosts: breadth first from those that the internet reaches, along security groups and
 * through load balancers. Every group is left alone as soon as all its members are reached, so the work grows with
 * the number of rules and memberships, and with the pairs that a rule names but an ACL or an egress rule keeps apart.
 */
export function detours(
  starts: readonly Start[],
  doors: Doors,
  hops: Hops,
  groups: Groups,
  following: Following,
): Map<Host, Detour> {
  const found = new Map<Host, Detour>();
  const reached = new Set(starts.map((start) => start.host));
  const members = new Map<SecurityGroup, readonly Host[]>();
  const queue: Start[] = [...starts];
  const left = (group: SecurityGroup): readonly Host[] => {
    const hosts = (members.get(group) ?? group.members).filter((host) => !reached.has(host));
    members.set(group, hosts);
    return hosts;
  };
  for (const { host, path, doubts } of queue) {
    const visit = (to: Host, { sure, may, doubts: more }: Bounds<ServiceSet>) => {
      const services = following === "certain" ? sure : may;
      if (services.length === 0 || reached.has(to)) return;
      reached.add(to);
      const unsure = following === "certain" ? [] : distinct([...doubts, ...more]);
      const way = [...path, ...arrival(to, services, groups.admittingGroup(to, host))];
      found.set(to, { services, path: way, doubts: unsure });
      queue.push({ host: to, path: way, doubts: unsure });
    };
    const entered = found.get(host)?.services ?? noServices;
    for (const forward of host.forwards) visit(forward.target, hops.passedOn(host, entered, forward));
    if (!canGoOn(host)) continue;
    for (const group of doors.openTo(host, following, (one) => left(one).length > 0))
      for (const to of left(group)) visit(to, hops.between(host, to));
    for (const to of doors.unguarded) if (!reached.has(to)) visit(to, hops.between(host, to));
  }
  return found;
}

/** Which groups name whom in their ingress rules. It is used up by one search. */
export class Doors {
  /** Hosts that no group guards. */
  readonly unguarded: readonly Host[];
  private readonly byGroup = new Map<SecurityGroup, Set<SecurityGroup>>();
  private readonly byRange = new Map<string, { addresses: AddressSet; groups: Set<SecurityGroup> }>();
  private readonly bySubnet = new Map<Subnet, { addresses: AddressSet; groups: Set<SecurityGroup> }[]>();
  private readonly toAnyone = new Set<SecurityGroup>();

  constructor(groups: readonly SecurityGroup[], hosts: readonly Host[]) {
    this.unguarded = hosts.filter((host) => !host.groups);
    const guarded = new Set(groups);
    for (const group of guarded) this.index(group);
    for (const host of hosts)
      for (const ref of host.groups ?? []) if (ref.state === "unknown") this.toAnyone.add(hidden(host));
  }

  /** Groups that may let a host in, without those that nobody asks for any more. */
  *openTo(host: Host, following: Following, isWanted: (group: SecurityGroup) => boolean): Iterable<SecurityGroup> {
    const own = (host.groups ?? []).flatMap((ref) => all(ref));
    for (const group of own) yield* prune(this.byGroup.get(group), isWanted);
    const subnets = host.subnets.flatMap((ref) => all(ref));
    const isElsewhere = subnets.length === 0 || subnets.some((subnet) => !subnet.addresses);
    const ranges =
      isElsewhere || host.addresses ? [...this.byRange.values()] : subnets.flatMap((subnet) => this.rangesAt(subnet));
    for (const { groups } of new Set(ranges)) yield* prune(groups, isWanted);
    if (following === "certain") return;
    yield* prune(this.toAnyone, isWanted);
    const mayHaveOthers = (host.groups ?? []).some((ref) => ref.state === "unknown");
    if (mayHaveOthers) for (const groups of this.byGroup.values()) yield* prune(groups, isWanted);
  }

  private index(group: SecurityGroup): void {
    if (group.ingress.doubts.length > 0) this.toAnyone.add(group);
    for (const { groups, addresses } of group.ingress.rules) {
      for (const ref of groups) {
        if (ref.state === "unknown") this.toAnyone.add(group);
        for (const named of all(ref)) this.byGroup.set(named, (this.byGroup.get(named) ?? new Set()).add(group));
      }
      if (addresses.may.length === 0) continue;
      const key = toCidrs(addresses.may).join();
      const entry = this.byRange.get(key) ?? { addresses: addresses.may, groups: new Set() };
      this.byRange.set(key, entry);
      entry.groups.add(group);
    }
  }

  private rangesAt(subnet: Subnet) {
    const found =
      this.bySubnet.get(subnet) ??
      [...this.byRange.values()].filter(({ addresses }) => intersection(addresses, subnet.addresses ?? []).length > 0);
    this.bySubnet.set(subnet, found);
    return found;
  }
}

/** Yields the wanted groups, and drops the others for good: what nobody wants now nobody will want later. */
function* prune(groups: Set<SecurityGroup> | undefined, isWanted: (group: SecurityGroup) => boolean) {
  for (const group of groups ?? [])
    if (isWanted(group)) yield group;
    else groups?.delete(group);
}

function all<T>(ref: Ref<T>): readonly T[] {
  return ref.state === "known" ? [ref.to] : ref.state === "ambiguous" ? ref.among : [];
}

/** Stands for the unknown group of a host, so that the host is found among the members of some group. */
function hidden(host: Host): SecurityGroup {
  const side = { rules: [], doubts: [] };
  return { name: host.name, outside: true, ingress: side, egress: side, members: [host] };
}
