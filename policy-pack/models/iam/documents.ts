import type { Read, Reader } from "../reader";
import type { Resource } from "../resource";

/** Where each type holds identity policies: properties with a document, and lists of objects that hold one. */
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

/** A statement that allows something, with what it leaves open. */
export interface Allowance {
  /** Its place, such as `policy.Statement[0]`. */
  readonly path: string;
  readonly actions: Read<Read<string>[]>;
  /** What is allowed is everything but these. */
  readonly notActions: Read<Read<string>[]>;
  readonly resources: Read<Read<string>[]>;
  readonly notResources: Read<Read<string>[]>;
}

/** The statements that allow something in the identity policies of a resource; an unreadable part is unknown. */
export function allowancesOf(resource: Resource): Read<Allowance>[] {
  const places = documentProperties[resource.type];
  if (places === undefined) return [];
  const documents: Read<Reader>[] = places.own === undefined ? [] : [resource.properties.json(places.own)];
  if (places.list !== undefined) {
    const list = resource.properties.list(places.list);
    if (list.state === "unknown") documents.push(list);
    if (list.state === "known") documents.push(...list.value.map((item) => item.json("policy")));
  }
  return documents.flatMap(allowancesIn);
}

function allowancesIn(document: Read<Reader>): Read<Allowance>[] {
  if (document.state !== "known") return [document];
  const statements = document.value.list("Statement");
  if (statements.state !== "known") return [statements];
  return statements.value.map((statement): Read<Allowance> => {
    const effect = statement.text("Effect");
    if (effect.state === "unknown") return effect;
    if (effect.state === "absent" || effect.value !== "Allow") return { state: "absent", path: statement.path };
    return {
      state: "known",
      path: statement.path,
      value: {
        path: statement.path,
        actions: statement.texts("Action"),
        notActions: statement.texts("NotAction"),
        resources: statement.texts("Resource"),
        notResources: statement.texts("NotResource"),
      },
    };
  });
}

/** Whether one of the texts fits; unknown when none does and one cannot be read. */
export function anyOf(texts: Read<Read<string>[]>, fits: (text: string) => boolean): Read<boolean> {
  if (texts.state === "unknown") return texts;
  const list = texts.state === "known" ? texts.value : [];
  const unknown = list.find((text) => text.state === "unknown");
  if (list.some((text) => text.state === "known" && fits(text.value)))
    return { state: "known", path: texts.path, value: true };
  return unknown?.state === "unknown" ? unknown : { state: "known", path: texts.path, value: false };
}

/** An action pattern that allows everything. */
export function isEveryAction(action: string): boolean {
  return /^\*+(:\*+)?$/.test(action);
}
