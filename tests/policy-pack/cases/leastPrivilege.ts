import { ecsRolesSeparate } from "../../../policy-pack/rules/least-privilege/ecsRolesSeparate";
import { iamNoAdmin } from "../../../policy-pack/rules/least-privilege/iamNoAdmin";
import { iamNoWildcardAction } from "../../../policy-pack/rules/least-privilege/iamNoWildcardAction";
import { planned, unknown } from "../support/bench";
import type { RuleCases } from "../support/cases";

const roleType = "aws:iam/role:Role";
const startRole = planned(roleType, "start", { name: "start" });
const workRole = planned(roleType, "work", { name: "work" });
const task = planned(
  "aws:ecs/taskDefinition:TaskDefinition",
  "api",
  { executionRoleArn: unknown, taskRoleArn: unknown },
  { executionRoleArn: [startRole], taskRoleArn: [workRole] },
);

function document(...statements: Record<string, unknown>[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
const bucket = "arn:aws:s3:::shop-files/*";
const good = { Effect: "Allow", Action: ["s3:GetObject"], Resource: [bucket] };
const policy = (...statements: Record<string, unknown>[]) =>
  planned("aws:iam/rolePolicy:RolePolicy", "permissions", { role: "work", policy: document(...statements) });

const administratorAccess = "arn:aws:iam::aws:policy/AdministratorAccess";
const exclusive = (kind: "role" | "user" | "group", policyArns: unknown) => {
  const Name = `${kind[0]?.toUpperCase() ?? ""}${kind.slice(1)}PolicyAttachmentsExclusive`;
  return planned(`aws:iam/${kind}PolicyAttachmentsExclusive:${Name}`, "a", { [`${kind}Name`]: "work", policyArns });
};

export const leastPrivilege: RuleCases[] = [
  {
    rule: ecsRolesSeparate,
    passing: [task, startRole, workRole],
    passes: [
      { given: "no task role", change: { taskRoleArn: undefined } },
      {
        given: "two known ARNs",
        change: { executionRoleArn: "arn:aws:iam::1:role/a", taskRoleArn: "arn:aws:iam::1:role/b" },
      },
      {
        given: "a role from outside beside one of the stack",
        plan: [
          {
            ...task,
            properties: { executionRoleArn: "arn:aws:iam::1:role/a", taskRoleArn: unknown },
            refersTo: { taskRoleArn: [workRole] },
          },
          workRole,
        ],
      },
    ],
    fails: [
      {
        given: "one ARN twice",
        plan: [
          {
            ...task,
            properties: { executionRoleArn: "arn:aws:iam::1:role/a", taskRoleArn: "arn:aws:iam::1:role/a" },
            refersTo: {},
          },
        ],
        says: "one role",
      },
      {
        given: "one role twice, whose ARN is not known",
        plan: [{ ...task, refersTo: { executionRoleArn: [workRole], taskRoleArn: [workRole] } }, workRole],
        says: "one role, work",
      },
    ],
    undetermined: [
      {
        given: "a role that cannot be identified",
        plan: [{ ...task, refersTo: { executionRoleArn: [startRole] } }, startRole],
        says: "taskRoleArn refers to something that cannot be identified",
      },
      {
        given: "a role that is one of two",
        plan: [
          { ...task, refersTo: { executionRoleArn: [startRole], taskRoleArn: [startRole, workRole] } },
          startRole,
          workRole,
        ],
        says: "taskRoleArn may refer to any of start, work",
      },
    ],
  },
  {
    rule: iamNoAdmin,
    passing: [policy(good)],
    passes: [
      { given: "every action on one bucket", plan: [policy({ ...good, Action: "*" })] },
      { given: "one action on everything", plan: [policy({ ...good, Resource: "*" })] },
      { given: "a denial of everything", plan: [policy({ Effect: "Deny", Action: "*", Resource: "*" })] },
      {
        given: "another policy of AWS",
        plan: [
          planned("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", {
            policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
          }),
        ],
      },
      { given: "an unknown resource for a listed action", plan: [policy({ ...good, Resource: [unknown] })] },
      { given: "no document", change: { policy: undefined } },
    ],
    fails: [
      {
        given: "everything on everything",
        plan: [policy(good, { Effect: "Allow", Action: "*", Resource: "*" })],
        says: "policy.Statement[1] allows every action on every resource",
      },
      {
        given: "a single statement that is no list",
        plan: [
          planned("aws:iam/policy:Policy", "p", {
            policy: JSON.stringify({ Statement: { Effect: "Allow", Action: "*:*", Resource: "*" } }),
          }),
        ],
        says: "every action",
      },
      ...(["role", "user", "group"] as const).map((kind) => ({
        given: `AdministratorAccess in the exclusive list of a ${kind}`,
        plan: [exclusive(kind, ["arn:aws:iam::aws:policy/ReadOnlyAccess", administratorAccess])],
        says: "Attaches AdministratorAccess",
      })),
      {
        given: "AdministratorAccess in the exclusive list of a permission set",
        plan: [
          planned("aws:ssoadmin/managedPolicyAttachmentsExclusive:ManagedPolicyAttachmentsExclusive", "a", {
            managedPolicyArns: [administratorAccess],
          }),
        ],
        says: "Attaches AdministratorAccess",
      },
      {
        given: "a document as an object",
        plan: [
          planned("aws:iam/policy:Policy", "p", {
            policy: { Statement: [{ Effect: "Allow", Action: ["*"], Resource: ["*"] }] },
          }),
        ],
        says: "every action",
      },
      {
        given: "everything but something",
        plan: [policy({ Effect: "Allow", NotAction: "iam:*", Resource: "*" })],
        says: "every action but those in NotAction",
      },
      {
        given: "a condition on everything",
        plan: [
          policy({
            Effect: "Allow",
            Action: "*",
            Resource: "*",
            Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
          }),
        ],
        says: "every action",
      },
      {
        given: "an inline policy of a role",
        plan: [
          planned(roleType, "r", {
            inlinePolicies: [{ name: "x", policy: document({ Effect: "Allow", Action: "*", Resource: "*" }) }],
          }),
        ],
        says: "every action",
      },
      {
        given: "AdministratorAccess attached",
        plan: [
          planned("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", {
            policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
          }),
        ],
        says: "AdministratorAccess",
      },
      {
        given: "AdministratorAccess in the role's list",
        plan: [
          planned(roleType, "r", { managedPolicyArns: [unknown, "arn:aws-cn:iam::aws:policy/AdministratorAccess"] }),
        ],
        says: "AdministratorAccess",
      },
    ],
    undetermined: [
      { given: "an unknown document", change: { policy: unknown }, says: "policy is not known" },
      { given: "a document that is no JSON", change: { policy: "Allow everything" }, says: "policy is not valid JSON" },
      {
        given: "an unknown action on everything",
        plan: [policy({ ...good, Action: [unknown], Resource: "*" })],
        says: "policy.Statement[0].Action[0] is not known",
      },
      {
        given: "every action on an unknown resource",
        plan: [policy({ ...good, Action: "*", Resource: [unknown] })],
        says: "policy.Statement[0].Resource[0] is not known",
      },
      {
        given: "an unknown attachment",
        plan: [planned("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", { policyArn: unknown })],
        says: "policyArn is not known",
      },
      {
        given: "an unknown exclusive list of policies",
        plan: [exclusive("role", unknown)],
        says: "policyArns is not known",
      },
    ],
  },
  {
    rule: iamNoWildcardAction,
    passing: [policy(good)],
    passes: [
      { given: "a wildcard in a denial", plan: [policy({ Effect: "Deny", Action: "s3:*", Resource: "*" })] },
      { given: "an unknown resource", plan: [policy({ ...good, Resource: unknown })] },
    ],
    fails: [
      {
        given: "a whole service",
        plan: [policy({ ...good, Action: "s3:*" })],
        says: "policy.Statement[0] allows s3:*",
      },
      {
        given: "two patterns",
        plan: [policy({ ...good, Action: ["s3:Get*", "s3:PutObject", "sqs:Get?ueueUrl"] })],
        says: ["s3:Get*", "sqs:Get?ueueUrl"],
      },
      {
        given: "everything but something",
        plan: [policy({ Effect: "Allow", NotAction: ["iam:PassRole"], Resource: bucket })],
        says: "NotAction",
      },
    ],
    undetermined: [
      {
        given: "an unknown action",
        plan: [policy({ ...good, Action: ["s3:GetObject", unknown] })],
        says: "policy.Statement[0].Action[1] is not known",
      },
      {
        given: "an unknown effect",
        plan: [policy({ ...good, Effect: unknown, Action: "s3:*" })],
        says: "Effect is not known",
      },
      { given: "an unknown document", change: { policy: unknown }, says: "policy is not known" },
    ],
  },
];
