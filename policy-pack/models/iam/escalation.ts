import type { Unknown } from "./document";
import { isAdministrator, type Verdict } from "./effective";
import type { Grade } from "./grade";
import { allPolicies, type Identities, type Identity } from "./identities";
import { Possibilities } from "./possibilities";
import { techniques, type Technique } from "./techniques";
import type { Reach } from "./trustIndex";

/** One step on the way to more permissions. */
export interface Step {
  readonly from: Identity;
  readonly technique: Technique;
  /** Whose permissions are gained; absent: those of an administrator, directly. */
  readonly to?: Identity;
  /** The identity that is changed or used on the way, when the step makes an administrator of it. */
  readonly through?: Identity;
  /** What must hold for the step, in words. */
  readonly when: readonly string[];
}

/** Where an identity of the stack can get to. */
export interface Escalation {
  readonly identity: Identity;
  /** Whether it is an administrator to begin with. */
  readonly administrator: Verdict;
  /** Whether it can become an administrator though it is none. */
  readonly verdict: Verdict;
  /** The shortest way, of several the one of the closest technique. Empty: there is none. */
  readonly chain: readonly Step[];
  /** With "undetermined": what is not known. */
  readonly why: readonly Unknown[];
  /** Techniques that reach identities outside the stack, of which nothing is known, each with what it may be used on. */
  readonly outside: readonly { readonly technique: Technique; readonly on: string }[];
}

/** All holders of one technique that reach the same targets. */
interface Hub {
  readonly technique: Technique;
  readonly reaches: readonly Reach[];
  readonly holders: Link[];
}

/** A way into a node of the graph. */
interface Link {
  readonly from: Identity;
  readonly technique: Technique;
  readonly through?: Identity;
  readonly grade: Grade;
}

/** How an identity goes on towards an administrator. */
interface Next {
  readonly link: Link;
  readonly to?: Identity;
}

/**
 * Searches the ways by which roles and users of a stack become administrators. The search starts at the
 * administrators and goes backwards, and holders with the same permissions share their edges, so that its time grows
 * with the number of identities and not with that of their pairs.
 */
export function findEscalations(identities: Identities): Escalation[] {
  return new Search(identities).run();
}

class Search {
  private readonly possibilities: Possibilities;
  private readonly actors: readonly Identity[];
  private readonly administrators = new Map<Identity, Verdict>();
  private readonly direct: Link[] = [];
  private readonly hubsInto = new Map<Identity, { hub: Hub; grade: Grade }[]>();
  private readonly able = new Map<Identity, Technique[]>();

  constructor(identities: Identities) {
    this.possibilities = new Possibilities(identities);
    this.actors = [...identities.roles, ...identities.users];
    for (const one of [...this.actors, ...identities.groups]) this.administrators.set(one, isAdministrator(one));
    for (const technique of techniques) this.link(technique);
  }

  run(): Escalation[] {
    const certain = this.walk("certain", new Map());
    const possible = this.walk("possible", certain);
    return this.actors.map((identity) => this.resultOf(identity, certain, possible));
  }

  /** Makes the edges of one technique. */
  private link(technique: Technique): void {
    const hubs = new Map<readonly Reach[], Hub>();
    for (const from of this.actors) {
      if (this.administrators.get(from) === "yes") continue;
      const able = this.possibilities.isAble(technique, from);
      if (able === "no") continue;
      this.able.set(from, [...(this.able.get(from) ?? []), technique]);
      if (technique.target === undefined) {
        this.direct.push({ from, technique, grade: able });
        continue;
      }
      const reaches = this.possibilities.targetsOf(technique, from);
      if (reaches.length === 0) continue;
      if (technique.gains === "administrator") {
        const others = reaches.filter((one) => one.target !== from);
        const best = others.find((one) => isCertain(one.grade)) ?? others[0];
        const grade = best && isCertain(able) && isCertain(best.grade) ? "yes" : "unknown";
        if (best) this.direct.push({ from, technique, grade, through: best.target });
        continue;
      }
      const hub = hubs.get(reaches) ?? { technique, reaches, holders: [] };
      hub.holders.push({ from, technique, grade: able });
      hubs.set(reaches, hub);
    }
    for (const hub of hubs.values())
      for (const { target, grade } of hub.reaches) {
        const into = this.hubsInto.get(target) ?? [];
        into.push({ hub, grade });
        this.hubsInto.set(target, into);
      }
  }

