import { gzipSync } from "node:zlib";
import { noStaticCredentials } from "../../../policy-pack/rules/least-privilege/noStaticCredentials";
import { secretNotInEnvironment } from "../../../policy-pack/rules/least-privilege/secretNotInEnvironment";
import { secretNotInUserData } from "../../../policy-pack/rules/least-privilege/secretNotInUserData";
import { planned, unknown, type Planned } from "../support/bench";
import type { RuleCases } from "../support/cases";

const password = planned("random:index/randomPassword:RandomPassword", "generated", { length: 32 });
const table = planned("aws:dynamodb/table:Table", "orders", {});

// Keys are put together here, so that no scanner takes this file for a leak.
const accessKey = `AKIA${"IOSFODNN7EXAMPL2"}`;
const token = ["ghp", "aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5"].join("_");
const random = "xK9mQ2vL8nR4tZ7wB3yH6jD1";

interface Variable {
  name: string;
  value: unknown;
}
const task = (environment: Variable[], more: object = {}) =>
  planned("aws:ecs/taskDefinition:TaskDefinition", "api", {
    containerDefinitions: JSON.stringify([{ name: "api", image: "shop/api:1.2.0", environment, ...more }]),
  });
const one = (name: string, value: unknown) => task([{ name, value }]);
const lambda = (variables: unknown, refersTo: Planned["refersTo"] = {}) =>
  planned("aws:lambda/function:Function", "resize", { environment: { variables } }, refersTo);

const instance = (userData: unknown, property = "userData") =>
  planned("aws:ec2/instance:Instance", "box", { ami: "ami-0abcdef1234567890", [property]: userData });
const base64 = (text: string) => Buffer.from(text).toString("base64");
const script = (line: string) => `#!/bin/bash\nset -eu\n${line}\n`;

