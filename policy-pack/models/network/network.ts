import type { Resource } from "../../../plan/resource";
import { anyOf, regionAlgebra, type Bounds, type Doubt } from "./certainty";
import { internet, type AddressSet } from "./cidr";
import type { Facts, Host, SecurityGroup } from "./facts";
import { Acls } from "./reach/acls";
import { Doors, type Following } from "./reach/doors";
import { Groups, regionOfRule } from "./reach/groups";
import { Hops } from "./reach/hops";
import { canGoOn, detours, type Detour, type Start } from "./reach/indirect";
import { goOut } from "./reach/outward";
import { Places } from "./reach/places";
import { arriveEverywhere, flowsOf, waysOf, type Arrivals, type Flow, type Way } from "./reach/ways";
import { intersectRegions, regionOf, type Region } from "./region";
import { allServices, intersectServices, type ServiceSet } from "./services";

/** Whether something is reached. `undetermined` whenever an unknown value could make the difference. */
export type Verdict = "reachable" | "undetermined" | "not";

/** How the internet reaches a host. */
export interface InternetReach {
  /** Of the ways at the host itself and through load balancers. */
  readonly verdict: Verdict;
  /** Ways at the host itself and through load balancers: the certain ones first. */
  readonly ways: readonly Way[];
  /** The shortest way over other hosts that run code; absent when there is none, or when there is a better way. */
  readonly indirect?: Way;
}

/** What one host, or the internet, can connect to. */
export interface Connection {
  readonly verdict: Verdict;
  /** What is reached for certain. */
  readonly services: ServiceSet;
  /** What may be reached besides. */
  readonly possibly: ServiceSet;
  readonly doubts: readonly Doubt[];
}

/** Someone whom a security group lets in. */
export interface Admission {
  readonly to: SecurityGroup;
  /** The group that is named, where the rule names one. */
  readonly group?: SecurityGroup;
  /** The addresses that are named; absent where a group is. */
  readonly addresses?: AddressSet;
  readonly services: ServiceSet;
  readonly verdict: "reachable" | "undetermined";
  /** Logical name of the rule, or of the group with the rule in it. */
  readonly rule: string;
  readonly doubts: readonly Doubt[];
}

/** Load balancers that are meant to be open: a way that enters or goes on through them is no detour. */
export interface FrontDoors {
  readonly hosts: readonly Host[];
}

const noDoors: FrontDoors = { hosts: [] };

/** The network of a plan. Every answer is worked out when it is first asked for, and remembered. */
export class Network {
  private readonly groups = new Groups();
  private readonly places = new Places();
  private readonly acls = new Acls();
  private readonly hops = new Hops(this.places, this.groups);
  private readonly byUrn: ReadonlyMap<string, Host>;
  private readonly answers = new Map<Host, InternetReach>();
  private arrivals?: Arrivals;
  private readonly around = new WeakMap<FrontDoors, Partial<Record<Following, Map<Host, Detour>>>>();

  constructor(readonly facts: Facts) {
    this.byUrn = new Map(facts.hosts.map((host) => [host.urn ?? host.name, host]));
  }

  /** The host that a resource is; undefined when it has no network interface. */
  host(resource: Resource): Host | undefined {
    return this.byUrn.get(resource.urn);
  }

  /** The security group that a resource is. */
  group(resource: Resource): SecurityGroup | undefined {
    return this.facts.groups.find((group) => group.urn === resource.urn);
  }

  /** Who on the internet reaches a host, on which of its ports, and by which path. */
  fromInternet(host: Host): InternetReach {
    const found = this.answers.get(host) ?? this.judge(host);
    this.answers.set(host, found);
    return found;
  }

  /**
   * The shortest way to a host over others that run code, without using front doors that are meant to be open: so
   * that they do not hide another way. Each set of doors is followed once.
   */
  indirectly(host: Host, doors: FrontDoors = noDoors): Way | undefined {
    for (const following of ["certain", "possible"] as const) {
      const detour = this.detours(following, doors).get(host);
      if (!detour) continue;
      const { services, path, doubts } = detour;
      const verdict = following === "certain" ? "reachable" : "undetermined";
      return { kind: "indirect", verdict, flows: [{ sources: internet, services }], path, doubts };
    }
    return undefined;
  }

  /** What `from` can connect to at `to`, inside the network. */
  between(from: Host, to: Host): Connection {
    return connection(this.hops.between(from, to));
  }

