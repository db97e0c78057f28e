import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { checkPmmServer, PmmServer, type PmmServerArgs } from "../../../components/pmmServer";
import { refusalOf, valueOf } from "../../support/mocks";
import { resolveSettings } from "../../../components/pmmServer/settings";
import { base, refusal, topic } from "./fixture";

type Args = Partial<PmmServerArgs>;
const domain = (...names: string[]) => ({ zoneId: "Z1", names });
const role = (account: string, name = "readers") => `arn:aws:iam::${account}:role/${name}`;
const digest = `sha256:${"a".repeat(64)}`;
const key = "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-1111-2222-3333-444455556666";
const queries = (path: string, text = "a: 1") => ({ customQueries: { [path]: text } });

/** What is refused, and what the message says. */
const refused: [string, Args, RegExp][] = [
  ["a type with too little memory", { instanceType: "t3.micro" }, /instanceType: .*4 GiB.*has 1\), .*t3\.medium/],
  ["a type of 2 GiB", { instanceType: "t3.small" }, /instanceType: .*has 2\)/],
  ["an ARM type", { instanceType: "m7g.large" }, /instanceType: must be an x86_64 type.*take one of .*m5\.large/],
  ["an older ARM type", { instanceType: "t4g.large" }, /instanceType: must be an x86_64 type/],
  ["a type before Nitro", { instanceType: "m4.large" }, /instanceType: must be a type that PMM Server is known/],
  ["a database's class", { instanceType: "db.m5.large" }, /instanceType/],
  ["a version that moves", { pmmVersion: "3" }, /pmmVersion: must be an exact version of PMM 3 such as .*got "3"/],
  ["a minor version", { pmmVersion: "3.4" }, /pmmVersion/],
  ["the latest", { pmmVersion: "latest" }, /pmmVersion/],
  ["PMM 2", { pmmVersion: "2.44.0" }, /pmmVersion/],
  ["an image by tag", { pmmVersion: "percona/pmm-server:3.4.1" }, /pmmVersion/],
  ["an image with half a digest", { pmmVersion: "percona/pmm-server@sha256:abc" }, /pmmVersion/],
  ["alarms that nobody hears", { alarmTopicArn: undefined }, /alarmEmails: must hold at least one address.*neither/],
  ["neither beside an empty list", { alarmTopicArn: undefined, alarmEmails: [] }, /alarmEmails: must hold/],
  ["a malformed address", { alarmEmails: ["oncall"] }, /alarmEmails\[0\]: must be an email address.*got "oncall"/],
  ["a list in one address", { alarmEmails: ["a@b.com,c@d.com"] }, /alarmEmails\[0\]/],
  ["an address twice", { alarmEmails: ["a@b.com", "a@b.com"] }, /alarmEmails\[1\]: must be there once/],
  ["a topic elsewhere", { alarmTopicArn: topic.replace("eu-west-1", "eu-west-2") }, /alarmTopicArn: .*eu-west-1/],
  ["a topic's name", { alarmTopicArn: "alarms" }, /alarmTopicArn/],
  ["facing the internet for everybody", { internal: false }, /allowedCidrBlocks: must name the ranges.*got none/],
  ["the whole internet", { allowedCidrBlocks: ["0.0.0.0/0"] }, /allowedCidrBlocks\[0\]: must be a \/8 or narrower/],
  ["half of the internet", { allowedCidrBlocks: ["0.0.0.0/1"] }, /allowedCidrBlocks\[0\]: must be a \/8 or narrower/],
  ["a range with host bits", { allowedCidrBlocks: ["10.0.0.1/16"] }, /allowedCidrBlocks\[0\]: must be an IPv4 range/],
  ["a range twice", { allowedCidrBlocks: ["10.0.0.0/8", "10.0.0.0/8"] }, /allowedCidrBlocks\[1\]: must be there once/],
  ["a group without a good name", { allowedSecurityGroupIds: { "A b": "sg-1" } }, /allowedSecurityGroupIds\.A b/],
  ["two zones in a text", { availabilityZone: "eu-west-1a,eu-west-1b" }, /availabilityZone: must be one zone.*got 2/],
  [
    "two zones in a list",
    { availabilityZone: ["eu-west-1a", "eu-west-1b"] as unknown as string },
    /availabilityZone: must be one zone/,
  ],
  [
    "two subnets for the instance",
    { privateSubnetId: ["subnet-a", "subnet-b"] as unknown as string },
    /privateSubnetId: must be one subnet: the data volume lives in one zone.*got 2/,
  ],
  ["a zone elsewhere", { availabilityZone: "us-east-1a" }, /availabilityZone: must be a zone of eu-west-1/],
  ["a region as zone", { availabilityZone: "eu-west-1" }, /availabilityZone/],
  ["one subnet for the balancer", { loadBalancerSubnetIds: ["subnet-a"] }, /loadBalancerSubnetIds: .*got 1/],
  ["no name", { domain: domain() }, /domain\.names: must hold at least one name/],
  ["a wildcard first", { domain: domain("*.example.com") }, /domain\.names\[0\]: .*no wildcard/],
  ["a name with capitals", { domain: domain("PMM.example.com") }, /domain\.names\[0\]: must be a lower-case/],
  ["a name without a dot", { domain: domain("pmm") }, /domain\.names\[0\]/],
  ["a name twice", { domain: domain("a.example.com", "a.example.com") }, /domain\.names\[1\]: must be there once/],
  [
    "a certificate elsewhere",
    { domain: { ...base.domain, certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/a" } },
    /domain\.certificateArn: must be the ARN of a certificate in eu-west-1/,
  ],
  ["a small volume", { dataVolume: { sizeGiB: 19 } }, /dataVolume\.sizeGiB: .*from 20 to 65536, got 19/],
  ["a large gp2 volume", { dataVolume: { sizeGiB: 16_385, type: "gp2" } }, /dataVolume\.sizeGiB: .*to 16384/],
  ["half a GiB", { dataVolume: { sizeGiB: 100.5 } }, /dataVolume\.sizeGiB/],
  ["a kind of volume", { dataVolume: { type: "io2" as "gp3" } }, /dataVolume\.type: must be one of gp3, gp2/],
  ["a volume as snapshot", { dataVolume: { snapshotId: "vol-0123456789abcdef0" } }, /dataVolume\.snapshotId: .*snap-/],
  ["an alias as key", { dataVolume: { kmsKeyArn: "alias/aws/ebs" } }, /dataVolume\.kmsKeyArn: must be the ARN/],
  ["an alias for the secret", { secretKmsKeyArn: "alias/aws/secretsmanager" }, /secretKmsKeyArn: must be the ARN/],
  ["an image of a launch parameter", { imageId: "resolve:ssm:/x" }, /imageId: must be the id of an image/],
  ["no retention of metrics", { dataRetentionDays: 0 }, /dataRetentionDays: .*from 1 to 3650, got 0/],
  ["hours of retention", { dataRetentionDays: "720h" as unknown as number }, /dataRetentionDays: .*got "720h"/],
  ["a log retention of 10 days", { logRetentionDays: 10 }, /logRetentionDays: must be one of 1, 3, 5/],
  ["no retention of backups", { backupRetentionDays: 0 }, /backupRetentionDays: .*from 1 to 36500/],
  ["six days of recovery", { secretRecoveryDays: 6 }, /secretRecoveryDays: must be 0 or a whole number from 7 to 30/],
  [
    "a port beyond all",
    { monitoredDatabases: { orders: { securityGroupId: "sg-1", port: 65_536 } } },
    /monitoredDatabases\.orders\.port: .*from 1 to 65535/,
  ],
  [
    "a database without a good name",
    { monitoredDatabases: { "orders db": { securityGroupId: "sg-1", port: 5432 } } },
    /monitoredDatabases\.orders db: must be keyed by/,
  ],
  ["a user as reader", { secretReaders: ["arn:aws:iam::123456789012:user/a"] }, /secretReaders\[0\]: .*ARN of a role/],
  ["everybody as reader", { secretReaders: ["*"] }, /secretReaders\[0\]/],
  ["a reader elsewhere", { secretReaders: [role("999999999999")] }, /secretReaders\[0\]: .*unless secretKmsKeyArn/],
  ["a query elsewhere", queries("orders.yml"), /customQueries\.orders\.yml: must be keyed by mysql or postgresql/],
  ["a query above its folder", queries("postgresql/high-resolution/../x.yml"), /customQueries/],
  ["an empty query", queries("postgresql/high-resolution/orders.yml", " "), /must hold the queries as YAML/],
  ["a service name too long", { serviceName: "a".repeat(25) }, /serviceName: must be 2 to 24/],
  ["a service name with capitals", { serviceName: "Pmm" }, /serviceName/],
  ["an account in 11 digits", { accountId: "12345678901" }, /accountId/],
];

const accepted: [string, Args][] = [
  ["nothing but the least", {}],
  ["4 GiB of memory", { instanceType: "t3.medium" }],
  ["compute of 4 GiB", { instanceType: "c5.large" }],
  ["an image by digest", { pmmVersion: `percona/pmm-server@${digest}` }],
  ["an image of another registry", { pmmVersion: `registry.example.com:5000/mirror/pmm-server:3.4.1@${digest}` }],
  ["a rebuilt version", { pmmVersion: "3.4.1-1" }],
  ["addresses without a topic", { alarmTopicArn: undefined, alarmEmails: ["oncall@example.com"] }],
  ["facing the internet for some", { internal: false, allowedCidrBlocks: ["198.51.100.0/24"] }],
  ["a /8", { allowedCidrBlocks: ["10.0.0.0/8"] }],
  ["the least and the largest volume", { dataVolume: { sizeGiB: 20 } }],
  ["the largest volume", { dataVolume: { sizeGiB: 65_536 } }],
  ["the first and the last port", { monitoredDatabases: { a: { securityGroupId: "sg-1", port: 65_535 } } }],
  ["a reader elsewhere with a key", { secretReaders: [role("999999999999")], secretKmsKeyArn: key }],
  ["a reader with a path", { secretReaders: [role("123456789012", "team/readers")] }],
  ["a wildcard beside its name", { domain: domain("pmm.example.com", "*.pmm.example.com") }],
  ["an own query", queries("postgresql/high-resolution/orders.yml")],
  ["a topic that comes later", { alarmTopicArn: pulumi.output(topic) }],
];

describe("PmmServer refuses", () => {
  for (const [what, args, message] of refused) {
    it(what, () => {
      expect(refusal(args)).to.match(message);
    });
  }

  it("queries for which the user data has no room, and says how much there is", () => {
    const paths = [1, 2, 3].map((n) => `postgresql/low-resolution/q${n}.yml`);
    const customQueries = Object.fromEntries(paths.map((path) => [path, "x".repeat(1000)]));
    expect(refusal({ customQueries })).to.match(/customQueries: must leave .* within the 16384 bytes .*, got \d{5} /);
    expect(refusal({ customQueries: { [paths[0] ?? ""]: "x".repeat(1000) } })).to.equal(undefined);
  });

  it("every fault in one error, before anything is registered", async () => {
    const message = await refusalOf(
      () =>
        new PmmServer("watch", {
          ...base,
          instanceType: "t3.micro",
          pmmVersion: "3",
          alarmTopicArn: undefined,
          internal: false,
          availabilityZone: "eu-west-1a eu-west-1b",
          dataVolume: { sizeGiB: 1 },
        }),
    );
    expect(message).to.match(/^PmmServer "watch": 6 arguments are wrong\n/);
    for (const path of ["instanceType", "pmmVersion", "alarmEmails", "allowedCidrBlocks", "dataVolume.sizeGiB"])
      expect(message).to.include(`\n  ${path}: `);
  });

  it("a late value when it arrives, and lets nothing pass that is wrong", async () => {
    const settings = resolveSettings("watch", { ...base, alarmTopicArn: pulumi.output("nonsense") });
    const reason = await valueOf(settings.alarmTopicArn as pulumi.Output<string>).catch(
      ({ message }: Error) => message,
    );
    expect(reason).to.match(/alarmTopicArn: must be the ARN of a topic in eu-west-1.*got "nonsense"/);
  });

  it("the same without registering, for a configuration to be checked", () => {
    expect(checkPmmServer("watch", base)).to.deep.equal([]);
    expect(checkPmmServer("watch", { ...base, pmmVersion: "3" }).map((fault) => fault.propertyPath)).to.deep.equal([
      "pmmVersion",
    ]);
  });
});

describe("PmmServer accepts", () => {
  for (const [what, args] of accepted) {
    it(what, () => {
      expect(refusal(args)).to.equal(undefined);
    });
  }
});
