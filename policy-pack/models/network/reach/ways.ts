import { regionAlgebra, anyOf, distinct, type Bounds, type Doubt } from "../certainty";
import type { AddressSet, Range } from "../cidr";
import type { Host } from "../facts";
import { servicesIn, subtractRegions, type Region } from "../region";
import { portsOf, type ServiceSet } from "../services";
import type { Groups } from "./groups";
import type { Hops } from "./hops";
import { arriveDirectly, type Arrival } from "./internet";
import { arrival, describePath, type Step } from "./path";
import type { Places } from "./places";

/** `direct` at the host's own interfaces; `forwarded` by load balancers; `indirect` by way of a host that runs code. */
export type WayKind = "direct" | "forwarded" | "indirect";

/** Some addresses, and what every one of them may use. */
export interface Flow {
  readonly sources: AddressSet;
  readonly services: ServiceSet;
}

/** One way in which the internet reaches a host, or may reach it. */
export interface Way {
  readonly kind: WayKind;
  readonly verdict: "reachable" | "undetermined";
  /** Who reaches what; the services are those of the host, not those of a load balancer before it. */
  readonly flows: readonly Flow[];
  readonly path: readonly Step[];
  /** Why it is undetermined; empty otherwise. */
  readonly doubts: readonly Doubt[];
}

/** What arrives at every host from the internet, at its interfaces or through load balancers. */
export interface Arrivals {
  readonly direct: ReadonlyMap<Host, readonly Arrival[]>;
  readonly forwarded: ReadonlyMap<Host, readonly Arrival[]>;
}

/** Follows the internet to every host, and on through every load balancer that it reaches. */
export function arriveEverywhere(hosts: readonly Host[], places: Places, groups: Groups, hops: Hops): Arrivals {
  const direct = new Map<Host, readonly Arrival[]>();
  const forwarded = new Map<Host, Map<string, Arrival>>();
  const queue: { balancer: Host; arrived: Arrival; passed: readonly Host[] }[] = [];
  for (const host of hosts) {
    const arrivals = arriveDirectly(host, places, groups).filter(({ traffic }) => traffic.may.length > 0);
    if (arrivals.length === 0) continue;
    direct.set(host, arrivals);
    for (const arrived of host.forwards.length > 0 ? arrivals : [])
      queue.push({ balancer: host, arrived, passed: [host] });
  }
  for (const { balancer, arrived, passed } of queue)
    for (const forward of balancer.forwards) {
      const { target } = forward;
      const traffic = hops.forwarded(balancer, arrived.traffic, forward);
      if (traffic.may.length === 0 || passed.includes(target)) continue;
      const shown = servicesIn(traffic.sure.length > 0 ? traffic.sure : traffic.may);
      const path = [
        ...throughListener(arrived.path, forward.services),
        ...arrival(target, shown, groups.admittingGroup(target, balancer)),
      ];
      const known = forwarded.get(target) ?? new Map<string, Arrival>();
      forwarded.set(target, known);
      const text = describePath(path);
      const before = known.get(text);
      known.set(text, before ? { path, traffic: anyOf(regionAlgebra, [before.traffic, traffic]) } : { path, traffic });
      if (!before && target.forwards.length > 0)
        queue.push({ balancer: target, arrived: { traffic, path }, passed: [...passed, target] });
    }
  return { direct, forwarded: new Map([...forwarded].map(([host, known]) => [host, [...known.values()]])) };
}

/** The path to a load balancer with the port of the listener that passes on, instead of all its ports. */
function throughListener(path: readonly Step[], services: Bounds<ServiceSet>): Step[] {
  const last = path.at(-1);
  return last ? [...path.slice(0, -1), { ...last, services: services.may }] : [];
}

/** An arrival as ways: what is certain, and apart from it what is only possible. */
export function waysOf(kind: WayKind, { traffic, path }: Arrival): Way[] {
  const { sure, may, doubts } = traffic;
  const rest = subtractRegions(may, sure);
  const ways: Way[] = [];
  if (sure.length > 0)
    ways.push({ kind, verdict: "reachable", flows: flowsOf(sure), path: reaching(path, sure), doubts: [] });
  if (rest.length > 0)
    ways.push({
      kind,
      verdict: "undetermined",
      flows: flowsOf(rest),
      path: reaching(path, rest),
      doubts: distinct(doubts),
    });
  return ways;
}

/** The path with the services that a region has at its end. */
function reaching(path: readonly Step[], region: Region): readonly Step[] {
  const last = path.at(-1);
  return last ? [...path.slice(0, -1), { ...last, services: servicesIn(region) }] : path;
}

/** A region by what is open: the addresses that may use the same services together. */
export function flowsOf(region: Region): Flow[] {
  const flows = new Map<string, { sources: Range[]; services: ServiceSet }>();
  for (const { range, services } of region) {
    const key = services.map(({ first, last }) => `${String(first)}-${String(last)}`).join();
    const flow = flows.get(key) ?? { sources: [], services };
    flows.set(key, flow);
    flow.sources.push(range);
  }
  return [...flows.values()];
}

/** All services of some flows, as ports by protocol. */
export function portsOfFlows(flows: readonly Flow[]) {
  return portsOf(servicesIn(flows.flatMap(({ sources, services }) => sources.map((range) => ({ range, services })))));
}
