import { distinct, type Bounds, type Doubt } from "../certainty";
import type { Host, HostKind, SecurityGroup } from "../facts";
import { noServices, type ServiceSet } from "../services";
import type { Doors, Following } from "./doors";
import type { Groups } from "./groups";
import type { Hops } from "./hops";
import { arrival, type Step } from "./path";

/** Kinds of host that run code of one's own: whoever takes one over can go on from it. */
const pivots: readonly HostKind[] = ["instance", "instanceGroup", "task", "function"];

/** How a host is reached from one that the internet reaches, hop by hop. */
export interface Detour {
  readonly services: ServiceSet;
  readonly path: readonly Step[];
  readonly doubts: readonly Doubt[];
}

/** A host that the internet reaches, with the way to it. */
export interface Start {
  readonly host: Host;
  readonly path: readonly Step[];
  readonly doubts: readonly Doubt[];
}

/** Whether a host can go on to others. */
export function canGoOn(host: Host): boolean {
  return pivots.includes(host.kind);
}

/**
 * The shortest detours to all hosts: breadth first from those that the internet reaches, along security groups and
 * through load balancers. Every group is left alone as soon as all its members are reached, so the work grows with
 * the number of rules and memberships, and with the pairs that a rule names but an ACL or an egress rule keeps apart.
 *
 * @param avoided hosts that are not gone through
 */
export function detours(
  starts: readonly Start[],
  doors: Doors,
  hops: Hops,
  groups: Groups,
  following: Following,
  avoided: readonly Host[] = [],
): Map<Host, Detour> {
  const found = new Map<Host, Detour>();
  const reached = new Set([...starts.map((start) => start.host), ...avoided]);
  const members = new Map<SecurityGroup, readonly Host[]>();
  const queue: Start[] = [...starts];
  const left = (group: SecurityGroup): readonly Host[] => {
    const hosts = (members.get(group) ?? group.members).filter((host) => !reached.has(host));
    members.set(group, hosts);
    return hosts;
  };
  for (const { host, path, doubts } of queue) {
    const visit = (to: Host, { sure, may, doubts: more }: Bounds<ServiceSet>) => {
      const services = following === "certain" ? sure : may;
      if (services.length === 0 || reached.has(to)) return;
      reached.add(to);
      const unsure = following === "certain" ? [] : distinct([...doubts, ...more]);
      const way = [...path, ...arrival(to, services, groups.admittingGroup(to, host))];
      found.set(to, { services, path: way, doubts: unsure });
      queue.push({ host: to, path: way, doubts: unsure });
    };
    const entered = found.get(host)?.services ?? noServices;
    for (const forward of host.forwards) visit(forward.target, hops.passedOn(host, entered, forward));
    if (!canGoOn(host)) continue;
    for (const group of doors.openTo(host, following, (one) => left(one).length > 0))
      for (const to of left(group)) visit(to, hops.between(host, to));
    for (const to of doors.unguarded) if (!reached.has(to)) visit(to, hops.between(host, to));
  }
  return found;
}
