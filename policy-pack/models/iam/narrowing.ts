import ipaddr from "ipaddr.js";
import { isNegative, type Condition } from "./conditions";
import narrowingKeys from "./data/narrowingKeys.json";
import { all, any, not, type Grade } from "./grade";
import type { Pattern } from "./patterns";
import { accountOf } from "./principals";

/** Whom conditions leave, when they leave but some. */
export type Audience = "accounts" | "organization" | "network" | "service";

/** How conditions narrow down who a statement speaks to. */
export interface Narrowing {
  /** `depends` does not occur: the values of a policy either name somebody or they do not. */
  readonly grade: Grade;
  readonly audience?: Audience;
  /** The condition key that narrows, in lower case. */
  readonly key?: string;
  /** Values as written, such as account ids. */
  readonly values: readonly string[];
}

interface NarrowingKey {
  readonly audience: Audience;
  readonly values: "account" | "arn" | "fixed" | "cidr" | "true";
}

const keys = narrowingKeys as Readonly<Record<string, NarrowingKey>>;

const nobody: Narrowing = { grade: "no", values: [] };

/**
 * Whether the conditions of an Allow statement leave only callers that the values name. Conditions that hold for
 * whoever does not send the key (`...IfExists`, `ForAllValues:`, the negative ones) leave everybody in, and so do
 * values that are wildcards.
 */
export function narrowing(conditions: readonly Condition[], only?: readonly Audience[]): Narrowing {
  const found = conditions
    .map((condition) => narrowsAs(condition, isPositive(condition)))
    .filter((one) => !only || one.audience === undefined || only.includes(one.audience));
  return found.find((one) => one.grade === "yes") ?? found.find((one) => one.grade === "unknown") ?? nobody;
}

/**
 * Whether the conditions of a Deny statement turn away all but those that the values name: each test must be negative
 * on such a key (`StringNotEquals`), where absent keys are turned away too. Beside them the spared AWS services
 * (`aws:PrincipalIsAWSService` is false) may stand.
 */
export function narrowingByDenial(conditions: readonly Condition[]): Narrowing {
  const [spared, tests] = [conditions.filter(isServiceExemption), conditions.filter((one) => !isServiceExemption(one))];
  const found = tests.map((condition) =>
    narrowsAs(condition, isNegative(condition.operator) && condition.set !== "any"),
  );
  const grade = tests.length === 0 ? "no" : all(found.map((one) => one.grade));
  if (spared.length + tests.length === 0 || grade === "no") return nobody;
  return { ...found[0], grade, values: found.flatMap((one) => one.values) };
}

function isPositive(condition: Condition): boolean {
  const { operator, ifExists, set } = condition;
  return !ifExists && set !== "all" && !isNegative(operator) && operator !== "Null";
}

function isServiceExemption(condition: Condition): boolean {
  const isFalse = condition.values.length > 0 && condition.values.every((one) => one.shown.toLowerCase() === "false");
  return condition.operator === "Bool" && condition.key === "aws:principalisawsservice" && isFalse;
}

function narrowsAs(condition: Condition, isBinding: boolean): Narrowing {
  const { key: name, values } = condition;
  if (name === "") return { grade: "unknown", values: [] }; // a test that could not be read may be anything
  const key = Object.hasOwn(keys, name) ? keys[name] : undefined;
  if (!key || !isBinding || values.length === 0) return nobody;
  const grade = all(values.map((value) => names(key, condition, value)));
  return { grade, audience: key.audience, key: name, values: values.map((value) => value.shown) };
}

/** Whether one value names somebody. */
function names(key: NarrowingKey, condition: Condition, value: Pattern): Grade {
  if (value.certainty === "unknown") return "unknown";
  // A variable of the request compared with another says nothing of who may send it.
  if (value.certainty === "variable") return "no";
  const { text } = value;
  switch (key.values) {
    case "account":
      return gradeOf(/^\d{12}$/.test(text));
    case "arn":
      return gradeOf(accountOf(text) !== undefined || namesBucket(text));
    case "true":
      return gradeOf(condition.operator === "Bool" && text.toLowerCase() === "true");
    case "cidr":
      return isNarrowRange(text) ? "yes" : "no";
    case "fixed": {
      // Role ids stand before a wildcard for the session: `AROA...:*`.
      const isSession = condition.key === "aws:userid" && /^A[A-Z]{3}[A-Z0-9]{10,}:\*$/.test(text);
      const isPath = /orgpaths$/.test(condition.key) && /^o-[a-z0-9]+\/r-[^*?]*/.test(text);
      return gradeOf(isSession || isPath || !/[*?]/.test(text));
    }
  }
}

/** ARNs of buckets carry no account: the name itself must be given. */
function namesBucket(arn: string): boolean {
  return /^arn:[^:*?]+:s3:::[^*?]+/.test(arn);
}

/** Wider ranges count as the public, as S3 has it: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
function isNarrowRange(cidr: string): boolean {
  if (!ipaddr.isValid(cidr) && !ipaddr.isValidCIDR(cidr)) return false;
  const [address, bits] = ipaddr.isValid(cidr) ? [ipaddr.parse(cidr), 128] : ipaddr.parseCIDR(cidr);
  return address.kind() === "ipv4" ? bits >= 8 : bits >= 32;
}

function gradeOf(isTrue: boolean): Grade {
  return isTrue ? "yes" : "no";
}

/** At least one of several ways of narrowing. */
export function eitherNarrowing(first: Narrowing, second: Narrowing): Narrowing {
  const grade = any([first.grade, second.grade]);
  return first.grade === grade ? first : second;
}

/** Whether everybody is left. */
export function isOpen(one: Narrowing): Grade {
  return not(one.grade);
}
