import { Reader } from "../../../../plan/reader";
import { fromStack } from "../../../../policy-pack/models/fromEngine";
import type { Resource } from "../../../../plan/resource";
import { Stack } from "../../../../plan/stack";
import { collectIdentities } from "../../../../policy-pack/models/iam/collect";
import { parseDocument, type PolicyDocument, type PolicyKind } from "../../../../policy-pack/models/iam/document";
import { findEscalations, type Escalation } from "../../../../policy-pack/models/iam/escalation";
import type { Identities, Identity } from "../../../../policy-pack/models/iam/identities";

/** How the engine writes a string that is not known before deployment. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const account = "123456789012";

export interface Made {
  type: string;
  name: string;
  props: Record<string, unknown>;
  /** Property to names of the resources that it was computed from. */
  from?: Record<string, readonly string[]>;
}

export function urnOf(type: string, name: string): string {
  return `urn:pulumi:dev::shop::${type}::${name}`;
}

/** A stack as a stack policy sees it. */
export function stackOf(...made: readonly Made[]): Stack {
  const urns = new Map(made.map((one) => [one.name, urnOf(one.type, one.name)]));
  return new Stack(
    made.map((one) =>
      fromStack({
        type: one.type,
        name: one.name,
        urn: urnOf(one.type, one.name),
        props: one.props,
        propertyDependencies: Object.fromEntries(
          Object.entries(one.from ?? {}).map(([key, names]) => [
            key,
            names.map((name) => ({ urn: urns.get(name) })) as never[],
          ]),
        ),
      } as never),
    ),
  );
}

export interface RoleParts {
  trust?: unknown;
  inline?: unknown;
  managed?: readonly string[];
  boundary?: string;
  props?: Record<string, unknown>;
  from?: Record<string, readonly string[]>;
}

export function statement(action: unknown, resource: unknown = "*", more: Record<string, unknown> = {}) {
  return { Effect: "Allow", Action: action, Resource: resource, ...more };
}

export function policy(...statements: readonly unknown[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

export function trusting(principal: unknown, condition?: unknown): string {
  return policy({
    Effect: "Allow",
    Principal: principal,
    Action: "sts:AssumeRole",
    ...(condition ? { Condition: condition } : {}),
  });
}

export function role(name: string, parts: RoleParts = {}): Made {
  return {
    type: "aws:iam/role:Role",
    name,
    props: {
      name,
      arn: `arn:aws:iam::${account}:role/${name}`,
      assumeRolePolicy: parts.trust ?? trusting({ Service: "ecs-tasks.amazonaws.com" }),
      ...(parts.inline !== undefined && { inlinePolicies: [{ name: "own", policy: parts.inline }] }),
      ...(parts.managed && { managedPolicyArns: parts.managed }),
      ...(parts.boundary !== undefined && { permissionsBoundary: parts.boundary }),
      ...parts.props,
    },
    from: parts.from,
  };
}

export const administratorAccess = "arn:aws:iam::aws:policy/AdministratorAccess";

export function identitiesOf(...made: readonly Made[]): Identities {
  return collectIdentities(stackOf(...made));
}

export function identity(of: Identities, name: string): Identity {
  const found = [...of.roles, ...of.users, ...of.groups].find((one) => one.resource.name === name);
  if (!found) throw new Error(`no identity ${name}`);
  return found;
}

/** The only role of a stack of one role. */
export function roleWith(parts: RoleParts): Identity {
  return identity(identitiesOf(role("app", parts)), "app");
}

export function escalationOf(name: string, ...made: readonly Made[]): Escalation {
  const found = findEscalations(identitiesOf(...made)).find((one) => one.identity.resource.name === name);
  if (!found) throw new Error(`no result for ${name}`);
  return found;
}

export function document(value: unknown, kind: PolicyKind = "identity"): PolicyDocument {
  return parseDocument(new Reader({ policy: value }), "policy", kind);
}

export function resource(type: string, props: Record<string, unknown>): Resource {
  const [only] = stackOf({ type, name: "it", props }).resources;
  if (!only) throw new Error("no resource");
  return only;
}
