import { expect } from "chai";
import { judgeDeputy, judgeSubject, partiesOf, type Party } from "../../../../policy-pack/models/iam/trust";
import { account, document, policy, trusting, unknown } from "./support";

function parties(trust: unknown): readonly Party[] {
  return partiesOf(document(trust, "trust")).parties;
}

function first(trust: unknown): Party {
  const [party] = parties(trust);
  if (!party) throw new Error("nobody is trusted");
  return party;
}

function github(condition: unknown): Party {
  const Federated = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
  return first(
    policy({
      Effect: "Allow",
      Principal: { Federated },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: condition,
    }),
  );
}

const sub = "token.actions.githubusercontent.com:sub";

describe("who may assume a role", () => {
  const table: [string, unknown, string][] = [
    ["a service", { Service: "ecs-tasks.amazonaws.com" }, "service ecs-tasks.amazonaws.com"],
    ["an account by id", { AWS: account }, `account ${account}`],
    ["an account by ARN", { AWS: `arn:aws:iam::${account}:root` }, `account ${account}`],
    ["a role", { AWS: `arn:aws:iam::${account}:role/web` }, `identity arn:aws:iam::${account}:role/web`],
    ["everybody", "*", "anyone *"],
    ["every account", { AWS: "*" }, "anyone *"],
    ["a provider of tokens", { Federated: `arn:aws:iam::${account}:oidc-provider/gitlab.com` }, "oidc gitlab.com"],
    ["Cognito", { Federated: "cognito-identity.amazonaws.com" }, "oidc cognito-identity.amazonaws.com"],
    [
      "a SAML provider",
      { Federated: `arn:aws:iam::${account}:saml-provider/corp` },
      `saml arn:aws:iam::${account}:saml-provider/corp`,
    ],
    ["somebody not known", { AWS: unknown }, "unknown a value not known yet"],
  ];
  for (const [what, principal, expected] of table)
    it(`tells ${what}`, () => {
      const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:*" }] };
      expect(parties(trust).map(({ kind, name }) => `${kind} ${name}`)).to.deep.equal([expected]);
    });

  it("takes everyone but a few for everyone", () => {
    const trust = policy({ Effect: "Allow", NotPrincipal: { AWS: account }, Action: "sts:AssumeRole" });
    expect(first(trust).kind).to.equal("anyone");
  });

  it("passes statements that let nobody assume", () => {
    expect(parties(policy({ Effect: "Allow", Principal: "*", Action: "sts:TagSession" }))).to.deep.equal([]);
    expect(parties(policy({ Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" }))).to.deep.equal([]);
  });

  it("says what of it is not known", () => {
    expect(partiesOf(document(unknown, "trust")).unknowns.map((one) => one.path)).to.deep.equal(["policy"]);
  });

  it("knows a provider made in the same program by the claims that are tested", () => {
    const trust = {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: unknown },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: { StringLike: { [sub]: "repo:acme/shop:*" } },
        },
      ],
    };
    expect(first(trust)).to.deep.include({ kind: "oidc", name: "token.actions.githubusercontent.com" });
  });
});

describe("trust in services against the confused deputy", () => {
  const table: [string, string, unknown, string][] = [
    ["no condition", "ecs-tasks.amazonaws.com", undefined, "open"],
    ["its account", "ecs-tasks.amazonaws.com", { StringEquals: { "aws:SourceAccount": account } }, "guarded"],
    ["any case of the key", "ecs-tasks.amazonaws.com", { StringEquals: { "AWS:sourceaccount": [account] } }, "guarded"],
    [
      "an ARN with its account",
      "scheduler.amazonaws.com",
      { ArnLike: { "aws:SourceArn": `arn:aws:scheduler:*:${account}:schedule-group/*` } },
      "guarded",
    ],
    [
      "an ARN of any account",
      "scheduler.amazonaws.com",
      { ArnLike: { "aws:SourceArn": "arn:aws:scheduler:*:*:schedule-group/*" } },
      "open",
    ],
    ["its organization", "ecs-tasks.amazonaws.com", { StringEquals: { "aws:SourceOrgID": "o-a1b2c3d4e5" } }, "guarded"],
    ["IfExists", "ecs-tasks.amazonaws.com", { StringEqualsIfExists: { "aws:SourceAccount": account } }, "open"],
    ["a wildcard", "ecs-tasks.amazonaws.com", { StringLike: { "aws:SourceAccount": "*" } }, "open"],
    ["a negation", "ecs-tasks.amazonaws.com", { StringNotEquals: { "aws:SourceAccount": account } }, "open"],
    ["one account and any", "ecs-tasks.amazonaws.com", { StringLike: { "aws:SourceAccount": [account, "*"] } }, "open"],
    [
      "ForAllValues",
      "ecs-tasks.amazonaws.com",
      { "ForAllValues:StringEquals": { "aws:SourceAccount": account } },
      "open",
    ],
    ["EC2", "ec2.amazonaws.com", undefined, "notNeeded"],
    ["Lambda", "lambda.amazonaws.com", undefined, "notNeeded"],
    ["a service of which nothing is written", "braket.amazonaws.com", undefined, "unlisted"],
    [
      "a guard on such a service",
      "braket.amazonaws.com",
      { StringEquals: { "aws:SourceAccount": account } },
      "guarded",
    ],
  ];
  for (const [what, service, condition, expected] of table)
    it(`says ${expected} for ${what}`, () => {
      expect(judgeDeputy(first(trusting({ Service: service }, condition))).verdict).to.equal(expected);
    });

  it("is undetermined when the account is not known", () => {
    const trust = {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "ecs-tasks.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": unknown } },
        },
      ],
    };
    expect(judgeDeputy(first(trust)).verdict).to.equal("undetermined");
  });
});

describe("trust in tokens", () => {
  const table: [string, unknown, string][] = [
    ["nothing", undefined, "open"],
    ["the audience only", { StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } }, "open"],
    ["a repository", { StringLike: { [sub]: "repo:acme/shop:*" } }, "scoped"],
    ["a branch", { StringEquals: { [sub]: "repo:acme/shop:ref:refs/heads/main" } }, "scoped"],
    ["every repository of an owner", { StringLike: { [sub]: "repo:acme/*" } }, "open"],
    ["every repository", { StringLike: { [sub]: "repo:*" } }, "open"],
    ["one repository and all", { StringLike: { [sub]: ["repo:acme/shop:*", "*"] } }, "open"],
    [
      "a claim of its own",
      { StringEquals: { "token.actions.githubusercontent.com:repository": "acme/shop" } },
      "scoped",
    ],
    ["IfExists", { StringLikeIfExists: { [sub]: "repo:acme/shop:*" } }, "open"],
    ["ForAllValues", { "ForAllValues:StringLike": { [sub]: "repo:acme/shop:*" } }, "open"],
  ];
  for (const [what, condition, expected] of table)
    it(`says ${expected} for ${what}`, () => {
      expect(judgeSubject(github(condition)).verdict).to.equal(expected);
    });

  it("asks a cluster's tokens for a subject that is more than a wildcard", () => {
    const host = "oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF";
    const Federated = `arn:aws:iam::${account}:oidc-provider/${host}`;
    const of = (value: string) =>
      first(
        policy({
          Effect: "Allow",
          Principal: { Federated },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: { StringLike: { [`${host}:sub`]: value } },
        }),
      );
    expect(judgeSubject(of("system:serviceaccount:shop:web")).verdict).to.equal("scoped");
    expect(judgeSubject(of("*")).verdict).to.equal("open");
  });
});
