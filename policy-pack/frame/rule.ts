import type { Read } from "../../plan/reader";
import type { Resource } from "../../plan/resource";
import type { Stack } from "../../plan/stack";
import type { Plan, Settings } from "./settings";

export type Family =
  "private-networking" | "least-privilege" | "free-tier" | "data-protection" | "reliability" | "cost" | "hygiene";

export type Level = "mandatory" | "advisory";
export type Severity = "low" | "medium" | "high" | "critical";

/** How a fault is told apart from others of the same rule on the same resource, and whose it is. */
export interface FaultOptions {
  /** Names the fault for exemptions, such as `tcp 22 from 0.0.0.0/0`. Default: the whole rule on the resource. */
  finding?: string;
  /** The resource at fault. Default: the one being judged. */
  at?: Resource;
}

/** What a rule judges with, and how it speaks. Silence is a pass. */
export interface Bench {
  readonly settings: Settings;
  /** The current day in UTC, YYYY-MM-DD. */
  readonly today: string;
  /**
   * The whole plan. Before the plan is complete, while one resource is about to be made, asking for it ends the
   * judgement of that resource: faults found until then stand and block its creation, the rest is judged at the end.
   * So a rule asks late, as `the.stack`, and never by taking the bench apart at its start.
   */
  readonly stack: Stack;
  /** The resource breaks the rule: what is wrong, the value, the fix. */
  fail(message: string, options?: FaultOptions): void;
  /** It cannot be told whether the rule holds, because of this property. */
  undetermined(property: string, why: string, options?: FaultOptions): void;
  /** Says undetermined of a value that cannot be read. */
  doubt(read: Read<unknown>, options?: FaultOptions): void;
  /** Goes on with a value when it can be read (`undefined` when absent), and says undetermined when it cannot. */
  known<T>(read: Read<T>, use: (value: T | undefined) => void, options?: FaultOptions): void;
}

/** The bench with one resource before it. */
export interface Judgement extends Bench {
  readonly resource: Resource;
}

/** What every rule says about itself; documentation and policy metadata are made of it. */
export interface RuleText {
  /** Public name, kebab-case; the file is its camelCase. */
  name: string;
  family: Family;
  severity: Severity;
  /** A few words for lists. */
  title: string;
  /** The requirement, stated positively, in one sentence or two. */
  description: string;
  /** What to change. */
  remediation: string;
  /** The AWS page that says why or how. */
  url: string;
  /** Ids of public checks that ask the same or less. */
  checks: readonly string[];
  /** The source requirement it enforces, in words. */
  requirement: string;
}

export interface RuleDefinition extends RuleText {
  /** Default: mandatory. */
  level?: Level;
  /** The plans under which it is judged. Default: all. */
  plans?: readonly Plan[];
  /** It guards public exposure or permissions: under `strict` an undetermined verdict denies. Default: false. */
  guardsExposure?: boolean;
  /** Types it judges, as canonical tokens (see `canonicalType`). */
  types?: readonly string[];
  /** Judges one resource of `types`. */
  judge?: (the: Judgement) => void;
  /** Judges the plan as a whole, once, as sums need. */
  judgeStack?: (the: Bench) => void;
  /** `judge` may ask for the stack, or `judgeStack` is given: it is judged again when the plan is complete. */
  needsStack?: boolean;
}

export type Rule = Required<Omit<RuleDefinition, "judge" | "judgeStack">> &
  Pick<RuleDefinition, "judge" | "judgeStack">;

export const allPlans: readonly Plan[] = ["legacy-free", "free-plan", "paid"];
export const freePlans: readonly Plan[] = ["legacy-free", "free-plan"];

/** A rule with what it left unsaid filled in. */
export function defineRule(definition: RuleDefinition): Rule {
  return {
    ...definition,
    level: definition.level ?? "mandatory",
    plans: definition.plans ?? allPlans,
    guardsExposure: definition.guardsExposure ?? false,
    types: definition.types ?? [],
    needsStack: definition.needsStack ?? definition.judgeStack !== undefined,
  };
}
