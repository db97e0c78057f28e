import type { AllowanceName } from "./allowances";

/** What a pricer says of a resource: something billed, something free by a rule, or something nobody here can price. */
export type Entry = Charge | FreeEntry | UnpricedEntry;

/** Something billed. */
export interface Charge {
  readonly kind: "charge";
  /** What is billed, such as `vCPU, ARM`. */
  readonly item: string;
  /** Row of the price table; without a price in the region the charge is unpriced. */
  readonly key: string;
  /** Units a month. */
  readonly quantity: number;
  /** How the quantity comes about, such as `2 tasks × 0.25 vCPU × 730 hours`. */
  readonly arithmetic: string;
  /** Where scaling or a serverless capacity leaves the quantity open: its bounds. */
  readonly least?: number;
  readonly most?: number;
  /** Share of the price by which it may be less, such as 0.7 for Spot. */
  readonly discount?: number;
  /** The assumption behind it, in words; what has one is a usage line. */
  readonly assumption?: string;
  /** The pool of free units that it draws on, where it is of the kind that AWS gives some of for free. */
  readonly allowance?: AllowanceName;
  /** What does the same for less. */
  readonly cheaper?: string;
  /** Region of the price of what has none itself; the resource's own otherwise. */
  readonly region?: string;
}

interface FreeEntry {
  readonly kind: "free";
  /** Why, such as `AWS does not bill IAM`. */
  readonly rule: string;
}

interface UnpricedEntry {
  readonly kind: "unpriced";
  /** What has no price and why. */
  readonly reason: string;
  /** Because a value that decides it comes only with the deployment. */
  readonly undecided: boolean;
}

/** It costs nothing, by a rule that the reader is told. */
export function free(rule: string): FreeEntry {
  return { kind: "free", rule };
}

/** It is billed and has no price here. */
export function unpriced(reason: string, { undecided = false } = {}): UnpricedEntry {
  return { kind: "unpriced", reason, undecided };
}

/** A number of things, to be multiplied with others: `[2, "tasks"]`. */
export type Factor = readonly [number, string];

/** The product of factors, and how it is written. */
export function times(...factors: readonly Factor[]): Pick<Charge, "quantity" | "arithmetic"> {
  return {
    quantity: factors.reduce((product, [number]) => product * number, 1),
    arithmetic: factors.map(([number, what]) => `${written(number)} ${what}`).join(" × "),
  };
}

/** With as many decimals as a person reads: 0.25, 195.4, 730. */
function written(number: number): string {
  return String(Number(number.toPrecision(number < 1 ? 2 : 4)));
}
