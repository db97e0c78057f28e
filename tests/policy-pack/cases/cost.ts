import { gp2Volumes } from "../../../policy-pack/rules/cost/gp2Volumes";
import { logRetentionCeiling } from "../../../policy-pack/rules/cost/logRetentionCeiling";
import { monthlyCostWithinBudget } from "../../../policy-pack/rules/cost/monthlyCostWithinBudget";
import { previousGenerationInstances } from "../../../policy-pack/rules/cost/previousGenerationInstances";
import { unattachedAddresses } from "../../../policy-pack/rules/cost/unattachedAddresses";
import { planned, unknown, type Planned } from "../support/bench";
import type { RuleCases } from "../support/cases";

const inRegion = { region: "us-east-1" };
const gateway = planned("aws:ec2/natGateway:NatGateway", "way-out", inRegion);
const key = planned("aws:kms/key:Key", "data", inRegion);
const logs = planned("aws:cloudwatch/logGroup:LogGroup", "api", { retentionInDays: 731 });
const instance = (properties: object, refersTo: Planned["refersTo"] = {}) =>
  planned("aws:ec2/instance:Instance", "web", { ...properties }, refersTo);
const volume = planned("aws:ebs/volume:Volume", "data", { size: 20, type: "gp3" });
const template = (ebs: object) =>
  planned("aws:ec2/launchTemplate:LaunchTemplate", "node", { blockDeviceMappings: [{ ebs }] });
const olderTemplate = planned("aws:ec2/launchTemplate:LaunchTemplate", "node", { instanceType: "c4.large" });
const domain = (volumeType: unknown) =>
  planned("aws:opensearch/domain:Domain", "search", { ebsOptions: { volumeType } });
const address = planned("aws:ec2/eip:Eip", "front", { domain: "vpc" });
const using = (type: string, properties: Record<string, unknown>, property: string) =>
  planned(type, "user", properties, { [property]: [address] });

export const cost: RuleCases[] = [
  {
    rule: monthlyCostWithinBudget,
    // A NAT gateway is 730 h x 0.045 = 32.85 USD a month.
    settings: { monthlyBudgetUsd: 33 },
    passing: [gateway],
    passes: [
      { given: "no budget", settings: { monthlyBudgetUsd: undefined } },
      { given: "use beyond the budget: only what exists counts", settings: { usage: { natGigabytes: 100_000 } } },
    ],
    fails: [
      {
        given: "a cent too much",
        settings: { monthlyBudgetUsd: 32.84 },
        says: "about 32.85 USD a month before anybody uses it, 0.01 more than the budget of 32.84",
      },
      {
        given: "a key beside it, largest first, with a cheaper way",
        plan: [key, gateway],
        says: "The largest: way-out, NAT gateway, 32.85 (cheaper: a NAT instance, or gateway endpoints where S3 and DynamoDB are all that is asked); data, customer-managed key, 1.00 (cheaper:",
      },
    ],
    undetermined: [
      {
        given: "a second gateway in an unknown region",
        plan: [gateway, planned("aws:ec2/natGateway:NatGateway", "second", { region: unknown })],
        says: "the price of second cannot be told: NAT gateway: its region is not known before deployment",
      },
    ],
  },
  {
    rule: logRetentionCeiling,
    passing: [logs],
    passes: [
      { given: "logs kept for ever, which another rule tells", change: { retentionInDays: 0 } },
      {
        given: "the delivery class, which keeps two days",
        change: { retentionInDays: 3653, logGroupClass: "DELIVERY" },
      },
    ],
    fails: [
      { given: "logs of ten years", change: { retentionInDays: 3653 }, says: "retentionInDays is 3653" },
      {
        given: "a year where a month is the most",
        change: { retentionInDays: 365 },
        settings: { logRetentionCeilingDays: 30 },
        says: "365, of at most 30",
      },
    ],
    undetermined: [{ given: "an unknown retention", change: { retentionInDays: unknown }, says: "retentionInDays" }],
  },
  {
    rule: previousGenerationInstances,
    passing: [instance({ instanceType: "m7g.large" })],
    passes: [
      {
        given: "a free plan, which has rules of its own",
        change: { instanceType: "t2.micro" },
        settings: { plan: "legacy-free" },
      },
      {
        given: "an instance made from something outside the stack",
        plan: [instance({ launchTemplate: { id: "lt-1" } })],
      },
      { given: "a domain that leaves its class to AWS", plan: [domain("gp3")] },
    ],
    fails: [
      { given: "an older family", change: { instanceType: "m4.large" }, says: "m4.large is of the older family m4" },
      {
        given: "a group made from a template of an older family",
        plan: [
          planned(
            "aws:autoscaling/group:Group",
            "fleet",
            { launchTemplate: { id: unknown }, minSize: 1, maxSize: 1 },
            { launchTemplate: [olderTemplate] },
          ),
          olderTemplate,
        ],
        says: "c4.large",
      },
      {
        given: "a database class of an older family",
        plan: [planned("aws:rds/instance:Instance", "orders", { instanceClass: "db.t2.micro" })],
        says: "db.t2.micro is of the older family t2",
      },
      {
        given: "a cache of an older family",
        plan: [planned("aws:elasticache/cluster:Cluster", "cache", { nodeType: "cache.m3.medium" })],
        says: "cache.m3.medium",
      },
    ],
    undetermined: [{ given: "an unknown type", change: { instanceType: unknown }, says: "instanceType" }],
  },
  {
    rule: gp2Volumes,
    passing: [volume],
    passes: [
      { given: "io2", change: { type: "io2" } },
      { given: "a device that leaves its type to the image", plan: [template({ volumeSize: 8 })] },
      { given: "a search node on gp3", plan: [domain("gp3")] },
    ],
    fails: [
      { given: "gp2", change: { type: "gp2" }, says: 'type is gp2. Set it to "gp3"' },
      { given: "no type", change: { type: undefined }, says: "type is not set, which is gp2" },
      { given: "a template with gp2", plan: [template({ volumeType: "gp2" })], says: "volumeType is gp2" },
      {
        given: "a machine whose root is gp2",
        plan: [instance({ rootBlockDevice: { volumeType: "gp2" } })],
        says: "rootBlockDevice.volumeType is gp2",
      },
      { given: "a search node on gp2", plan: [domain("gp2")], says: "ebsOptions.volumeType is gp2" },
    ],
    undetermined: [
      { given: "an unknown type", change: { type: unknown }, says: "type" },
      { given: "unknown devices", plan: [instance({ ebsBlockDevices: unknown })], says: "ebsBlockDevices" },
    ],
  },
  {
    rule: unattachedAddresses,
    passing: [address, using("aws:ec2/natGateway:NatGateway", { allocationId: unknown }, "allocationId")],
    passes: [
      { given: "an instance of its own", plan: [{ ...address, properties: { instance: unknown } }] },
      { given: "an association", plan: [address, using("aws:ec2/eipAssociation:EipAssociation", {}, "allocationId")] },
      {
        given: "a machine that takes it at its start",
        plan: [address, using("aws:ec2/launchTemplate:LaunchTemplate", { userData: unknown }, "userData")],
      },
    ],
    fails: [
      { given: "nobody who uses it", plan: [address], says: "Nothing in the stack uses this address" },
      {
        given: "only a DNS record that tells it",
        plan: [address, using("aws:route53/record:Record", { records: [unknown] }, "records")],
        says: "Nothing in the stack uses this address",
      },
    ],
    undetermined: [],
  },
];
