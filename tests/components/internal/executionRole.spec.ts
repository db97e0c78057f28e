import { expect } from "chai";
import {
  createExecutionRole,
  ecrRepositoryArnOf,
  type ExecutionRoleSettings,
} from "../../../components/internal/executionRole";
import { only, recordResources } from "../../support/mocks";

const identity = { environment: "test", accountId: "123456789012", region: "eu-west-1" };
const least: ExecutionRoleSettings = {
  identity,
  roleName: "test-app-execution",
  what: "the app",
  images: ["nginx:1.29"],
  secrets: [],
  logGroupName: "/ecs/test/app",
};

async function statementsOf(change: Partial<ExecutionRoleSettings>) {
  const resources = await recordResources(() => createExecutionRole("app", { ...least, ...change }, {}));
  const policy = only(resources, "aws:iam/rolePolicy:RolePolicy");
  expect(policy.unknowns).to.deep.equal([]);
  return (JSON.parse(policy.inputs.policy) as { Statement: { Sid: string; Resource: string[] }[] }).Statement;
}

describe("createExecutionRole", () => {
  it("writes to its own log group and may do nothing else, for a public image without secrets", async () => {
    expect(await statementsOf({})).to.deep.equal([
      {
        Sid: "WriteLogs",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: ["arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/test/app:*"],
      },
    ]);
  });

  it("pulls from exactly the private repositories of its images", async () => {
    const registry = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    const statements = await statementsOf({ images: [`${registry}/a/b:1`, `${registry}/a/b:2`, "nginx:1.29"] });
    expect(statements.map((statement) => [statement.Sid, statement.Resource])).to.deep.equal([
      ["WriteLogs", ["arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/test/app:*"]],
      ["OpenRegistry", ["*"]],
      ["PullImages", ["arn:aws:ecr:eu-west-1:123456789012:repository/a/b"]],
    ]);
  });

  it("reads exactly the parameters and secrets referenced, each once", async () => {
    const secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:test-db-connection";
    const statements = await statementsOf({
      secrets: ["/test/b", "/test/a", "/test/a", `${secret}:url::`, `${secret}:host::`],
    });
    expect(statements.slice(1).map((statement) => [statement.Sid, statement.Resource])).to.deep.equal([
      ["ReadParameters", ["a", "b"].map((name) => `arn:aws:ssm:eu-west-1:123456789012:parameter/test/${name}`)],
      ["ReadSecrets", [`${secret}-??????`]],
    ]);
  });

  it("decrypts with customer keys through the stores of secrets only, and not without secrets", async () => {
    const key = "arn:aws:kms:eu-west-1:123456789012:key/0a1b";
    const [, , decrypt] = await statementsOf({ secrets: ["/test/a"], kmsKeyArns: [key] });
    expect(decrypt).to.deep.equal({
      Sid: "DecryptSecrets",
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: [key],
      Condition: {
        StringEquals: { "kms:ViaService": ["secretsmanager.eu-west-1.amazonaws.com", "ssm.eu-west-1.amazonaws.com"] },
      },
    });
    expect(await statementsOf({ kmsKeyArns: [key] })).to.have.length(1);
  });

  for (const [image, arn] of [
    ["1234567890.dkr.ecr.eu-west-1.amazonaws.com/a:1", undefined],
    ["public.ecr.aws/nginx/nginx:1.29", undefined],
    ["210987654321.dkr.ecr.cn-north-1.amazonaws.com.cn/a:1", "arn:aws-cn:ecr:cn-north-1:210987654321:repository/a"],
    [
      "123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com/a",
      "arn:aws-us-gov:ecr:us-gov-west-1:123456789012:repository/a",
    ],
    ["123456789012.dkr-ecr.eu-west-1.on.aws/a/b@sha256:00", "arn:aws:ecr:eu-west-1:123456789012:repository/a/b"],
  ] as const) {
    it(`finds ${arn ?? "no private repository"} behind ${image}`, () => {
      expect(ecrRepositoryArnOf(image)).to.equal(arn);
    });
  }
});