  /** Goes backwards from the administrators, over certain edges or over all of them. */
  private walk(mode: "certain" | "possible", known: ReadonlyMap<Identity, Next>): Map<Identity, Next> {
    const next = new Map(known);
    const takes = (grade: Grade) => mode === "possible" || isCertain(grade);
    const queue: Identity[] = [...known.keys()];
    const seen = new Set<Identity>(queue);
    const visited = new Set<Hub>();
    const reach = (from: Identity, step: Next | undefined) => {
      if (seen.has(from)) return;
      seen.add(from);
      if (step) next.set(from, step);
      queue.push(from);
    };
    for (const [identity, verdict] of this.administrators) {
      const counts = verdict === "yes" || (mode === "possible" && (verdict === "undetermined" || hasGaps(identity)));
      if (counts) reach(identity, undefined);
    }
    for (const link of this.direct) if (takes(link.grade)) reach(link.from, { link });
    for (const to of queue) {
      for (const { hub, grade } of this.hubsInto.get(to) ?? []) {
        if (!takes(grade) || visited.has(hub)) continue;
        visited.add(hub);
        for (const link of hub.holders) if (takes(link.grade) && link.from !== to) reach(link.from, { link, to });
      }
    }
    return next;
  }

  private resultOf(
    identity: Identity,
    certain: ReadonlyMap<Identity, Next>,
    possible: ReadonlyMap<Identity, Next>,
  ): Escalation {
    const administrator = this.administrators.get(identity) ?? "no";
    const outside = administrator === "yes" ? [] : this.outsideOf(identity);
    const base = { identity, administrator, outside };
    if (administrator === "yes") return { ...base, verdict: "no", chain: [], why: [] };
    if (certain.has(identity)) return { ...base, verdict: "yes", chain: this.chain(identity, certain), why: [] };
    const chain = this.chain(identity, possible);
    if (chain.length === 0 && administrator === "no" && !hasGaps(identity))
      return { ...base, verdict: "no", chain, why: [] };
    const involved = [identity, ...chain.flatMap(({ to, through }) => [to, through])].filter(
      (one) => one !== undefined,
    );
    const why = involved.flatMap((one) => unknownsOf(one));
    return { ...base, verdict: "undetermined", chain, why };
  }

  private chain(identity: Identity, ways: ReadonlyMap<Identity, Next>): Step[] {
    const steps: Step[] = [];
    for (let at: Identity | undefined = identity; at;) {
      const next: Next | undefined = ways.get(at);
      if (!next) break;
      const { technique, through } = next.link;
      const when = this.possibilities.conditionsOf(technique, at, next.to ?? through);
      steps.push({ from: at, technique, when, ...(next.to && { to: next.to }), ...(through && { through }) });
      at = next.to;
    }
    return steps;
  }

  private outsideOf(identity: Identity): Escalation["outside"] {
    const found = new Map<string, Technique>();
    for (const technique of this.able.get(identity) ?? [])
      for (const on of this.possibilities.beyond(technique, identity)) if (!found.has(on)) found.set(on, technique);
    return [...found].map(([on, technique]) => ({ technique, on }));
  }
}

function isCertain(grade: Grade): boolean {
  return grade === "yes" || grade === "depends";
}

/** Whether policies of an identity cannot be read, so that they may hold anything. */
function hasGaps(identity: Identity): boolean {
  return allPolicies(identity).some((policy) => policy.document.incomplete);
}

function unknownsOf(identity: Identity): Unknown[] {
  const documents = [...allPolicies(identity), ...(identity.boundary ? [identity.boundary] : [])].map(
    (one) => one.document,
  );
  return [...documents, ...(identity.trust ? [identity.trust] : [])].flatMap((one) => one.unknowns);
}

/** A chain in one line: `web -> ecs-004 registers and runs a task as the role -> admin`. */
export function describeChain(chain: readonly Step[]): string {
  const [first] = chain;
  if (!first) return "";
  const steps = chain.map(({ technique, to, through, when }) => {
    const means = through ? ` (through ${through.resource.name})` : "";
    const limits = when.length > 0 ? ` when ${when.join(" and ")}` : "";
    return `${technique.id} ${technique.title}${means}${limits} -> ${to?.resource.name ?? "administrator"}`;
  });
  return [first.from.resource.name, ...steps].join(" -> ");
}
