import type { Read, Reader } from "../../../plan/reader";
import type { Notes } from "./document";
import { all, any, not, type Grade } from "./grade";
import { fits } from "./match";
import { toPattern, type Pattern } from "./patterns";

/** One test of a Condition block: all tests of a block must hold. */
export interface Condition {
  /** Without prefix and suffix, as AWS spells it: `StringEquals`. */
  readonly operator: Operator;
  /** `ForAnyValue:` or `ForAllValues:`. */
  readonly set?: "any" | "all";
  /** `...IfExists`: it also holds for requests that do not carry the key. */
  readonly ifExists: boolean;
  /** Lower case: keys do not tell cases apart. */
  readonly key: string;
  readonly values: readonly Pattern[];
  readonly path: string;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const operators = [
  ...(["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"] as const),
  ...(["StringLike", "StringNotLike", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "Bool", "Null"] as const),
  ...(["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals"] as const),
  ...(["NumericGreaterThan", "NumericGreaterThanEquals", "DateEquals", "DateNotEquals", "DateLessThan"] as const),
  ...(["DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals", "BinaryEquals"] as const),
  ...(["IpAddress", "NotIpAddress"] as const),
];
export type Operator = (typeof operators)[number];
const operatorOf = new Map(operators.map((name) => [name.toLowerCase(), name]));

/** Whether an operator holds for what its values do not name, and for requests without the key. */
export function isNegative(operator: Operator): boolean {
  return /Not(Equals|Like|IpAddress)|^NotIp/.test(operator);
}

/** Reads a Condition block. A test that cannot be read stays as one whose value is unknown. */
export function parseConditions(statement: Reader, hasVariables: boolean, notes: Notes): Condition[] {
  const block = statement.entries("Condition");
  if (block.state === "absent") return [];
  if (block.state === "unknown") {
    notes.unknowns.push(block);
    return [unknownCondition(block.path)];
  }
  return block.value.flatMap(([name, tests]) => {
    const [, set, base, suffix] = /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/i.exec(name) ?? [];
    const operator = operatorOf.get((base ?? "").toLowerCase());
    const map = tests.entries();
    if (!operator) notes.faults.push({ path: tests.path, message: `${name} is no condition operator` });
    if (map.state === "unknown") notes.unknowns.push(map);
    if (!operator || map.state !== "known") return [unknownCondition(tests.path)];
    return map.value.map(([key, value]) => ({
      operator,
      ...(set && { set: set.toLowerCase() === "foranyvalue" ? ("any" as const) : ("all" as const) }),
      ifExists: suffix !== undefined,
      key: key.toLowerCase(),
      values: parseValues(value, hasVariables, notes),
      path: value.path,
    }));
  });
}

function unknownCondition(path: string): Condition {
  const values: Pattern[] = [{ text: "*", shown: "a value not known yet", certainty: "unknown", path }];
  return { operator: "StringEquals", ifExists: false, key: "", values, path };
}

function parseValues(value: Reader, hasVariables: boolean, notes: Notes): Pattern[] {
  const list = value.list();
  const items = list.state === "known" ? list.value : [value];
  return items.flatMap((item) => {
    const read = scalar(item);
    if (read.state === "absent") return [];
    if (read.state === "unknown") notes.unknowns.push(read);
    return [toPattern(read, hasVariables)];
  });
}

/** A text, a number or a boolean as text. */
function scalar(item: Reader): Read<string> {
  const text = item.text();
  if (text.state !== "unknown") return text;
  const flag = item.flag();
  return flag.state === "known" ? { ...flag, value: String(flag.value) } : text;
}

/** What is known of a request: keys in lower case, with the values that they carry; an empty list: surely absent. */
export type Context = Readonly<Record<string, readonly string[]>>;

/** Whether all tests hold for a request of which only the context is known. */
export function conditionsHold(conditions: readonly Condition[], context: Context): Grade {
  return all(conditions.map((condition) => holds(condition, context)));
}

function holds(condition: Condition, context: Context): Grade {
  const given = context[condition.key];
  if (condition.values.some((value) => value.certainty === "unknown") && condition.key === "") return "unknown";
  if (given === undefined)
    return condition.values.some((value) => value.certainty === "unknown") ? "unknown" : "depends";
  if (condition.operator === "Null") {
    const isAbsent = given.length === 0 ? "true" : "false";
    return any(condition.values.map((value) => (value.text.toLowerCase() === isAbsent ? "yes" : "no")));
  }
  if (given.length === 0)
    return condition.ifExists || condition.set === "all" || isNegative(condition.operator) ? "yes" : "no";
  const each = given.map((value) => test(condition, value));
  return condition.set === "all" ? all(each) : isNegative(condition.operator) && !condition.set ? all(each) : any(each);
}

/** Tests one value of the request. Operators on numbers, dates and addresses stay open. */
function test(condition: Condition, value: string): Grade {
  const { operator, values } = condition;
  if (/^(Numeric|Date|Binary|IpAddress|NotIp)/.test(operator)) return "depends";
  const matched = any(
    values.map((pattern): Grade => {
      if (pattern.certainty === "unknown") return "unknown";
      if (!matches(operator, pattern, value)) return "no";
      return pattern.certainty === "variable" ? "depends" : "yes";
    }),
  );
  return isNegative(operator) ? not(matched) : matched;
}

function matches(operator: Operator, pattern: Pattern, value: string): boolean {
  if (pattern.certainty === "variable") return fits(pattern.text, value);
  if (operator === "Bool") return pattern.text.toLowerCase() === value.toLowerCase();
  if (operator.endsWith("IgnoreCase")) return pattern.text.toLowerCase() === value.toLowerCase();
  const isLike = operator.endsWith("Like") || operator.startsWith("Arn");
  return isLike ? fits(pattern.text, value) : pattern.text === value;
}
