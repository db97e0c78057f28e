import { expect } from "chai";
import { breadthOf } from "../../../../policy-pack/models/iam/breadth";
import { account, document, statement, unknown } from "./support";

function breadth(one: unknown) {
  const [only] = document({ Version: "2012-10-17", Statement: [one] }).statements;
  if (!only) throw new Error("no statement");
  return breadthOf(only);
}

function broad(one: unknown): string[] {
  return breadth(one).actions.map(({ action, width, limited }) => `${action.name} ${width} ${limited}`);
}

const cluster = { Condition: { ArnEquals: { "ecs:cluster": `arn:aws:ecs:eu-west-1:${account}:cluster/shop` } } };

describe("statements that reach further than they name", () => {
  it("are not those of actions that take no resource", () => {
    expect(broad(statement("ecr:GetAuthorizationToken"))).to.deep.equal([]);
    expect(broad(statement(["ec2:DescribeInstances", "ecr:GetAuthorizationToken"]))).to.deep.equal([]);
  });

  const table: [string, unknown, string[]][] = [
    ["an action on everything", statement("iam:PassRole"), ["iam:PassRole everything no"]],
    [
      "only those that could be limited",
      statement(["ecr:GetAuthorizationToken", "ecr:BatchGetImage"]),
      ["ecr:BatchGetImage everything no"],
    ],
    ["a wildcard in the action", statement("iam:PassRol?"), ["iam:PassRole everything no"]],
    ["all of a type", statement("s3:CreateBucket", "arn:aws:s3:::*"), ["s3:CreateBucket type no"]],
    [
      "all of a type in one place",
      statement("ecs:RunTask", `arn:aws:ecs:eu-west-1:${account}:task-definition/*`),
      ["ecs:RunTask type no"],
    ],
    ["some of a type", statement("ecs:RunTask", `arn:aws:ecs:eu-west-1:${account}:task-definition/shop:*`), []],
    ["one of a type", statement("s3:CreateBucket", "arn:aws:s3:::shop"), []],
    [
      "the broad one of two",
      statement("iam:PassRole", [`arn:aws:iam::${account}:role/a`, "*"]),
      ["iam:PassRole everything no"],
    ],
    [
      "everything but something",
      { Effect: "Allow", Action: "iam:PassRole", NotResource: "arn:aws:iam::1:role/x" },
      ["iam:PassRole everything no"],
    ],
    ["a condition that limits", statement("ecs:RunTask", "*", cluster), ["ecs:RunTask everything yes"]],
    [
      "IfExists",
      statement("ecs:RunTask", "*", { Condition: { ArnEqualsIfExists: cluster.Condition.ArnEquals } }),
      ["ecs:RunTask everything no"],
    ],
    [
      "any tag",
      statement("ecs:RunTask", "*", { Condition: { StringLike: { "ecs:cluster": "*" } } }),
      ["ecs:RunTask everything no"],
    ],
    [
      "a key that the action does not know",
      statement("ecs:RunTask", "*", { Condition: { StringEquals: { "iam:PassedToService": "a" } } }),
      ["ecs:RunTask everything no"],
    ],
    [
      "TLS only",
      statement("ecs:RunTask", "*", { Condition: { Bool: { "aws:SecureTransport": true } } }),
      ["ecs:RunTask everything no"],
    ],
    [
      "a condition that is not known",
      statement("ecs:RunTask", "*", { Condition: { ArnEquals: { "ecs:cluster": unknown } } }),
      ["ecs:RunTask everything unknown"],
    ],
    ["a denial", { Effect: "Deny", Action: "iam:PassRole", Resource: "*" }, []],
  ];
  for (const [what, one, expected] of table)
    it(`are told of ${what}`, () => {
      expect(broad(one)).to.deep.equal(expected);
    });

  it("tell what is not known, and never take it for narrow", () => {
    const found = breadth(statement(["iam:PassRole", unknown], unknown));
    expect(found.actions).to.deep.equal([]);
    expect(found.unknown.map((pattern) => pattern.path)).to.deep.equal([
      "policy.Statement[0].Action[1]",
      "policy.Statement[0].Resource",
    ]);
  });

  it("tell actions that AWS does not have", () => {
    expect(
      breadth(statement(["iam:PassRoll", "s3:Fetch*", "s3:Get*"])).imaginary.map((one) => one.shown),
    ).to.deep.equal(["iam:PassRoll", "s3:Fetch*"]);
  });
});
