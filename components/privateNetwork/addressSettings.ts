import { formatCidr, isPrivate, overlaps, parseCidr, type Cidr } from "../internal/cidr";
import { regionOfZone } from "../internal/identity";
import { shown, type Problems } from "../internal/problems";

const zoneShape = "an availability zone such as eu-west-1a";

/** Returns the region when all zones agree on one. */
export function checkZones(problems: Problems, zones: string[]): string | undefined {
  if (!Array.isArray(zones) || zones.length < 1 || zones.length > 6) {
    const got = Array.isArray(zones) ? `${zones.length}` : shown(zones);
    problems.add("availabilityZones", `must be a list of 1 to 6 zones, got ${got}`);
    return undefined;
  }
  const regions = zones.map((zone, position) => {
    const region = typeof zone === "string" ? regionOfZone(zone) : undefined;
    const elsewhere = /-\d-[a-z0-9-]+-\d[a-z]$/.test(zone)
      ? "; Local and Wavelength Zones have neither interface endpoints nor Fargate"
      : "";
    problems.require(
      region !== undefined,
      `availabilityZones[${position}]`,
      `must be ${zoneShape}, got ${shown(zone)}${elsewhere}`,
    );
    const first = zones.indexOf(zone);
    problems.require(
      first === position,
      `availabilityZones[${position}]`,
      `must differ from the other zones, got ${shown(zone)} again, as at ${first}`,
    );
    return region;
  });
  const distinct = [...new Set(regions)].filter((region) => region !== undefined);
  problems.require(
    distinct.length <= 1,
    "availabilityZones",
    `must all be of one region, got ${distinct.join(" and ")}; make one network for each region`,
  );
  return distinct.length === 1 ? distinct[0] : undefined;
}

export function checkCidr(problems: Problems, text: string, connected: string[]): Cidr | undefined {
  const network = typeof text === "string" ? parseCidr(text) : undefined;
  if (!network) {
    const base = typeof text === "string" ? baseOf(text) : undefined;
    const fix = base ? `; host bits must be zero: ${base}` : "";
    problems.add("cidrBlock", `must be an IPv4 block such as 10.0.0.0/16, got ${shown(text)}${fix}`);
    return undefined;
  }
  problems.require(
    network.prefix >= 16 && network.prefix <= 20,
    "cidrBlock",
    `must be of size /16 to /20, got ${shown(text)}; AWS has no larger network than /16, and below /20 no room is left for six zones`,
  );
  problems.require(
    isPrivate(network),
    "cidrBlock",
    `must lie within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10, got ${shown(text)}; public addresses of others would become unreachable`,
  );
  checkConnected(problems, network, connected);
  return network;
}

/** No route can tell two networks apart that share an address. */
function checkConnected(problems: Problems, network: Cidr, connected: string[]): void {
  if (!Array.isArray(connected)) {
    return problems.add("connectedCidrBlocks", `must be a list of IPv4 blocks, got ${shown(connected)}`);
  }
  connected.forEach((text, position) => {
    const path = `connectedCidrBlocks[${position}]`;
    const other = typeof text === "string" ? parseCidr(text) : undefined;
    if (!other) {
      problems.add(path, `must be an IPv4 block with host bits zero, such as 10.20.0.0/16, got ${shown(text)}`);
    } else if (overlaps(network, other)) {
      problems.add(
        "cidrBlock",
        `must not overlap ${path} ${text}, got ${shown(formatCidr(network))}; choose another private range`,
      );
    }
  });
}

/** The block that somebody meant who left host bits set, such as 10.0.0.0/16 for 10.0.3.1/16. */
function baseOf(text: string): string | undefined {
  const [address = "", prefix = ""] = text.split("/");
  const exact = parseCidr(`${address}/32`);
  if (!exact || !/^\d{1,2}$/.test(prefix) || Number(prefix) > 32) return undefined;
  const size = 2 ** (32 - Number(prefix));
  return formatCidr({ first: exact.first - (exact.first % size), prefix: Number(prefix) });
}
