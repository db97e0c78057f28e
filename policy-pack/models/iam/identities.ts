import type { Resource } from "../../../plan/resource";
import type { PolicyDocument, Unknown } from "./document";

export type IdentityKind = "role" | "user" | "group";

/** A policy as it hangs on an identity. */
export interface AttachedPolicy {
  /** `customer`: a managed policy of the account; `aws`: one of AWS's own. */
  readonly kind: "inline" | "customer" | "aws";
  /** For messages, such as `AdministratorAccess` or the logical name of the resource. */
  readonly name: string;
  /** The resource that holds the text, or the attachment where AWS holds it. */
  readonly urn: string;
  readonly document: PolicyDocument;
  /** ARN of a managed policy, as a pattern: what is not known of it stands as `*`. */
  readonly arn?: string;
}

/** Something that works with the permissions of a role. */
export interface Worker {
  readonly resource: Resource;
  /** The property that names the role, such as `taskRoleArn`. */
  readonly property: string;
  /** ARN as a pattern, for permissions on the resource itself. */
  readonly arn: string;
}

/** A role, a user or a group of the stack, with all that gives it permissions. */
export interface Identity {
  readonly kind: IdentityKind;
  readonly resource: Resource;
  /** As a pattern: what is not known of it stands as `*`. */
  readonly arn: string;
  readonly policies: readonly AttachedPolicy[];
  /** Limits what the policies give; absent: there is none. */
  readonly boundary?: AttachedPolicy;
  /** Who may assume a role. */
  readonly trust?: PolicyDocument;
  /** Of a user. */
  readonly groups: readonly Identity[];
  /** What works with a role. */
  readonly workers: readonly Worker[];
}

/** A policy or a membership of which cannot be said whom it is given to. */
export interface Unplaced extends Unknown {
  readonly resource: Resource;
  /** Those that it may belong to. Empty: it may belong to somebody outside the stack. */
  readonly candidates: readonly Identity[];
}

/** Everybody in a stack who has permissions. */
export interface Identities {
  readonly roles: readonly Identity[];
  readonly users: readonly Identity[];
  readonly groups: readonly Identity[];
  readonly unplaced: readonly Unplaced[];
  /** The account that the stack is deployed to, when it can be told. */
  readonly account?: string;
  /** The identity that an ARN or a name of the stack stands for. */
  find(kind: IdentityKind, arnOrName: string): Identity | undefined;
}

/** All policies of an identity, those of its groups included. */
export function allPolicies(identity: Identity): readonly AttachedPolicy[] {
  if (identity.groups.length === 0) return identity.policies;
  return [...identity.policies, ...identity.groups.flatMap((group) => group.policies)];
}

/** Documents without their gaps: what is left is certain. */
const solids = new WeakMap<PolicyDocument, PolicyDocument>();

/** The identity as far as its policies can be read; a boundary keeps its gaps, as it takes away. */
export function readablePart(identity: Identity): Identity {
  if (!allPolicies(identity).some((policy) => policy.document.incomplete)) return identity;
  const policies = identity.policies.map((policy) => {
    const known = solids.get(policy.document) ?? { ...policy.document, incomplete: false };
    solids.set(policy.document, known);
    return { ...policy, document: known };
  });
  return { ...identity, policies, groups: identity.groups.map(readablePart) };
}
