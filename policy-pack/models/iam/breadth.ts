import { expandAction, resourcePatterns, takesConditionKey, takesResources, type Action } from "./actions";
import { aligned } from "./arns";
import { isNegative, type Condition } from "./conditions";
import type { Statement } from "./document";
import { all, any, type Grade } from "./grade";
import { covers, isEverything } from "./match";
import type { Pattern } from "./patterns";

/** An action that a statement allows on more than it names, though AWS lets policies name its resources. */
export interface BroadAction {
  readonly action: Action;
  /** `everything`: any resource at all. `type`: all resources of a type in the account and region that are named. */
  readonly width: "everything" | "type";
  /** The resource as written, such as `*`. */
  readonly resource: string;
  /** Whether a condition really limits it: one that fails for what its values do not name. */
  readonly limited: Grade;
}

/** What a statement allows too broadly. */
export interface Breadth {
  readonly actions: readonly BroadAction[];
  /** Actions and resources that are not known: what they stand for may be broad. */
  readonly unknown: readonly Pattern[];
  /** Patterns of actions that fit no action of AWS. */
  readonly imaginary: readonly Pattern[];
}

/**
 * Keys that say how or when a request comes, not what it touches.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const keysOfManner: ReadonlySet<string> = new Set([
  ...["aws:currenttime", "aws:epochtime", "aws:multifactorauthage", "aws:multifactorauthpresent", "aws:referer"],
  ...["aws:requestedregion", "aws:securetransport", "aws:tokenissuetime", "aws:useragent", "aws:viaawsservice"],
]);

/**
 * The actions of an Allow statement whose resources could be named and are not. Actions that AWS takes with `*` only,
 * such as `ecr:GetAuthorizationToken`, are none. `*` as action is left to those who ask for administrators: it stands
 * for all actions of all services, and `NotAction` for nearly all.
 */
export function breadthOf(statement: Statement): Breadth {
  const { actions, resources, effect, conditions } = statement;
  const nothing = { actions: [], unknown: [], imaginary: [] };
  if (effect !== "Allow" || !resources || actions.not) return nothing;
  const written = actions.patterns.filter(
    (pattern) => pattern.certainty === "fixed" && !/^\*+(:|$)/.test(pattern.text),
  );
  const expanded = written.map((pattern) => ({ pattern, found: expandAction(pattern.text) }));
  const listed = [...new Set(expanded.flatMap((one) => one.found))].filter(takesResources);
  const places = resources.not ? [everythingBut(resources.patterns)] : resources.patterns;
  return {
    actions: listed.flatMap((action) => {
      const broad = places.map((place) => ({ place, width: widthOf(action, place) }));
      const [widest] = [
        ...broad.filter((one) => one.width === "everything"),
        ...broad.filter((one) => one.width === "type"),
      ];
      if (widest?.width === undefined) return [];
      return [{ action, width: widest.width, resource: widest.place.shown, limited: isLimited(action, conditions) }];
    }),
    unknown: [...actions.patterns, ...resources.patterns].filter((pattern) => pattern.certainty === "unknown"),
    imaginary: expanded.filter((one) => one.found.length === 0).map((one) => one.pattern),
  };
}

/** NotResource leaves everything but what it names. */
function everythingBut(patterns: readonly Pattern[]): Pattern {
  const shown = `everything but ${patterns.map((pattern) => pattern.shown).join(", ")}`;
  return { text: "*", shown, certainty: "fixed", path: patterns[0]?.path ?? "" };
}

function widthOf(action: Action, place: Pattern): BroadAction["width"] | undefined {
  if (place.certainty !== "fixed") return undefined;
  if (isEverything(place.text)) return "everything";
  const isType = resourcePatterns(action).some((arn) => covers(place.text, aligned(arn, place.text)));
  return isType ? "type" : undefined;
}

function isLimited(action: Action, conditions: readonly Condition[]): Grade {
  return any(conditions.map((condition) => limits(action, condition)));
}

function limits(action: Action, { key, operator, set, ifExists, values }: Condition): Grade {
  if (key === "") return "unknown";
  if (ifExists || set === "all" || isNegative(operator) || operator === "Null" || values.length === 0) return "no";
  if (keysOfManner.has(key) || !takesConditionKey(action, key)) return "no";
  return all(
    values.map((value) => {
      if (value.certainty === "unknown") return "unknown";
      return isEverything(value.text) && value.certainty === "fixed" ? "no" : "yes";
    }),
  );
}
