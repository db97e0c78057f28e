import { notYetKnown, type Read } from "./reader";
import type { Resource } from "./resource";

/** Every resource of the plan, and who refers to whom. Indexes are made when first asked for. */
export class Stack {
  private byType?: Map<string, Resource[]>;
  private byUrn?: Map<string, Resource>;
  private byIdentity?: Map<string, Resource[]>;
  private readonly kept = new Map<object, unknown>();

  constructor(public readonly resources: readonly Resource[]) {}

  /** All resources of the given types, in the order of registration within each type. */
  ofType(...types: readonly string[]): readonly Resource[] {
    this.byType ??= groupBy(this.resources);
    const index = this.byType;
    return types.flatMap((type) => index.get(type) ?? []);
  }

  /** A view of the whole stack that several rules share, such as the ingress rules by group: made once. */
  view<T>(make: (stack: Stack) => T): T {
    if (!this.kept.has(make)) this.kept.set(make, make(this));
    return this.kept.get(make) as T;
  }

  /**
   * The resource that a property, read as `value`, refers to. A known value is looked up among the ids, ARNs and names
   * of the stack; an id that does not exist yet is resolved through the property's dependencies, which must leave
   * exactly one candidate of the types. A known value that nothing here bears is absent: it lives outside the stack.
   */
  target(from: Resource, value: Read<string>, ...types: readonly string[]): Read<Resource> {
    const { path } = value;
    if (value.state === "absent") return value;
    if (value.state === "known") {
      const [found] = this.bearing(value.value, types);
      if (found) return { state: "known", path, value: found };
    }
    const candidates = this.dependencies(from, path, types);
    const [only] = candidates;
    if (only && candidates.length === 1) return { state: "known", path, value: only };
    if (value.state === "known" && candidates.length === 0) return { state: "absent", path };
    return { state: "unknown", path, why: ambiguity(candidates) };
  }

  /**
   * The resources that a list of ids refers to, as far as they are in the stack. Ids that do not exist yet are
   * resolved together: as many candidates must be left as there are such ids. A list that is unknown as a whole, as
   * `pulumi.all` makes them, refers to everything it was computed from.
   */
  targets(from: Resource, ids: Read<Read<string>[]>, ...types: readonly string[]): Read<Resource[]> {
    const { path } = ids;
    if (ids.state === "absent") return ids;
    const candidates = this.dependencies(from, path, types);
    if (ids.state === "unknown")
      return candidates.length > 0 && ids.why === notYetKnown ? { state: "known", path, value: candidates } : ids;
    const found = new Set<Resource>();
    let unresolved = 0;
    for (const id of ids.value) {
      if (id.state === "unknown") unresolved++;
      if (id.state === "known") for (const bearer of this.bearing(id.value, types)) found.add(bearer);
    }
    const left = candidates.filter((candidate) => !found.has(candidate));
    if (unresolved === 0) return { state: "known", path, value: [...found] };
    if (unresolved === left.length) return { state: "known", path, value: [...found, ...left] };
    return { state: "unknown", path, why: ambiguity(left) };
  }

  /** Resources of the types that a property of `from` was computed from; a path counts as its first property. */
  dependencies(from: Resource, property: string, types: readonly string[]): Resource[] {
    this.byUrn ??= new Map(this.resources.map((resource) => [resource.urn, resource]));
    const index = this.byUrn;
    const [top = property] = property.split(/[.[]/);
    return (from.propertyDependencies[top] ?? [])
      .map((urn) => index.get(urn))
      .filter((resource) => resource !== undefined)
      .filter((resource) => types.includes(resource.type));
  }

  /** Resources of the types whose id, ARN or name is the value. */
  private bearing(value: string, types: readonly string[]): Resource[] {
    this.byIdentity ??= identities(this.resources);
    return (this.byIdentity.get(value) ?? []).filter((resource) => types.includes(resource.type));
  }
}

function ambiguity(candidates: readonly Resource[]): string {
  return candidates.length === 0
    ? "refers to something that cannot be identified before deployment"
    : `may refer to any of ${candidates.map((candidate) => candidate.name).join(", ")}`;
}

function groupBy(resources: readonly Resource[]): Map<string, Resource[]> {
  const groups = new Map<string, Resource[]>();
  for (const resource of resources) add(groups, resource.type, resource);
  return groups;
}

function add(index: Map<string, Resource[]>, key: string, resource: Resource): void {
  const group = index.get(key);
  if (group) group.push(resource);
  else index.set(key, [resource]);
}

/** Resources by what others may know them by. */
function identities(resources: readonly Resource[]): Map<string, Resource[]> {
  const index = new Map<string, Resource[]>();
  for (const resource of resources) {
    const names = new Set<string>();
    for (const key of ["id", "arn", "name", "identifier", "clusterIdentifier"]) {
      const name = resource.properties.text(key);
      if (name.state === "known") names.add(name.value);
    }
    for (const name of names) add(index, name, resource);
  }
  return index;
}
