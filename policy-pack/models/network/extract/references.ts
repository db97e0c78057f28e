import { notYetKnown, type Read, type Reader } from "../../../../plan/reader";
import type { Resource } from "../../../../plan/resource";
import type { Stack } from "../../../../plan/stack";
import type { Doubt } from "../certainty";
import type { Fact, Ref } from "../facts";
import { doubtOf } from "./reading";

/** The facts of one kind: those that the stack makes, and those outside that it names by id. */
export class Registry<T extends Fact> {
  private readonly byUrn = new Map<string, T>();
  private readonly byId = new Map<string, T>();

  /**
   * @param types of the resources that are such facts
   * @param makeOutside what an id stands for that lies outside the stack
   * @param alsoOf types whose resources have such a fact with them, as a VPC has its main route table
   */
  constructor(
    readonly types: readonly string[],
    private readonly makeOutside?: (id: string) => T,
    readonly alsoOf: readonly string[] = [],
  ) {}

  add(urn: string, fact: T): T {
    this.byUrn.set(urn, fact);
    return fact;
  }

  of(resource: Resource): T | undefined {
    return this.byUrn.get(resource.urn);
  }

  /** What an id stands for that no resource of the stack bears; undefined when nothing is to be said of such things. */
  outside(id: string): T | undefined {
    const found = this.byId.get(id) ?? this.makeOutside?.(id);
    if (found) this.byId.set(id, found);
    return found;
  }

  all(): T[] {
    return [...new Set([...this.byUrn.values(), ...this.byId.values()])];
  }
}

/** Resolves what properties refer to, also while ids are unknown: by the resources that a property was computed from. */
export class References {
  constructor(readonly stack: Stack) {}

  /** What a single id refers to; undefined when there is none. */
  one<T extends Fact>(from: Resource, id: Read<string>, kind: Registry<T>): Ref<T> | undefined {
    if (id.state === "absent" || (id.state === "known" && id.value === "")) return undefined;
    const target = this.stack.target(from, id, ...kind.types);
    if (target.state === "known") return known(kind.of(target.value)) ?? unmade(from, id);
    const [companion, ...others] = this.candidates(from, id, kind);
    if (companion && others.length === 0) return { state: "known", to: companion };
    if (target.state === "absent") return id.state === "known" ? this.elsewhere(from, id, kind) : undefined;
    return among(from, id, target.why, this.candidates(from, id, kind));
  }

  /** What a list of ids refers to; undefined when there is none. */
  list<T extends Fact>(from: Resource, list: Reader, kind: Registry<T>): Ref<T>[] | undefined {
    const ids = list.texts();
    if (ids.state === "absent") return undefined;
    if (ids.state === "known") return this.each(from, ids.value, kind);
    const candidates = this.candidates(from, ids, kind);
    if (candidates.length > 0 && ids.why === notYetKnown) return candidates.map(known).filter(isRef);
    return [{ state: "unknown", doubt: doubtOf(from, ids) }];
  }

  /**
   * What several ids refer to that were computed together, in one property. Those that do not exist yet are resolved
   * together as well: when as many resources are left as ids, each is one of them.
   */
  each<T extends Fact>(from: Resource, ids: readonly Read<string>[], kind: Registry<T>): Ref<T>[] {
    const refs: Ref<T>[] = [];
    const late: Read<string>[] = [];
    for (const id of ids) {
      if (id.state === "unknown") late.push(id);
      if (id.state === "known" && id.value !== "") refs.push(this.named(from, id, kind));
    }
    const [first] = late;
    if (!first) return refs;
    const taken = new Set(refs.map((ref) => (ref.state === "known" ? ref.to : undefined)));
    const left = this.candidates(from, first, kind).filter((fact) => !taken.has(fact));
    if (left.length === late.length || left.length === 1) return [...refs, ...left.map(known).filter(isRef)];
    return [...refs, ...late.map((id) => among(from, id, "cannot be told before deployment", left))];
  }

  /**
   * Whether a reference that could not be resolved may still mean something of this stack. What comes from another
   * stack, and what was read from a literal, cannot.
   */
  mayBeHere(from: Resource, property: string): boolean {
    const [top = property] = property.split(/[.[]/);
    const sources = from.propertyDependencies[top] ?? [];
    return sources.length === 0 || !sources.every((urn) => urn.includes("pulumi:pulumi:StackReference::"));
  }

  private named<T extends Fact>(from: Resource, id: Read<string> & { state: "known" }, kind: Registry<T>): Ref<T> {
    const found = this.stack.targets(from, { state: "known", path: id.path, value: [id] }, ...kind.types);
    const [resource] = found.state === "known" ? found.value : [];
    return known(resource && kind.of(resource)) ?? this.elsewhere(from, id, kind);
  }

  private elsewhere<T extends Fact>(from: Resource, id: Read<string> & { state: "known" }, kind: Registry<T>): Ref<T> {
    const doubt = doubtOf(from, { path: id.path, why: `names ${id.value}, which lies outside the stack` });
    return known(kind.outside(id.value)) ?? { state: "unknown", doubt };
  }

  private candidates<T extends Fact>(from: Resource, id: { path: string }, kind: Registry<T>): T[] {
    const facts = (types: readonly string[]) =>
      this.stack
        .dependencies(from, id.path, types)
        .map((resource) => kind.of(resource))
        .filter((fact) => fact !== undefined);
    const own = facts(kind.types);
    return own.length > 0 || kind.alsoOf.length === 0 ? own : facts(kind.alsoOf);
  }
}

/** Every fact that a reference may mean. */
export function meant<T>(ref: Ref<T>): readonly T[] {
  if (ref.state === "known") return [ref.to];
  return ref.state === "ambiguous" ? ref.among : [];
}

/** The doubt of a reference that is not known. */
export function doubtsOf<T>(ref: Ref<T>): readonly Doubt[] {
  return ref.state === "known" ? [] : [ref.doubt];
}

export function known<T>(to: T | undefined): Ref<T> | undefined {
  return to && { state: "known", to };
}

function isRef<T>(ref: Ref<T> | undefined): ref is Ref<T> {
  return ref !== undefined;
}

function among<T>(from: Resource, id: { path: string }, why: string, candidates: readonly T[]): Ref<T> {
  const doubt = doubtOf(from, { path: id.path, why });
  const [only] = candidates;
  if (only && candidates.length === 1) return { state: "known", to: only };
  return candidates.length > 0 ? { state: "ambiguous", among: candidates, doubt } : { state: "unknown", doubt };
}

function unmade<T>(from: Resource, id: { path: string }): Ref<T> {
  return { state: "unknown", doubt: doubtOf(from, { path: id.path, why: "cannot be told before deployment" }) };
}
