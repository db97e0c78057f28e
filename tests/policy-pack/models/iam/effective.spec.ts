import { expect } from "chai";
import fc from "fast-check";
import { allows, isAdministrator, type Request } from "../../../../policy-pack/models/iam/effective";
import {
  administratorAccess,
  policy,
  role,
  roleWith,
  statement,
  unknown,
  identitiesOf,
  identity,
  account,
  type Made,
} from "./support";

function verdict(inline: unknown, request: Request, boundary?: string): string {
  return allows(roleWith({ inline, boundary }), request).verdict;
}

describe("effective permissions", () => {
  const get = { action: "s3:GetObject", resource: "arn:aws:s3:::data/a" };

  describe("given one document", () => {
    const table: [string, unknown[], Request, string][] = [
      ["an allowed action", [statement("s3:GetObject", "arn:aws:s3:::data/*")], get, "yes"],
      ["cases of actions apart", [statement("S3:getobject", "arn:aws:s3:::data/*")], get, "yes"],
      ["another resource", [statement("s3:GetObject", "arn:aws:s3:::other/*")], get, "no"],
      ["cases of resources apart", [statement("s3:GetObject", "arn:aws:s3:::Data/*")], get, "no"],
      ["no statement at all", [], get, "no"],
      ["a denial of it", [statement("*"), { Effect: "Deny", Action: "s3:*", Resource: "*" }], get, "no"],
      [
        "a denial of another resource",
        [statement("*"), { Effect: "Deny", Action: "s3:*", Resource: "arn:aws:s3:::x/*" }],
        get,
        "yes",
      ],
      ["NotAction that leaves it in", [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }], get, "yes"],
      [
        "NotAction that leaves it out",
        [{ Effect: "Allow", NotAction: ["iam:*", "s3:Get*"], Resource: "*" }],
        get,
        "no",
      ],
      [
        "NotResource that leaves it in",
        [{ Effect: "Allow", Action: "s3:*", NotResource: "arn:aws:s3:::x/*" }],
        get,
        "yes",
      ],
      [
        "NotResource that leaves it out",
        [{ Effect: "Allow", Action: "s3:*", NotResource: "arn:aws:s3:::data*" }],
        get,
        "no",
      ],
      [
        "a denial of all but it",
        [statement("*"), { Effect: "Deny", Action: "*", NotResource: "arn:aws:s3:::data/*" }],
        get,
        "yes",
      ],
      [
        "a denial of all but others",
        [statement("*"), { Effect: "Deny", NotAction: "iam:*", Resource: "*" }],
        get,
        "no",
      ],
      [
        "any resource, where one is left",
        [statement("*"), { Effect: "Deny", Action: "*", Resource: "arn:aws:s3:::x/*" }],
        { action: "s3:GetObject" },
        "yes",
      ],
      [
        "any resource, where none is left",
        [statement("*"), { Effect: "Deny", Action: "s3:Get*", Resource: "*" }],
        { action: "s3:GetObject" },
        "no",
      ],
      ["a resource that is not known", [statement("s3:GetObject", unknown)], get, "undetermined"],
      ["an action that is not known", [statement(unknown, "*")], get, "undetermined"],
      ["a known action beside one that is not", [statement([unknown, "s3:Get*"], "*")], get, "yes"],
      ["an unknown exception", [{ Effect: "Allow", NotAction: [unknown], Resource: "*" }], get, "undetermined"],
      ["a statement that is not known", [unknown], get, "undetermined"],
      ["an effect that is not known", [{ ...statement("*"), Effect: unknown }], get, "undetermined"],
      ["a variable in the resource", [statement("s3:GetObject", "arn:aws:s3:::data/${aws:username}")], get, "yes"],
    ];
    for (const [what, statements, request, expected] of table)
      it(`says ${expected} for ${what}`, () => {
        expect(verdict({ Version: "2012-10-17", Statement: statements }, request)).to.equal(expected);
      });

    it("takes variables for letters in the old policy language", () => {
      const old = {
        Version: "2008-10-17",
        Statement: [statement("s3:GetObject", "arn:aws:s3:::data/${aws:username}")],
      };
      expect(verdict(old, get)).to.equal("no");
    });

    it("says under which conditions an action is allowed", () => {
      const conditional = policy(
        statement("s3:*", "*", { Condition: { Bool: { "aws:MultiFactorAuthPresent": true } } }),
      );
      const answer = allows(roleWith({ inline: conditional }), get);
      expect(answer).to.deep.include({ verdict: "yes", when: ["Bool aws:multifactorauthpresent true"] });
    });

    it("says no when a known part of the request fails a condition", () => {
      const conditional = policy(
        statement("iam:PassRole", "*", { Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } } }),
      );
      const request = { action: "iam:PassRole", context: { "iam:passedtoservice": ["ecs-tasks.amazonaws.com"] } };
      expect(verdict(conditional, request)).to.equal("no");
    });

    it("turns a negative condition round", () => {
      const but = policy(
        statement("iam:PassRole", "*", {
          Condition: { StringNotEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
        }),
      );
      const passedTo = (service: string) => ({ action: "iam:PassRole", context: { "iam:passedtoservice": [service] } });
      expect(verdict(but, passedTo("ec2.amazonaws.com"))).to.equal("no");
      expect(verdict(but, passedTo("lambda.amazonaws.com"))).to.equal("yes");
    });

    it("does not let a conditional denial hide a permission", () => {
      const denied = policy(statement("s3:*"), {
        Effect: "Deny",
        Action: "*",
        Resource: "*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      });
      const answer = allows(roleWith({ inline: denied }), get);
      expect(answer.verdict).to.equal("yes");
      expect(answer.when).to.deep.equal(["unless inlinePolicies[0].policy.Statement[1] denies it"]);
    });
  });

  describe("given a boundary", () => {
    const boundary = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
    it("allows what both allow", () => {
      expect(verdict(policy(statement("*")), get, boundary)).to.equal("yes");
    });
    it("allows nothing that the boundary leaves out", () => {
      expect(verdict(policy(statement("*")), { action: "s3:PutObject" }, boundary)).to.equal("no");
    });
    it("gives nothing by itself", () => {
      expect(verdict(policy(statement("ec2:*")), get, boundary)).to.equal("no");
    });
    it("is undetermined when its text is not known", () => {
      expect(verdict(policy(statement("*")), get, unknown)).to.equal("undetermined");
      expect(verdict(policy(statement("*")), get, "arn:aws:iam::aws:policy/NobodyKnows")).to.equal("undetermined");
    });
  });

  describe("given a small world", () => {
    const actions = ["a:x", "a:y", "b:x"];
    const resources = ["arn:aws:a:::1", "arn:aws:a:::2", "arn:aws:b:::1"];
    const actionPattern = fc.constantFrom("*", "a:*", "a:x", "*:x", "b:?", "a:y");
    const resourcePattern = fc.constantFrom("*", "arn:aws:a:::*", "arn:aws:a:::1", "arn:aws:*:::1", "arn:aws:b:::?");
    const plain = fc.record({
      Effect: fc.constantFrom("Allow", "Allow", "Deny"),
      actionKey: fc.constantFrom("Action", "NotAction"),
      actions: fc.array(actionPattern, { minLength: 1, maxLength: 2 }),
      resourceKey: fc.constantFrom("Resource", "NotResource"),
      resources: fc.array(resourcePattern, { minLength: 1, maxLength: 2 }),
    });
    type Plain = typeof plain extends fc.Arbitrary<infer T> ? T : never;

    function expression(pattern: string): RegExp {
      return new RegExp(`^${pattern.replace(/\*/g, ".*").replace(/\?/g, ".")}$`);
    }
    function speaks(one: Plain, action: string, resource: string): boolean {
      const onAction = one.actions.some((pattern) => expression(pattern).test(action)) === (one.actionKey === "Action");
      const onResource =
        one.resources.some((pattern) => expression(pattern).test(resource)) === (one.resourceKey === "Resource");
      return onAction && onResource;
    }
    function permits(statements: readonly Plain[], action: string, resource: string): boolean {
      const speaking = statements.filter((one) => speaks(one, action, resource));
      return speaking.some((one) => one.Effect === "Allow") && !speaking.some((one) => one.Effect === "Deny");
    }
    function toStatement(one: Plain) {
      return { Effect: one.Effect, [one.actionKey]: one.actions, [one.resourceKey]: one.resources };
    }

    it("agrees with trying every request, with policies and boundary", () => {
      fc.assert(
        fc.property(fc.array(plain, { maxLength: 3 }), fc.option(fc.array(plain, { maxLength: 2 })), (own, limit) => {
          const boundary: Made[] = limit
            ? [
                {
                  type: "aws:iam/policy:Policy",
                  name: "limit",
                  props: { arn: `arn:aws:iam::${account}:policy/limit`, policy: policy(...limit.map(toStatement)) },
                },
              ]
            : [];
          const parts = {
            inline: policy(...own.map(toStatement)),
            ...(limit && { boundary: `arn:aws:iam::${account}:policy/limit` }),
          };
          const subject = identity(identitiesOf(...boundary, role("app", parts)), "app");
          for (const action of actions)
            for (const resource of resources) {
              const expected = permits(own, action, resource) && (!limit || permits(limit, action, resource));
              expect(allows(subject, { action, resource }).verdict).to.equal(expected ? "yes" : "no");
            }
        }),
        { numRuns: 300 },
      );
    });
  });

  describe("given an administrator by several roads", () => {
    const table: [string, Parameters<typeof roleWith>[0], string][] = [
      ["the policy of AWS", { managed: [administratorAccess] }, "yes"],
      ["a statement of its own", { inline: policy(statement("*")) }, "yes"],
      ["the long form", { inline: policy(statement("*:*")) }, "yes"],
      [
        "everything but nothing much",
        { inline: policy({ Effect: "Allow", NotAction: "s3:DeleteBucket", Resource: "*" }) },
        "no",
      ],
      ["a power user", { managed: ["arn:aws:iam::aws:policy/PowerUserAccess"] }, "no"],
      [
        "one that may not touch policies",
        { inline: policy(statement("*"), { Effect: "Deny", Action: "iam:*", Resource: "*" }) },
        "no",
      ],
      [
        "one within a boundary",
        { managed: [administratorAccess], boundary: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
        "no",
      ],
      ["one within no real boundary", { managed: [administratorAccess], boundary: administratorAccess }, "yes"],
      ["one resource only", { inline: policy(statement("*", "arn:aws:s3:::data")) }, "no"],
      ["a policy that nobody knows", { managed: ["arn:aws:iam::aws:policy/NobodyKnows"] }, "undetermined"],
      ["a list of policies that is not known", { props: { managedPolicyArns: unknown } }, "undetermined"],
      [
        "an unknown list beside a known administrator",
        { inline: policy(statement("*")), props: { managedPolicyArns: unknown } },
        "yes",
      ],
    ];
    for (const [what, parts, expected] of table)
      it(`says ${expected} for ${what}`, () => {
        expect(isAdministrator(roleWith(parts))).to.equal(expected);
      });
  });
});
