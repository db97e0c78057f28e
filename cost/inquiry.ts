import type { Read } from "../plan/reader";
import type { Resource } from "../plan/resource";
import type { Calendar, Size } from "../plan/sleep";
import type { Stack } from "../plan/stack";
import { times, type Charge, type Entry, type Factor } from "./entries";
import type { FreeTierLimits } from "./freeTier";
import type { Assumed, UsageName } from "./usage";

/** What a pricer is asked about. */
export interface Inquiry {
  readonly resource: Resource;
  readonly stack: Stack;
  readonly calendar: Calendar;
  /** What the account's plan gives for free: some classes and types draw on it, others do not. */
  readonly limits: FreeTierLimits;
  readonly assumed: (name: UsageName) => Assumed;
}

/** Says what a resource is billed for, one thing after another. */
export type Pricer = (inquiry: Inquiry) => Iterable<Entry>;

/** A value decides the price and is not known. What was said of the resource before it stands. */
export class Undecided extends Error {}

/** The value, or undefined where there is none. */
export function known<T>(read: Read<T>): T | undefined {
  if (read.state === "unknown") throw new Undecided(`${read.path} ${read.why}`);
  return read.state === "known" ? read.value : undefined;
}

/** A charge for use: what an assumption says, times what the plan says. */
export function usageCharge(
  { assumed }: Inquiry,
  name: UsageName,
  unit: string,
  charge: Omit<Charge, "kind" | "quantity" | "arithmetic" | "assumption">,
  ...factors: readonly Factor[]
): Charge {
  const { value, shown } = assumed(name);
  return { kind: "charge", ...charge, ...times([value, unit], ...factors), assumption: shown };
}

/** Unit-hours at each size, as an Auto Scaling group or a service has them. */
export type HoursBySize = Readonly<Record<Size, number>>;

/** A charge for what scales: the same product at its least, desired and most hours. */
export function scaledCharge(
  hours: HoursBySize,
  unit: string,
  charge: Omit<Charge, "kind" | "quantity" | "arithmetic" | "least" | "most">,
  ...factors: readonly Factor[]
): Charge {
  const at = (size: Size) => times([hours[size], unit], ...factors);
  const scales = hours.smallest !== hours.desired || hours.largest !== hours.desired;
  const bounds = scales ? { least: at("smallest").quantity, most: at("largest").quantity } : {};
  return { kind: "charge", ...charge, ...at("desired"), ...bounds };
}
