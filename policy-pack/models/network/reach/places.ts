import {
  anyOf,
  bothOf,
  exactly,
  oneOf,
  perhaps,
  regionAlgebra,
  serviceAlgebra,
  type Bounds,
  type Doubt,
} from "../certainty";
import { allAddresses, type AddressSet } from "../cidr";
import type { Host, Ref, Subnet, Vpc } from "../facts";
import { intersectRegions, mapServices, nothing, regionOf, type Region } from "../region";
import {
  allServices,
  intersectServices,
  noServices,
  uniteServices,
  wholeProtocols,
  type ServiceSet,
} from "../services";
import { Acls, everything } from "./acls";
import { routedFrom } from "./routes";

/** What subnets let through: routes and network ACLs, remembered by subnet and by pair of subnets. */
export class Places {
  private readonly acls = new Acls();
  private readonly inward = new Map<Subnet, Bounds<Region>>();
  private readonly pairs = new Map<Subnet, Map<Subnet, Bounds<ServiceSet>>>();

  /**
   * What the internet may send to a subnet and be answered: through an internet gateway, and past the network ACL in
   * both directions. Network ACLs keep no state, so the answer has to pass, too; the asker chooses the port it is
   * answered on, hence one open port is enough.
   */
  fromInternet(subnet: Ref<Subnet>): Bounds<Region> {
    if (subnet.state === "known") return this.into(subnet.to);
    if (subnet.state === "unknown") return perhaps(nothing, everything, subnet.doubt);
    return oneOf(
      regionAlgebra,
      subnet.among.map((one) => this.into(one)),
      subnet.doubt,
    );
  }

  /** What one host may send to another and be answered, as far as their subnets and VPCs are concerned. */
  between(from: Host, to: Host): Bounds<ServiceSet> {
    const pairs = from.subnets.flatMap((a) => to.subnets.map((b) => this.betweenRefs(a, b)));
    if (pairs.length === 0) return exactly(noServices);
    return anyOf(serviceAlgebra, pairs);
  }

  /** Whether nothing stands between any of the subnets of two hosts. */
  areFree(from: Host, to: Host): boolean {
    return from.subnets.every((a) => to.subnets.every((b) => this.betweenRefs(a, b).sure === allServices));
  }

  private into(subnet: Subnet): Bounds<Region> {
    const found = this.inward.get(subnet) ?? this.makeInward(subnet);
    this.inward.set(subnet, found);
    return found;
  }

  private makeInward(subnet: Subnet): Bounds<Region> {
    const { vpc } = subnet;
    const local = vpc.state === "known" ? vpc.to.addresses : [];
    const routed = routedFrom(subnet.table, local, (kind) => (kind === "internet" ? "yes" : "no"));
    const region: Bounds<Region> = {
      sure: regionOf(routed.sure, allServices),
      may: regionOf(routed.may, allServices),
      doubts: routed.doubts,
    };
    const asked = bothOf(regionAlgebra, region, this.acls.side(subnet.acl, "ingress"));
    const answered = bothOf(regionAlgebra, asked, replies(this.acls.side(subnet.acl, "egress")));
    const edges = vpc.state === "known" ? vpc.to.edgeTables : [];
    return edges.length > 0 ? perhaps(nothing, answered.may, ...answered.doubts, ...edges) : answered;
  }

  private betweenRefs(from: Ref<Subnet>, to: Ref<Subnet>): Bounds<ServiceSet> {
    if (from.state === "unknown") return perhaps(noServices, allServices, from.doubt);
    if (to.state === "unknown") return perhaps(noServices, allServices, to.doubt);
    const [froms, tos] = [from, to].map((ref) => (ref.state === "known" ? [ref.to] : ref.among));
    const pairs = (froms ?? []).flatMap((a) => (tos ?? []).map((b) => this.pair(a, b)));
    const doubt = from.state === "ambiguous" ? from.doubt : to.state === "ambiguous" ? to.doubt : undefined;
    return doubt ? oneOf(serviceAlgebra, pairs, doubt) : anyOf(serviceAlgebra, pairs);
  }

