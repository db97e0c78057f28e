import { expect } from "chai";
import { expandAction } from "../../../policy-pack/models/iam/actions";
import { allows, type Request } from "../../../policy-pack/models/iam/effective";
import type { Identity } from "../../../policy-pack/models/iam/identities";
import type { PmmServerArgs } from "../../../components/pmmServer";
import { identitiesOf, identity } from "../../policy-pack/models/iam/support";
import { all, only } from "../../support/mocks";
import { build, types } from "./fixture";

const account = "arn:aws:ec2:eu-west-1:123456789012";
const volume = `${account}:volume/vol-0a`;
const instance = `${account}:instance/i-0a`;
const secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:test-pmm-server-admin-password-aBcDeF";
const logs = "arn:aws:logs:eu-west-1:123456789012:log-group:/pmm/test/pmm-server";
const key = "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-1111-2222-3333-444455556666";

/** A role of the server with all its policies, as the policy pack judges it. */
async function roleOf(which: "instance" | "backup", args: Partial<PmmServerArgs> = {}): Promise<Identity> {
  const { resources } = await build(args);
  const made = [...all(resources, types.role), ...all(resources, types.policy)].map(({ type, name, inputs }) => ({
    type,
    name,
    props: inputs,
    ...(type === types.policy && { from: { role: [name.replace(/-policy$/, "")] } }),
  }));
  return identity(identitiesOf(...made), `watch-${which}-role`);
}

/** Every action of AWS that a role may do on something. */
const possible = (role: Identity) =>
  expandAction("*")
    .map(({ name }) => name)
    .filter((action) => allows(role, { action }).verdict !== "no")
    .toSorted();

const may = (role: Identity, request: Request) => allows(role, request).verdict;

const sessionManager = [
  "ssm:UpdateInstanceInformation",
  "ssmmessages:CreateControlChannel",
  "ssmmessages:CreateDataChannel",
  "ssmmessages:OpenControlChannel",
  "ssmmessages:OpenDataChannel",
];

describe("the PMM instance's role", function () {
  this.timeout(60_000); // all of AWS's actions are read
  let role: Identity;
  before(async () => {
    role = await roleOf("instance");
  });

  it("may do exactly this, of all that can be done in AWS", () => {
    expect(possible(role)).to.deep.equal([
      "cloudwatch:PutMetricData",
      "ec2:AttachVolume",
      "ec2:DescribeVolumes",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "secretsmanager:GetSecretValue",
      ...sessionManager,
    ]);
  });

  it("attaches the server's volume to the server's instance, and neither another's", () => {
    const attach = (resource: string, tags: Record<string, string>) =>
      may(role, {
        action: "ec2:AttachVolume",
        resource,
        context: Object.fromEntries(
          ["cloister:pmm-data", "cloister:pmm-server"].map((tag) => [
            `aws:resourcetag/${tag}`,
            Object.hasOwn(tags, tag) ? [tags[tag] ?? ""] : [], // a list of none: surely absent
          ]),
        ),
      });
    expect(attach(volume, { "cloister:pmm-data": "test-pmm-server" })).to.equal("yes");
    expect(attach(instance, { "cloister:pmm-server": "test-pmm-server" })).to.equal("yes");
    expect(attach(volume, { "cloister:pmm-data": "test-other" })).to.equal("no");
    expect(attach(instance, { "cloister:pmm-server": "test-other" })).to.equal("no");
    expect(attach(instance, { "cloister:pmm-data": "test-pmm-server" }), "the other's tag").to.equal("no");
    expect(attach(volume.replace("123456789012", "999999999999"), { "cloister:pmm-data": "test-pmm-server" })).to.equal(
      "no",
    );
  });

  it("reads its one secret", () => {
    const read = (resource: string) => may(role, { action: "secretsmanager:GetSecretValue", resource });
    expect(read(secret)).to.equal("yes");
    expect(read(secret.replace("-password-", "-password-of-another-"))).to.equal("no");
    expect(read(secret.replace("test-", "prod-"))).to.equal("no");
  });

  it("writes metrics to its one namespace", () => {
    const put = (namespace: string) =>
      may(role, {
        action: "cloudwatch:PutMetricData",
        resource: "*",
        context: { "cloudwatch:namespace": [namespace] },
      });
    expect(put("cloister/pmm-server")).to.equal("yes");
    expect(put("AWS/EC2")).to.equal("no");
  });

  it("writes to its two log groups, and makes none", () => {
    const write = (group: string) => may(role, { action: "logs:PutLogEvents", resource: `${group}:log-stream:i-0a/x` });
    expect([write(`${logs}/system`), write(`${logs}/container`)]).to.deep.equal(["yes", "yes"]);
    expect(write(`${logs}/other`)).to.equal("no");
    expect(write(`${logs}-2/system`)).to.equal("no");
  });

  it("uses customer keys only through the services that hold what they encrypt", async () => {
    const withKeys = await roleOf("instance", { secretKmsKeyArn: key, dataVolume: { kmsKeyArn: key } });
    expect(possible(withKeys).filter((action) => action.startsWith("kms:"))).to.deep.equal([
      "kms:CreateGrant",
      "kms:Decrypt",
      "kms:DescribeKey",
    ]);
    const decrypt = (service: string, resource = key) =>
      may(withKeys, {
        action: "kms:Decrypt",
        resource,
        context: { "kms:viaservice": [`${service}.eu-west-1.amazonaws.com`] },
      });
    expect([decrypt("ec2"), decrypt("secretsmanager"), decrypt("s3")]).to.deep.equal(["yes", "yes", "no"]);
    expect(decrypt("ec2", key.replace("0a1b", "ffff"))).to.equal("no");
  });

  it("is assumed by EC2 alone", async () => {
    const { resources } = await build();
    const trust = JSON.parse(only(resources, types.role, "watch-instance-role").inputs.assumeRolePolicy);
    expect(trust.Statement).to.deep.equal([
      { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]);
  });
});

describe("the PMM server's backup role", function () {
  this.timeout(60_000);

  it("makes, tags and expires snapshots of the data volume, and nothing else", async () => {
    const role = await roleOf("backup");
    expect(possible(role)).to.deep.equal([
      "backup:DescribeBackupVault",
      "backup:TagResource",
      "ec2:CreateSnapshot",
      "ec2:CreateTags",
      "ec2:DeleteSnapshot",
      "ec2:DescribeSnapshots",
      "ec2:DescribeTags",
      "ec2:DescribeVolumes",
      "tag:GetResources",
    ]);
    const snapshot = (tag: string) =>
      may(role, {
        action: "ec2:CreateSnapshot",
        resource: volume,
        context: { "aws:resourcetag/cloister:pmm-data": [tag], "ec2:parentvolume": [volume] },
      });
    expect([snapshot("test-pmm-server"), snapshot("test-other")]).to.deep.equal(["yes", "no"]);
    expect(may(role, { action: "ec2:CreateTags", resource: instance })).to.equal("no");
  });
});
