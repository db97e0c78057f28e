import { conditionsHold, type Condition, type Context } from "./conditions";
import type { PolicyDocument, Statement, Unknown } from "./document";
import { all, any, not, type Grade } from "./grade";
import { aligned } from "./arns";
import { allPolicies, type Identity } from "./identities";
import { covers, overlap } from "./match";
import { picks, picksAll, type Selector } from "./patterns";

/** What is asked of an identity. */
export interface Request {
  /** Exact name, such as `iam:PassRole`. */
  readonly action: string;
  /** ARN, or a pattern where parts of it are not known. Default: any resource at all, it does not matter which. */
  readonly resource?: string;
  /** What is known of the request, such as `iam:passedtoservice`. Default: nothing. */
  readonly context?: Context;
}

export type Verdict = "yes" | "no" | "undetermined";

/** What an identity may do. */
export interface Answer {
  readonly verdict: Verdict;
  /** With "yes": what must hold for it, as conditions and denials in words. Empty: it may whatever the request. */
  readonly when: readonly string[];
  /** With "undetermined": what is not known. */
  readonly why: readonly Unknown[];
}

/** What statements say of a request, with those that say it. */
interface Finding {
  readonly grade: Grade;
  readonly statements: readonly Statement[];
}

/**
 * Whether an identity may do something: some policy allows it, the permissions boundary does too, and none denies it.
 * Organization policies and session policies are not seen. What is unknown never hides what is allowed for certain,
 * and never counts as nothing: without a certain answer it leaves the verdict undetermined.
 */
export function allows(identity: Identity, request: Request): Answer {
  const documents = allPolicies(identity).map((policy) => policy.document);
  const given = allowedBy(documents, request);
  const limit = identity.boundary ? allowedBy([identity.boundary.document], request) : undefined;
  const grade = limit ? all([given.grade, limit.grade]) : given.grade;
  if (grade === "no") return { verdict: "no", when: [], why: [] };

  const limited = identity.boundary ? [...documents, identity.boundary.document] : documents;
  const denied = deniedBy(limited, request);
  if (denied.grade === "yes") return { verdict: "no", when: [], why: [] };
  if (grade === "unknown") return { verdict: "undetermined", when: [], why: limited.flatMap((one) => one.unknowns) };
  const statements = [given, limit].filter((one) => one?.grade === "depends").flatMap((one) => one?.statements ?? []);
  const when = [
    ...statements.slice(0, 1).flatMap((one) => one.conditions.map(inWords)),
    ...denied.statements.map((one) => `unless ${one.path} denies it`),
  ];
  return { verdict: "yes", when: when.length > 0 || grade === "yes" ? when : ["for some callers"], why: [] };
}

/** How far the Allow statements of documents reach a request; a document with gaps may hold anything. */
function allowedBy(documents: readonly PolicyDocument[], request: Request): Finding {
  const found = documents.flatMap((document) =>
    speaking(document, request.action)
      .filter(({ statement }) => statement.effect === "Allow")
      .map(({ statement, grade }) => ({ statement, grade: all([grade, ...reach(statement, request)]) })),
  );
  const gaps: Grade = documents.some((document) => document.incomplete) ? "unknown" : "no";
  const grade = any([...found.map((one) => one.grade), gaps]);
  return { grade, statements: found.filter((one) => one.grade === grade).map((one) => one.statement) };
}

function deniedBy(documents: readonly PolicyDocument[], request: Request): Finding {
  const found = documents.flatMap((document) =>
    speaking(document, request.action)
      .filter(({ statement }) => statement.effect === "Deny")
      .map(({ statement, grade }) => {
        // Of any resource at all, one is left unless the denial is of all.
        const on = request.resource === undefined ? picksAll(statement.resources ?? everything, "*") : undefined;
        return {
          statement,
          grade: all([grade, ...(on ? [on, conditions(statement, request)] : reach(statement, request))]),
        };
      }),
  );
  const grade = any(found.map((one) => one.grade));
  return { grade, statements: found.filter((one) => one.grade !== "no").map((one) => one.statement) };
}

const everything: Selector = {
  not: false,
  patterns: [{ text: "*", shown: "*", certainty: "fixed", path: "" }],
};

function reach(statement: Statement, request: Request): Grade[] {
  const { resources } = statement;
  const { resource } = request;
  if (!resources) return [conditions(statement, request)];
  const on = resource === undefined ? leavesSomething(resources) : reaches(resources, resource);
  return [on, conditions(statement, request)];
}

function conditions(statement: Statement, request: Request): Grade {
  return conditionsHold(statement.conditions, request.context ?? {});
}

