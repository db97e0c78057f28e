import { planned, unknown, usualProvider, type Planned } from "../support/bench";
import type { Mutation } from "./mutations";
import type { Plan } from "./stack";

const role = "aws:iam/role:Role";
const rolePolicy = "aws:iam/rolePolicy:RolePolicy";
const task = "aws:ecs/taskDefinition:TaskDefinition";
const account = "123456789012";

const own = (type: string, name: string, properties: Record<string, unknown>, refersTo: Planned["refersTo"] = {}) => ({
  ...planned(type, name, properties, refersTo),
  provider: usualProvider,
});

type Statement = Record<string, unknown>;
interface Document {
  Statement: Statement[];
}

const document = (...statements: Statement[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
/** A permission more for the application of prod. */
const allow = (plan: Plan, ...statements: Statement[]) =>
  plan.add(
    own(rolePolicy, "mistake", {
      name: "mistake",
      role: "prod-plue-api-task",
      policy: document(...statements.map((statement) => ({ Effect: "Allow", ...statement }))),
    }),
  );
const trust = (plan: Plan, name: string, change: (statement: Statement) => Statement) =>
  plan.editJson(role, name, "assumeRolePolicy", ((all: Document) => ({
    ...all,
    Statement: all.Statement.map(change),
  })) as (value: never) => unknown);
/** A role that may do everything, which tasks may be run as. */
const deployer = (plan: Plan) =>
  plan.add(
    own(role, "deployer", {
      name: "prod-deployer",
      assumeRolePolicy: plan.the(role, "app-api-task-role").properties.assumeRolePolicy,
    }),
    own("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "deployer-all", {
      role: "prod-deployer",
      policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
    }),
  );

/** Mutations of the rules on who may do what. */
export const privileges: readonly Mutation[] = [
  {
    rule: "iam-no-wildcard-resource",
    stack: "prod",
    given: "every secret of the account for the application",
    says: "secretsmanager:GetSecretValue on *",
    change: (plan) => allow(plan, { Action: ["secretsmanager:GetSecretValue"], Resource: "*" }),
  },
  {
    rule: "iam-no-escalation-path",
    stack: "prod",
    given: "the application passing an administrator's role to a task of its own",
    says: /app-api-task-role -> ecs-\d+ .* -> deployer/,
    also: ["iam-no-admin", "iam-no-wildcard-resource"],
    change: (plan) =>
      allow(
        deployer(plan),
        {
          Action: "iam:PassRole",
          Resource: `arn:aws:iam::${account}:role/prod-deployer`,
          Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
        },
        { Action: ["ecs:RegisterTaskDefinition", "ecs:RunTask"], Resource: "*" },
      ),
  },
  {
    rule: "iam-pass-role-scoped",
    stack: "prod",
    given: "the application passing a role to any service",
    says: "to any service",
    change: (plan) =>
      allow(plan, { Action: "iam:PassRole", Resource: `arn:aws:iam::${account}:role/prod-plue-web-task` }),
  },
  {
    rule: "iam-trust-not-public",
    stack: "prod",
    given: "a task role for everybody",
    says: "lets * assume the role",
    change: (plan) =>
      trust(plan, "app-api-task-role", ({ Condition: _, ...statement }) => ({ ...statement, Principal: "*" })),
  },
  {
    rule: "iam-trust-confused-deputy",
    stack: "prod",
    given: "a flow log role for every account's flow logs",
    says: "vpc-flow-logs.amazonaws.com",
    change: (plan) => trust(plan, "network-flow-log-role", ({ Condition: _, ...statement }) => statement),
  },
  {
    rule: "iam-trust-confused-deputy",
    stack: "dev",
    given: "a task role for every account's tasks",
    says: "ecs-tasks.amazonaws.com",
    change: (plan) => trust(plan, "app-api-task-role", ({ Condition: _, ...statement }) => statement),
  },
  {
    rule: "iam-oidc-subject-scoped",
    stack: "prod",
    given: "a role for every repository of GitHub",
    says: "strangers' tokens",
    change: (plan) =>
      plan.add(
        own(role, "ci", {
          name: "prod-ci",
          assumeRolePolicy: document({
            Effect: "Allow",
            Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: { StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } },
          }),
        }),
      ),
  },
  {
    rule: "iam-actions-exist",
    stack: "dev",
    given: "a misspelt action",
    says: "Did you mean secretsmanager:GetSecretValue?",
    also: ["ecs-execution-role-minimal"],
    change: (plan) =>
      plan.editJson(rolePolicy, "app-api-execution-role-policy", "policy", ((all: Document) => ({
        ...all,
        Statement: all.Statement.map((one) =>
          one.Sid === "WriteLogs" ? { ...one, Action: "secretsmanager:GetSecretValues" } : one,
        ),
      })) as (value: never) => unknown),
  },
  {
    rule: "ecs-execution-role-minimal",
    stack: "dev",
    given: "the application's bucket for the role that starts it",
    says: "s3:PutObject",
    change: (plan) =>
      plan.add(
        own(rolePolicy, "mistake", {
          name: "mistake",
          role: "dev-plue-api-execution",
          policy: document({ Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::uploads/*" }),
        }),
      ),
  },
  {
    rule: "resource-policy-not-public",
    stack: "prod",
    given: "a topic that everybody may publish to",
    says: "lets everybody sns:Publish",
    change: (plan) =>
      plan.editJson("aws:sns/topicPolicy:TopicPolicy", "alarm-topic-policy", "policy", ((all: Document) => ({
        ...all,
        Statement: [
          ...all.Statement,
          {
            Effect: "Allow",
            Principal: { AWS: "*" },
            Action: "sns:Publish",
            Resource: `arn:aws:sns:us-east-1:${account}:prod-alarms`,
          },
        ],
      })) as (value: never) => unknown),
  },
  {
    rule: "resource-policy-not-public",
    stack: "dev",
    given: "files that everybody may write",
    says: "elasticfilesystem:ClientWrite",
    change: (plan) =>
      plan.editJson("aws:efs/fileSystemPolicy:FileSystemPolicy", "app-file-system-policy", "policy", ((
        all: Document,
      ) => ({
        ...all,
        Statement: [...all.Statement, { Effect: "Allow", Principal: "*", Action: ["elasticfilesystem:ClientWrite"] }],
      })) as (value: never) => unknown),
  },
  {
    rule: "no-static-credentials",
    stack: "prod",
    given: "a user with a key for the continuous integration",
    says: "an access key",
    change: (plan) =>
      plan.add(
        own("aws:iam/user:User", "ci", { name: "prod-ci" }),
        own("aws:iam/accessKey:AccessKey", "ci", { user: "prod-ci" }),
      ),
  },
  {
    rule: "secret-not-in-environment",
    stack: "prod",
    given: "the database's password in the application's environment",
    says: "DATABASE_PASSWORD of api holds a secret",
    change: (plan) => withVariable(plan, { name: "DATABASE_PASSWORD", value: "correct-horse" }),
  },
  {
    rule: "secret-not-in-environment",
    stack: "dev",
    given: "a password not made yet in the application's environment, beside what is known",
    says: "DATABASE_PASSWORD of api holds a secret",
    change: (plan) => withVariable(plan, { name: "DATABASE_PASSWORD", value: unknown }),
  },
  {
    rule: "secret-not-in-user-data",
    stack: "dev",
    given: "a key in the NAT instance's script",
    says: /Line \d+ of userData holds API_KEY/,
    change: (plan) => {
      const template = "aws:ec2/launchTemplate:LaunchTemplate";
      const data = plan.the(template, "network-nat-instance-template").properties.userData as string;
      const script = `${Buffer.from(data, "base64").toString()}\nexport API_KEY=correct-horse\n`;
      return plan.edit(template, "network-nat-instance-template", { userData: Buffer.from(script).toString("base64") });
    },
  },
];

function withVariable(plan: Plan, variable: object): Plan {
  return plan.editJson(task, "app-api-task-definition", "containerDefinitions", ((
    containers: { environment: object[] }[],
  ) => containers.map((one) => ({ ...one, environment: [...one.environment, variable] }))) as (
    value: never,
  ) => unknown);
}
