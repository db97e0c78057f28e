import {
  anyOf,
  distinct,
  exactly,
  oneOf,
  perhaps,
  regionAlgebra,
  serviceAlgebra,
  type Bounds,
  type Doubt,
} from "../certainty";
import { intersection, isWithin, type AddressSet } from "../cidr";
import type { GroupRule, GroupSide, Host, Ref, SecurityGroup, Subnet } from "../facts";
import { nothing, regionOf, uniteRegions, type Region } from "../region";
import { allServices, noServices, uniteServices, type ServiceSet } from "../services";
import { everything } from "./acls";

export type Direction = "ingress" | "egress";
export type Sight = "address" | "group";

/** What a rule lets through from addresses. */
export function regionOfRule({ services, addresses, doubt }: GroupRule): Bounds<Region> {
  const sure = doubt ? nothing : regionOf(addresses.sure, services.sure);
  const may = regionOf(addresses.may, services.may);
  return { sure, may, doubts: [...(doubt ? [doubt] : []), ...services.doubts, ...addresses.doubts] };
}

/** The other end of a connection, as security groups see it. */
interface Peer {
  readonly groups: ReadonlySet<SecurityGroup>;
  /** Groups that it may have, and whether it may have others still. */
  readonly perhaps: ReadonlySet<SecurityGroup>;
  readonly mayHaveAny: boolean;
  /** The ranges within one of which its address lies; none when unknown. */
  readonly ranges: readonly AddressSet[];
  readonly isAddressUnknown: boolean;
}

/** What security groups let through, remembered by group and by what groups see of the other end. */
export class Groups {
  private readonly byAddress = new Map<GroupSide, Bounds<Region>>();
  private readonly byPeer = new Map<GroupSide, Map<string, Bounds<ServiceSet>>>();
  private readonly peers = new Map<Host, [string, Peer]>();
  private readonly numbers = new Map<object, number>();

  /** What the groups of a host let in from addresses. */
  fromAddresses(host: Host): Bounds<Region> {
    return this.byAddresses(host, "ingress");
  }

  /** What the groups of a host let out to addresses. */
  toAddresses(host: Host): Bounds<Region> {
    return this.byAddresses(host, "egress");
  }

  /**
   * What the groups of a host let through from or to another host.
   *
   * @param by whether the other host is seen by its groups and its address, or by its groups only, as when it passes
   *   on packets under the address of somebody else
   */
  betweenHosts({ groups }: Host, direction: Direction, other: Host, by: Sight = "address"): Bounds<ServiceSet> {
    if (!groups) return exactly(allServices);
    const evaluate = (group: SecurityGroup) => this.admitted(group[direction], other, by);
    return anyOf(
      serviceAlgebra,
      groups.map((ref) => throughRef(ref, serviceAlgebra, allServices, evaluate)),
    );
  }

  /** The first group of a host that certainly, else possibly, lets the other host through. */
  admittingGroup({ groups }: Host, other: Host | undefined): SecurityGroup | undefined {
    const known = (groups ?? []).flatMap((ref) => (ref.state === "known" ? [ref.to] : []));
    const lets = (group: SecurityGroup): Bounds<readonly unknown[]> =>
      other ? this.admitted(group.ingress, other) : this.regionOf(group.ingress);
    return known.find((group) => lets(group).sure.length > 0) ?? known.find((group) => lets(group).may.length > 0);
  }

  private byAddresses({ groups }: Host, direction: Direction): Bounds<Region> {
    if (!groups) return exactly(everything);
    return anyOf(
      regionAlgebra,
      groups.map((ref) => throughRef(ref, regionAlgebra, everything, (group) => this.regionOf(group[direction]))),
    );
  }

  private regionOf(side: GroupSide): Bounds<Region> {
    let found = this.byAddress.get(side);
    if (!found) {
      const rules = side.rules.map(regionOfRule);
      found = {
        sure: uniteRegions(rules.map((rule) => rule.sure)),
        may: side.doubts.length > 0 ? everything : uniteRegions(rules.map((rule) => rule.may)),
        doubts: distinct([...side.doubts, ...rules.flatMap((rule) => rule.doubts)]),
      };
      this.byAddress.set(side, found);
    }
    return found;
  }

  private admitted(side: GroupSide, other: Host, by: Sight = "address"): Bounds<ServiceSet> {
    const [whole, seen] = this.peerOf(other);
    const peer = by === "address" ? seen : { ...seen, ranges: [], isAddressUnknown: false };
    const signature = `${by} ${whole}`;
    const known = this.byPeer.get(side) ?? new Map<string, Bounds<ServiceSet>>();
    this.byPeer.set(side, known);
    let found = known.get(signature);
    if (!found) {
      found = admittedTo(side, peer);
      known.set(signature, found);
    }
    return found;
  }

