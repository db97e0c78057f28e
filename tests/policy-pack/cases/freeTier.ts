import { freeTierAlarms } from "../../../policy-pack/rules/free-tier/freeTierAlarms";
import { freeTierDatabase } from "../../../policy-pack/rules/free-tier/freeTierDatabase";
import { freeTierFargateSize } from "../../../policy-pack/rules/free-tier/freeTierFargateSize";
import { freeTierNoAlwaysBilled } from "../../../policy-pack/rules/free-tier/freeTierNoAlwaysBilled";
import { planned, unknown, type Planned } from "../support/bench";
import type { RuleCases } from "../support/cases";

const settings = { plan: "free-plan" } as const;
const paid = { plan: "paid" } as const;
const legacy = { plan: "legacy-free" } as const;
const task = planned("aws:ecs/taskDefinition:TaskDefinition", "api", {
  requiresCompatibilities: ["FARGATE"],
  cpu: "256",
  memory: "512",
});
const database = planned("aws:rds/instance:Instance", "orders", {
  engine: "postgres",
  instanceClass: "db.t4g.micro",
  allocatedStorage: 20,
  backupRetentionPeriod: 1,
  multiAz: false,
});
const alarms = (count: number, from = 0): Planned[] =>
  Array.from({ length: count }, (_, i) =>
    planned("aws:cloudwatch/metricAlarm:MetricAlarm", `alarm-${i + from}`, { period: 300, metricName: "CPU" }),
  );
const expression = (reads: number) =>
  planned("aws:cloudwatch/metricAlarm:MetricAlarm", "rate", {
    metricQueries: [
      { id: "e", expression: "m0 / m1", returnData: true },
      ...Array.from({ length: reads }, (_, i) => ({ id: `m${i}`, metric: { metricName: "Errors", period: 60 } })),
    ],
  });
const scaling = planned("aws:appautoscaling/policy:Policy", "cpu", { policyType: "TargetTrackingScaling" });

