import { oneOf, perhaps, regionAlgebra, type Bounds } from "../certainty";
import { allAddresses } from "../cidr";
import type { AclSide, NetworkAcl, Ref } from "../facts";
import { intersectRegions, nothing, regionOf, subtractRegions, uniteRegions, type Region } from "../region";
import { allServices } from "../services";

/** Everything that may pass at all. */
export const everything: Region = regionOf(allAddresses, allServices);

/** What one direction of a network ACL lets through: of the rules that match, the one with the lowest number decides. */
export function passing({ rules, doubts }: AclSide): Bounds<Region> {
  if (doubts.length > 0) return perhaps(nothing, everything, ...doubts);
  const bounds: { sure: Region[]; may: Region[] } = { sure: [], may: [] };
  // What no refusal before could, and what none before certainly has, taken away.
  let [certainlyLeft, possiblyLeft] = [everything, everything];
  for (const rule of [...rules].sort((a, b) => a.number - b.number)) {
    const { sure, may } = rule.traffic;
    if (rule.allows) {
      bounds.sure.push(intersectRegions(sure, certainlyLeft));
      bounds.may.push(intersectRegions(may, possiblyLeft));
    } else {
      certainlyLeft = subtractRegions(certainlyLeft, may);
      possiblyLeft = subtractRegions(possiblyLeft, sure);
    }
  }
  const [sure, may] = [uniteRegions(bounds.sure), uniteRegions(bounds.may)];
  return { sure, may, doubts: rules.flatMap((rule) => rule.traffic.doubts) };
}

/** Remembers what each side of each network ACL lets through. */
export class Acls {
  private readonly sides = new Map<AclSide, Bounds<Region>>();

  side(acl: Ref<NetworkAcl>, direction: "ingress" | "egress"): Bounds<Region> {
    if (acl.state === "unknown") return perhaps(nothing, everything, acl.doubt);
    if (acl.state === "known") return this.of(acl.to[direction]);
    return oneOf(
      regionAlgebra,
      acl.among.map((one) => this.of(one[direction])),
      acl.doubt,
    );
  }

  private of(side: AclSide): Bounds<Region> {
    const found = this.sides.get(side) ?? passing(side);
    this.sides.set(side, found);
    return found;
  }
}