  private pair(from: Subnet, to: Subnet): Bounds<ServiceSet> {
    const known = this.pairs.get(from) ?? new Map<Subnet, Bounds<ServiceSet>>();
    this.pairs.set(from, known);
    const found = known.get(to) ?? this.makePair(from, to);
    known.set(to, found);
    return found;
  }

  private makePair(from: Subnet, to: Subnet): Bounds<ServiceSet> {
    if (from === to) return exactly(allServices);
    const connected = connection(from, to);
    if (connected.may.length === 0) return connected;
    const steps = [
      toward(this.acls.side(from.acl, "egress"), to),
      toward(this.acls.side(to.acl, "ingress"), from),
      whole(toward(this.acls.side(to.acl, "egress"), from)),
      whole(toward(this.acls.side(from.acl, "ingress"), to)),
    ];
    return steps.reduce((services, step) => bothOf(serviceAlgebra, services, step), connected);
  }
}

/** What may be answered: every service of a protocol that has any port open. */
function replies({ sure, may, doubts }: Bounds<Region>): Bounds<Region> {
  return { sure: mapServices(sure, wholeProtocols), may: mapServices(may, wholeProtocols), doubts };
}

function whole({ sure, may, doubts }: Bounds<ServiceSet>): Bounds<ServiceSet> {
  return { sure: wholeProtocols(sure), may: wholeProtocols(may), doubts };
}

/** What a network ACL lets through to or from any address of a subnet; certain is what it lets through for all. */
function toward({ sure, may, doubts }: Bounds<Region>, subnet: Subnet): Bounds<ServiceSet> {
  if (sure === everything) return exactly(allServices);
  const addresses = subnet.addresses ?? allAddresses;
  const unknown: readonly Doubt[] = subnet.addressesDoubt ? [subnet.addressesDoubt] : [];
  const possible = intersectRegions(may, regionOf(addresses, allServices));
  const certain = addresses.map((range) => throughout(sure, [range]));
  return {
    sure: uniteServices(...certain),
    may: uniteServices(...possible.map((band) => band.services)),
    doubts: [
      ...doubts,
      ...unknown,
      { resource: subnet.name, property: "part", why: "is let through by a network ACL" },
    ],
  };
}

/** The services that every one of the addresses may use. */
function throughout(region: Region, addresses: AddressSet): ServiceSet {
  const bands = intersectRegions(region, regionOf(addresses, allServices));
  const size = (ranges: AddressSet) => ranges.reduce((sum, range) => sum + range.last - range.first + 1n, 0n);
  if (size(bands.map((band) => band.range)) !== size(addresses)) return noServices;
  return bands.reduce<ServiceSet>((common, band) => intersectServices(common, band.services), allServices);
}

/** Whether two subnets are in one network. What peering and transit gateways join is not followed. */
function connection(from: Subnet, to: Subnet): Bounds<ServiceSet> {
  const [a, b] = [from.vpc, to.vpc];
  if (a.state === "known" && b.state === "known") {
    if (a.to === b.to) return exactly(allServices);
    if (!leavesVpc(from) || !leavesVpc(to)) return exactly(noServices);
    const why = "may be joined to another VPC by peering or a transit gateway";
    return perhaps(noServices, allServices, { resource: from.name, property: "VPC", why });
  }
  const all = (ref: Ref<Vpc>) => (ref.state === "known" ? [ref.to] : ref.state === "ambiguous" ? ref.among : undefined);
  const [left, right] = [all(a), all(b)];
  const doubts = [a, b].flatMap((ref) => (ref.state === "known" ? [] : [ref.doubt]));
  const cannot = left && right && !left.some((one) => right.includes(one)) && !leavesVpc(from);
  return cannot ? exactly(noServices) : perhaps(noServices, allServices, ...doubts);
}

/** Whether a subnet has, or may have, a route into another VPC. */
function leavesVpc({ table }: Subnet): boolean {
  const elsewhere = (kind: string): "yes" | "no" =>
    ["peering", "transit", "interface", "other"].includes(kind) ? "yes" : "no";
  return routedFrom(table, [], elsewhere).may.length > 0;
}