export const freeTier: RuleCases[] = [
  {
    rule: freeTierFargateSize,
    settings,
    passing: [task],
    passes: [
      { given: "the same size in words", change: { cpu: ".25 vCPU", memory: "0.5 GB" } },
      { given: "a larger task for EC2 only", change: { requiresCompatibilities: ["EC2"], cpu: "1024" } },
      { given: "no launch type", change: { requiresCompatibilities: undefined, cpu: "1024" } },
      { given: "a paid account", change: { cpu: "1024" }, settings: paid },
    ],
    fails: [
      { given: "more CPU", change: { cpu: "512" }, says: "cpu is 512; at most 256 under plan free-plan" },
      { given: "more memory as a number", change: { memory: 1024 }, says: "memory is 1024; at most 512" },
      {
        given: "more of both, in words",
        change: { cpu: "1 vCPU", memory: "2 GB" },
        says: ["cpu is 1024", "memory is 2048"],
      },
      {
        given: "more CPU on an older account",
        change: { cpu: "512" },
        settings: legacy,
        says: "under plan legacy-free",
      },
    ],
    undetermined: [
      { given: "unknown CPU", change: { cpu: unknown }, says: "cpu is not known" },
      {
        given: "unknown launch types",
        change: { requiresCompatibilities: unknown },
        says: "requiresCompatibilities is not known",
      },
    ],
  },
  {
    rule: freeTierDatabase,
    settings,
    passing: [database],
    passes: [
      { given: "t3.micro", change: { instanceClass: "db.t3.micro" } },
      { given: "no backups and no word of zones", change: { backupRetentionPeriod: undefined, multiAz: undefined } },
      {
        given: "an older class on an older account",
        change: { instanceClass: "db.t2.micro", backupRetentionPeriod: 7 },
        settings: legacy,
      },
      { given: "a ceiling that is the storage", change: { maxAllocatedStorage: 20 } },
      {
        given: "a large one in a paid account",
        change: { instanceClass: "db.r7g.large", multiAz: true },
        settings: paid,
      },
    ],
    fails: [
      {
        given: "a larger class",
        change: { instanceClass: "db.t4g.small" },
        says: "instanceClass is db.t4g.small; free under plan free-plan: db.t3.micro, db.t4g.micro",
      },
      { given: "an older class on a new account", change: { instanceClass: "db.t2.micro" }, says: "db.t2.micro" },
      { given: "more storage", change: { allocatedStorage: 21 }, says: "allocatedStorage is 21; at most 20 GB" },
      {
        given: "more storage on an older account",
        change: { allocatedStorage: 21 },
        settings: legacy,
        says: "at most 20 GB under plan legacy-free; the 1 GB above cost about 0.12 USD a month",
      },
      { given: "storage that grows", change: { maxAllocatedStorage: 100 }, says: "does not grow" },
      {
        given: "long backups",
        change: { backupRetentionPeriod: 7 },
        says: "backupRetentionPeriod is 7; at most 1 days",
      },
      { given: "two zones", change: { multiAz: true }, says: "second instance" },
    ],
    undetermined: [
      { given: "an unknown class", change: { instanceClass: unknown }, says: "instanceClass is not known" },
      {
        given: "a copy of a snapshot",
        change: { allocatedStorage: undefined, snapshotIdentifier: "last" },
        says: "allocatedStorage is not set, and follows",
      },
      {
        given: "storage that is no number",
        change: { allocatedStorage: "much" },
        says: "allocatedStorage is not a number",
      },
    ],
  },
  {
    rule: freeTierNoAlwaysBilled,
    settings,
    passing: [planned("aws:ec2/vpcEndpoint:VpcEndpoint", "s3", { vpcEndpointType: "Gateway" })],
    passes: [
      { given: "an endpoint without a type", change: { vpcEndpointType: undefined } },
      { given: "an RDS instance with its own password", plan: [database] },
      {
        given: "a NAT gateway in a paid account",
        plan: [planned("aws:ec2/natGateway:NatGateway", "nat")],
        settings: paid,
      },
    ],
    fails: [
      {
        given: "a NAT gateway",
        plan: [planned("aws:ec2/natGateway:NatGateway", "nat", { subnetId: unknown })],
        says: "a NAT gateway and costs about 32.85 USD a month",
      },
      {
        given: "an interface endpoint in two zones",
        change: { vpcEndpointType: "Interface", subnetIds: [unknown, unknown] },
        says: "14.60 USD",
      },
      { given: "a proxy", plan: [planned("aws:rds/proxy:Proxy", "p")], says: "21.90 USD" },
      {
        given: "an Aurora cluster",
        plan: [planned("aws:rds/cluster:Cluster", "c", { engine: "aurora-postgresql" })],
        says: "db.t3.medium",
      },
      {
        given: "a serverless Aurora instance",
        plan: [planned("aws:rds/clusterInstance:ClusterInstance", "c", { instanceClass: "db.serverless" })],
        says: "43.80 USD",
      },
      { given: "a key of one's own", plan: [planned("aws:kms/key:Key", "k")], says: "1.00 USD" },
      { given: "a web ACL", plan: [planned("aws:wafv2/webAcl:WebAcl", "w")], says: "5.00 USD" },
      { given: "a secret", plan: [planned("aws:secretsmanager/secret:Secret", "s")], says: "SSM parameter" },
      {
        given: "a password that RDS keeps",
        plan: [{ ...database, properties: { ...database.properties, manageMasterUserPassword: true } }],
        says: "a secret",
      },
    ],
    undetermined: [
      {
        given: "an endpoint of an unknown type",
        change: { vpcEndpointType: unknown },
        says: "vpcEndpointType is not known",
      },
      {
        given: "a cluster of an unknown engine",
        plan: [planned("aws:rds/cluster:Cluster", "c", { engine: unknown })],
        says: "engine is not known",
      },
    ],
  },
  {
    rule: freeTierAlarms,
    settings,
    passing: alarms(10),
    passes: [
      { given: "no alarm", plan: [] },
      { given: "eleven in a paid account", plan: alarms(11), settings: paid },
      { given: "eight and a scaling policy, which makes two", plan: [...alarms(8), scaling] },
      { given: "an expression over two metrics beside eight", plan: [...alarms(8), expression(2)] },
    ],
    fails: [
      { given: "eleven alarms", plan: alarms(11), says: "read 11 metrics; 10 are free" },
      {
        given: "eleven alarms on an older account",
        plan: alarms(11),
        settings: legacy,
        says: "read 11 metrics; 10 are free; the 1 metrics above cost about 0.10 USD a month",
      },
      {
        given: "an expression over three metrics beside eight",
        plan: [...alarms(8), expression(3)],
        says: "read 11 metrics",
      },
      {
        given: "nine and a scaling policy",
        plan: [...alarms(9), scaling],
        says: "11 metrics, those of 1 scaling policies",
      },
      { given: "a high-resolution alarm", change: { period: 10 }, says: "high-resolution" },
    ],
    undetermined: [
      { given: "an unknown period", change: { period: unknown }, says: "period is not known" },
      {
        given: "unknown expressions",
        plan: [planned("aws:cloudwatch/metricAlarm:MetricAlarm", "x", { metricQueries: unknown })],
        says: "metricQueries is not known",
      },
    ],
  },
];
