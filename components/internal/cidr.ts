import ipaddr from "ipaddr.js";

/** A block of IPv4 addresses: its first address as a number, and how many leading bits are fixed. */
export interface Cidr {
  first: number;
  prefix: number;
}

/** How many addresses a block holds. */
export function sizeOf({ prefix }: Cidr): number {
  return 2 ** (32 - prefix);
}

/** Reads `A.B.C.D/N` with four decimal parts and host bits zero; undefined for anything else. */
export function parseCidr(text: string): Cidr | undefined {
  const [address = "", prefixText = "", ...rest] = text.split("/");
  const prefix = Number(prefixText);
  if (rest.length > 0 || !/^\d{1,2}$/.test(prefixText) || prefix > 32) return undefined;
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) || /(^|\.)0\d/.test(address)) return undefined;
  const first = ipaddr.IPv4.parse(address)
    .toByteArray()
    .reduce((number, byte) => number * 256 + byte, 0);
  return first % sizeOf({ first, prefix }) === 0 ? { first, prefix } : undefined;
}

/** Prints a block as `A.B.C.D/N`. */
export function formatCidr({ first, prefix }: Cidr): string {
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${new ipaddr.IPv4(bytes).toString()}/${prefix}`;
}

/** The `index`-th of the equal parts into which `newBits` more bits cut a block: Terraform's `cidrsubnet`. */
export function subnetOf(block: Cidr, newBits: number, index: number): Cidr {
  const part = { first: block.first, prefix: block.prefix + newBits };
  if (part.prefix > 32 || !Number.isInteger(index) || index < 0 || index >= 2 ** newBits) {
    throw new RangeError(`${formatCidr(block)} has no part ${index} of ${newBits} more bits`);
  }
  return { ...part, first: block.first + index * sizeOf(part) };
}

/** Whether every address of `inner` is in `outer`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.first <= inner.first && inner.first + sizeOf(inner) <= outer.first + sizeOf(outer);
}

/** Whether two blocks share an address. Blocks that are aligned either nest or are apart. */
export function overlaps(one: Cidr, other: Cidr): boolean {
  return contains(one, other) || contains(other, one);
}

/** Ranges that no router of the internet carries: RFC 1918, and RFC 6598's shared range. */
const privateRanges = [
  { first: 10 * 2 ** 24, prefix: 8 },
  { first: 172 * 2 ** 24 + 16 * 2 ** 16, prefix: 12 },
  { first: 192 * 2 ** 24 + 168 * 2 ** 16, prefix: 16 },
  { first: 100 * 2 ** 24 + 64 * 2 ** 16, prefix: 10 },
];

/** Whether the block lies within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10. */
export function isPrivate(block: Cidr): boolean {
  return privateRanges.some((range) => contains(range, block));
}

/** The addresses of one zone's subnets. */
export interface ZonePlan {
  zone: string;
  private: string;
  public: string;
  data: string;
}

/**
 * The network's address plan. Private subnets are sixteenths counted from the bottom; public ones are 256ths counted
 * from the top, data ones 256ths counted from three quarters up. Six zones leave all three apart, and a zone's
 * addresses depend on nothing but its position, so a zone or a kind of subnet can be added without moving another.
 */
export function addressPlan(network: Cidr, zones: readonly string[]): ZonePlan[] {
  return zones.map((zone, position) => ({
    zone,
    private: formatCidr(subnetOf(network, 4, position)),
    public: formatCidr(subnetOf(network, 8, 255 - position)),
    data: formatCidr(subnetOf(network, 8, 192 + position)),
  }));
}
