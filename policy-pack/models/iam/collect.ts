import type { Read } from "../../../plan/reader";
import type { Resource } from "../../../plan/resource";
import type { Stack } from "../../../plan/stack";
import { parseDocument, unreadable, type PolicyDocument } from "./document";
import { accountOfStack, arnPattern, localName, policyArn } from "./arns";
import { attachments, inlineGivers } from "./givers";
import type { AttachedPolicy, Identities, Identity, IdentityKind, Unplaced, Worker } from "./identities";
import { managedPolicy, managedPolicyName } from "./managedPolicies";
import { withNamedRoles } from "./namedRoles";
import { workerArn, workersIn } from "./workers";

export const roleType = "aws:iam/role:Role";
export const userType = "aws:iam/user:User";
export const groupType = "aws:iam/group:Group";
const policyType = "aws:iam/policy:Policy";
const profileType = "aws:iam/instanceProfile:InstanceProfile";
const typeOf: Readonly<Record<IdentityKind, string>> = { role: roleType, user: userType, group: groupType };
const kinds: readonly IdentityKind[] = ["role", "user", "group"];

/** An identity while its policies are being gathered. */
interface Draft extends Identity {
  readonly policies: AttachedPolicy[];
  readonly groups: Draft[];
  readonly workers: Worker[];
}

/** What the model is told from outside. */
export interface IamSettings {
  /** Account that the stack is deployed to, 12 digits. Default: that of the ARNs known in the stack. */
  readonly accountId?: string;
}

/** Gathers all roles, users and groups of a stack with whatever gives them permissions. */
export function collectIdentities(stack: Stack, settings: IamSettings = {}): Identities {
  return new Collector(stack, settings.accountId ?? accountOfStack(stack)).collect();
}

class Collector {
  private readonly drafts = new Map<Resource, Draft>();
  private readonly byName = new Map<string, Draft>();
  private readonly policyDocuments = new Map<Resource, PolicyDocument>();
  private readonly unplaced: Unplaced[] = [];
  private namedPolicies?: ReadonlyMap<string, Resource>;

  constructor(
    private readonly stack: Stack,
    private readonly account: string | undefined,
  ) {}

  collect(): Identities {
    for (const kind of kinds) for (const resource of this.stack.ofType(typeOf[kind])) this.add(kind, resource);
    this.attachInline();
    this.attachManaged();
    this.joinGroups();
    this.employ();
    const of = (kind: IdentityKind) => [...this.drafts.values()].filter((draft) => draft.kind === kind);
    return {
      roles: of("role"),
      users: of("user"),
      groups: of("group"),
      unplaced: this.unplaced,
      ...(this.account !== undefined && { account: this.account }),
      find: (kind, arnOrName) => this.find(kind, arnOrName),
    };
  }

  private add(kind: IdentityKind, resource: Resource): void {
    const arn = arnPattern(resource, kind, this.account);
    const draft: Draft = { kind, resource, arn, policies: [], groups: [], workers: [], ...this.limits(kind, resource) };
    this.drafts.set(resource, draft);
    const name = resource.properties.text("name");
    if (name.state === "known") this.byName.set(`${kind} ${name.value}`, draft);
    const local = localName(arn);
    if (local !== undefined && !local.includes("*")) this.byName.set(`${kind} ${local}`, draft);

    const inline = resource.properties.list("inlinePolicies");
    if (inline.state === "unknown") draft.policies.push(inlinePolicy(resource, unreadable(inline.path, inline.why)));
    if (inline.state === "known")
      for (const one of inline.value) {
        const document = one.isUnknown() ? unreadable(one.path, "is not known before deployment") : undefined;
        draft.policies.push(
          inlinePolicy(
            resource,
            document ?? this.named(resource, "inlinePolicies", parseDocument(one, "policy", "identity")),
          ),
        );
      }
    this.attachList([draft], resource, resource.properties.texts("managedPolicyArns"));
  }

  /** A list of policies that is unknown as a whole holds those that it was computed from, if those tell. */
  private attachList(owners: readonly Draft[], from: Resource, arns: Read<Read<string>[]>): void {
    if (arns.state === "absent") return;
    if (arns.state === "known") {
      for (const arn of arns.value) this.attachArn(owners, from, arn);
      return;
    }
    const policies = this.stack
      .dependencies(from, arns.path, [policyType])
      .map((policy) => this.customerPolicy(policy));
    const unreadableOne = inlinePolicy(from, unreadable(arns.path, arns.why));
    for (const owner of owners) owner.policies.push(...(policies.length > 0 ? policies : [unreadableOne]));
  }

  private limits(kind: IdentityKind, resource: Resource): Pick<Identity, "boundary" | "trust"> {
    const arn = resource.properties.text("permissionsBoundary");
    return {
      ...(arn.state !== "absent" && { boundary: this.policyOf(resource, arn) }),
      ...(kind === "role" && { trust: parseDocument(resource.properties, "assumeRolePolicy", "trust") }),
    };
  }

  private attachInline(): void {
    for (const { type, kind, to } of inlineGivers)
      for (const resource of this.stack.ofType(type)) {
        const policy = inlinePolicy(resource, this.documentOf(resource));
        for (const owner of this.holders(kind, resource, to)) owner.policies.push(policy);
      }
  }

  private attachManaged(): void {
    for (const { type, kind, to, arns } of attachments)
      for (const resource of this.stack.ofType(type)) {
        const { properties } = resource;
        const owners = to.endsWith("s")
          ? this.allOwners(kind, resource, properties.texts(to))
          : this.holders(kind, resource, to);
        if (arns.endsWith("s")) this.attachList(owners, resource, properties.texts(arns));
        else this.attachArn(owners, resource, properties.text(arns));
      }
  }

