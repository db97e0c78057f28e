import type { Reader } from "../reader";
import type { Resource } from "../resource";
import { parseDocument, unreadable, type PolicyDocument, type Statement, type Unknown } from "./document";

/** Where each type holds identity policies: a property with a document, or a list of objects that hold one. */
const documentProperties: Readonly<Record<string, { own?: string; list?: string }>> = {
  "aws:iam/policy:Policy": { own: "policy" },
  "aws:iam/rolePolicy:RolePolicy": { own: "policy" },
  "aws:iam/userPolicy:UserPolicy": { own: "policy" },
  "aws:iam/groupPolicy:GroupPolicy": { own: "policy" },
  "aws:iam/role:Role": { list: "inlinePolicies" },
  "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": { own: "inlinePolicy" },
};

/** Types that hold documents of what an identity may do. */
export const identityPolicyTypes: readonly string[] = Object.keys(documentProperties);

const read = new WeakMap<Reader, readonly PolicyDocument[]>();

/** The identity policies that a resource holds, read once for all rules. */
export function identityPoliciesOf({ type, properties }: Resource): readonly PolicyDocument[] {
  const known = read.get(properties);
  if (known) return known;
  const documents = readDocuments(type, properties);
  read.set(properties, documents);
  return documents;
}

function readDocuments(type: string, properties: Reader): PolicyDocument[] {
  const { own, list } = documentProperties[type] ?? {};
  if (own !== undefined) return [parseDocument(properties, own, "identity")];
  if (list === undefined) return [];
  const items = properties.list(list);
  if (items.state === "absent") return [];
  if (items.state === "unknown") return [unreadable(items.path, items.why)];
  return items.value.map((item) => parseDocument(item, "policy", "identity"));
}

/** The statements of identity policies that allow something. */
export function allowancesIn(document: PolicyDocument): readonly Statement[] {
  return document.statements.filter((statement) => statement.effect === "Allow");
}

/** Why statements may be missing from a document. A part that AWS refuses is not unknown: nothing is missing then. */
export function gapsOf({ incomplete, unknowns, statements }: PolicyDocument): readonly Unknown[] {
  if (!incomplete) return [];
  return unknowns.filter(({ path }) => !statements.some((statement) => path.startsWith(`${statement.path}.`)));
}
