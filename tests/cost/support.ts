import type { AccountPlan } from "../../cost/freeTier";
import { Reader } from "../../plan/reader";
import { canonicalType, type Resource } from "../../plan/resource";
import { Stack } from "../../plan/stack";

/** Hours are averaged over the year 2026, which has 261 days from Monday to Friday. */
export const today = "2026-01-01";

/** A resource of a made-up stack. */
export interface Given {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The resources that a property was computed from. */
  readonly refersTo?: Readonly<Record<string, readonly Given[]>>;
  /** Region of its provider; null for a component, and where the engine does not tell. Default: the stack's. */
  readonly region?: string | null;
  readonly parent?: Given;
}

export function given(
  type: string,
  name: string,
  inputs: Given["inputs"] = {},
  more: Pick<Given, "refersTo" | "region" | "parent"> = {},
): Given {
  return { type, name, inputs, ...more };
}

export function urnOf({ type, name }: Given): string {
  return `urn:pulumi:test::shop::${type}::${name}`;
}

/** The resources as a planned stack whose providers are of the region. */
export function stackOf(resources: readonly Given[], region: string | null = "us-east-1"): Stack {
  return new Stack(
    resources.map((one): Resource => {
      const place = one.region === undefined ? region : one.region;
      return {
        type: canonicalType(one.type),
        urn: urnOf(one),
        name: one.name,
        parent: one.parent && urnOf(one.parent),
        properties: new Reader(one.inputs),
        provider: place === null ? undefined : new Reader({ region: place }),
        propertyDependencies: Object.fromEntries(
          Object.entries(one.refersTo ?? {}).map(([property, others]) => [property, others.map(urnOf)]),
        ),
      };
    }),
  );
}

/** A bill worked out by hand. Arithmetic is written as `2 × 730 × 0.045 = 65.70`: numbers, and what they make. */
export interface Invoice {
  readonly of: string;
  /** Default: us-east-1. */
  readonly region?: string;
  readonly stack: readonly Given[];
  /** Default: paid. */
  readonly plan?: AccountPlan;
  readonly usage?: Readonly<Record<string, number>>;
  readonly awakeHours?: number;
  /** Every line by its item, at list price: before allowances. */
  readonly lines: Readonly<Record<string, string>>;
  /** The bounds of lines that are open, by item. */
  readonly bounds?: Readonly<Record<string, readonly [minimum: string, maximum: string]>>;
  /** The month's total after allowances. */
  readonly total?: string;
  /** Why something has no price, one by one. */
  readonly unpriced?: readonly RegExp[];
  /** A rule by which something is free. */
  readonly free?: string;
}

/** The value of written arithmetic: sums of products, each number with a dot for decimals. */
export function valueOf(arithmetic: string): number {
  const [terms = ""] = arithmetic.split(" = ");
  return terms
    .split(/ (?=[+−] )/)
    .map((term) => {
      const sign = term.startsWith("− ") ? -1 : 1;
      return term
        .replace(/^[+−] /, "")
        .split(" × ")
        .reduce((product, factor) => product * quotientOf(factor), sign);
    })
    .reduce((sum, term) => sum + term, 0);
}

function quotientOf(factor: string): number {
  const [first = Number.NaN, ...others] = factor.split(" / ").map(Number);
  return others.reduce((quotient, divisor) => quotient / divisor, first);
}

/** What the writer of the arithmetic got, as it is written; undefined where nothing stands behind `=`. */
export function resultOf(arithmetic: string): string | undefined {
  return arithmetic.split(" = ")[1];
}
