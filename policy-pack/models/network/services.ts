/**
 * Services are protocols with their ports, on one line of numbers: protocol * 65536 + port, and for ICMP
 * type * 256 + code in the place of the port. So a set of services is a set of number ranges, and exact.
 */
export interface ServiceRange {
  readonly first: number;
  readonly last: number;
}

/** Ranges in order, without overlap or adjacency: equal sets are equal lists. */
export type ServiceSet = readonly ServiceRange[];

const block = 65_536;
const protocolNumbers: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58 };
const protocolNames = new Map(Object.entries(protocolNumbers).map(([name, number]) => [number, name]));
const tcp = 6;
const icmpProtocols = [1, 58];

export const allServices: ServiceSet = [{ first: 0, last: 256 * block - 1 }];
export const noServices: ServiceSet = [];

/** Everything of one protocol, or some of its ports; numbers that are no ports count for nothing. */
export function servicesOf(protocol: number, fromPort = 0, toPort = block - 1): ServiceSet {
  const [from, to] = [Math.max(Math.ceil(fromPort), 0), Math.min(Math.floor(toPort), block - 1)];
  return from > to ? noServices : [{ first: protocol * block + from, last: protocol * block + to }];
}

export const allTcp: ServiceSet = servicesOf(tcp);

export function tcpPort(...ports: readonly number[]): ServiceSet {
  return uniteServices(...ports.map((port) => servicesOf(tcp, port, port)));
}

export function udpPort(port: number): ServiceSet {
  return servicesOf(17, port, port);
}

/** The number of a protocol as AWS takes it, a name or digits; "all" for every one; undefined when it is neither. */
export function parseProtocol(text: string): number | "all" | undefined {
  const name = text.trim().toLowerCase();
  if (name === "-1" || name === "all") return "all";
  const number = protocolNumbers[name] ?? (/^\d{1,3}$/.test(name) ? Number(name) : undefined);
  return number !== undefined && number < 256 ? number : undefined;
}

/**
 * The services of a rule. Ports count for TCP and UDP; for ICMP they are type and code, -1 meaning each; all other
 * protocols have none. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
export function servicesOfRule(protocol: number | "all", from?: number, to?: number): ServiceSet {
  if (protocol === "all") return allServices;
  if (icmpProtocols.includes(protocol)) {
    if (from === undefined || from < 0) return servicesOf(protocol);
    return to === undefined || to < 0
      ? servicesOf(protocol, from * 256, from * 256 + 255)
      : servicesOf(protocol, from * 256 + to, from * 256 + to);
  }
  if (protocol !== tcp && protocol !== 17) return servicesOf(protocol);
  return from === undefined || from < 0 ? servicesOf(protocol) : servicesOf(protocol, from, to ?? from);
}

export function uniteServices(...sets: readonly ServiceSet[]): ServiceSet {
  if (sets.length === 1 && sets[0]) return sets[0];
  const sorted = sets.flat().sort((a, b) => a.first - b.first);
  const merged: ServiceRange[] = [];
  for (const range of sorted) {
    const previous = merged.at(-1);
    if (previous && range.first <= previous.last + 1) {
      if (range.last > previous.last) merged[merged.length - 1] = { first: previous.first, last: range.last };
    } else merged.push(range);
  }
  return merged;
}

export function intersectServices(a: ServiceSet, b: ServiceSet): ServiceSet {
  if (a === b || b === allServices) return a;
  if (a === allServices) return b;
  const common: ServiceRange[] = [];
  for (let i = 0, j = 0; ;) {
    const [left, right] = [a[i], b[j]];
    if (!left || !right) return common;
    const first = Math.max(left.first, right.first);
    const last = Math.min(left.last, right.last);
    if (first <= last) common.push({ first, last });
    if (left.last < right.last) i++;
    else j++;
  }
}

export function subtractServices(a: ServiceSet, b: ServiceSet): ServiceSet {
  const rest: ServiceRange[] = [];
  let j = 0;
  for (const { first: start, last } of a) {
    let first = start;
    for (let hole = b[j]; hole && hole.last < first; hole = b[j]) j++;
    for (let at = j; first <= last; at++) {
      const hole = b[at];
      if (!hole || hole.first > last) {
        rest.push({ first, last });
        break;
      }
      if (hole.first > first) rest.push({ first, last: hole.first - 1 });
      first = hole.last + 1;
    }
  }
  return rest;
}

export function sameServices(a: ServiceSet, b: ServiceSet): boolean {
  return (
    a === b ||
    (a.length === b.length && a.every((range, i) => range.first === b[i]?.first && range.last === b[i]?.last))
  );
}

/** Every service of each protocol that the set has any service of. */
export function wholeProtocols(set: ServiceSet): ServiceSet {
  return uniteServices(
    ...set.map(({ first, last }) => [
      { first: Math.floor(first / block) * block, last: Math.floor(last / block) * block + block - 1 },
    ]),
  );
}

/** Ports of one protocol, as reports give them. */
export interface Ports {
  /** `tcp`, `udp`, `icmp`, `icmpv6`, a protocol number, or `all`. */
  readonly protocol: string;
  /** First port; absent when every port is meant, or the protocol has none. */
  readonly from?: number;
  /** Last port; absent as `from`. */
  readonly to?: number;
}

/** The set as ports by protocol. */
export function portsOf(set: ServiceSet): Ports[] {
  const ports: Ports[] = [];
  for (const { first, last } of set) {
    if (first === 0 && last === 256 * block - 1) return [{ protocol: "all" }];
    const [head, tail] = [Math.floor(first / block), Math.floor(last / block)];
    for (let number = head; number <= tail; number++) {
      const from = number === head ? first % block : 0;
      const to = number === tail ? last % block : block - 1;
      const protocol = protocolNames.get(number) ?? String(number);
      ports.push(from === 0 && to === block - 1 ? { protocol } : { protocol, from, to });
    }
  }
  return ports;
}

/** The set in words: `tcp 443, udp 1000-2000`, or `every port and protocol`. */
export function describeServices(set: ServiceSet): string {
  const ports = portsOf(set);
  if (ports.length === 0) return "no port";
  const words = ports.map(({ protocol, from, to }) => {
    if (protocol === "all") return "every port and protocol";
    if (from === undefined) return `every ${protocol} port`;
    return `${protocol} ${from === to ? String(from) : `${String(from)}-${String(to)}`}`;
  });
  return words.length > 6 ? `${words.slice(0, 5).join(", ")} and ${String(words.length - 5)} more` : words.join(", ");
}

/** The set as it follows a name in a path: `:443` for TCP, `:53/udp`, nothing when everything is meant. */
export function describePorts(set: ServiceSet): string {
  const ports = portsOf(set);
  if (ports.length === 0 || ports[0]?.protocol === "all") return "";
  const words = ports.slice(0, 4).map(({ protocol, from, to }) => {
    const range = from === undefined ? "*" : from === to ? String(from) : `${String(from)}-${String(to)}`;
    return protocol === "tcp" ? range : `${range}/${protocol}`;
  });
  return ` :${words.join(",")}${ports.length > 4 ? ",…" : ""}`;
}
