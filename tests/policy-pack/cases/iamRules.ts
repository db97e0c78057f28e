import { ecsExecutionRoleMinimal } from "../../../policy-pack/rules/least-privilege/ecsExecutionRoleMinimal";
import { iamActionsExist } from "../../../policy-pack/rules/least-privilege/iamActionsExist";
import { iamNoEscalationPath } from "../../../policy-pack/rules/least-privilege/iamNoEscalationPath";
import { iamNoWildcardResource } from "../../../policy-pack/rules/least-privilege/iamNoWildcardResource";
import { iamPassRoleScoped } from "../../../policy-pack/rules/least-privilege/iamPassRoleScoped";
import { planned, unknown, type Planned } from "../support/bench";
import type { RuleCases } from "../support/cases";

type Statement = Record<string, unknown>;

const account = "123456789012";
const roleType = "aws:iam/role:Role";
const policyType = "aws:iam/rolePolicy:RolePolicy";

function document(...statements: Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
const policy = (...statements: Statement[]) =>
  planned(policyType, "permissions", { role: "work", policy: document(...statements) });
/** The document as an object, parts of which are not known. */
const partly = (...statements: Statement[]) =>
  planned("aws:iam/policy:Policy", "permissions", { policy: { Version: "2012-10-17", Statement: statements } });

const read = { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::shop-files/*"] };
const pass = {
  Effect: "Allow",
  Action: "iam:PassRole",
  Resource: `arn:aws:iam::${account}:role/shop-task`,
  Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
};

const trusting = (service: string) =>
  document({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" });
const role = (name: string, service = "ecs-tasks.amazonaws.com") =>
  planned(roleType, name, { name, assumeRolePolicy: trusting(service) });
const given = (to: string, ...statements: Statement[]) =>
  planned(policyType, `${to}-policy`, { role: to, policy: document(...statements) });
const admin = (name: string, service?: string) => [
  role(name, service),
  planned("aws:iam/rolePolicyAttachment:RolePolicyAttachment", `${name}-all`, {
    role: name,
    policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
  }),
];
const runner = { Effect: "Allow", Action: ["ecs:RunTask", "ecs:RegisterTaskDefinition"], Resource: "*" };

const start = role("start");
const task = planned(
  "aws:ecs/taskDefinition:TaskDefinition",
  "api",
  { executionRoleArn: unknown, containerDefinitions: "[]" },
  { executionRoleArn: [start] },
);
const startPolicy = (...statements: Statement[]): Planned[] => [start, task, given("start", ...statements)];
const starting = {
  Effect: "Allow",
  Action: ["ecr:GetAuthorizationToken", "ecr:BatchGetImage", "logs:PutLogEvents", "secretsmanager:GetSecretValue"],
  Resource: "*",
};

export const iamRules: RuleCases[] = [
  {
    rule: iamNoWildcardResource,
    passing: [policy(read)],
    passes: [
      {
        given: "an action that takes a star only",
        plan: [
          policy({ Effect: "Allow", Action: ["ecr:GetAuthorizationToken", "ec2:DescribeInstances"], Resource: "*" }),
        ],
      },
      {
        given: "metrics and costs of the account, which have no ARN",
        plan: [
          policy({
            Effect: "Allow",
            Action: [
              ...["cloudwatch:GetMetricData", "cloudwatch:GetMetricStatistics", "cloudwatch:ListMetrics"],
              ...["cloudwatch:PutMetricData", "ce:GetCostAndUsage", "ce:GetCostForecast", "ce:GetDimensionValues"],
            ],
            Resource: "*",
          }),
        ],
      },
      {
        given: "a star held by the tag of what is touched",
        plan: [
          policy({
            Effect: "Allow",
            Action: "ec2:StopInstances",
            Resource: "*",
            Condition: { StringEquals: { "aws:ResourceTag/Owner": "shop" } },
          }),
        ],
      },
      {
        given: "a star held by a denial of all other addresses",
        plan: [
          policy(
            { Effect: "Allow", Action: "ec2:TerminateInstances", Resource: "*" },
            {
              Effect: "Deny",
              Action: "ec2:TerminateInstances",
              Resource: "*",
              Condition: { NotIpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } },
            },
          ),
        ],
      },
      { given: "a denial of everything", plan: [policy({ Effect: "Deny", Action: "s3:PutObject", Resource: "*" })] },
      { given: "no document", change: { policy: undefined } },
    ],
    fails: [
      {
        given: "objects of every bucket",
        plan: [policy(read, { ...read, Resource: "*" })],
        says: "policy.Statement[1] allows s3:GetObject on *.",
      },
      {
        given: "a dashboard, which has an ARN",
        plan: [policy({ Effect: "Allow", Action: "cloudwatch:GetDashboard", Resource: "*" })],
        says: "cloudwatch:GetDashboard on *",
      },
      {
        given: "every secret of the account",
        plan: [
          policy({
            Effect: "Allow",
            Action: "secretsmanager:GetSecretValue",
            Resource: `arn:aws:secretsmanager:us-east-1:${account}:secret:*`,
          }),
        ],
        says: "all of their kind",
      },
      {
        given: "a condition that holds without its key",
        plan: [
          policy({
            Effect: "Allow",
            Action: "dynamodb:PutItem",
            Resource: "*",
            Condition: { StringEqualsIfExists: { "aws:ResourceTag/Owner": "shop" } },
          }),
        ],
        says: "dynamodb:PutItem on *",
      },
      {
        given: "a condition on how the request comes",
        plan: [policy({ ...read, Resource: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } })],
        says: "s3:GetObject",
      },
      {
        given: "a whole service in a role's own policy",
        plan: [
          planned(roleType, "r", {
            inlinePolicies: [{ name: "x", policy: document({ Effect: "Allow", Action: "sqs:*", Resource: "*" }) }],
          }),
        ],
        says: "sqs:",
      },
      {
        given: "everything but one bucket",
        plan: [policy({ Effect: "Allow", Action: "s3:DeleteObject", NotResource: "arn:aws:s3:::logs/*" })],
        says: "everything but arn:aws:s3:::logs/*",
      },
    ],
    undetermined: [
      { given: "an unknown document", change: { policy: unknown }, says: "policy is not known" },
      {
        given: "an unknown resource",
        plan: [partly({ ...read, Resource: [unknown] })],
        says: "Resource[0] is not known",
      },
      {
        given: "an unknown action on everything",
        plan: [partly({ ...read, Action: [unknown], Resource: "*" })],
        says: "Action[0] is not known",
      },
      {
        given: "an unknown condition",
        plan: [partly({ ...read, Resource: "*", Condition: unknown })],
        says: "unknown condition",
      },
      {
        given: "the log and image permissions that AWS documents for starting roles",
        plan: [policy({ Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: "*" })],
        says: "name the ARNs where you know them",
      },
      {
        given: "the registering of task definitions, which AWS's deploy guide gives on everything",
        plan: [policy({ Effect: "Allow", Action: "ecs:RegisterTaskDefinition", Resource: "*" })],
        says: "name the ARNs where you know them",
      },
    ],
  },
  {
    rule: iamNoEscalationPath,
    passing: [role("work"), given("work", read)],
    passes: [
      {
        given: "the passing of a role that is no administrator",
        plan: [role("work"), role("shop-task"), given("work", runner, pass), given("shop-task", read)],
      },
      {
        given: "the passing of an administrator to a service that may not be given to it",
        plan: [role("work"), ...admin("shop-task", "ec2.amazonaws.com"), given("work", runner, pass)],
      },
    ],
    fails: [
      {
        given: "an administrator elsewhere that it may run a task as",
        plan: [role("work"), ...admin("shop-task"), given("work", runner, pass)],
        says: "work -> ecs-",
      },
      {
        given: "a policy of its own that it may change",
        plan: [
          role("work"),
          given("work", {
            Effect: "Allow",
            Action: "iam:PutRolePolicy",
            Resource: `arn:aws:iam::${account}:role/work`,
          }),
        ],
        says: "-> administrator",
      },
      {
        given: "every role of the account to run a task as",
        plan: [role("work"), given("work", runner, { ...pass, Resource: "*" })],
        says: "any role, by *",
      },
      {
        given: "a user who may make keys for an administrator",
        plan: [
          planned("aws:iam/user:User", "ann", { name: "ann" }),
          planned("aws:iam/user:User", "root", { name: "root" }),
          planned("aws:iam/userPolicyAttachment:UserPolicyAttachment", "a", {
            user: "root",
            policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
          }),
          planned("aws:iam/userPolicy:UserPolicy", "p", {
            user: "ann",
            policy: document({
              Effect: "Allow",
              Action: "iam:CreateAccessKey",
              Resource: `arn:aws:iam::${account}:user/root`,
            }),
          }),
        ],
        says: "ann -> ",
      },
    ],
    undetermined: [
      {
        given: "permissions that are not known",
        plan: [role("work"), planned(policyType, "p", { role: "work", policy: unknown })],
        says: "policy is not known before deployment, and may make an administrator",
      },
      {
        given: "a role of another stack that it may run a task as",
        plan: [role("work"), given("work", runner, { ...pass, Resource: `arn:aws:iam::${account}:role/other-*` })],
        says: "not in this stack",
      },
    ],
  },
  {
    rule: iamPassRoleScoped,
    passing: [policy(pass)],
    passes: [
      { given: "nothing about roles", plan: [policy(read)] },
      {
        given: "roles by the beginning of their names",
        plan: [policy({ ...pass, Resource: `arn:aws:iam::${account}:role/shop-*` })],
      },
      { given: "a denial", plan: [policy({ Effect: "Deny", Action: "iam:PassRole", Resource: "*" })] },
      {
        given: "another action of IAM on everything",
        plan: [policy({ ...read, Action: "iam:GetRole", Resource: "*" })],
      },
    ],
    fails: [
      { given: "every role", plan: [policy({ ...pass, Resource: "*" })], says: "iam:PassRole of *; name the roles" },
      {
        given: "every role of the account",
        plan: [policy({ ...pass, Resource: `arn:aws:iam::${account}:role/*` })],
        says: "name the roles",
      },
      { given: "any service", plan: [policy({ ...pass, Condition: undefined })], says: "to any service" },
      {
        given: "a condition that holds without its key",
        plan: [
          policy({
            ...pass,
            Condition: { StringEqualsIfExists: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
          }),
        ],
        says: "to any service",
      },
      {
        given: "every role to any service, by a pattern",
        plan: [policy({ Effect: "Allow", Action: "iam:Pass*", Resource: "*" })],
        says: ["name the roles", "to any service"],
      },
    ],
    undetermined: [
      { given: "an unknown document", change: { policy: unknown }, says: "policy is not known" },
      { given: "an unknown role", plan: [partly({ ...pass, Resource: unknown })], says: "Resource is not known" },
      {
        given: "an unknown action on every role",
        plan: [partly({ ...pass, Action: unknown, Resource: "*" })],
        says: "Action",
      },
      {
        given: "an unknown service",
        plan: [partly({ ...pass, Condition: { StringEquals: { "iam:PassedToService": unknown } } })],
        says: "unknown condition",
      },
    ],
  },
  {
    rule: iamActionsExist,
    passing: [policy(read)],
    passes: [
      { given: "a pattern that fits some", plan: [policy({ ...read, Action: ["s3:Get*", "*", "dynamodb:*Item"] })] },
      { given: "another case of letters", plan: [policy({ ...read, Action: "S3:getobject" })] },
      {
        given: "the policy that AWS gives to topics",
        plan: [
          planned("aws:sns/topicPolicy:TopicPolicy", "t", {
            policy: document({
              Effect: "Allow",
              Principal: { AWS: "*" },
              Action: ["SNS:Publish", "SNS:Receive"],
              Resource: "arn:aws:sns:us-east-1:1:t",
            }),
          }),
        ],
      },
    ],
    fails: [
      {
        given: "a method of the API that is no action",
        plan: [policy({ ...read, Action: ["s3:GetObject", "s3:ListObjects"] })],
        says: "s3:ListObjects fits no action",
      },
      {
        given: "a misspelt action",
        plan: [policy({ ...read, Action: "dynamodb:GetItems" })],
        says: "Did you mean dynamodb:GetItem?",
      },
      { given: "a pattern that fits none", plan: [policy({ ...read, Action: "sqs:Fetch*" })], says: "sqs:Fetch*" },
      {
        given: "a service that is not",
        plan: [policy({ ...read, Action: "cloudwatchlogs:PutLogEvents" })],
        says: "no service",
      },
      { given: "no colon", plan: [policy({ ...read, Action: "GetObject" })], says: "write service:Action" },
      {
        given: "a misspelt guard in the policy of a bucket",
        plan: [
          planned("aws:s3/bucketPolicy:BucketPolicy", "b", {
            policy: document({ Effect: "Deny", Principal: "*", Action: "s3:DeleteObjects", Resource: "*" }),
          }),
        ],
        says: "s3:DeleteObjects",
      },
      {
        given: "a trust policy with another service's action",
        plan: [
          planned(roleType, "r", {
            assumeRolePolicy: document({
              Effect: "Allow",
              Principal: { Service: "ec2.amazonaws.com" },
              Action: "iam:AssumeRole",
            }),
          }),
        ],
        says: "iam:AssumeRole fits no action",
      },
    ],
    undetermined: [
      { given: "an unknown document", change: { policy: unknown }, says: "policy is not known" },
      { given: "an unknown action", plan: [partly({ ...read, Action: [unknown] })], says: "Action[0] is not known" },
    ],
  },
  {
    rule: ecsExecutionRoleMinimal,
    passing: startPolicy(starting),
    passes: [
      {
        given: "AWS's own policy for it",
        plan: [
          start,
          task,
          planned("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", {
            role: "start",
            policyArn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
          }),
        ],
      },
      { given: "another use of the role", plan: [start, given("start", { ...starting, Action: "sqs:SendMessage" })] },
      { given: "a denial", plan: startPolicy(starting, { Effect: "Deny", Action: "s3:*", Resource: "*" }) },
    ],
    fails: [
      {
        given: "what the application needs",
        plan: startPolicy(starting, { Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" }),
        says: "by start-policy may also sqs:SendMessage",
      },
      { given: "a pattern", plan: startPolicy({ ...starting, Action: "ecr:*" }), says: "ecr:*" },
      {
        given: "all secrets by AWS's policy",
        plan: [
          start,
          task,
          planned("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", {
            role: "start",
            policyArn: "arn:aws:iam::aws:policy/SecretsManagerReadWrite",
          }),
        ],
        says: "SecretsManagerReadWrite",
      },
      {
        given: "everything but something",
        plan: startPolicy({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
        says: "NotAction",
      },
    ],
    undetermined: [
      {
        given: "an unknown document",
        plan: [start, task, planned(policyType, "p", { role: "start", policy: unknown })],
        says: "policy of p is not known",
      },
      {
        given: "an unknown action",
        plan: [
          start,
          task,
          planned(policyType, "p", { role: "start", policy: { Statement: [{ ...starting, Action: [unknown] }] } }),
        ],
        says: "Action[0] of p is not known",
      },
    ],
  },
];
