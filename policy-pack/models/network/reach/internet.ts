import {
  anyOf,
  bothOf,
  exactly,
  perhaps,
  regionAlgebra,
  addressAlgebra,
  type Algebra,
  type Bounds,
} from "../certainty";
import { everyAddress, internet, intersection } from "../cidr";
import type { Answer, Host, Ref, Subnet } from "../facts";
import { nothing, regionOf, servicesIn, subtractRegions, uniteRegions, type Region } from "../region";
import { allServices } from "../services";
import type { Groups } from "./groups";
import { arrival, entrance, type Step } from "./path";
import type { Places } from "./places";

/** What reaches a host, and the way it takes. */
export interface Arrival {
  readonly traffic: Bounds<Region>;
  readonly path: readonly Step[];
}

/** What reaches a host from the internet at its own interfaces, by one way for each subnet that lets in something new. */
export function arriveDirectly(host: Host, places: Places, groups: Groups): Arrival[] {
  const { listens, openEndpoint } = host;
  const heard = { ...listens, sure: regionOf(internet, listens.sure), may: regionOf(internet, listens.may) };
  const arrivals: Arrival[] = [];
  if (openEndpoint.certain !== "no") {
    const traffic = when(regionAlgebra, openEndpoint, heard);
    const path = [...entrance(undefined), { name: "public endpoint" }, ...arrival(host, servicesIn(traffic.may))];
    arrivals.push({ traffic, path });
  }
  let guard: Bounds<Region> | undefined;
  let certain: Region = nothing;
  let possible: Region = nothing;
  for (const subnet of host.subnets) {
    const addresses = publicAddresses(host, subnet);
    if (addresses.may.length === 0) continue;
    guard ??= bothOf(regionAlgebra, groups.fromAddresses(host), heard);
    const traffic = bothOf(regionAlgebra, bothOf(regionAlgebra, addresses, places.fromInternet(subnet)), guard);
    const isNew =
      subtractRegions(traffic.sure, certain).length > 0 || subtractRegions(traffic.may, possible).length > 0;
    if (!isNew) continue;
    certain = uniteRegions([certain, traffic.sure]);
    possible = uniteRegions([possible, traffic.may]);
    const shown = traffic.sure.length > 0 ? traffic.sure : traffic.may;
    const path = [...entrance(subnet), ...arrival(host, servicesIn(shown), groups.admittingGroup(host, undefined))];
    arrivals.push({ traffic, path });
  }
  return arrivals;
}

/** The addresses that may reach a host because it has a public address of their IP version, with every service. */
export function publicAddresses(host: Host, subnet: Ref<Subnet>): Bounds<Region> {
  const ipv4 = host.publicIpv4 === "subnet" ? onLaunch(subnet, (one) => one.publicOnLaunch) : host.publicIpv4;
  const ipv6 = host.ipv6 === "subnet" ? onLaunch(subnet, (one) => ipv6OnLaunch(host, one)) : host.ipv6;
  const addresses = anyOf(addressAlgebra, [
    when(addressAlgebra, ipv4, exactly(intersection(everyAddress(4), internet))),
    when(addressAlgebra, ipv6, exactly(intersection(everyAddress(6), internet))),
  ]);
  return {
    sure: regionOf(addresses.sure, allServices),
    may: regionOf(addresses.may, allServices),
    doubts: addresses.doubts,
  };
}

/** Tasks get an IPv6 address wherever the subnet has some, if the account says so; others where the subnet says so. */
function ipv6OnLaunch({ kind, name }: Host, subnet: Subnet): Answer {
  if (kind !== "task" || subnet.ipv6OnLaunch.certain === "yes" || subnet.hasIpv6.certain === "no")
    return subnet.ipv6OnLaunch;
  const why = "follows the account setting dualStackIPv6, which is not part of the stack";
  return { certain: "maybe", doubts: [{ resource: name, property: "IPv6 address", why }] };
}

function onLaunch(subnet: Ref<Subnet>, answerOf: (subnet: Subnet) => Answer): Answer {
  if (subnet.state === "known") return answerOf(subnet.to);
  if (subnet.state === "unknown") return { certain: "maybe", doubts: [subnet.doubt] };
  const answers = subnet.among.map(answerOf);
  const [head] = answers;
  if (head && answers.every((one) => one.certain === head.certain)) return head;
  return { certain: "maybe", doubts: [subnet.doubt, ...answers.flatMap((one) => one.doubts)] };
}

/** The set when the answer is yes, nothing when it is no, and in between when it is maybe. */
export function when<T extends readonly unknown[]>(
  algebra: Algebra<T>,
  { certain, doubts }: Answer,
  set: Bounds<T>,
): Bounds<T> {
  if (certain === "no") return exactly(algebra.none);
  return certain === "yes" ? set : perhaps(algebra.none, set.may, ...doubts, ...set.doubts);
}
