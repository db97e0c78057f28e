import type { Resource } from "../../../plan/resource";
import type { PolicyDocument, Statement } from "./document";

/** Actions that are allowed on roles and on nothing else. */
const onRoles: readonly string[] = ["iam:passrole", "sts:assumerole"];

/**
 * The document with the roles that it names, before they exist. ARNs that are not known yet stand where the program
 * names roles of the stack: the engine tells from which ones the policy was computed. That is an answer where one
 * statement only is about roles, and has room for all of them; otherwise who is meant stays unknown.
 */
export function withNamedRoles(
  document: PolicyDocument,
  roles: readonly Resource[],
  arnOf: (role: Resource) => string,
): PolicyDocument {
  const places = document.statements.filter(namesUnknownRoles);
  const [place] = places;
  if (!place?.resources || places.length > 1 || roles.length === 0) return document;
  const { patterns } = place.resources;
  const hidden = patterns.filter(({ certainty }) => certainty === "unknown");
  const isWholeList = hidden.some(({ path }) => !path.endsWith("]"));
  if (hidden.length < roles.length && !isWholeList) return document;
  const named = roles.map((role, index) => ({
    text: arnOf(role),
    shown: role.name,
    certainty: "fixed" as const,
    isRoleOfStack: true,
    path: (hidden[index] ?? hidden[0])?.path ?? place.path,
  }));
  const left = isWholeList ? [] : hidden.slice(roles.length);
  const known = patterns.filter(({ certainty }) => certainty !== "unknown");
  const resources = { not: false, patterns: [...known, ...named, ...left] };
  return {
    ...document,
    statements: document.statements.map((statement) => (statement === place ? { ...statement, resources } : statement)),
  };
}

function namesUnknownRoles({ actions, resources }: Statement): boolean {
  if (!resources || resources.not || actions.not) return false;
  const isOfRoles = actions.patterns.every(({ text, certainty }) => certainty === "fixed" && onRoles.includes(text));
  return isOfRoles && resources.patterns.some(({ certainty }) => certainty === "unknown");
}
