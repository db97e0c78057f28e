import { intersection, toCidrs, type AddressSet } from "../cidr";
import type { GroupSide, Host, Ref, SecurityGroup, Subnet } from "../facts";
import { allServices, intersectServices, uniteServices, type ServiceSet } from "../services";

/** Whether only what is certain is followed, or everything possible. */
export type Following = "certain" | "possible";

/** Groups that open the same services to the same addresses. */
interface RangeDoor {
  readonly addresses: AddressSet;
  readonly services: ServiceSet;
  readonly groups: Set<SecurityGroup>;
}

/** Whom the egress rules of a host let it ask: groups by name, and any others on some services. */
interface Reach {
  readonly named: readonly SecurityGroup[];
  readonly elsewhere: ServiceSet;
}

/**
 * Which groups may let a host in. Both sides are asked, because either may be narrow where the other is wide: egress
 * rules that name groups, and ingress rules that name the host's group or its addresses. It is used up by one search.
 */
export class Doors {
  /** Hosts that no group guards. */
  readonly unguarded: readonly Host[];
  private readonly byGroup = new Map<SecurityGroup, Set<SecurityGroup>>();
  private readonly byRange = new Map<string, RangeDoor>();
  private readonly bySubnet = new Map<Subnet, readonly RangeDoor[]>();
  private readonly toAnyone = new Set<SecurityGroup>();
  private readonly sides = new Map<GroupSide, Reach>();

  constructor(groups: readonly SecurityGroup[], hosts: readonly Host[]) {
    this.unguarded = hosts.filter((host) => !host.groups);
    for (const group of groups) this.index(group);
    for (const host of hosts) if (host.groups?.some((ref) => ref.state === "unknown")) this.toAnyone.add(hidden(host));
  }

  /** Groups that may let a host in, without those that nobody asks for any more. */
  *openTo(
    host: Host,
    following: Following,
    isWanted: (group: SecurityGroup) => boolean,
  ): Generator<SecurityGroup, void> {
    const { named, elsewhere } = this.reachOf(host);
    yield* named.filter(isWanted);
    // Whoever has unknown groups may have one that the egress rules name.
    if (following === "possible") yield* prune(this.toAnyone, isWanted);
    if (elsewhere.length === 0) return;
    const own = (host.groups ?? []).flatMap((ref) => all(ref));
    for (const group of own) yield* prune(this.byGroup.get(group), isWanted);
    for (const { services, groups } of this.rangesAround(host))
      if (intersectServices(services, elsewhere).length > 0) yield* prune(groups, isWanted);
    if (following === "certain") return;
    const mayHaveOthers = host.groups?.some((ref) => ref.state === "unknown") ?? false;
    if (mayHaveOthers) for (const groups of this.byGroup.values()) yield* prune(groups, isWanted);
  }

  private reachOf({ groups }: Host): Reach {
    if (!groups || groups.some((ref) => ref.state === "unknown")) return { named: [], elsewhere: allServices };
    const [only, ...others] = groups.flatMap((ref) => all(ref)).map((group) => this.reachThrough(group.egress));
    if (only && others.length === 0) return only;
    const reaches = only ? [only, ...others] : [];
    return {
      named: [...new Set(reaches.flatMap((one) => one.named))],
      elsewhere: uniteServices(...reaches.map((one) => one.elsewhere)),
    };
  }

  private reachThrough(side: GroupSide): Reach {
    const found = this.sides.get(side);
    if (found) return found;
    const wide = side.rules.filter(({ addresses, groups }) => addresses.may.length > 0 || groups.some(isUnknown));
    const reach: Reach = {
      named: [...new Set(side.rules.flatMap((rule) => rule.groups.flatMap((ref) => all(ref))))],
      elsewhere: side.doubts.length > 0 ? allServices : uniteServices(...wide.map((rule) => rule.services.may)),
    };
    this.sides.set(side, reach);
    return reach;
  }

  private index(group: SecurityGroup): void {
    if (group.ingress.doubts.length > 0) this.toAnyone.add(group);
    for (const { groups, addresses, services } of group.ingress.rules) {
      if (groups.some(isUnknown)) this.toAnyone.add(group);
      for (const named of groups.flatMap((ref) => all(ref)))
        this.byGroup.set(named, (this.byGroup.get(named) ?? new Set()).add(group));
      if (addresses.may.length === 0) continue;
      const key = `${toCidrs(addresses.may).join()} ${services.may.map(({ first, last }) => `${String(first)}-${String(last)}`).join()}`;
      const known = this.byRange.get(key);
      if (known) known.groups.add(group);
      else this.byRange.set(key, { addresses: addresses.may, services: services.may, groups: new Set([group]) });
    }
  }

  /** Doors for addresses that a host may have. */
  private rangesAround({ subnets, addresses }: Host): Iterable<RangeDoor> {
    const places = subnets.flatMap((ref) => all(ref));
    const isAnywhere = subnets.some(isUnknown) || places.some((subnet) => !subnet.addresses);
    if (isAnywhere || addresses) return this.byRange.values();
    return new Set(places.flatMap((subnet) => this.rangesAt(subnet)));
  }

  private rangesAt(subnet: Subnet): readonly RangeDoor[] {
    const found =
      this.bySubnet.get(subnet) ??
      [...this.byRange.values()].filter(({ addresses }) => intersection(addresses, subnet.addresses ?? []).length > 0);
    this.bySubnet.set(subnet, found);
    return found;
  }
}

/** Yields the wanted groups, and drops the others for good: what nobody wants now nobody will want later. */
function* prune(
  groups: Set<SecurityGroup> | undefined,
  isWanted: (group: SecurityGroup) => boolean,
): Generator<SecurityGroup, void> {
  for (const group of groups ?? [])
    if (isWanted(group)) yield group;
    else groups?.delete(group);
}

function all<T>(ref: Ref<T>): readonly T[] {
  return ref.state === "known" ? [ref.to] : ref.state === "ambiguous" ? ref.among : [];
}

function isUnknown<T>(ref: Ref<T>): boolean {
  return ref.state === "unknown";
}

/** Stands for the unknown group of a host, so that the host is found among the members of some group. */
function hidden(host: Host): SecurityGroup {
  const side = { rules: [], doubts: [] };
  return { name: host.name, outside: true, ingress: side, egress: side, members: [host] };
}
