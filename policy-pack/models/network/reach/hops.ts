import { anyOf, bothOf, exactly, oneOf, perhaps, regionAlgebra, serviceAlgebra, type Bounds } from "../certainty";
import { allAddresses, type AddressSet } from "../cidr";
import type { Forward, Host } from "../facts";
import { addressesIn, intersectRegions, nothing, regionOf, type Region } from "../region";
import { intersectServices, noServices, type ServiceSet } from "../services";
import type { Groups } from "./groups";
import type { Places } from "./places";

/** What one host may do to another inside the network. */
export class Hops {
  constructor(
    private readonly places: Places,
    private readonly groups: Groups,
  ) {}

  /** The services of `to` that `from` can connect to: both their groups, both network ACLs, and the listener agree. */
  between(from: Host, to: Host): Bounds<ServiceSet> {
    const admitted = this.groups.betweenHosts(to, "ingress", from);
    if (admitted.may.length === 0) return admitted;
    return bothOf(serviceAlgebra, bothOf(serviceAlgebra, admitted, to.listens), this.link(from, to));
  }

  /** What reaches a target of a load balancer, of what reaches the load balancer, by address of the asker. */
  forwarded(balancer: Host, arriving: Bounds<Region>, forward: Forward): Bounds<Region> {
    const { target } = forward;
    const sources = sourcesOf(arriving, forward.services);
    if (sources.may.length === 0) return { sure: nothing, may: nothing, doubts: [] };
    const sent = this.sent(balancer, forward);
    const asBalancer = () =>
      times(sources, bothOf(serviceAlgebra, sent, this.groups.betweenHosts(target, "ingress", balancer)));
    const asClient = () => {
      const named = bothOf(serviceAlgebra, sent, this.groups.betweenHosts(target, "ingress", balancer, "group"));
      const byAddress = bothOf(regionAlgebra, times(sources, sent), this.groups.fromAddresses(target));
      return anyOf(regionAlgebra, [times(sources, named), byAddress]);
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
    const admitted = this.groups.betweenHosts(forward.target, "ingress", balancer);
    const passed = bothOf(serviceAlgebra, this.sent(balancer, forward), admitted);
    const doubts = [...forward.doubts, ...forward.services.doubts];
    return isOpen(sure) && forward.doubts.length === 0
      ? passed
      : perhaps(noServices, passed.may, ...passed.doubts, ...doubts);
  }

  /** What a load balancer sends to a target, before the target's groups are asked. */
  private sent(balancer: Host, { target, targetServices }: Forward): Bounds<ServiceSet> {
    return bothOf(serviceAlgebra, bothOf(serviceAlgebra, targetServices, target.listens), this.link(balancer, target));
  }

  /** What the sender's groups and the subnets between let through. */
  private link(from: Host, to: Host): Bounds<ServiceSet> {
    return bothOf(serviceAlgebra, this.groups.betweenHosts(from, "egress", to), this.places.between(from, to));
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
