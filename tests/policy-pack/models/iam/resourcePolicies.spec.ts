import { expect } from "chai";
import { exposuresIn, judgeExposure, resourcePolicyOf } from "../../../../policy-pack/models/iam/resourcePolicies";
import { account, document, policy, resource, stackOf, unknown } from "./support";

const stranger = "999999999999";

function openings(statements: readonly unknown[], own: string | undefined = account): string[] {
  const value = { Version: "2012-10-17", Statement: statements };
  return judgeExposure(document(value, "resource"), own).exposures.map((one) => one.opening);
}

function allow(principal: unknown, condition?: unknown, action: unknown = "s3:GetObject") {
  return {
    Effect: "Allow",
    Principal: principal,
    Action: action,
    Resource: "*",
    ...(condition ? { Condition: condition } : {}),
  };
}

describe("what resource policies open", () => {
  const table: [string, unknown, unknown, string][] = [
    ["everybody", "*", undefined, "public"],
    ["every account", { AWS: "*" }, undefined, "public"],
    ["the own account", { AWS: `arn:aws:iam::${account}:root` }, undefined, "own"],
    ["a role of it", { AWS: `arn:aws:iam::${account}:role/web` }, undefined, "own"],
    ["another account", { AWS: stranger }, undefined, "otherAccounts"],
    ["somebody not known", { AWS: unknown }, undefined, "undetermined"],
    ["everybody of the organization", "*", { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }, "narrowed"],
    ["everybody of the own account", "*", { StringEquals: { "aws:PrincipalAccount": account } }, "own"],
    ["everybody of another account", "*", { StringEquals: { "aws:PrincipalAccount": stranger } }, "otherAccounts"],
    [
      "everybody, if the organization is told",
      "*",
      { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
      "public",
    ],
    ["everybody through an endpoint", "*", { StringEquals: { "aws:SourceVpce": "vpce-1" } }, "narrowed"],
    ["everybody through any endpoint", "*", { StringLike: { "aws:SourceVpce": "*" } }, "public"],
    ["everybody of an office", "*", { IpAddress: { "aws:SourceIp": ["203.0.113.0/24"] } }, "narrowed"],
    ["everybody of the world", "*", { IpAddress: { "aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"] } }, "public"],
    ["everybody over TLS", "*", { Bool: { "aws:SecureTransport": "true" } }, "public"],
    ["everybody that mounts it", "*", { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } }, "narrowed"],
    ["everybody of an unknown organization", "*", { StringEquals: { "aws:PrincipalOrgID": unknown } }, "undetermined"],
    ["a topic's owner, as AWS writes it", { AWS: "*" }, { StringEquals: { "AWS:SourceOwner": account } }, "own"],
    ["a service", { Service: "sns.amazonaws.com" }, undefined, "otherServices"],
    [
      "a service for the own account",
      { Service: "sns.amazonaws.com" },
      { StringEquals: { "aws:SourceAccount": account } },
      "own",
    ],
    [
      "a service for the own topic",
      { Service: "sns.amazonaws.com" },
      { ArnEquals: { "aws:SourceArn": `arn:aws:sns:eu-west-1:${account}:t` } },
      "own",
    ],
    [
      "a service for another account",
      { Service: "sns.amazonaws.com" },
      { StringEquals: { "aws:SourceAccount": stranger } },
      "otherAccounts",
    ],
    [
      "a service for a bucket",
      { Service: "s3.amazonaws.com" },
      { ArnLike: { "aws:SourceArn": "arn:aws:s3:::shop-logs" } },
      "narrowed",
    ],
  ];
  for (const [what, principal, condition, expected] of table)
    it(`says ${expected} for ${what}`, () => {
      expect(openings([allow(principal, condition)])).to.deep.equal([expected]);
    });

  it("says undetermined of an account while the own one is not known", () => {
    const { exposures } = judgeExposure(document(policy(allow({ AWS: stranger })), "resource"));
    expect(exposures.map((one) => one.opening)).to.deep.equal(["undetermined"]);
  });

  it("takes NotPrincipal for everybody", () => {
    expect(
      openings([{ Effect: "Allow", NotPrincipal: { AWS: stranger }, Action: "s3:*", Resource: "*" }]),
    ).to.deep.equal(["public"]);
  });

  describe("given a denial of everybody but some", () => {
    const deny = (condition: unknown, action: unknown = "s3:*") => ({
      Effect: "Deny",
      Principal: "*",
      Action: action,
      Resource: "*",
      Condition: condition,
    });
    it("counts when it reaches all that is allowed", () => {
      expect(openings([allow("*"), deny({ StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } })])).to.deep.equal(
        ["narrowed"],
      );
    });
    it("counts beside the exception for AWS services", () => {
      const perimeter = {
        StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      };
      expect(openings([allow("*"), deny(perimeter)])).to.deep.equal(["narrowed"]);
    });
    it("does not count when it leaves an action out", () => {
      expect(
        openings([allow("*"), deny({ StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }, "s3:Put*")]),
      ).to.deep.equal(["public"]);
    });
    it("does not count when it asks for TLS only", () => {
      expect(openings([allow("*"), deny({ Bool: { "aws:SecureTransport": "false" } })])).to.deep.equal(["public"]);
    });
    it("does not count when another test must hold as well", () => {
      const both = {
        StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
        Bool: { "aws:SecureTransport": "false" },
      };
      expect(openings([allow("*"), deny(both)])).to.deep.equal(["public"]);
    });
  });

  describe("given resources of a stack", () => {
    const open = policy(allow("*", undefined, "*"));
    const places: [string, string][] = [
      ["aws:secretsmanager/secretPolicy:SecretPolicy", "policy"],
      ["aws:ecr/repositoryPolicy:RepositoryPolicy", "policy"],
      ["aws:sns/topicPolicy:TopicPolicy", "policy"],
      ["aws:sqs/queuePolicy:QueuePolicy", "policy"],
      ["aws:efs/fileSystemPolicy:FileSystemPolicy", "policy"],
      ["aws:opensearch/domainPolicy:DomainPolicy", "accessPolicies"],
      ["aws:kms/key:Key", "policy"],
      ["aws:s3/bucketPolicy:BucketPolicy", "policy"],
      ["aws:backup/vaultPolicy:VaultPolicy", "policy"],
    ];
    for (const [type, property] of places)
      it(`reads ${type}`, () => {
        const found = exposuresIn(stackOf({ type, name: "it", props: { [property]: open } }), account);
        expect(found.map((one) => one.found.exposures.map((exposure) => exposure.opening))).to.deep.equal([["public"]]);
      });

    it("says what cannot be read", () => {
      const [one] = exposuresIn(
        stackOf({ type: "aws:sqs/queuePolicy:QueuePolicy", name: "it", props: { policy: unknown } }),
        account,
      );
      expect(one?.found.unknowns.map((gap) => gap.path)).to.deep.equal(["policy"]);
    });

    it("has nothing to say of a key without a policy, nor of a subnet", () => {
      expect(resourcePolicyOf(resource("aws:kms/key:Key", {}))).to.equal(undefined);
      expect(resourcePolicyOf(resource("aws:ec2/subnet:Subnet", { policy: open }))).to.equal(undefined);
    });
  });
});
