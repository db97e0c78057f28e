import type { Rule } from "../../../policy-pack/frame/rule";
import type { Settings } from "../../../policy-pack/frame/settings";
import { changed, type Planned } from "./bench";

/** One way in which the plan of a rule differs from the passing one. */
export interface Case {
  /** Reads after "given", such as `a class that is not free`. */
  given: string;
  /** Changes of the judged resource, the first of the plan (see `changed`). */
  change?: Record<string, unknown>;
  /** A plan of its own instead. */
  plan?: readonly Planned[];
  settings?: Partial<Settings>;
  /** What the finding says; several for several findings. Empty or absent: the rule is silent. */
  says?: string | readonly string[];
}

/** How a rule answers: a plan that passes, and what becomes of it when one thing is different. */
export interface RuleCases {
  rule: Rule;
  /** Settings for all cases. */
  settings?: Partial<Settings>;
  /** The judged resource first, then what it refers to. */
  passing: readonly Planned[];
  passes?: readonly Case[];
  fails: readonly Case[];
  undetermined: readonly Case[];
}

export function planOf({ passing }: RuleCases, { plan, change }: Case): readonly Planned[] {
  if (plan) return plan;
  const [first, ...rest] = passing;
  if (!first) throw new Error("a plan needs a resource");
  return [changed(first, change ?? {}), ...rest];
}
