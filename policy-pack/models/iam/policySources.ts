import type { Read, Reader } from "../../../plan/reader";
import type { Resource } from "../../../plan/resource";
import type { Stack } from "../../../plan/stack";
import { parseDocument, unreadable, type PolicyDocument, type Statement, type Unknown } from "./document";
import { attachedArns } from "./givers";

const managedPolicyType = "aws:iam/policy:Policy";

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

/**
 * Whether what is not known in a resource's documents comes from resources of the plan: an ARN that they get with the
 * deployment names them. What other stacks give out may be anything.
 */
export function comesFromPlan({ type, propertyDependencies }: Resource): boolean {
  const { own, list } = documentProperties[type] ?? {};
  const sources = propertyDependencies[own ?? list ?? ""] ?? [];
  return sources.length > 0 && !sources.some((urn) => urn.includes("pulumi:pulumi:StackReference"));
}

export function isManagedPolicy({ type }: Resource): boolean {
  return type === managedPolicyType;
}

/** Whether a managed policy of the stack only limits identities, as their boundary, and allows nothing by itself. */
export function isOnlyBoundary(policy: Resource, stack: Stack): boolean {
  const { bounding, granting } = stack.view(usesOfPolicies);
  return bounding.has(policy.urn) && !granting.has(policy.urn);
}

function usesOfPolicies(stack: Stack): { bounding: ReadonlySet<string>; granting: ReadonlySet<string> } {
  const [bounding, granting] = [new Set<string>(), new Set<string>()];
  const note = (into: Set<string>, from: Resource, ids: Read<Read<string>[]>) => {
    const found = stack.targets(from, ids, managedPolicyType);
    for (const { urn } of found.state === "known" ? found.value : []) into.add(urn);
    // Whoever may be meant may be granted.
    if (found.state === "unknown" && into === granting)
      for (const { urn } of stack.dependencies(from, ids.path, [managedPolicyType])) into.add(urn);
  };
  for (const one of stack.ofType("aws:iam/role:Role", "aws:iam/user:User"))
    note(bounding, one, one.properties.texts("permissionsBoundary"));
  for (const [type, arns] of Object.entries(attachedArns))
    for (const one of stack.ofType(type)) note(granting, one, one.properties.texts(arns));
  return { bounding, granting };
}

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
