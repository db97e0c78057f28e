import type { PreviewDocument } from "../../../preview";
import { changed, urnOf, type Planned } from "../support/bench";

/** One of our own stacks as the preview records it, to break things in. */
export class Plan {
  constructor(public readonly resources: readonly Planned[]) {}

  /** The plan with properties of one resource changed, by path; undefined removes. */
  edit(type: string, name: string, changes: Record<string, unknown>): Plan {
    this.the(type, name);
    return new Plan(this.resources.map((r) => (r.type === type && r.name === name ? changed(r, changes) : r)));
  }

  /** The plan with a JSON property of one resource changed, as a program would write it. */
  editJson(type: string, name: string, property: string, change: (value: never) => unknown): Plan {
    const text = this.the(type, name).properties[property] as string;
    return this.edit(type, name, { [property]: JSON.stringify(change(JSON.parse(text) as never)) });
  }

  /** The plan with an option of one resource changed. */
  option(type: string, name: string, options: Pick<Planned, "ignoreChanges">): Plan {
    const before = this.the(type, name);
    return new Plan(this.resources.map((r) => (r === before ? { ...r, ...options } : r)));
  }

  /** The plan with more resources. */
  add(...resources: Planned[]): Plan {
    return new Plan([...this.resources, ...resources]);
  }

  /** The plan without a resource. */
  remove(type: string, name: string): Plan {
    const gone = this.the(type, name);
    return new Plan(this.resources.filter((r) => r !== gone));
  }

  /** A resource that must be there: a mutation that changes nothing proves nothing. */
  the(type: string, name: string): Planned {
    const found = this.resources.find((r) => r.type === type && r.name === name);
    if (!found) throw new Error(`no ${type} ${name}; there are ${this.namesOf(type)}`);
    return found;
  }

  private namesOf(type: string): string {
    return (
      this.resources
        .filter((r) => r.type === type)
        .map((r) => r.name)
        .join(", ") || "none of that type"
    );
  }
}

/**
 * What our components leave to scaling. The document does not tell options of resources; that the real ones are right
 * is seen by previews of both stacks, which hand them to the pack.
 */
const leftToScaling: Readonly<Record<string, string[]>> = {
  "aws:ecs/service:Service": ["desiredCount"],
  "aws:appautoscaling/target:Target": ["minCapacity", "maxCapacity"],
  "aws:autoscaling/group:Group": ["desiredCapacity"],
};

/** A preview's resources as a plan for rules. */
export function planFrom(document: PreviewDocument): Plan {
  const made = new Map<string, Planned>();
  const providers = new Map(document.resources.map((r) => [r.urn, r.inputs as Record<string, unknown>]));
  for (const r of document.resources)
    made.set(r.urn, {
      type: r.type,
      name: r.name,
      properties: r.inputs as Record<string, unknown>,
      provider: r.provider ? (providers.get(r.provider) ?? null) : null,
      refersTo: {},
      ignoreChanges: leftToScaling[r.type] ?? [],
    });
  const names = new Set([...made.values()].map(urnOf));
  if (names.size !== made.size) throw new Error("two resources of one type and name");
  for (const r of document.resources) {
    const resource = made.get(r.urn);
    if (!resource) continue;
    resource.refersTo = Object.fromEntries(
      Object.entries(r.propertyDependencies).map(([property, urns]) => [
        property,
        urns.map((urn) => made.get(urn)).filter((other) => other !== undefined),
      ]),
    );
  }
  return new Plan([...made.values()]);
}