  private peerOf(host: Host): [string, Peer] {
    const found = this.peers.get(host) ?? this.makePeer(host);
    this.peers.set(host, found);
    return found;
  }

  private makePeer(host: Host): [string, Peer] {
    const refs = host.groups ?? [];
    const subnets = host.addresses ? [] : host.subnets.flatMap(candidates);
    const peer: Peer = {
      groups: new Set(refs.flatMap((ref) => (ref.state === "known" ? [ref.to] : []))),
      perhaps: new Set(refs.flatMap((ref) => (ref.state === "ambiguous" ? ref.among : []))),
      mayHaveAny: refs.some((ref) => ref.state === "unknown"),
      ranges: host.addresses ? [host.addresses] : subnets.map((subnet) => subnet.addresses ?? []),
      isAddressUnknown:
        !host.addresses && (host.subnets.some((ref) => ref.state !== "known") || subnets.some((one) => !one.addresses)),
    };
    const parts: (readonly object[])[] = [[...peer.groups], [...peer.perhaps], host.addresses ? [host] : subnets];
    const signature = parts.map((part) =>
      part
        .map((one) => this.numberOf(one))
        .sort((a, b) => a - b)
        .join(","),
    );
    return [`${signature.join(";")};${String(peer.mayHaveAny)};${String(peer.isAddressUnknown)}`, peer];
  }

  private numberOf(thing: object): number {
    const number = this.numbers.get(thing) ?? this.numbers.size;
    this.numbers.set(thing, number);
    return number;
  }
}

function candidates(ref: Ref<Subnet>): readonly Subnet[] {
  return ref.state === "known" ? [ref.to] : ref.state === "ambiguous" ? ref.among : [];
}

function throughRef<T extends readonly unknown[]>(
  ref: Ref<SecurityGroup>,
  algebra: { readonly none: T; unite(sets: readonly T[]): T; intersect(a: T, b: T): T },
  all: T,
  evaluate: (group: SecurityGroup) => Bounds<T>,
): Bounds<T> {
  if (ref.state === "known") return evaluate(ref.to);
  if (ref.state === "unknown") return perhaps(algebra.none, all, ref.doubt);
  return oneOf(algebra, ref.among.map(evaluate), ref.doubt);
}

function admittedTo(side: GroupSide, peer: Peer): Bounds<ServiceSet> {
  const sure: ServiceSet[] = [];
  const may: ServiceSet[] = side.doubts.length > 0 ? [allServices] : [];
  const doubts: Doubt[] = [...side.doubts];
  for (const rule of side.rules) {
    const [match, why] = matchOf(rule, peer);
    if (match === "no") continue;
    may.push(rule.services.may);
    if (match === "yes" && !rule.doubt) sure.push(rule.services.sure);
    doubts.push(...why, ...rule.services.doubts, ...(rule.doubt ? [rule.doubt] : []));
  }
  return {
    sure: sure.length > 0 ? uniteServices(...sure) : noServices,
    may: uniteServices(...may),
    doubts: distinct(doubts),
  };
}

/** Whether a rule names the other end, by group or by address. */
function matchOf(rule: GroupRule, peer: Peer): ["yes" | "no" | "maybe", readonly Doubt[]] {
  const doubts: Doubt[] = [];
  for (const ref of rule.groups) {
    if (ref.state === "known" && peer.groups.has(ref.to)) return ["yes", []];
    if (ref.state === "known" && (peer.perhaps.has(ref.to) || peer.mayHaveAny)) doubts.push(groupsUnknown(rule));
    if (
      ref.state === "ambiguous" &&
      (peer.mayHaveAny || ref.among.some((one) => peer.groups.has(one) || peer.perhaps.has(one)))
    )
      doubts.push(ref.doubt);
    if (ref.state === "unknown") doubts.push(ref.doubt);
  }
  const { sure, may } = rule.addresses;
  if (may.length > 0) {
    const isSure = !peer.isAddressUnknown && peer.ranges.some((set) => set.some((range) => isWithin([range], sure)));
    if (isSure) return ["yes", []];
    const touches = peer.isAddressUnknown || peer.ranges.some((set) => intersection(set, may).length > 0);
    if (touches) doubts.push(...rule.addresses.doubts, addressUnknown(rule));
  }
  return doubts.length > 0 ? ["maybe", doubts] : ["no", []];
}

function groupsUnknown(rule: GroupRule): Doubt {
  return {
    resource: rule.name,
    property: "the group it names",
    why: "may be one of the other end's, which are not known",
  };
}

function addressUnknown(rule: GroupRule): Doubt {
  return {
    resource: rule.name,
    property: "the range it names",
    why: "may hold the other end's address, which is not known",
  };
}
