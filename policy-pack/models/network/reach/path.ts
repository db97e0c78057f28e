import type { Fact, Host, Ref, Subnet } from "../facts";
import { describePorts, type ServiceSet } from "../services";

/** A step of a path: something that lets through, or a host that is reached on some services. */
export interface Step {
  /** Logical name, or what the step is where it has none. */
  readonly name: string;
  readonly urn?: string;
  /** What a host is reached on. */
  readonly services?: ServiceSet;
}

/** From the internet into a subnet. */
export function entrance(subnet: Ref<Subnet> | undefined): Step[] {
  const start: Step[] = [{ name: "internet" }];
  const inner = subnet && first(subnet);
  if (!inner) return start;
  const table = first(inner.table);
  const gateway = table?.routes.map((route) => first(route.via)).find((one) => one?.kind === "internet");
  return [
    ...start,
    gateway ? stepOf(gateway) : { name: "internet gateway" },
    table ? stepOf(table) : { name: "unknown route table" },
    stepOf(inner),
  ];
}

export function stepOf({ name, urn }: Fact): Step {
  return { name, urn };
}

export function arrival(host: Host, services: ServiceSet, group?: Fact): Step[] {
  // A load balancer is known by its own name; the group in front of it says nothing more.
  const guard = group && host.kind !== "loadBalancer" ? [stepOf(group)] : [];
  return [...guard, { name: host.name, urn: host.urn, services }];
}

function first<T>(ref: Ref<T>): T | undefined {
  return ref.state === "known" ? ref.to : ref.state === "ambiguous" ? ref.among[0] : undefined;
}

/** The path as messages give it: `internet -> igw -> rtb-public -> subnet-a -> alb :443 -> sg-app -> api :8000`. */
export function describePath(path: readonly Step[]): string {
  return path.map(({ name, services }) => name + (services ? describePorts(services) : "")).join(" -> ");
}
