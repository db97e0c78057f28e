import type { IdentityKind } from "./identities";

/** A type of resource that gives policies to an identity of one kind. */
export interface Giver {
  readonly type: string;
  readonly kind: IdentityKind;
  /** The property that names who gets them. */
  readonly to: string;
}

/** A giver of managed policies. */
export interface Attachment extends Giver {
  /** The property that holds one ARN, or a list of them. */
  readonly arns: string;
}

const kinds: readonly IdentityKind[] = ["role", "user", "group"];

function iamType(name: string): string {
  return `aws:iam/${name}:${name[0]?.toUpperCase() ?? ""}${name.slice(1)}`;
}

/**
 * Types that hold an inline policy of one identity. `RolePoliciesExclusive` and its kin only name such policies: what
 * is allowed stands in the policies themselves.
 */
export const inlineGivers: readonly Giver[] = kinds.map((kind) => ({ type: iamType(`${kind}Policy`), kind, to: kind }));

/** Types that attach managed policies to identities. */
export const attachments: readonly Attachment[] = kinds.flatMap((kind) => [
  { type: iamType(`${kind}PolicyAttachment`), kind, to: kind, arns: "policyArn" },
  { type: iamType(`${kind}PolicyAttachmentsExclusive`), kind, to: `${kind}Name`, arns: "policyArns" },
  { type: iamType("policyAttachment"), kind, to: `${kind}s`, arns: "policyArn" },
]);

/** Properties with ARNs of managed policies that somebody gets, by type; permission sets and roles themselves included. */
export const attachedArns: Readonly<Record<string, string>> = {
  ...Object.fromEntries(attachments.map(({ type, arns }) => [type, arns])),
  "aws:iam/role:Role": "managedPolicyArns",
  "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": "managedPolicyArn",
  "aws:ssoadmin/managedPolicyAttachmentsExclusive:ManagedPolicyAttachmentsExclusive": "managedPolicyArns",
};
