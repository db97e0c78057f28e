import type { Read } from "../../plan/reader";
import type { Resource } from "../../plan/resource";
import type { Stack } from "../../plan/stack";

const subnetTypes = ["aws:ec2/subnet:Subnet", "aws:ec2/defaultSubnet:DefaultSubnet"];

/** The availability zones of a list of subnets, each once; unknown when a subnet or its zone cannot be identified. */
export function zonesOfSubnets(owner: Resource, ids: Read<Read<string>[]>, stack: Stack): Read<string[]> {
  const subnets = stack.targets(owner, ids, ...subnetTypes);
  if (subnets.state !== "known") return subnets;
  if (ids.state === "known" && subnets.value.length < ids.value.length)
    return { state: "unknown", path: ids.path, why: "names subnets outside the stack" };
  const zones = new Set<string>();
  for (const subnet of subnets.value) {
    const name = subnet.properties.text("availabilityZone");
    const zone = name.state === "absent" ? subnet.properties.text("availabilityZoneId") : name;
    const path = `${name.path} of ${subnet.name}`;
    if (zone.state === "unknown") return { ...zone, path };
    if (zone.state === "absent") return { state: "unknown", path, why: "is not set, so that AWS chooses it" };
    zones.add(zone.value);
  }
  return { state: "known", path: ids.path, value: [...zones] };
}