export const secretRules: RuleCases[] = [
  {
    rule: noStaticCredentials,
    passing: [planned("pulumi:providers:aws", "aws", { region: "eu-west-1", profile: "shop" })],
    passes: [
      { given: "made-up keys of an emulator", change: { accessKey: "test", secretKey: "test" } },
      { given: "a role to assume", change: { assumeRoles: [{ roleArn: "arn:aws:iam::1:role/deploy" }] } },
    ],
    fails: [
      {
        given: "an access key",
        plan: [planned("aws:iam/accessKey:AccessKey", "ci", { user: unknown })],
        says: "access key",
      },
      { given: "a user", plan: [planned("aws:iam/user:User", "ci", { name: "ci" })], says: "Makes a user" },
      {
        given: "a user's password",
        plan: [planned("aws:iam/userLoginProfile:UserLoginProfile", "p", { user: "ann" })],
        says: "password of a user",
      },
      {
        given: "keys of the provider",
        change: { accessKey, secretKey: "x" },
        says: ["provider's accessKey is set", "provider's secretKey is set"],
      },
      {
        given: "a key of the provider that is not known yet",
        change: { accessKey: unknown },
        says: "accessKey is set",
      },
    ],
    undetermined: [],
  },
  {
    rule: secretNotInEnvironment,
    passing: [
      task(
        [
          { name: "PORT", value: "8000" },
          { name: "DB_SECRET_ARN", value: "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf" },
          { name: "API_ENDPOINT", value: "https://app.example.com" },
        ],
        { secrets: [{ name: "DATABASE_URL", valueFrom: "arn:aws:ssm:us-east-1:123456789012:parameter/db/url" }] },
      ),
    ],
    passes: [
      { given: "what is about a password", plan: [one("PASSWORD_MIN_LENGTH", "12")] },
      { given: "a switch", plan: [one("REQUIRE_PASSWORD", "true")] },
      { given: "the number of tokens", plan: [one("MAX_TOKENS", "4096")] },
      { given: "the place of a token", plan: [one("TOKEN_URL", "https://login.example.com/oauth2/token")] },
      { given: "the name of a parameter", plan: [one("DB_PASSWORD", "/shop/prod/db/password")] },
      { given: "the name of a secret", plan: [one("DB_SECRET", "shop/prod/db")] },
      { given: "an empty password", plan: [one("REDIS_PASSWORD", "")] },
      { given: "a digest of a commit", plan: [one("GIT_SHA", "9fceb02d0ae598e95dc970b74767f19372d61af8")] },
      { given: "an id", plan: [one("CORRELATION", "3f2504e0-4f89-41d3-9a0c-0305e82c3301")] },
      { given: "a user pool", plan: [one("USER_POOL", "us-east-1_AbCdEf1h2")] },
      { given: "a long name", plan: [one("STACK", "ShopProductionEventConsumerService2024")] },
      { given: "a URL without a password", plan: [one("DATABASE_URL", "postgres://db.internal:5432/shop")] },
      { given: "a publishable key", plan: [one("STRIPE_PUBLISHABLE_KEY", "pk_live_51H8xYzAbCdEfGhIjKlMn")] },
      { given: "no containers' variables", plan: [planned("aws:ecs/taskDefinition:TaskDefinition", "t", {})] },
      { given: "a function without variables", plan: [planned("aws:lambda/function:Function", "f", {})] },
      { given: "an unknown name of a table", plan: [lambda({ TABLE: unknown }, { environment: [table] }), table] },
      {
        given: "a reference in a build",
        plan: [
          planned("aws:codebuild/project:Project", "b", {
            environment: {
              environmentVariables: [{ name: "DB_PASSWORD", value: "db:password", type: "SECRETS_MANAGER" }],
            },
          }),
        ],
      },
    ],
    fails: [
      { given: "a password", plan: [one("DB_PASSWORD", "hunter2")], says: "DB_PASSWORD of api holds a secret" },
      { given: "a name in another style", plan: [lambda({ dbPassword: "hunter2" })], says: "dbPassword holds" },
      { given: "a token under a harmless name", plan: [one("SETTING", token)], says: "a token of GitHub" },
      { given: "an access key", plan: [one("WHO", accessKey)], says: "an access key of AWS" },
      {
        given: "a password in an address",
        plan: [one("DATABASE_URL", "postgres://shop:hunter2@db.internal:5432/shop")],
        says: "an address with a password in it",
      },
      {
        given: "a random key under a harmless name",
        plan: [lambda({ SEED: random })],
        says: "SEED holds a random key",
      },
      { given: "an unknown password", plan: [lambda({ DB_PASSWORD: unknown })], says: "DB_PASSWORD holds a secret" },
      {
        given: "an unknown password inside a text, and containers whose rest is known",
        plan: [one("API_KEY", unknown)],
        says: "API_KEY of api",
      },
      {
        given: "an address made of a generated password",
        plan: [lambda({ DATABASE_URL: unknown }, { environment: [password] }), password],
        says: "DATABASE_URL is computed from generated",
      },
      {
        given: "containers made of a generated password",
        plan: [
          planned(
            "aws:ecs/taskDefinition:TaskDefinition",
            "api",
            { containerDefinitions: unknown },
            { containerDefinitions: [password] },
          ),
          password,
        ],
        says: "containerDefinitions is computed from generated",
      },
      {
        given: "a password in plain in a build",
        plan: [
          planned("aws:codebuild/project:Project", "b", {
            environment: { environmentVariables: [{ name: "NPM_TOKEN", value: "abcdef" }] },
          }),
        ],
        says: "NPM_TOKEN holds",
      },
    ],
    undetermined: [
      {
        given: "unknown containers",
        change: { containerDefinitions: unknown },
        says: "containerDefinitions is not known",
      },
      { given: "unknown variables", plan: [lambda(unknown)], says: "environment.variables is not known" },
      {
        given: "an unknown value of unknown origin",
        plan: [lambda({ TABLE: unknown })],
        says: "cannot be read in TABLE",
      },
      { given: "containers that are no JSON", change: { containerDefinitions: "[" }, says: "is not valid JSON" },
    ],
  },
  {
    rule: secretNotInUserData,
    passing: [instance(script("dnf install -y nginx"))],
    passes: [
      {
        given: "a password that is fetched",
        plan: [
          instance(
            script(
              'DB_PASSWORD="$(aws secretsmanager get-secret-value --secret-id db --query SecretString --output text)"',
            ),
          ),
        ],
      },
      { given: "a password that is handed on", plan: [instance(script('mysql --user app --password "$DB_PASSWORD"'))] },
      { given: "the ARN of a secret", plan: [instance(script("SECRET=arn:aws:secretsmanager:us-east-1:1:secret:db"))] },
      { given: "a checksum", plan: [instance(script(`echo "${"ab12".repeat(16)}  app.tgz" | sha256sum -c`))] },
      { given: "none", change: { userData: undefined } },
    ],
    fails: [
      {
        given: "a password",
        plan: [instance(script("export DB_PASSWORD=hunter2"))],
        says: "Line 3 of userData holds DB_PASSWORD",
      },
      {
        given: "a password in base64",
        plan: [
          planned("aws:ec2/launchTemplate:LaunchTemplate", "t", { userData: base64(script("DB_PASSWORD='hunter2'")) }),
        ],
        says: "Line 3 of userData holds DB_PASSWORD",
      },
      {
        given: "a password in packed user data",
        plan: [instance(gzipSync(script("db_password: hunter2")).toString("base64"), "userDataBase64")],
        says: "Line 3 of userDataBase64",
      },
      {
        given: "a password in a file that is written from base64",
        plan: [
          instance(
            `#cloud-config\nwrite_files:\n- encoding: b64\n  content: ${base64("DB_PASSWORD=hunter2-hunter2")}\n`,
          ),
        ],
        says: "in base64",
      },
      { given: "a password as an option", plan: [instance(script("app --password hunter2"))], says: "password" },
      {
        given: "an access key",
        plan: [instance(script(`aws configure set k ${accessKey}`))],
        says: "access key of AWS",
      },
      { given: "a private key", plan: [instance(script("-----BEGIN RSA PRIVATE KEY-----"))], says: "a private key" },
      { given: "a password of a user", plan: [instance(script('echo "ann:hunter2" | chpasswd'))], says: "chpasswd" },
      {
        given: "a script made of a generated password",
        plan: [planned("aws:ec2/instance:Instance", "box", { userData: unknown }, { userData: [password] }), password],
        says: "userData is computed from generated",
      },
    ],
    undetermined: [{ given: "an unknown script", change: { userData: unknown }, says: "userData is not known" }],
  },
];
