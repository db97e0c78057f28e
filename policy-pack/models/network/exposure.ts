import { describeDoubt } from "./certainty";
import { everyAddress, internet, intersection, isWithin, toCidrs, union, type AddressSet } from "./cidr";
import type { Network } from "./network";
import { describePath } from "./reach/path";
import { portsOfFlows, type Way, type WayKind } from "./reach/ways";
import { describeServices, portsOf, type Ports } from "./services";

/** One way in which the internet reaches something, as reports give it. */
export interface InternetExposure {
  /** Logical name and URN of what is reached. */
  readonly target: string;
  readonly urn: string;
  readonly kind: string;
  readonly way: WayKind;
  readonly verdict: "reachable" | "undetermined";
  /** Who: CIDR blocks, `0.0.0.0/0` and `::/0` standing for the whole internet. */
  readonly sources: readonly string[];
  readonly ports: readonly Ports[];
  /** The path in one line. */
  readonly path: string;
  /** Why it is undetermined. */
  readonly doubts: readonly string[];
}

/** One tier that lets another one in. */
export interface TierExposure {
  /** Logical name of the group that is named, or CIDR blocks. */
  readonly from: string;
  /** Logical name of the group that lets in. */
  readonly to: string;
  readonly verdict: "reachable" | "undetermined";
  readonly ports: readonly Ports[];
  /** Logical names of what has the group. */
  readonly members: readonly string[];
}

/** Who reaches what, for reports. */
export interface Exposure {
  readonly internet: readonly InternetExposure[];
  readonly tiers: readonly TierExposure[];
}

/** Everything that the internet reaches or may reach, and who may reach whom inside, in the order of registration. */
export function exposureOf(network: Network): Exposure {
  const { hosts, groups } = network.facts;
  return {
    internet: hosts.flatMap((host) => {
      const { ways, indirect } = network.fromInternet(host);
      return [...ways, ...(indirect ? [indirect] : [])].map((way) => ({
        target: host.name,
        urn: host.urn ?? "",
        kind: host.kind,
        way: way.kind,
        verdict: way.verdict,
        sources: sourcesOf(way),
        ports: portsOfFlows(way.flows),
        path: describePath(way.path),
        doubts: way.doubts.map(describeDoubt),
      }));
    }),
    tiers: groups.flatMap((to) =>
      network.whoMayReach(to).map(({ group, addresses, verdict, services }) => ({
        from: group?.name ?? describeAddresses(addresses ?? []),
        to: to.name,
        verdict,
        ports: portsOf(services),
        members: to.members.map((member) => member.name),
      })),
    ),
  };
}

/** The addresses of a way's flows as CIDR blocks. */
export function sourcesOf(way: Way): string[] {
  return cidrsOf(union(...way.flows.map((flow) => flow.sources)));
}

/** Addresses as CIDR blocks; the whole internet of an IP version is the one block that everybody writes for it. */
export function cidrsOf(addresses: AddressSet): string[] {
  const whole = { 4: "0.0.0.0/0", 6: "::/0" } as const;
  return ([4, 6] as const).flatMap((version) => {
    const every = everyAddress(version);
    const some = intersection(addresses, every);
    return isWithin(intersection(internet, every), some) ? [whole[version]] : toCidrs(some);
  });
}

/** Addresses in words, never longer than a glance. */
export function describeAddresses(addresses: AddressSet): string {
  const cidrs = cidrsOf(addresses);
  if (cidrs.length === 0) return "an unknown source";
  return cidrs.length > 6 ? `${cidrs.slice(0, 5).join(", ")} and ${String(cidrs.length - 5)} more` : cidrs.join(", ");
}

/** A way in one sentence: who, on which ports, by which path. */
export function describeWay(way: Way): string {
  const flows = way.flows.map(
    ({ sources, services }) => `${describeServices(services)} from ${describeAddresses(sources)}`,
  );
  return `${flows.join("; ")} (${describePath(way.path)})`;
}
