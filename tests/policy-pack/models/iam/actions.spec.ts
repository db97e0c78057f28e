import { expect } from "chai";
import {
  expandAction,
  findAction,
  resourcePatterns,
  serviceNames,
  takesConditionKey,
  takesResources,
} from "../../../../policy-pack/models/iam/actions";
import type { Action } from "../../../../policy-pack/models/iam/actions";

function action(name: string): Action {
  const found = findAction(name);
  if (!found) throw new Error(`no action ${name}`);
  return found;
}

describe("actions of AWS", () => {
  it("are as many as the data of this version has", () => {
    expect(expandAction("iam:*")).to.have.lengthOf(190);
    expect(expandAction("s3:Get*")).to.have.lengthOf(63);
    expect(serviceNames().size).to.equal(456);
  });

  it("are expanded whatever the case, with both wildcards", () => {
    expect(expandAction("IAM:passrol?").map((one) => one.name)).to.deep.equal(["iam:PassRole"]);
    expect(expandAction("ecs:RunTask").map((one) => one.name)).to.deep.equal(["ecs:RunTask"]);
    expect(
      expandAction("iam:*Boundary")
        .map((one) => one.name)
        .toSorted(),
    ).to.deep.equal([
      "iam:DeleteRolePermissionsBoundary",
      "iam:DeleteUserPermissionsBoundary",
      "iam:PutRolePermissionsBoundary",
      "iam:PutUserPermissionsBoundary",
    ]);
  });

  it("are none where AWS has none", () => {
    expect(expandAction("iam:PassRoll")).to.deep.equal([]);
    expect(expandAction("imaginary:*")).to.deep.equal([]);
    expect(expandAction("../services:*")).to.deep.equal([]);
    expect(expandAction("iam")).to.deep.equal([]);
    expect(findAction("iam:constructor")).to.equal(undefined);
    expect(findAction("constructor:x")).to.equal(undefined);
  });

  it("tell which of them take no resource", () => {
    expect(takesResources(action("ecr:GetAuthorizationToken"))).to.equal(false);
    expect(takesResources(action("ecr:BatchGetImage"))).to.equal(true);
    expect(takesResources(action("iam:PassRole"))).to.equal(true);
  });

  it("take no resource where naming one would forbid what they are mostly for", () => {
    for (const name of ["cloudwatch:GetMetricData", "cloudwatch:PutMetricData", "ce:GetCostAndUsage"])
      expect(takesResources(action(name)), name).to.equal(false);
    for (const name of ["cloudwatch:GetDataset", "s3:GetObject", "sns:Unsubscribe"])
      expect(takesResources(action(name)), name).to.equal(true);
  });

  it("tell all of their access levels", () => {
    expect(action("ecs:AllowVendedLogDeliveryForResource").accessLevels).to.deep.equal([
      "Permissions management",
      "Write",
    ]);
  });

  it("tell which condition keys they know", () => {
    const run = action("ecs:RunTask");
    expect(takesConditionKey(run, "ecs:cluster")).to.equal(true);
    expect(takesConditionKey(run, "aws:sourceip")).to.equal(true);
    expect(takesConditionKey(run, "ecs:resourcetag/team")).to.equal(true);
    expect(takesConditionKey(run, "iam:passedtoservice")).to.equal(false);
  });

  it("tell what the ARNs of their resources look like", () => {
    expect(resourcePatterns(action("ecs:RunTask"))).to.deep.equal(["arn:*:ecs:*:*:task-definition/*:*"]);
  });
});
