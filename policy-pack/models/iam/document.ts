import type { Read, Reader } from "../../../plan/reader";
import { parseConditions, type Condition } from "./conditions";
import { parsePrincipals, type Principals } from "./principals";
import { parseSelector, type Selector } from "./patterns";

/** Where a policy stands: on an identity, on a resource, or on a role as the word on who may assume it. */
export type PolicyKind = "identity" | "resource" | "trust";

/** Something that AWS would refuse, or never match. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

/** Something that cannot be read before deployment. */
export interface Unknown {
  readonly path: string;
  readonly why: string;
}

/** Where a parser leaves what it could not use. */
export interface Notes {
  readonly faults: Fault[];
  readonly unknowns: Unknown[];
}

export interface Statement {
  readonly sid?: string;
  /** Where it stands, such as `policy.Statement[0]`. */
  readonly path: string;
  readonly effect: "Allow" | "Deny";
  readonly actions: Selector;
  /** Absent in a trust policy, which speaks of the role that it stands on. */
  readonly resources?: Selector;
  /** Absent in an identity policy, which speaks of the identity that it stands on. */
  readonly principals?: Principals;
  readonly conditions: readonly Condition[];
}

/** A policy document in one form, whatever way it was written. */
export interface PolicyDocument {
  readonly path: string;
  readonly statements: readonly Statement[];
  readonly faults: readonly Fault[];
  /** Parts that are not known, also those inside statements. Empty: the document is known to the letter. */
  readonly unknowns: readonly Unknown[];
  /** Whole statements may be missing: a document or a statement could not be read at all. */
  readonly incomplete: boolean;
}

const documentKeys = ["Version", "Id", "Statement"];
const statementKeys = [
  ...["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource"],
  ...["Principal", "NotPrincipal", "Condition"],
];

/**
 * Reads a policy document from a property: a JSON text, or an object parts of which may be unknown. An absent
 * property is an empty document.
 */
export function parseDocument(owner: Reader, key: string | undefined, kind: PolicyKind): PolicyDocument {
  const read = owner.json(key);
  const { path } = read;
  if (read.state === "absent") return { path, statements: [], faults: [], unknowns: [], incomplete: false };
  if (read.state === "unknown") return unreadable(path, read.why);

  const notes: Notes = { faults: [], unknowns: [] };
  const document = read.value;
  refuseOtherKeys(document, documentKeys, notes);
  const version = document.text("Version");
  const hasVariables = version.state === "known" && version.value === "2012-10-17";
  if (version.state === "known" && !["2012-10-17", "2008-10-17"].includes(version.value))
    notes.faults.push({ path: version.path, message: `Version is ${version.value}; give 2012-10-17` });

  const list = document.list("Statement");
  if (list.state === "absent") notes.faults.push({ path: list.path, message: "Statement is missing" });
  if (list.state === "unknown") notes.unknowns.push(list);
  const statements =
    list.state === "known" ? list.value.map((one) => parseStatement(one, kind, hasVariables, notes)) : [];
  const readable = statements.filter((statement) => statement !== undefined);
  const incomplete = list.state === "unknown" || readable.length < statements.length;
  return { path, statements: readable, ...notes, incomplete };
}

/** A document of which nothing is known, and why. */
export function unreadable(path: string, why: string): PolicyDocument {
  return { path, statements: [], faults: [], unknowns: [{ path, why }], incomplete: true };
}

function parseStatement(one: Reader, kind: PolicyKind, hasVariables: boolean, notes: Notes): Statement | undefined {
  const { path } = one;
  if (one.isUnknown() || one.entries().state !== "known") {
    notes.unknowns.push({ path, why: one.isUnknown() ? "is not known before deployment" : "is not a statement" });
    return undefined;
  }
  refuseOtherKeys(one, statementKeys, notes);
  const effect = effectOf(one.text("Effect"), notes);
  const actions = parseSelector(one, "Action", hasVariables, notes);
  const resources = parseSelector(one, "Resource", hasVariables, notes);
  const principals = parsePrincipals(one, notes);
  if (!actions) notes.faults.push({ path, message: "neither Action nor NotAction is given" });
  if (kind === "identity" && !resources)
    notes.faults.push({ path, message: "neither Resource nor NotResource is given" });
  if (kind === "identity" && principals)
    notes.faults.push({ path, message: "a policy of an identity names no Principal" });
  if (kind === "trust" && resources) notes.faults.push({ path, message: "a trust policy names no Resource" });
  if (kind !== "identity" && !principals)
    notes.faults.push({ path, message: "neither Principal nor NotPrincipal is given" });
  for (const pattern of actions?.patterns ?? [])
    if (pattern.certainty === "fixed" && !/^(\*+|[a-z0-9-]+:[a-z0-9*?]+)$/.test(pattern.text.toLowerCase()))
      notes.faults.push({ path: pattern.path, message: `"${pattern.shown}" is no action; write service:Action` });
  if (!effect || !actions) return undefined;
  const sid = one.text("Sid");
  return {
    ...(sid.state === "known" && { sid: sid.value }),
    path,
    effect,
    actions: { ...actions, patterns: actions.patterns.map((one) => ({ ...one, text: one.text.toLowerCase() })) },
    ...(resources && { resources }),
    ...(principals && { principals }),
    conditions: parseConditions(one, hasVariables, notes),
  };
}

function effectOf(effect: Read<string>, notes: Notes): Statement["effect"] | undefined {
  if (effect.state === "unknown") notes.unknowns.push(effect);
  else if (effect.state === "known" && (effect.value === "Allow" || effect.value === "Deny")) return effect.value;
  else {
    const got = effect.state === "known" ? effect.value : "missing";
    notes.faults.push({ path: effect.path, message: `Effect is ${got}; give Allow or Deny` });
  }
  return undefined;
}

function refuseOtherKeys(one: Reader, keys: readonly string[], notes: Notes): void {
  const entries = one.entries();
  if (entries.state !== "known") return;
  for (const [key, value] of entries.value)
    if (!keys.includes(key))
      notes.faults.push({
        path: value.path,
        message: `${key} is no element of a policy; known ones are ${keys.join(", ")}`,
      });
}
