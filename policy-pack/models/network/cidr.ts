import ipaddr from "ipaddr.js";

/** Addresses first to last, inclusive, of one IP version. */
export interface Range {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** Address ranges in order, without overlap or adjacency: equal sets are equal lists. */
export type AddressSet = readonly Range[];

/** The range of a CIDR block; bits below the prefix are ignored, as AWS does. Undefined when it is not one. */
export function parseCidr(text: string): Range | undefined {
  if (!ipaddr.isValidCIDR(text)) return undefined;
  const [address, prefix] = ipaddr.parseCIDR(text);
  const version = address.kind() === "ipv4" ? 4 : 6;
  const width = version === 4 ? 32 : 128;
  const value = address.toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const size = 1n << BigInt(width - prefix);
  const first = (value / size) * size;
  return { version, first, last: first + size - 1n };
}

/** All addresses of either set. */
export function union(...sets: readonly AddressSet[]): AddressSet {
  const sorted = sets
    .flat()
    .sort((a, b) => a.version - b.version || (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const merged: Range[] = [];
  for (const range of sorted) {
    const previous = merged.at(-1);
    if (previous && previous.version === range.version && range.first <= previous.last + 1n) {
      if (range.last > previous.last) merged[merged.length - 1] = { ...previous, last: range.last };
    } else merged.push(range);
  }
  return merged;
}

/** The addresses of `set` that `taken` does not hold. Both are walked once. */
export function difference(set: AddressSet, taken: AddressSet): AddressSet {
  const rest: Range[] = [];
  const holes = union(taken);
  let index = 0;
  for (const range of union(set)) {
    let { first } = range;
    const isBefore = (hole: Range) =>
      hole.version < range.version || (hole.version === range.version && hole.last < first);
    for (let hole = holes[index]; hole && isBefore(hole); hole = holes[index]) index++;
    for (let at = index; first <= range.last; at++) {
      const hole = holes[at];
      if (hole?.version !== range.version || hole.first > range.last) {
        rest.push({ ...range, first });
        break;
      }
      if (hole.first > first) rest.push({ ...range, first, last: hole.first - 1n });
      first = hole.last + 1n;
    }
  }
  return rest;
}

/**
 * Addresses from which nobody on the internet can come: private networks, shared carrier space (which AWS allows in a
 * VPC), this host, link-local, multicast and reserved space. Ranges kept for documentation count as public: whoever
 * opens one means a stranger.
 * https://www.iana.org/assignments/iana-ipv4-special-registry https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const privateBlocks = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "224.0.0.0/4",
  "240.0.0.0/4",
  "::/127",
  "fc00::/7",
  "fe80::/10",
  "ff00::/8",
];

/** What is not of the internet, as one set. */
export const privateAddresses: AddressSet = union(privateBlocks.map(parseCidr).filter((range) => range !== undefined));

/** The addresses of a set from which somebody on the internet may come. */
export function publicPart(set: AddressSet): AddressSet {
  return difference(set, privateAddresses);
}