function leavesSomething(resources: Selector): Grade {
  if (!resources.not) return resources.patterns.length > 0 ? "yes" : "no";
  return not(picksAll({ ...resources, not: false }, "*"));
}

/** Whether a selector picks a resource of which parts may be unknown. */
export function reaches(selector: Selector, target: string): Grade {
  const grades = selector.patterns.map((pattern): Grade => {
    if (pattern.isRoleOfStack) return pattern.text === target ? "yes" : "no";
    const place = aligned(target, pattern.text);
    const full: Grade =
      pattern.certainty === "fixed" ? "yes" : pattern.certainty === "variable" ? "depends" : "unknown";
    if (covers(pattern.text, place)) return full;
    return overlap(pattern.text, place) ? "unknown" : "no";
  });
  const grade = any(grades);
  return selector.not ? not(grade) : grade;
}

interface Speaking {
  readonly statement: Statement;
  readonly grade: Grade;
}

const spoken = new WeakMap<PolicyDocument, Map<string, readonly Speaking[]>>();

/** The statements of a document that speak of an action, found once. */
function speaking(document: PolicyDocument, action: string): readonly Speaking[] {
  const known = spoken.get(document) ?? new Map<string, readonly Speaking[]>();
  spoken.set(document, known);
  const key = action.toLowerCase();
  const found =
    known.get(key) ??
    document.statements
      .map((statement) => ({ statement, grade: picks(statement.actions, key) }))
      .filter(({ grade }) => grade !== "no");
  known.set(key, found);
  return found;
}

/** The Allow statements that give an action, and the patterns of resources that they give it on. */
export function allowancesFor(identity: Identity, action: string, context: Context = {}): readonly Statement[] {
  return allPolicies(identity).flatMap(({ document }) =>
    speaking(document, action)
      .filter(({ statement }) => statement.effect === "Allow" && conditionsHold(statement.conditions, context) !== "no")
      .map(({ statement }) => statement),
  );
}

/** The statements of both effects that decide on an action, boundary included, as a text that is alike for alike ones. */
export function signature(identity: Identity, actions: readonly string[]): string {
  const documents = [...allPolicies(identity), ...(identity.boundary ? [identity.boundary] : [])];
  const parts = documents.flatMap(({ document }, index) =>
    actions.flatMap((action) =>
      speaking(document, action).map(({ statement }) => `${String(index)} ${textOf(statement)}`),
    ),
  );
  return `${identity.boundary ? "bounded" : ""} ${parts.join(" ")}`;
}

const texts = new WeakMap<Statement, string>();

function textOf(statement: Statement): string {
  const known = texts.get(statement);
  if (known !== undefined) return known;
  const { effect, actions, resources, conditions } = statement;
  const text = JSON.stringify([effect, bare(actions), resources && bare(resources), conditions.map(inWords)]);
  texts.set(statement, text);
  return text;
}

function bare({ not: isNot, patterns }: Selector) {
  return [
    isNot,
    ...patterns.map(({ text, certainty, isRoleOfStack = false }) => `${certainty} ${text} ${isRoleOfStack}`),
  ];
}

/** Whether an identity may do everything: all actions on all resources, also within its boundary and past denials. */
export function isAdministrator(identity: Identity): Verdict {
  const documents = allPolicies(identity).map((policy) => policy.document);
  const grades = [any(documents.map(givesEverything))];
  if (identity.boundary) grades.push(givesEverything(identity.boundary.document));
  const grade = all(grades);
  if (grade === "no") return "no";
  // Who is kept from changing policies is no administrator; who can change them is one in two steps.
  const keys = ["iam:AttachRolePolicy", "iam:PutRolePolicy", "iam:CreatePolicyVersion"];
  if (keys.every((action) => allows(identity, { action }).verdict === "no")) return "no";
  return grade === "unknown" ? "undetermined" : "yes";
}

/** Whether one statement of a document allows all actions on all resources. */
export function givesEverything(document: PolicyDocument): Grade {
  const grades = document.statements
    .filter((statement) => statement.effect === "Allow")
    .map(({ actions, resources, conditions: tests }) =>
      all([picksAll(actions, "*:*"), resources ? picksAll(resources, "*") : "yes", conditionsHold(tests, {})]),
    );
  return any([...grades, document.incomplete ? "unknown" : "no"]);
}

/** A condition as a reader would say it. */
export function inWords({ operator, set, ifExists, key, values }: Condition): string {
  if (key === "") return "conditions that are not known hold";
  const prefix = set === undefined ? "" : set === "any" ? "ForAnyValue:" : "ForAllValues:";
  const list = values.map((value) => value.shown).join(", ");
  return `${prefix}${operator}${ifExists ? "IfExists" : ""} ${key} ${list}`;
}