  /** What a host can ask of the internet and be answered, by NAT, an appliance, or its own address. */
  toInternet(host: Host): { verdict: Verdict; flows: readonly Flow[]; doubts: readonly Doubt[] } {
    const { sure, may, doubts } = goOut(host, this.groups, this.acls);
    if (may.length === 0) return { verdict: "not", flows: [], doubts: [] };
    const isSure = sure.length > 0;
    return {
      verdict: isSure ? "reachable" : "undetermined",
      flows: flowsOf(isSure ? sure : may),
      doubts: isSure ? [] : doubts,
    };
  }

  /** Whom a security group lets in, rule by rule; with `services`, only who may use some of them. */
  whoMayReach(group: SecurityGroup, services?: ServiceSet): Admission[] {
    return group.ingress.rules.flatMap((rule) => {
      const open = services ? intersectServices(rule.services.may, services) : rule.services.may;
      if (open.length === 0) return [];
      const own = [...(rule.doubt ? [rule.doubt] : []), ...rule.services.doubts];
      const admission = (doubts: readonly Doubt[]): Omit<Admission, "group" | "addresses"> => ({
        to: group,
        services: open,
        verdict: doubts.length > 0 ? "undetermined" : "reachable",
        rule: rule.name,
        doubts,
      });
      const groups = rule.groups.flatMap((ref): Admission[] => {
        if (ref.state === "known") return [{ ...admission(own), group: ref.to }];
        const doubts = [...own, ref.doubt];
        return ref.state === "unknown"
          ? [admission(doubts)]
          : ref.among.map((one) => ({ ...admission(doubts), group: one }));
      });
      const { sure, may, doubts } = rule.addresses;
      if (sure.length > 0) groups.push({ ...admission(own), addresses: sure });
      if (doubts.length > 0) groups.push({ ...admission([...own, ...doubts]), addresses: may });
      return groups;
    });
  }

  /** The addresses of the internet that a security group's own rules name, whatever else stands in between. */
  openToInternet(group: SecurityGroup): Bounds<readonly Flow[]> {
    const bounds = anyOf(regionAlgebra, group.ingress.rules.map(regionOfRule));
    const flows = (region: Region) => flowsOf(intersectRegions(region, regionOf(internet, allServices)));
    return { sure: flows(bounds.sure), may: flows(bounds.may), doubts: bounds.doubts };
  }

  private judge(host: Host): InternetReach {
    const ways = this.arrivedWays(host);
    const certain = ways.filter((way) => way.verdict === "reachable");
    const ordered = [...certain, ...ways.filter((way) => way.verdict !== "reachable")];
    if (certain.length > 0) return { verdict: "reachable", ways: ordered };
    return { verdict: ways.length > 0 ? "undetermined" : "not", ways, indirect: this.indirectly(host) };
  }

  private arrivedWays(host: Host): Way[] {
    this.arrivals ??= arriveEverywhere(this.facts.hosts, this.places, this.groups, this.hops);
    const { direct, forwarded } = this.arrivals;
    return [
      ...(direct.get(host) ?? []).flatMap((arrival) => waysOf("direct", arrival)),
      ...(forwarded.get(host) ?? []).flatMap((arrival) => waysOf("forwarded", arrival)),
    ];
  }

  private detours(following: Following, fronts: FrontDoors): Map<Host, Detour> {
    const remembered = this.around.get(fronts) ?? {};
    const found = remembered[following] ?? this.findDetours(following, fronts);
    this.around.set(fronts, { ...remembered, [following]: found });
    return found;
  }

  private findDetours(following: Following, fronts: FrontDoors): Map<Host, Detour> {
    const avoided = new Set(fronts.hosts.map(({ urn }) => urn));
    const starts = this.facts.hosts.filter(canGoOn).flatMap((host): Start[] => {
      const wanted = following === "certain" ? ["reachable"] : ["reachable", "undetermined"];
      const way = this.arrivedWays(host).find(
        ({ verdict, path }) =>
          wanted.includes(verdict) && !path.some(({ urn }) => urn !== undefined && avoided.has(urn)),
      );
      return way ? [{ host, path: way.path, doubts: way.doubts }] : [];
    });
    const doors = new Doors(this.facts.groups, this.facts.hosts);
    return detours(starts, doors, this.hops, this.groups, following, fronts.hosts);
  }
}

function connection({ sure, may, doubts }: Bounds<ServiceSet>): Connection {
  const verdict = sure.length > 0 ? "reachable" : may.length > 0 ? "undetermined" : "not";
  return { verdict, services: sure, possibly: may, doubts };
}
