import type { Resource } from "../../plan/resource";
import type { Stack } from "../../plan/stack";
import type { Bench, FaultOptions, Rule } from "./rule";
import type { Settings } from "./settings";

/** What a rule said of a resource, or of the whole plan when there is no resource. */
export interface Verdict {
  readonly kind: "fail" | "undetermined";
  readonly message: string;
  readonly finding?: string;
  readonly resource?: Resource;
}

/** What rules judge with besides the plan. */
export interface Circumstances {
  readonly settings: Settings;
  /** The current day in UTC, YYYY-MM-DD. */
  readonly today: () => string;
}

/** Thrown when a rule asks for the stack too early: it ends the judgement. One error for all, as stack traces cost. */
const stackNotYetKnown = new Error("the plan is not complete yet");

/** Hears what a rule says of one resource of its types. Without a stack only what the resource itself shows is judged. */
export function hearResource(rule: Rule, resource: Resource, circumstances: Circumstances, stack?: Stack): Verdict[] {
  const { judge } = rule;
  if (!judge || !rule.types.includes(resource.type)) return [];
  return hear(circumstances, stack, resource, (bench) => {
    judge(bench as Bench & { resource: Resource });
  });
}

/** Hears what a rule says of the plan: of each resource of its types, then of all together. */
export function hearStack(rule: Rule, stack: Stack, circumstances: Circumstances): Verdict[] {
  const each = stack.ofType(...rule.types).flatMap((resource) => hearResource(rule, resource, circumstances, stack));
  const { judgeStack } = rule;
  return judgeStack ? [...each, ...hear(circumstances, stack, undefined, judgeStack)] : each;
}

function hear(
  { settings, today }: Circumstances,
  stack: Stack | undefined,
  resource: Resource | undefined,
  judge: (bench: Bench) => void,
): Verdict[] {
  const verdicts: Verdict[] = [];
  const say = (kind: Verdict["kind"], message: string, options?: FaultOptions) =>
    void verdicts.push({ kind, message, finding: options?.finding, resource: options?.at ?? resource });
  const undetermined: Bench["undetermined"] = (property, why, options) =>
    say("undetermined", `${property} ${why}.`, options);
  const bench: Bench & { resource?: Resource } = {
    resource,
    settings,
    get today() {
      return today();
    },
    get stack(): Stack {
      if (!stack) throw stackNotYetKnown;
      return stack;
    },
    fail: (message, options) => say("fail", message, options),
    undetermined,
    doubt(read, options) {
      if (read.state === "unknown") undetermined(read.path, read.why, options);
    },
    known(read, use, options) {
      if (read.state === "unknown") undetermined(read.path, read.why, options);
      else use(read.state === "known" ? read.value : undefined);
    },
  };
  try {
    judge(bench);
  } catch (error) {
    // A fault in a rule must neither pass the resource nor silence the other rules: it is a verdict like any other.
    if (error !== stackNotYetKnown)
      say("undetermined", `The rule itself failed, please report it: ${error instanceof Error ? error.message : "?"}`);
  }
  return verdicts;
}
