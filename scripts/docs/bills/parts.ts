import { Reader } from "../../../plan/reader";
import type { Resource } from "../../../plan/resource";
import { Stack } from "../../../plan/stack";

/** A resource without the rest of its stack. */
export interface Part {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly refersTo?: Readonly<Record<string, readonly Part[]>>;
}

export function part(type: string, name: string, inputs: Part["inputs"] = {}, refersTo: Part["refersTo"] = {}): Part {
  return { type, name, inputs, refersTo };
}

/** The parts as a planned stack of a region. */
export function stackOf(parts: readonly Part[], region: string): Stack {
  const urnOf = ({ type, name }: Part) => `urn:pulumi:usual::usual::${type}::${name}`;
  return new Stack(
    parts.map((one): Resource => ({
      type: one.type,
      urn: urnOf(one),
      name: one.name,
      properties: new Reader(one.inputs),
      provider: new Reader({ region }),
      propertyDependencies: Object.fromEntries(
        Object.entries(one.refersTo ?? {}).map(([key, parts]) => [key, parts.map(urnOf)]),
      ),
    })),
  );
}
