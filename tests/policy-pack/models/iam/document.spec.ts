import { expect } from "chai";
import { Reader } from "../../../../plan/reader";
import { parseDocument } from "../../../../policy-pack/models/iam/document";
import { document, policy, statement, trusting, unknown } from "./support";

describe("policy documents", () => {
  it("read alike as text and as object", () => {
    const value = { Version: "2012-10-17", Statement: statement("s3:GetObject", "arn:aws:s3:::data/*") };
    expect(document(JSON.stringify(value))).to.deep.equal(document(value));
    expect(document(value).statements.map((one) => one.path)).to.deep.equal(["policy.Statement"]);
  });

  it("are empty where there is none", () => {
    expect(parseDocument(new Reader({}), "policy", "identity")).to.deep.equal({
      path: "policy",
      statements: [],
      faults: [],
      unknowns: [],
      incomplete: false,
    });
  });

  describe("given parts that are not known", () => {
    it("notes the whole text", () => {
      const found = document(unknown);
      expect(found).to.deep.include({
        incomplete: true,
        unknowns: [{ path: "policy", why: "is not known before deployment" }],
      });
    });

    it("notes one ARN and keeps the rest", () => {
      const found = document({
        Version: "2012-10-17",
        Statement: [statement("s3:GetObject", ["arn:aws:s3:::a", unknown])],
      });
      expect(found.unknowns.map((one) => one.path)).to.deep.equal(["policy.Statement[0].Resource[1]"]);
      expect(found.incomplete).to.equal(false);
      expect(found.statements[0]?.resources?.patterns.map((one) => one.certainty)).to.deep.equal(["fixed", "unknown"]);
    });

    it("notes a value with something unknown inside it", () => {
      const found = document({
        Version: "2012-10-17",
        Statement: [statement("s3:GetObject", `arn:aws:s3:::${unknown}/x`)],
      });
      expect(found.statements[0]?.resources?.patterns.map((one) => one.certainty)).to.deep.equal(["unknown"]);
    });

    it("counts conditions and principals as parts", () => {
      const trust = JSON.parse(
        trusting({ Service: unknown }, { StringEquals: { "aws:SourceAccount": unknown } }),
      ) as unknown;
      expect(document(trust, "trust").unknowns.map((one) => one.path)).to.deep.equal([
        "policy.Statement[0].Principal.Service",
        "policy.Statement[0].Condition.StringEquals.aws:SourceAccount",
      ]);
    });
  });

  describe("given faults", () => {
    const table: [string, unknown, RegExp][] = [
      ["no JSON", "{", /unreadable/],
      ["no statement", { Version: "2012-10-17" }, /Statement is missing/],
      ["no effect", policy({ Action: "s3:*", Resource: "*" }), /Effect is missing/],
      ["an effect in small letters", policy({ ...statement("s3:*"), Effect: "allow" }), /Effect is allow/],
      ["no action", policy({ Effect: "Allow", Resource: "*" }), /neither Action nor NotAction/],
      ["both kinds of action", policy({ ...statement("s3:*"), NotAction: "iam:*" }), /both Action and NotAction/],
      ["no resource", policy({ Effect: "Allow", Action: "s3:*" }), /neither Resource nor NotResource/],
      ["a principal", policy(statement("s3:*", "*", { Principal: "*" })), /names no Principal/],
      ["an action without a service", policy(statement("GetObject")), /"GetObject" is no action/],
      ["an element that is none", policy(statement("s3:*", "*", { Conditions: {} })), /Conditions is no element/],
      [
        "an operator that is none",
        policy(statement("s3:*", "*", { Condition: { StringIs: { a: "b" } } })),
        /StringIs is no condition operator/,
      ],
      ["a version that is none", { Version: "2012-10-18", Statement: [statement("s3:*")] }, /Version is 2012-10-18/],
    ];
    for (const [what, value, expected] of table)
      it(`tells ${what}`, () => {
        const found = document(value);
        const told = [
          ...found.faults.map((fault) => fault.message),
          ...found.unknowns.map((gap) => `unreadable: ${gap.why}`),
        ];
        expect(told.join("; ")).to.match(expected);
      });

    it("tells none of a sound document", () => {
      expect(
        document(
          policy(
            statement(["s3:Get*", "*"], "*", {
              Sid: "a",
              Condition: { "ForAnyValue:StringLikeIfExists": { "aws:TagKeys": ["a"] } },
            }),
          ),
        ).faults,
      ).to.deep.equal([]);
      expect(document(trusting({ Service: "ec2.amazonaws.com" }), "trust").faults).to.deep.equal([]);
    });

    it("keeps an unreadable condition as one that may be anything", () => {
      const found = document(policy(statement("s3:*", "*", { Condition: { StringIs: { a: "b" } } })));
      expect(found.statements[0]?.conditions.map((one) => one.key)).to.deep.equal([""]);
    });
  });
});
