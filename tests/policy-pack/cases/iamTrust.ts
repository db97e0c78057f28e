import { iamOidcSubjectScoped } from "../../../policy-pack/rules/least-privilege/iamOidcSubjectScoped";
import { iamTrustConfusedDeputy } from "../../../policy-pack/rules/least-privilege/iamTrustConfusedDeputy";
import { iamTrustNotPublic } from "../../../policy-pack/rules/least-privilege/iamTrustNotPublic";
import { resourcePolicyNotPublic } from "../../../policy-pack/rules/least-privilege/resourcePolicyNotPublic";
import { planned, unknown } from "../support/bench";
import type { RuleCases } from "../support/cases";

type Statement = Record<string, unknown>;

const account = "123456789012";
const roleType = "aws:iam/role:Role";
const github = "token.actions.githubusercontent.com";
const provider = `arn:aws:iam::${account}:oidc-provider/${github}`;

function document(...statements: Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
const role = (...statements: Statement[]) => planned(roleType, "work", { assumeRolePolicy: document(...statements) });
/** The trust policy as an object, parts of which are not known. */
const partly = (...statements: Statement[]) =>
  planned(roleType, "work", { assumeRolePolicy: { Version: "2012-10-17", Statement: statements } });

const trust = (Principal: unknown, Condition?: unknown): Statement => ({
  Effect: "Allow",
  Principal,
  Action: "sts:AssumeRole",
  ...(Condition !== undefined && { Condition }),
});
const ofAccount = { StringEquals: { "aws:SourceAccount": account } };
const token = (Condition?: unknown, Federated: unknown = provider): Statement => ({
  Effect: "Allow",
  Principal: { Federated },
  Action: "sts:AssumeRoleWithWebIdentity",
  ...(Condition !== undefined && { Condition }),
});
const subject = (value: unknown) => ({ StringLike: { [`${github}:sub`]: value } });

const queue = (...statements: Statement[]) =>
  planned("aws:sqs/queuePolicy:QueuePolicy", "jobs", { queueUrl: unknown, policy: document(...statements) });
const send = (Principal: unknown, Condition?: unknown): Statement => ({
  Effect: "Allow",
  Principal,
  Action: "sqs:SendMessage",
  Resource: "*",
  ...(Condition !== undefined && { Condition }),
});
const domain = planned("aws:opensearch/domain:Domain", "search", {
  domainName: "search",
  accessPolicies: document({ Effect: "Allow", Principal: { AWS: "*" }, Action: "es:ESHttp*", Resource: "*" }),
  advancedSecurityOptions: { enabled: true },
  vpcOptions: { subnetIds: [unknown] },
});
const open = (type: string, action: string, property = "policy") =>
  planned(type, "it", {
    [property]: document({ Effect: "Allow", Principal: "*", Action: action, Resource: "*" }),
  });

const mayCall = (properties: Record<string, unknown>) =>
  planned("aws:lambda/permission:Permission", "p", { principal: "s3.amazonaws.com", ...properties });

export const iamTrust: RuleCases[] = [
  {
    rule: iamTrustNotPublic,
    passing: [role(trust({ Service: "ecs-tasks.amazonaws.com" }))],
    passes: [
      { given: "another account", plan: [role(trust({ AWS: "arn:aws:iam::210987654321:root" }))] },
      {
        given: "everybody of the organization",
        plan: [role(trust({ AWS: "*" }, { StringEquals: { "aws:PrincipalOrgID": "o-abcde12345" } }))],
      },
      {
        given: "a denial of all others",
        plan: [
          role(trust("*"), {
            Effect: "Deny",
            Principal: "*",
            Action: "sts:AssumeRole",
            Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-abcde12345" } },
          }),
        ],
      },
      { given: "a denial of everybody", plan: [role({ ...trust("*"), Effect: "Deny" })] },
    ],
    fails: [
      { given: "everybody", plan: [role(trust("*"))], says: "lets * assume the role" },
      { given: "every account", plan: [role(trust({ AWS: ["*"] }))], says: "lets * assume" },
      {
        given: "everybody who says a word",
        plan: [role(trust({ AWS: "*" }, { StringEquals: { "sts:ExternalId": "x" } }))],
        says: "lets * assume",
      },
      {
        given: "everybody whom a condition without its key leaves",
        plan: [role(trust({ AWS: "*" }, { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-abcde12345" } }))],
        says: "lets * assume",
      },
      { given: "every service", plan: [role(trust({ Service: "*" }))], says: "lets * assume" },
      {
        given: "everybody but some",
        plan: [
          role({ Effect: "Allow", NotPrincipal: { AWS: `arn:aws:iam::${account}:root` }, Action: "sts:AssumeRole" }),
        ],
        says: "everyone but a few",
      },
    ],
    undetermined: [
      {
        given: "an unknown trust policy",
        change: { assumeRolePolicy: unknown },
        says: "assumeRolePolicy is not known",
      },
      { given: "an unknown principal", plan: [partly(trust({ AWS: unknown }))], says: "Principal.AWS is not known" },
      {
        given: "an unknown condition on everybody",
        plan: [partly(trust("*", unknown))],
        says: "condition that is not known",
      },
    ],
  },
  {
    rule: iamTrustConfusedDeputy,
    passing: [role(trust({ Service: "ecs-tasks.amazonaws.com" }, ofAccount))],
    passes: [
      {
        given: "a service that needs no guard",
        plan: [role(trust({ Service: ["lambda.amazonaws.com", "ec2.amazonaws.com"] }))],
      },
      {
        given: "the resource for which it may come",
        plan: [
          role(
            trust(
              { Service: "scheduler.amazonaws.com" },
              { ArnLike: { "aws:SourceArn": `arn:aws:scheduler:us-east-1:${account}:schedule/shop/*` } },
            ),
          ),
        ],
      },
      { given: "a service of which AWS says nothing", plan: [role(trust({ Service: "edgelambda.amazonaws.com" }))] },
      { given: "an account", plan: [role(trust({ AWS: `arn:aws:iam::${account}:root` }))] },
    ],
    fails: [
      {
        given: "tasks of any account",
        plan: [role(trust({ Service: "ecs-tasks.amazonaws.com" }))],
        says: "aws:SourceArn like arn:aws:ecs:REGION:ACCOUNT:*",
      },
      {
        given: "any account's schedules beside functions",
        plan: [role(trust({ Service: ["lambda.amazonaws.com", "scheduler.amazonaws.com"] }))],
        says: "lets scheduler.amazonaws.com",
      },
      {
        given: "the pipes of everybody",
        plan: [role(trust({ Service: "pipes.amazonaws.com" }))],
        says: "lets pipes.amazonaws.com",
      },
      {
        given: "a condition that holds without its key",
        plan: [
          role(
            trust(
              { Service: "vpc-flow-logs.amazonaws.com" },
              { StringEqualsIfExists: { "aws:SourceAccount": account } },
            ),
          ),
        ],
        says: "vpc-flow-logs",
      },
      {
        given: "any account by a star",
        plan: [role(trust({ Service: "states.amazonaws.com" }, { StringLike: { "aws:SourceAccount": "*" } }))],
        says: "states.amazonaws.com",
      },
    ],
    undetermined: [
      {
        given: "an unknown trust policy",
        change: { assumeRolePolicy: unknown },
        says: "assumeRolePolicy is not known",
      },
      {
        given: "an unknown account",
        plan: [
          partly(trust({ Service: "ecs-tasks.amazonaws.com" }, { StringEquals: { "aws:SourceAccount": unknown } })),
        ],
        says: "not known",
      },
      {
        given: "a role that only starts tasks, which AWS's guide shows without a guard",
        plan: [
          { ...role(trust({ Service: "ecs-tasks.amazonaws.com" })), name: "start" },
          planned(
            "aws:ecs/taskDefinition:TaskDefinition",
            "api",
            { executionRoleArn: unknown },
            { executionRoleArn: [planned(roleType, "start")] },
          ),
        ],
        says: "execution roles such as this one",
      },
    ],
  },
  {
    rule: iamOidcSubjectScoped,
    passing: [role(token(subject("repo:shop/api:ref:refs/heads/main")))],
    passes: [
      { given: "all branches of one repository", plan: [role(token(subject("repo:shop/api:*")))] },
      { given: "a service", plan: [role(trust({ Service: "lambda.amazonaws.com" }))] },
      {
        given: "one service account of a cluster",
        plan: [
          role(
            token(
              { StringEquals: { "oidc.eks.us-east-1.amazonaws.com/id/AB12:sub": "system:serviceaccount:shop:api" } },
              `arn:aws:iam::${account}:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/AB12`,
            ),
          ),
        ],
      },
      {
        given: "a provider that is not made yet, and a repository of it",
        plan: [partly(token(subject("repo:shop/api:*"), unknown))],
      },
    ],
    fails: [
      { given: "every token of the provider", plan: [role(token())], says: "tests no claim" },
      {
        given: "every token that is meant for AWS",
        plan: [role(token({ StringEquals: { [`${github}:aud`]: "sts.amazonaws.com" } }))],
        says: "tests only aud sts.amazonaws.com",
      },
      { given: "every repository", plan: [role(token(subject("repo:*")))], says: "sub repo:*" },
      {
        given: "every repository of an owner",
        plan: [role(token(subject("repo:shop/*")))],
        says: "repo:ORG/REPOSITORY",
      },
      {
        given: "one good and one wide subject",
        plan: [role(token(subject(["repo:shop/api:*", "*"])))],
        says: "strangers' tokens",
      },
      {
        given: "every service account of a cluster",
        plan: [
          role(
            token(
              { StringEquals: { "oidc.eks.us-east-1.amazonaws.com/id/AB12:aud": "sts.amazonaws.com" } },
              `arn:aws:iam::${account}:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/AB12`,
            ),
          ),
        ],
        says: "strangers' tokens",
      },
      {
        given: "no claim of a provider that is not made yet",
        plan: [partly(token(undefined, unknown))],
        says: "tests no claim",
      },
    ],
    undetermined: [
      {
        given: "an unknown trust policy",
        change: { assumeRolePolicy: unknown },
        says: "assumeRolePolicy is not known",
      },
      { given: "an unknown subject", plan: [partly(token(subject(unknown)))], says: "condition that is not known" },
      {
        given: "an unknown provider and condition",
        plan: [partly(token(unknown, unknown))],
        says: "Federated is not known",
      },
    ],
  },
  {
    rule: resourcePolicyNotPublic,
    passing: [queue(send({ AWS: `arn:aws:iam::${account}:role/shop` }))],
    passes: [
      { given: "no policy", plan: [planned("aws:sns/topic:Topic", "t", {})] },
      {
        given: "a service held to a resource",
        plan: [
          queue(
            send({ Service: "sns.amazonaws.com" }, { ArnEquals: { "aws:SourceArn": "arn:aws:sns:us-east-1:1:t" } }),
          ),
        ],
      },
      { given: "everybody of the account", plan: [queue(send({ AWS: "*" }, ofAccount))] },
      { given: "a named other account", plan: [queue(send({ AWS: "210987654321" }))] },
      {
        given: "only a denial of what is not encrypted",
        plan: [
          planned("aws:s3/bucketPolicy:BucketPolicy", "b", {
            policy: document({
              Effect: "Deny",
              Principal: "*",
              Action: "s3:*",
              Resource: "*",
              Condition: { Bool: { "aws:SecureTransport": "false" } },
            }),
          }),
        ],
      },
      {
        given: "whoever mounts from the network",
        plan: [
          planned("aws:efs/fileSystemPolicy:FileSystemPolicy", "f", {
            policy: document({
              Effect: "Allow",
              Principal: { AWS: "*" },
              Action: "elasticfilesystem:ClientMount",
              Condition: { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } },
            }),
          }),
        ],
      },
      { given: "a search domain in the network that asks who comes", plan: [domain] },
      { given: "a service that calls a function for one source", plan: [mayCall({ sourceArn: unknown })] },
      { given: "a service that calls a function for its own account", plan: [mayCall({ sourceAccount: account })] },
      { given: "an account that calls a function", plan: [mayCall({ principal: "210987654321" })] },
    ],
    fails: [
      { given: "everybody", plan: [queue(send("*"))], says: "policy.Statement[0] lets everybody sqs:SendMessage" },
      {
        given: "everybody but some",
        plan: [queue({ ...send("*"), Principal: undefined, NotPrincipal: { AWS: account } })],
        says: "everyone but a few",
      },
      {
        given: "everybody whom a condition without its key leaves",
        plan: [queue(send({ AWS: "*" }, { StringEqualsIfExists: { "aws:SourceAccount": account } }))],
        says: "everybody",
      },
      {
        given: "a secret",
        plan: [open("aws:secretsmanager/secretPolicy:SecretPolicy", "secretsmanager:GetSecretValue")],
        says: "everybody",
      },
      {
        given: "images",
        plan: [open("aws:ecr/repositoryPolicy:RepositoryPolicy", "ecr:BatchGetImage")],
        says: "everybody",
      },
      { given: "a topic", plan: [open("aws:sns/topicPolicy:TopicPolicy", "sns:Publish")], says: "everybody" },
      { given: "a key", plan: [open("aws:kms/key:Key", "kms:Decrypt")], says: "everybody kms:Decrypt" },
      {
        given: "a bucket",
        plan: [open("aws:s3/bucketPolicy:BucketPolicy", "s3:GetObject")],
        says: "everybody s3:GetObject",
      },
      {
        given: "a vault",
        plan: [open("aws:backup/vaultPolicy:VaultPolicy", "backup:StartRestoreJob")],
        says: "everybody",
      },
      {
        given: "a file system",
        plan: [open("aws:efs/fileSystemPolicy:FileSystemPolicy", "elasticfilesystem:ClientWrite")],
        says: "everybody",
      },
      {
        given: "a search domain outside the network",
        plan: [{ ...domain, properties: { ...domain.properties, vpcOptions: undefined } }],
        says: "everybody es:ESHttp*",
      },
      { given: "a function that everybody calls", plan: [mayCall({ principal: "*" })], says: "everybody may call" },
      {
        given: "a function that a service calls for anybody",
        plan: [mayCall({})],
        says: "principal is s3.amazonaws.com without sourceArn and sourceAccount",
      },
      {
        given: "a function that answers everybody",
        plan: [planned("aws:lambda/functionUrl:FunctionUrl", "f", { authorizationType: "NONE" })],
        says: "authorizationType is NONE",
      },
      {
        given: "a search domain that asks nobody",
        plan: [{ ...domain, properties: { ...domain.properties, advancedSecurityOptions: { enabled: false } } }],
        says: "everybody es:ESHttp*",
      },
    ],
    undetermined: [
      { given: "an unknown policy", change: { policy: unknown }, says: "policy is not known" },
      {
        given: "an unknown principal",
        plan: [planned("aws:sqs/queue:Queue", "q", { policy: { Statement: [send({ AWS: unknown })] } })],
        says: "Principal.AWS is not known",
      },
      {
        given: "an unknown condition on everybody",
        plan: [planned("aws:sqs/queue:Queue", "q", { policy: { Statement: [send("*", unknown)] } })],
        says: "unknown condition",
      },
      {
        given: "a function that somebody unknown calls",
        plan: [mayCall({ principal: unknown })],
        says: "principal is not known",
      },
      {
        given: "a search domain of which is not known whether it asks",
        plan: [{ ...domain, properties: { ...domain.properties, advancedSecurityOptions: { enabled: unknown } } }],
        says: "advancedSecurityOptions.enabled is not known",
      },
    ],
  },
];