  private attachArn(owners: readonly Draft[], from: Resource, arn: Read<string>): void {
    if (owners.length === 0 || arn.state === "absent") return;
    const policy = this.policyOf(from, arn);
    for (const owner of owners) owner.policies.push(policy);
  }

  /** The managed policy of an ARN: AWS's own, one of the stack, or one that nothing is known of. */
  private policyOf(from: Resource, arn: Read<string>): AttachedPolicy {
    const name = arn.state === "known" ? managedPolicyName(arn.value) : undefined;
    if (name !== undefined && arn.state === "known")
      return { kind: "aws", name, urn: from.urn, document: managedPolicy(name), arn: arn.value };
    const found = this.stack.target(from, arn, policyType);
    if (found.state === "known") return this.customerPolicy(found.value);
    const local = arn.state === "known" ? localName(arn.value) : undefined;
    const named = local === undefined ? undefined : this.policiesByName().get(local);
    if (named) return this.customerPolicy(named);
    const why = found.state === "unknown" ? found.why : "is a policy that this stack does not hold";
    const shown = arn.state === "known" ? arn.value : "a policy not known yet";
    return { kind: "customer", name: shown, urn: from.urn, document: unreadable(arn.path, why), arn: shown };
  }

  private policiesByName(): ReadonlyMap<string, Resource> {
    this.namedPolicies ??= new Map(
      this.stack.ofType(policyType).map((one) => [localName(policyArn(one, this.account)) ?? one.urn, one]),
    );
    return this.namedPolicies;
  }

  private customerPolicy(resource: Resource): AttachedPolicy {
    const known = this.policyDocuments.get(resource);
    const document = known ?? this.documentOf(resource);
    this.policyDocuments.set(resource, document);
    const arn = policyArn(resource, this.account);
    return { kind: "customer", name: resource.name, urn: resource.urn, document, arn };
  }

  private documentOf(resource: Resource): PolicyDocument {
    return this.named(resource, "policy", parseDocument(resource.properties, "policy", "identity"));
  }

  /** The document with the roles of the stack that it names. */
  private named(resource: Resource, property: string, document: PolicyDocument): PolicyDocument {
    const roles = this.stack.dependencies(resource, property, [roleType]);
    return withNamedRoles(document, roles, (role) => arnPattern(role, "role", this.account));
  }

  /** Who a property names. Several candidates: each may be meant, and the policy is noted as unplaced. */
  private owners(kind: IdentityKind, from: Resource, value: Read<string>): Draft[] {
    if (value.state === "known") {
      const found = this.find(kind, value.value);
      if (found) return [found];
    }
    const target = this.stack.target(from, value, typeOf[kind]);
    const draft = target.state === "known" ? this.drafts.get(target.value) : undefined;
    if (draft) return [draft];
    if (target.state === "unknown") {
      const candidates = this.stack
        .dependencies(from, value.path, [typeOf[kind]])
        .flatMap((one) => this.drafts.get(one) ?? []);
      this.unplaced.push({ resource: from, path: value.path, why: target.why, candidates });
    }
    return [];
  }

  /** Whom a policy is given to. Where several may be meant, each of them may have more than is known. */
  private holders(kind: IdentityKind, from: Resource, to: string): Draft[] {
    const before = this.unplaced.length;
    const owners = this.owners(kind, from, from.properties.text(to));
    for (const { candidates, path, why } of this.unplaced.slice(before))
      for (const candidate of candidates) {
        const draft = this.drafts.get(candidate.resource);
        draft?.policies.push(inlinePolicy(from, unreadable(path, `${why}; the policy may be given to this ${kind}`)));
      }
    return owners;
  }

  private allOwners(kind: IdentityKind, from: Resource, values: Read<Read<string>[]>): Draft[] {
    if (values.state === "absent") return [];
    const targets = this.stack.targets(from, values, typeOf[kind]);
    if (targets.state === "known") return targets.value.flatMap((target) => this.drafts.get(target) ?? []);
    const why = targets.state === "unknown" ? targets.why : "refers to nobody in this stack";
    this.unplaced.push({ resource: from, path: values.path, why, candidates: [] });
    return [];
  }

  private joinGroups(): void {
    for (const resource of this.stack.ofType("aws:iam/groupMembership:GroupMembership"))
      for (const user of this.allOwners("user", resource, resource.properties.texts("users")))
        user.groups.push(...this.owners("group", resource, resource.properties.text("group")));
    for (const resource of this.stack.ofType("aws:iam/userGroupMembership:UserGroupMembership"))
      for (const user of this.owners("user", resource, resource.properties.text("user")))
        user.groups.push(...this.allOwners("group", resource, resource.properties.texts("groups")));
  }

  private employ(): void {
    for (const { resource, type } of workersIn(this.stack)) {
      const arn = workerArn(resource, type, this.account);
      for (const property of type.roles ?? [])
        for (const role of this.owners("role", resource, resource.properties.text(property)))
          role.workers.push({ resource, property, arn });
      for (const property of type.profiles ?? []) {
        const profile = this.stack.target(resource, resource.properties.text(property), profileType);
        if (profile.state !== "known") continue;
        for (const role of this.owners("role", profile.value, profile.value.properties.text("role")))
          role.workers.push({ resource, property, arn });
      }
    }
  }

  private find(kind: IdentityKind, arnOrName: string): Draft | undefined {
    return this.byName.get(`${kind} ${localName(arnOrName) ?? arnOrName}`);
  }
}

function inlinePolicy(resource: Resource, document: PolicyDocument): AttachedPolicy {
  return { kind: "inline", name: resource.name, urn: resource.urn, document };
}
