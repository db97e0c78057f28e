import ipaddr from "ipaddr.js";

/** Addresses first to last, inclusive, of one IP version. */
export interface Range {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** Address ranges in order, without overlap or adjacency: equal sets are equal lists. */
export type AddressSet = readonly Range[];

/** IPv4 as AWS writes it: four decimal numbers. Parsers also take octal and shorter forms, and read them otherwise. */
const fourDecimals = /^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}\/\d+$/;

/** The range of a CIDR block; bits below the prefix are ignored, as AWS does. Undefined when it is not one. */
export function parseCidr(text: string): Range | undefined {
  if (!ipaddr.isValidCIDR(text) || (!text.includes(":") && !fourDecimals.test(text))) return undefined;
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

/** The addresses that both sets hold. Both are walked once. */
export function intersection(a: AddressSet, b: AddressSet): AddressSet {
  const common: Range[] = [];
  for (let i = 0, j = 0; ;) {
    const [left, right] = [a[i], b[j]];
    if (!left || !right) return common;
    if (left.version === right.version) {
      const first = left.first > right.first ? left.first : right.first;
      const last = left.last < right.last ? left.last : right.last;
      if (first <= last) common.push({ version: left.version, first, last });
    }
    const leftEnds = left.version < right.version || (left.version === right.version && left.last < right.last);
    if (leftEnds) i++;
    else j++;
  }
}

/** Whether the first set lies within the second. */
export function isWithin(set: AddressSet, whole: AddressSet): boolean {
  return difference(set, whole).length === 0;
}

const widths = { 4: 32n, 6: 128n } as const;

/** Every address of an IP version. */
export function everyAddress(version: 4 | 6): AddressSet {
  return [{ version, first: 0n, last: (1n << widths[version]) - 1n }];
}

/** Every address there is. */
export const allAddresses: AddressSet = [...everyAddress(4), ...everyAddress(6)];

/** The fewest CIDR blocks that make up the set, in order. */
export function toCidrs(set: AddressSet): string[] {
  return set.flatMap(({ version, first, last }) => {
    const blocks: string[] = [];
    for (let start = first; start <= last;) {
      let bits = 0n;
      while (bits < widths[version] && start % (2n << bits) === 0n && start + (2n << bits) - 1n <= last) bits++;
      blocks.push(`${addressText(version, start)}/${String(widths[version] - bits)}`);
      start += 1n << bits;
    }
    return blocks;
  });
}

function addressText(version: 4 | 6, value: bigint): string {
  const count = version === 4 ? 4 : 16;
  const bytes = Array.from({ length: count }, (_, i) => Number((value >> BigInt(8 * (count - 1 - i))) & 255n));
  return ipaddr.fromByteArray(bytes).toString();
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

/** Every address from which somebody on the internet may come. */
export const internet: AddressSet = difference(allAddresses, privateAddresses);

/** The addresses of a set from which somebody on the internet may come. */
export function publicPart(set: AddressSet): AddressSet {
  return difference(set, privateAddresses);
}
