import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { createServiceRole } from "../../../components/internal/iam";
import { only, record, valueOf } from "../../support/mocks";

const identity = { environment: "test", accountId: "123456789012", region: "eu-west-1" };

describe("createServiceRole", () => {
  const build = () =>
    createServiceRole(
      "app-task",
      {
        roleName: "test-app-task",
        description: "What the app may do",
        service: "ecs-tasks.amazonaws.com",
        identity,
        statements: [{ actions: ["s3:GetObject"], resources: [pulumi.output("arn:aws:s3:::bucket/*")] }],
      },
      {},
    );

  it("trusts the service for this account only", async () => {
    const { resources } = await record(build);
    expect(JSON.parse(only(resources, "aws:iam/role:Role").inputs.assumeRolePolicy).Statement).to.deep.equal([
      {
        Effect: "Allow",
        Principal: { Service: "ecs-tasks.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
    ]);
  });

  it("has an ARN and a policy that are known at the first preview, and depends on the role", async () => {
    const { resources, result } = await record(build);
    expect(await valueOf(result.arn)).to.equal("arn:aws:iam::123456789012:role/test-app-task");
    const policy = only(resources, "aws:iam/rolePolicy:RolePolicy");
    expect(policy.unknowns).to.deep.equal([]);
    expect(policy.propertyDependencies.role).to.deep.equal(["app-task"]);
  });
});
