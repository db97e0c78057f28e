import { type Read, type Reader } from "../../../plan/reader";
import type { Notes } from "./document";
import { any, not, type Grade } from "./grade";
import { covers, fits, overlap } from "./match";

/** A pattern of a policy, as far as it is known. */
export interface Pattern {
  /** What is matched with. Variables stand as `*`, and so does what is unknown: it reaches as far as it possibly can. */
  readonly text: string;
  /** As it was written, for messages. */
  readonly shown: string;
  /** `variable`: it holds parts of the request, such as `${aws:username}`. */
  readonly certainty: "fixed" | "variable" | "unknown";
  readonly path: string;
  /** The text is the ARN of one role of the stack as far as it is known, and means no other. Default: false. */
  readonly isRoleOfStack?: boolean;
}

/** A list of patterns, or everything but what fits them. */
export interface Selector {
  readonly not: boolean;
  readonly patterns: readonly Pattern[];
}

/** Characters that stand for the literal `*` and `?` that `${*}` and `${?}` mean; no name holds them. */
const literalMarks: Readonly<Record<string, string>> = { "${*}": "\uFDD0", "${?}": "\uFDD1", "${$}": "$" };

/** A pattern from a text. Variables are such in the policy language of 2012-10-17 only. */
export function toPattern(read: Exclude<Read<string>, { state: "absent" }>, hasVariables: boolean): Pattern {
  const { path } = read;
  if (read.state === "unknown") return { text: "*", shown: "a value not known yet", certainty: "unknown", path };
  const shown = read.value;
  if (!hasVariables || !shown.includes("${")) return { text: shown, shown, certainty: "fixed", path };
  const plain = shown.replace(/\$\{[*?$]\}/g, (mark) => literalMarks[mark] ?? mark);
  const text = plain.replace(/\$\{[^}]*\}/g, "*");
  return { text, shown, certainty: text === plain ? "fixed" : "variable", path };
}

/** Reads `Name` or `NotName`: a text or a list of texts. */
export function parseSelector(owner: Reader, name: string, hasVariables: boolean, notes: Notes): Selector | undefined {
  const [plain, negated] = [owner.texts(name), owner.texts(`Not${name}`)];
  if (plain.state !== "absent" && negated.state !== "absent")
    notes.faults.push({ path: owner.path, message: `both ${name} and Not${name} are given` });
  const list = plain.state === "absent" ? negated : plain;
  if (list.state === "absent") return undefined;
  return { not: plain.state === "absent", patterns: parsePatterns(list, hasVariables, notes) };
}

/** The patterns of a list; what is unknown is noted and stands for anything. */
export function parsePatterns(list: Read<Read<string>[]>, hasVariables: boolean, notes: Notes): Pattern[] {
  const items = list.state === "known" ? list.value : [list];
  return items.flatMap((item) => {
    if (item.state === "absent") return [];
    if (item.state === "unknown") notes.unknowns.push(item);
    return [toPattern(item as Exclude<Read<string>, { state: "absent" }>, hasVariables)];
  });
}

/** Whether a selector picks one exact text. */
export function picks(selector: Selector, text: string): Grade {
  return grade(selector, (pattern) => fits(pattern, text));
}

/** Whether a selector picks every text of a pattern. */
export function picksAll(selector: Selector, of: string): Grade {
  if (selector.not) {
    // Everything but some: all texts are picked when no pattern shares one with them.
    return not(gradePatterns(selector.patterns, (pattern) => overlap(pattern, of)));
  }
  return gradePatterns(selector.patterns, (pattern) => covers(pattern, of));
}

/** Whether a selector picks at least one text of a pattern. */
export function picksSome(selector: Selector, of: string): Grade {
  if (selector.not) return not(gradePatterns(selector.patterns, (pattern) => covers(pattern, of)));
  return gradePatterns(selector.patterns, (pattern) => overlap(pattern, of));
}

function grade(selector: Selector, test: (pattern: string) => boolean): Grade {
  const found = gradePatterns(selector.patterns, test);
  return selector.not ? not(found) : found;
}

function gradePatterns(patterns: readonly Pattern[], test: (pattern: string) => boolean): Grade {
  return any(patterns.map((pattern) => (test(pattern.text) ? gradeOf(pattern) : "no")));
}

function gradeOf(pattern: Pattern): Grade {
  if (pattern.certainty === "fixed") return "yes";
  return pattern.certainty === "variable" ? "depends" : "unknown";
}
