import { anyOf, bothOf, exactly, oneOf, perhaps, regionAlgebra, serviceAlgebra, type Bounds } from "../certainty";
import { allAddresses, type AddressSet } from "../cidr";
import type { Forward, Host } from "../facts";
import { addressesIn, intersectRegions, nothing, regionOf, type Region } from "../region";
import { intersectServices, noServices, type ServiceSet } from "../services";
import type { Groups, Sight } from "./groups";
import type { Places } from "./places";

/** What one host may do to another inside the network. */
export class Hops {
  private readonly parts = new Map<Host, readonly Host[]>();

  constructor(
    private readonly places: Places,
    private readonly groups: Groups,
  ) {}

  /** The services of `to` that `from` can connect to: both their groups, both network ACLs, and the listener agree. */
  between(from: Host, to: Host): Bounds<ServiceSet> {
    if (this.groups.betweenHosts(to, "ingress", from).may.length === 0) return exactly(noServices);
    return bothOf(serviceAlgebra, to.listens, this.connect(from, to, "address"));
  }

  /** What reaches a target of a load balancer, of what reaches the load balancer, by address of the asker. */
  forwarded(balancer: Host, arriving: Bounds<Region>, forward: Forward): Bounds<Region> {
    const { target } = forward;
    const sources = sourcesOf(arriving, forward.services);
    if (sources.may.length === 0) return { sure: nothing, may: nothing, doubts: [] };
    const asBalancer = () => times(sources, this.sent(balancer, forward, "address"));
    const asClient = () => {
      const sent = times(sources, this.sent(balancer, forward));
      const byAddress = bothOf(regionAlgebra, sent, this.groups.fromAddresses(target));
      return anyOf(regionAlgebra, [times(sources, this.sent(balancer, forward, "group")), byAddress]);
    };
    const { certain, doubts } = forward.keepsClientAddress;
    const [doubt] = doubts;
    const admitted =
      certain === "yes"
        ? asClient()
        : certain === "no" || !doubt
          ? asBalancer()
          : oneOf(regionAlgebra, [asClient(), asBalancer()], doubt);
    return forward.doubts.length > 0 ? perhaps(nothing, admitted.may, ...forward.doubts, ...admitted.doubts) : admitted;
  }

  /** What a load balancer passes on of what reaches it on the given services. */
  passedOn(balancer: Host, services: ServiceSet, forward: Forward): Bounds<ServiceSet> {
    const { sure, may } = forward.services;
    const isOpen = (some: ServiceSet) => intersectServices(services, some).length > 0;
    if (!isOpen(may)) return exactly(noServices);
    const passed = this.sent(balancer, forward, "address");
    const doubts = [...forward.doubts, ...forward.services.doubts];
    return isOpen(sure) && forward.doubts.length === 0
      ? passed
      : perhaps(noServices, passed.may, ...passed.doubts, ...doubts);
  }

  /** What a load balancer sends to a target, and its groups let in; without `by` they are not asked. */
  private sent(balancer: Host, { target, targetServices }: Forward, by?: Sight): Bounds<ServiceSet> {
    const heard = bothOf(serviceAlgebra, targetServices, target.listens);
    return bothOf(serviceAlgebra, heard, this.connect(balancer, target, by));
  }

  /**
   * What passes from host to host: out of the sender's groups, through the subnets, and into the target's groups, seen
   * as `by` says or not asked. Where network ACLs make a difference between subnets, all of it must hold for one pair.
   */
  private connect(from: Host, to: Host, by?: Sight): Bounds<ServiceSet> {
    const isOneWay = from.subnets.length === 1 && to.subnets.length === 1;
    if (isOneWay || this.places.areFree(from, to)) return this.alongOneWay(from, to, by);
    const pairs = this.bySubnet(from).flatMap((a) => this.bySubnet(to).map((b) => this.alongOneWay(a, b, by)));
    return anyOf(serviceAlgebra, pairs);
  }

  private alongOneWay(from: Host, to: Host, by?: Sight): Bounds<ServiceSet> {
    const out = bothOf(serviceAlgebra, this.groups.betweenHosts(from, "egress", to), this.places.between(from, to));
    return by && out.may.length > 0
      ? bothOf(serviceAlgebra, out, this.groups.betweenHosts(to, "ingress", from, by))
      : out;
  }

  /** A host as if it had one subnet only, once for each that it has. */
  private bySubnet(host: Host): readonly Host[] {
    const parts = this.parts.get(host) ?? host.subnets.map((subnet) => ({ ...host, subnets: [subnet] }));
    this.parts.set(host, parts);
    return parts;
  }
}

/** The addresses that may use any of the services. */
function sourcesOf(arriving: Bounds<Region>, services: Bounds<ServiceSet>): Bounds<AddressSet> {
  const using = (region: Region, some: ServiceSet) =>
    addressesIn(intersectRegions(region, regionOf(allAddresses, some)));
  return {
    sure: using(arriving.sure, services.sure),
    may: using(arriving.may, services.may),
    doubts: [...arriving.doubts, ...services.doubts],
  };
}

function times(addresses: Bounds<AddressSet>, services: Bounds<ServiceSet>): Bounds<Region> {
  const may = regionOf(addresses.may, services.may);
  return { sure: regionOf(addresses.sure, services.sure), may, doubts: [...addresses.doubts, ...services.doubts] };
}
