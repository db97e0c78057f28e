import { anyOf, bothOf, exactly, perhaps, regionAlgebra, type Bounds } from "../certainty";
import { everyAddress, internet, intersection, type AddressSet } from "../cidr";
import type { GatewayKind, Host, Ref, Subnet } from "../facts";
import { intersectRegions, mapServices, nothing, regionOf, type Region } from "../region";
import { allServices, wholeProtocols } from "../services";
import { everything, type Acls } from "./acls";
import type { Groups } from "./groups";
import { publicAddresses } from "./internet";
import { routedFrom, type Leads } from "./routes";

/**
 * What a host can ask of the internet and be answered: by a NAT gateway or an appliance, by an egress-only gateway, or
 * by the internet gateway with a public address of its own. The answer has to pass the network ACL, too.
 */
export function goOut(host: Host, groups: Groups, acls: Acls): Bounds<Region> {
  const ways = host.subnets.map((ref) => {
    const subnets = ref.state === "known" ? [ref.to] : ref.state === "ambiguous" ? ref.among : [];
    if (ref.state === "unknown") return perhaps(nothing, clipped(everything), ref.doubt);
    const each = anyOf(
      regionAlgebra,
      subnets.map((subnet) => outOf(host, ref, subnet, acls)),
    );
    return ref.state === "ambiguous" ? perhaps(nothing, each.may, ref.doubt, ...each.doubts) : each;
  });
  return bothOf(regionAlgebra, anyOf(regionAlgebra, ways), groups.toAddresses(host));
}

function outOf(host: Host, ref: Ref<Subnet>, subnet: Subnet, acls: Acls): Bounds<Region> {
  const local = subnet.vpc.state === "known" ? subnet.vpc.to.addresses : [];
  const through = (...kinds: readonly GatewayKind[]): Bounds<Region> => {
    const leads = (kind: GatewayKind): Leads =>
      kinds.includes(kind) ? "yes" : unsureKinds.includes(kind) ? "maybe" : "no";
    const { sure, may, doubts } = routedFrom(subnet.table, local, leads);
    return { sure: regionOf(sure, allServices), may: regionOf(may, allServices), doubts };
  };
  const own = bothOf(regionAlgebra, through("internet"), publicAddresses(host, ref));
  const routed = anyOf(regionAlgebra, [
    bothOf(regionAlgebra, through("nat", "interface"), exactly(clipped(everything, 4))),
    bothOf(regionAlgebra, through("egressOnly"), exactly(clipped(everything, 6))),
    own,
  ]);
  const asked = bothOf(regionAlgebra, routed, acls.side(subnet.acl, "egress"));
  const { sure, may, doubts } = acls.side(subnet.acl, "ingress");
  const answers = { sure: mapServices(sure, wholeProtocols), may: mapServices(may, wholeProtocols), doubts };
  return bothOf(regionAlgebra, asked, answers);
}

/** What may have a way out of its own, elsewhere. */
const unsureKinds: readonly GatewayKind[] = ["peering", "transit"];

function clipped(region: Region, version?: 4 | 6): Region {
  const addresses: AddressSet = version === undefined ? internet : intersection(internet, everyAddress(version));
  return intersectRegions(region, regionOf(addresses, allServices));
}
