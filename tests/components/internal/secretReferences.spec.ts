import { expect } from "chai";
import { parseSecretReference } from "../../../components/internal/secretReferences";

const identity = { environment: "test", accountId: "123456789012", region: "eu-west-1" };
const secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:test-db-connection";

describe("secret references", () => {
  it("name a parameter by path or by word, as its ARN", () => {
    expect(parseSecretReference(identity, "/test/app/db/url")).to.deep.equal({
      valueFrom: "arn:aws:ssm:eu-west-1:123456789012:parameter/test/app/db/url",
      action: "ssm:GetParameters",
      resource: "arn:aws:ssm:eu-west-1:123456789012:parameter/test/app/db/url",
    });
    expect(parseSecretReference(identity, "license-key")?.resource).to.equal(
      "arn:aws:ssm:eu-west-1:123456789012:parameter/license-key",
    );
  });

  it("name a parameter of another region by its ARN, unchanged", () => {
    const arn = "arn:aws:ssm:us-east-1:123456789012:parameter/shared/key";
    expect(parseSecretReference(identity, arn)).to.include({ valueFrom: arn, resource: arn });
  });

  it("name a secret, whole or by key, and allow exactly it with its random suffix", () => {
    for (const reference of [secret, `${secret}:url::`, `${secret}:url:AWSPREVIOUS:`, `${secret}:::`]) {
      expect(parseSecretReference(identity, reference), reference).to.deep.equal({
        valueFrom: reference,
        action: "secretsmanager:GetSecretValue",
        resource: `${secret}-??????`,
      });
    }
  });

  it("allow a secret that is given with its suffix as it is", () => {
    expect(parseSecretReference(identity, `${secret}-AbC123:url::`)?.resource).to.equal(`${secret}-AbC123`);
  });

  it("know the names of secrets that RDS manages", () => {
    const managed = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!cluster-0a1b-AbCdEf";
    expect(parseSecretReference(identity, managed)?.resource).to.equal(managed);
  });

  it("follow the partition", () => {
    const china = { ...identity, region: "cn-north-1" };
    expect(parseSecretReference(china, "/a/b")?.resource).to.equal(
      "arn:aws-cn:ssm:cn-north-1:123456789012:parameter/a/b",
    );
  });

  for (const wrong of [
    "",
    "a/b",
    "/a//b",
    "/a/",
    "/aws/service/ami",
    "ssm",
    `/${Array.from({ length: 16 }, () => "a").join("/")}`,
    "a".repeat(1012),
    "postgres://user:password@host/db",
    `${secret}:url`,
    `${secret}:url:`,
    "arn:aws:secretsmanager:eu-west-1:123:secret:x",
    "arn:aws:s3:::bucket",
    "arn:aws:ssm:eu-west-1:123456789012:document/x",
  ]) {
    it(`are not ${JSON.stringify(wrong.slice(0, 60))}`, () => {
      expect(parseSecretReference(identity, wrong)).to.equal(undefined);
    });
  }
});
