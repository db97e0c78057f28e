import { budgetExists } from "../../../policy-pack/rules/free-tier/budgetExists";
import { freeTierExcludedServices } from "../../../policy-pack/rules/free-tier/freeTierExcludedServices";
import { freeTierInstanceClass } from "../../../policy-pack/rules/free-tier/freeTierInstanceClass";
import { freeTierInstanceHours } from "../../../policy-pack/rules/free-tier/freeTierInstanceHours";
import { freeTierLoadBalancerHours } from "../../../policy-pack/rules/free-tier/freeTierLoadBalancerHours";
import { freeTierLogRetention } from "../../../policy-pack/rules/free-tier/freeTierLogRetention";
import { freeTierSingleZone } from "../../../policy-pack/rules/free-tier/freeTierSingleZone";
import { freeTierStorage } from "../../../policy-pack/rules/free-tier/freeTierStorage";
import { offHoursSchedule } from "../../../policy-pack/rules/free-tier/offHoursSchedule";
import { changed, planned, unknown, type Planned } from "../support/bench";
import type { RuleCases } from "../support/cases";

const legacy = { plan: "legacy-free" } as const;
const free = { plan: "free-plan" } as const;
const paid = { plan: "paid" } as const;

const instance = (name: string, properties = {}, refersTo: Planned["refersTo"] = {}) =>
  planned("aws:ec2/instance:Instance", name, properties, refersTo);
const machine = instance("web", { instanceType: "t3.micro", rootBlockDevice: { volumeSize: 8 } });
const template = planned("aws:ec2/launchTemplate:LaunchTemplate", "machine", {
  instanceType: "t3.micro",
  blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeSize: 8 } }],
});
const group = planned(
  "aws:autoscaling/group:Group",
  "fleet",
  { launchTemplate: { id: unknown }, minSize: 0, maxSize: 1, desiredCapacity: 1 },
  { launchTemplate: [template] },
);
const database = (name: string, properties = {}) =>
  planned("aws:rds/instance:Instance", name, {
    engine: "postgres",
    identifier: name,
    instanceClass: "db.t4g.micro",
    allocatedStorage: 20,
    multiAz: false,
    ...properties,
  });
const domain = planned("aws:opensearch/domain:Domain", "search", {
  clusterConfig: { instanceType: "t3.small.search", instanceCount: 1 },
  ebsOptions: { volumeSize: 10 },
});

const schedule = (name: string, properties: Record<string, unknown>, refersTo: Planned["refersTo"] = {}) =>
  planned("aws:scheduler/schedule:Schedule", name, { flexibleTimeWindow: { mode: "OFF" }, ...properties }, refersTo);
const action = (kind: string) => `arn:aws:scheduler:::aws-sdk:${kind}`;
const officeHours = (
  [start, stop]: readonly [string, string],
  input: unknown,
  refersTo: Planned["refersTo"] = {},
  more = {},
) => [
  schedule(
    "wake",
    {
      scheduleExpression: "cron(0 8 ? * MON-FRI *)",
      scheduleExpressionTimezone: "Europe/Berlin",
      target: { arn: action(start), input },
    },
    refersTo,
  ),
  schedule(
    "sleep",
    {
      scheduleExpression: "cron(0 18 ? * MON-FRI *)",
      scheduleExpressionTimezone: "Europe/Berlin",
      target: { arn: action(stop), input },
      ...more,
    },
    refersTo,
  ),
];
const ofDatabases = ["rds:startDBInstance", "rds:stopDBInstance"] as const;
const ofMachines = ["ec2:startInstances", "ec2:stopInstances"] as const;
const sleepingDatabase = officeHours(ofDatabases, '{"DbInstanceIdentifier":"a"}');
const two = [database("a"), database("b")];
const groupSchedule = (name: string, properties: Record<string, unknown>) =>
  planned(
    "aws:autoscaling/schedule:Schedule",
    name,
    { autoscalingGroupName: unknown, timeZone: "UTC", ...properties },
    { autoscalingGroupName: [group] },
  );

const subnet = (name: string, zone: unknown) => planned("aws:ec2/subnet:Subnet", name, { availabilityZone: zone });
const [a, b] = [subnet("a", "us-east-1a"), subnet("b", "us-east-1b")];
const service = (name: string, subnets: Planned[], properties = {}) =>
  planned(
    "aws:ecs/service:Service",
    name,
    { name, cluster: unknown, networkConfiguration: { subnets: subnets.map(() => unknown) }, ...properties },
    { networkConfiguration: subnets },
  );
const subnetGroup = planned(
  "aws:rds/subnetGroup:SubnetGroup",
  "data",
  { subnetIds: [unknown, unknown] },
  { subnetIds: [a, b] },
);
const placed = (properties: Record<string, unknown>) =>
  planned(
    "aws:rds/instance:Instance",
    "orders",
    { dbSubnetGroupName: unknown, ...properties },
    { dbSubnetGroupName: [subnetGroup] },
  );

const notification = (notificationType: string, more = {}) => ({
  notificationType,
  comparisonOperator: "GREATER_THAN",
  threshold: 80,
  thresholdType: "PERCENTAGE",
  subscriberEmailAddresses: ["team@example.com"],
  ...more,
});
const budget = planned("aws:budgets/budget:Budget", "monthly", {
  budgetType: "COST",
  timeUnit: "MONTHLY",
  limitAmount: "10.00",
  limitUnit: "USD",
  notifications: [notification("ACTUAL"), notification("FORECASTED")],
});

const worker = planned("aws:ecs/service:Service", "api", { name: "api", cluster: "shop", desiredCount: 1 });
const scheduled = (name: string, properties = {}, refersTo: Planned["refersTo"] = {}) =>
  planned(
    "aws:appautoscaling/scheduledAction:ScheduledAction",
    name,
    {
      resourceId: "service/shop/api",
      schedule: "cron(0 18 ? * MON-FRI *)",
      scalableTargetAction: { minCapacity: 0, maxCapacity: 0 },
      ...properties,
    },
    refersTo,
  );

export const freeTierSums: RuleCases[] = [
  {
    rule: freeTierInstanceClass,
    settings: free,
    passing: [machine],
    passes: [
      { given: "a template of an accepted type", plan: [template] },
      { given: "an instance that follows its template", plan: [instance("x", { launchTemplate: { id: unknown } })] },
      { given: "t2.micro on an older account", change: { instanceType: "t2.micro" }, settings: legacy },
      { given: "a search domain, which credits pay", plan: [domain] },
      { given: "a large one in a paid account", change: { instanceType: "m7i.4xlarge" }, settings: paid },
    ],
    fails: [
      {
        given: "t2.micro on a new account",
        change: { instanceType: "t2.micro" },
        says: "instanceType is t2.micro; accepted under plan free-plan: t3.micro, t3.small, t4g.micro, t4g.small, c7i-flex.large, m7i-flex.large.",
      },
      {
        given: "a template of another type",
        plan: [changed(template, { instanceType: "t4g.nano" })],
        says: "t4g.nano",
      },
      {
        given: "a group that may start another type",
        plan: [
          planned("aws:autoscaling/group:Group", "mixed", {
            mixedInstancesPolicy: {
              launchTemplate: { overrides: [{ instanceType: "t3.micro" }, { instanceType: "m5.large" }] },
            },
          }),
        ],
        says: "overrides[1].instanceType is m5.large",
      },
      {
        given: "t3.small on an older account",
        change: { instanceType: "t3.small" },
        settings: legacy,
        says: "accepted under plan legacy-free: t2.micro, t3.micro",
      },
      {
        given: "a domain without a class on an older account",
        plan: [changed(domain, { "clusterConfig.instanceType": undefined })],
        settings: legacy,
        says: "m4.large.search",
      },
    ],
    undetermined: [
      { given: "an unknown type", change: { instanceType: unknown }, says: "instanceType is not known" },
      {
        given: "a domain of an unknown class",
        plan: [changed(domain, { clusterConfig: unknown })],
        settings: legacy,
        says: "clusterConfig.instanceType is not known",
      },
    ],
  },
  {
    rule: freeTierInstanceHours,
    settings: legacy,
    passing: [machine, database("a"), domain],
    passes: [
      { given: "a group of one", plan: [group, template] },
      {
        given: "two instances on a new account",
        plan: [machine, instance("two", { instanceType: "t3.micro" })],
        settings: free,
      },
      {
        given: "a second instance of a class that is not free at all",
        plan: [machine, instance("x", { instanceType: "m5.large" })],
      },
      {
        given: "three databases asleep outside working hours",
        plan: ["a", "b", "c"].flatMap((name) => [
          database(name),
          ...officeHours(ofDatabases, `{"DbInstanceIdentifier":"${name}"}`).map((one) => ({
            ...one,
            name: `${one.name}-${name}`,
          })),
        ]),
      },
      {
        given: "a Multi-AZ database asleep outside working hours",
        plan: [database("a", { multiAz: true }), ...sleepingDatabase],
      },
      {
        given: "two instances that sleep, named by ids that are not known yet",
        plan: [
          machine,
          instance("two", { instanceType: "t3.micro" }),
          ...officeHours(ofMachines, unknown, { target: [machine, instance("two")] }),
        ],
      },
      {
        given: "a group of two that sleeps",
        plan: [
          changed(group, { maxSize: 2 }),
          template,
          groupSchedule("wake", { recurrence: "0 8 * * MON-FRI", minSize: 0, maxSize: 2, desiredCapacity: 1 }),
          groupSchedule("sleep", { recurrence: "0 18 * * MON-FRI", minSize: 0, maxSize: 0, desiredCapacity: 0 }),
        ],
      },
    ],
    fails: [
      {
        given: "two databases",
        plan: two,
        says: "RDS instances are awake 1488 of 750 free hours a month (a 744, b 744); the 738 hours above cost about 11.81 USD",
      },
      {
        given: "a group of t3.micro with maximum 2",
        plan: [changed(group, { maxSize: 2 }), template],
        says: "EC2 instances are awake 1488 of 750 free hours a month (fleet 1488); the 738 hours above cost about 7.68 USD",
      },
      {
        given: "a Multi-AZ database",
        plan: [database("a", { multiAz: true })],
        says: "1488 of 750 free hours",
      },
      {
        given: "a database that sleeps beside one that does not",
        plan: [...two, ...sleepingDatabase],
        says: "RDS instances are awake 974 of 750 free hours a month (a 230, b 744)",
      },
      {
        given: "two databases that are stopped and never started",
        plan: [...two, ...sleepingDatabase.slice(1)],
        says: "1488 of 750",
      },
      {
        given: "two databases whose schedule is switched off",
        plan: [...two, ...officeHours(ofDatabases, '{"DbInstanceIdentifier":"a"}', {}, { state: "DISABLED" })],
        says: "1488 of 750",
      },
      {
        given: "a search domain of two nodes",
        plan: [changed(domain, { "clusterConfig.instanceCount": 2 })],
        says: "OpenSearch nodes are awake 1488 of 750 free hours",
      },
    ],
    undetermined: [
      {
        given: "a second database of an unknown class",
        plan: [database("a"), database("b", { instanceClass: unknown })],
        says: "instanceClass of b is not known",
      },
      {
        given: "a database in an unknown number of zones",
        plan: [database("a", { multiAz: unknown })],
        says: "multiAz of a is not known",
      },
      {
        given: "a group of unknown size",
        plan: [changed(group, { maxSize: unknown }), template],
        says: "maxSize is not known",
      },
      {
        given: "a schedule that is no plan of hours",
        plan: [
          ...two,
          ...officeHours(ofDatabases, '{"DbInstanceIdentifier":"a"}', {}, { scheduleExpression: "rate(1 day)" }),
        ],
        says: "scheduleExpression of sleep is no plan of hours",
      },
      {
        given: "a schedule that ends",
        plan: [
          ...two,
          ...officeHours(ofDatabases, '{"DbInstanceIdentifier":"a"}', {}, { endDate: "2027-01-01T00:00:00Z" }),
        ],
        says: "endDate of sleep limits the schedule in time",
      },
      {
        given: "a schedule of an unknown database",
        plan: [...two, ...officeHours(ofDatabases, unknown)],
        says: "target.input of wake is not known",
      },
      {
        given: "instances of a template outside the stack",
        plan: [machine, instance("two", { launchTemplate: { name: "elsewhere" } })],
        says: "leads to no instance type",
      },
    ],
  },
  {
    rule: freeTierLoadBalancerHours,
    settings: legacy,
    passing: [planned("aws:lb/loadBalancer:LoadBalancer", "front", { internal: true })],
    passes: [
      {
        given: "two on a new account",
        plan: ["x", "y"].map((name) => planned("aws:lb/loadBalancer:LoadBalancer", name)),
        settings: free,
      },
    ],
    fails: [
      {
        given: "two",
        plan: [planned("aws:alb/loadBalancer:LoadBalancer", "x"), planned("aws:elb/loadBalancer:LoadBalancer", "y")],
        says: "2 load balancers take 1488 of 750 free hours a month (x, y); the 738 hours above cost about 16.61 USD",
      },
      { given: "a network load balancer", change: { loadBalancerType: "network" }, says: "has no free hours" },
    ],
    undetermined: [
      { given: "an unknown kind", change: { loadBalancerType: unknown }, says: "loadBalancerType is not known" },
    ],
  },
  {
    rule: freeTierLogRetention,
    settings: free,
    passing: [planned("aws:cloudwatch/logGroup:LogGroup", "logs", { retentionInDays: 7 })],
    passes: [
      { given: "a day", change: { retentionInDays: 1 } },
      { given: "a delivery class", change: { retentionInDays: undefined, logGroupClass: "DELIVERY" } },
      { given: "a year in a paid account", change: { retentionInDays: 365 }, settings: paid },
    ],
    fails: [
      { given: "two weeks", change: { retentionInDays: 14 }, says: "retentionInDays is 14 of 7 days" },
      { given: "nothing", change: { retentionInDays: undefined }, says: "for ever" },
      { given: "0", change: { retentionInDays: 0 }, settings: legacy, says: "for ever" },
    ],
    undetermined: [
      { given: "unknown days", change: { retentionInDays: unknown }, says: "retentionInDays is not known" },
      { given: "an unknown class", change: { logGroupClass: unknown }, says: "logGroupClass is not known" },
    ],
  },
  {
    rule: freeTierStorage,
    settings: legacy,
    passing: [machine, planned("aws:ebs/volume:Volume", "data", { size: 22, type: "gp3" }), database("a")],
    passes: [
      { given: "a group of three of eight GB", plan: [changed(group, { maxSize: 3 }), template] },
      {
        given: "more on a new account",
        plan: [machine, planned("aws:ebs/volume:Volume", "data", { size: 100 })],
        settings: free,
      },
      {
        given: "bursting files",
        plan: [planned("aws:efs/fileSystem:FileSystem", "f", { throughputMode: "bursting" })],
      },
      {
        given: "one larger database, which free-tier-database judges",
        plan: [database("a", { allocatedStorage: 40 })],
      },
      { given: "the storage that comes with a task", plan: [planned("aws:ecs/taskDefinition:TaskDefinition", "t")] },
      {
        given: "a template's disk that the instance makes itself",
        plan: [
          instance(
            "x",
            { launchTemplate: { id: unknown }, rootBlockDevice: { volumeSize: 30 } },
            { launchTemplate: [changed(template, { blockDeviceMappings: undefined })] },
          ),
          changed(template, { blockDeviceMappings: undefined }),
        ],
      },
    ],
    fails: [
      {
        given: "31 GB in two volumes",
        plan: [machine, planned("aws:ebs/volume:Volume", "data", { size: 23 })],
        says: "The EBS volumes take 31 of 30 free GB; the 1 GB above cost about 0.08 USD",
      },
      {
        given: "a group of four of eight GB",
        plan: [changed(group, { maxSize: 4 }), template],
        says: "32 of 30 free GB",
      },
      {
        given: "two databases",
        plan: two,
        says: "The databases take 40 of 20 free GB; the 20 GB above cost about 2.30",
      },
      {
        given: "a provisioned volume",
        plan: [planned("aws:ebs/volume:Volume", "v", { size: 4, type: "io2" })],
        says: "type is io2",
      },
      { given: "a provisioned database", plan: [database("a", { storageType: "io1" })], says: "storageType is io1" },
      {
        given: "a larger search domain",
        plan: [changed(domain, { "ebsOptions.volumeSize": 20 })],
        says: "The OpenSearch domains take 20 of 10 free GB",
      },
      {
        given: "provisioned throughput",
        plan: [planned("aws:efs/fileSystem:FileSystem", "f", { throughputMode: "provisioned" })],
        settings: free,
        says: "throughputMode is provisioned",
      },
      {
        given: "a task of 21 GiB",
        plan: [planned("aws:ecs/taskDefinition:TaskDefinition", "t", { ephemeralStorage: { sizeInGib: 21 } })],
        settings: free,
        says: "21 of 20 that come with a task; the 1 GiB of each task above cost about 0.08 USD",
      },
    ],
    undetermined: [
      {
        given: "a volume as large as its image",
        plan: [instance("x", { instanceType: "t3.micro" })],
        says: "rootBlockDevice.volumeSize of x is not set",
      },
      {
        given: "a group of unknown size",
        plan: [changed(group, { maxSize: unknown }), template],
        says: "maxSize of fleet is not known",
      },
      {
        given: "unknown devices",
        plan: [changed(machine, { ebsBlockDevices: unknown })],
        says: "ebsBlockDevices of web is not known",
      },
      {
        given: "an unknown template",
        plan: [instance("x", { launchTemplate: { id: unknown } })],
        says: "launchTemplate.id of x refers to something",
      },
      {
        given: "a template that leaves the disk to the image",
        plan: [group, changed(template, { blockDeviceMappings: undefined })],
        says: "blockDeviceMappings of fleet is not set",
      },
      {
        given: "two databases, one made from a snapshot",
        plan: [database("a"), database("b", { allocatedStorage: undefined })],
        says: "allocatedStorage of b is not set",
      },
    ],
  },
  {
    rule: freeTierExcludedServices,
    settings: free,
    passing: [
      planned("aws:ecs/cluster:Cluster", "c", { settings: [{ name: "containerInsights", value: "disabled" }] }),
    ],
    passes: [
      { given: "a detector that is off", plan: [planned("aws:guardduty/detector:Detector", "d", { enable: false })] },
      { given: "a flow log in a paid account", plan: [planned("aws:ec2/flowLog:FlowLog", "f")], settings: paid },
      { given: "an instance without detailed monitoring", plan: [machine] },
    ],
    fails: [
      { given: "a flow log", plan: [planned("aws:ec2/flowLog:FlowLog", "f")], says: "a flow log, 0.50 USD per GB" },
      { given: "GuardDuty", plan: [planned("aws:guardduty/detector:Detector", "d")], says: "GuardDuty" },
      { given: "Config", plan: [planned("aws:cfg/recorder:Recorder", "r")], says: "AWS Config" },
      { given: "Security Hub", plan: [planned("aws:securityhub/account:Account", "h")], says: "Security Hub" },
      {
        given: "Container Insights",
        change: { settings: [{ name: "containerInsights", value: "enhanced" }] },
        says: "Container Insights",
      },
      { given: "detailed monitoring", plan: [changed(machine, { monitoring: true })], says: "0.30 USD a month each" },
    ],
    undetermined: [
      { given: "unknown settings", change: { settings: unknown }, says: "settings is not known" },
      {
        given: "a detector that may be on",
        plan: [planned("aws:guardduty/detector:Detector", "d", { enable: unknown })],
        says: "enable is not known",
      },
    ],
  },
  {
    rule: freeTierSingleZone,
    settings: free,
    passing: [service("api", [a]), a, b, subnetGroup, placed({ availabilityZone: "us-east-1a" })],
    passes: [
      { given: "a database without tasks", plan: [placed({}), subnetGroup, a, b] },
      { given: "a service that says nothing of subnets", plan: [planned("aws:ecs/service:Service", "x")] },
      { given: "tasks in two zones in a paid account", plan: [service("api", [a, b]), a, b], settings: paid },
      {
        given: "a database whose subnets are all in the zone",
        plan: [
          service("api", [a]),
          a,
          planned(
            "aws:rds/instance:Instance",
            "orders",
            { dbSubnetGroupName: unknown },
            { dbSubnetGroupName: [{ ...subnetGroup, name: "one" }] },
          ),
          planned("aws:rds/subnetGroup:SubnetGroup", "one", { subnetIds: [unknown] }, { subnetIds: [a] }),
        ],
      },
    ],
    fails: [
      {
        given: "tasks in two zones",
        plan: [service("api", [a, b]), a, b],
        says: "Tasks run in us-east-1a, us-east-1b",
      },
      {
        given: "two services in two zones",
        plan: [service("api", [a]), service("web", [b]), a, b],
        says: "Services run in us-east-1a, us-east-1b",
      },
      {
        given: "a database in another zone",
        plan: [service("api", [a]), a, b, subnetGroup, placed({ availabilityZone: "us-east-1b" })],
        says: "availabilityZone is us-east-1b",
      },
      {
        given: "a database that AWS places",
        plan: [service("api", [a]), a, b, subnetGroup, placed({})],
        says: "AWS picks one of us-east-1a, us-east-1b. Set availabilityZone to us-east-1a",
      },
    ],
    undetermined: [
      {
        given: "a subnet in an unknown zone",
        plan: [service("api", [subnet("c", unknown)]), subnet("c", unknown)],
        says: "availabilityZone of c is not known",
      },
      {
        given: "subnets outside the stack",
        plan: [planned("aws:ecs/service:Service", "x", { networkConfiguration: { subnets: ["subnet-1"] } })],
        says: "names subnets outside the stack",
      },
      {
        given: "a database in an unknown zone",
        plan: [service("api", [a]), a, placed({ availabilityZone: unknown }), subnetGroup, b],
        says: "availabilityZone is not known",
      },
    ],
  },
  {
    rule: budgetExists,
    settings: { plan: "free-plan", monthlyBudgetUsd: 10 },
    passing: [budget, machine],
    passes: [
      { given: "nothing that costs by the hour", plan: [planned("aws:sns/topic:Topic", "t")] },
      {
        given: "a paid account that asks for none",
        plan: [machine],
        settings: { plan: "paid", monthlyBudgetUsd: undefined },
      },
      {
        given: "any amount where none is configured",
        change: { limitAmount: 500 },
        settings: { monthlyBudgetUsd: undefined },
      },
      {
        given: "thresholds as amounts, told to a topic that is not known yet",
        change: {
          notifications: ["ACTUAL", "FORECASTED"].map((kind) =>
            notification(kind, {
              threshold: 8,
              thresholdType: "ABSOLUTE_VALUE",
              subscriberEmailAddresses: undefined,
              subscriberSnsTopicArns: [unknown],
            }),
          ),
        },
      },
      {
        given: "a filter by the stack's tag",
        change: { costFilters: [{ name: "TagKeyValue", values: ["user:project$x"] }] },
      },
      {
        given: "a second budget that is not good",
        plan: [budget, { ...budget, name: "yearly", properties: {} }, machine],
      },
    ],
    fails: [
      { given: "no budget", plan: [machine], says: "There is no budget. Add one of at most 10 USD" },
      {
        given: "no budget in a paid account with an amount",
        plan: [machine],
        settings: { plan: "paid", monthlyBudgetUsd: 600 },
        says: "at most 600 USD",
      },
      { given: "a larger one", change: { limitAmount: "11" }, says: "limitAmount is 11 of 10 USD" },
      { given: "one of usage", change: { budgetType: "USAGE" }, says: "budgetType is USAGE" },
      { given: "one of a year", change: { timeUnit: "ANNUALLY" }, says: "timeUnit is ANNUALLY" },
      {
        given: "one of a part",
        change: { costFilters: [{ name: "Service", values: ["EC2"] }] },
        says: "filtered by Service",
      },
      {
        given: "no forecast",
        change: { notifications: [notification("ACTUAL")] },
        says: "nobody is told of FORECASTED costs at 80 percent or below",
      },
      { given: "a late alarm", change: { "notifications.0.threshold": 90 }, says: "nobody is told of ACTUAL costs" },
      {
        given: "nobody who hears",
        change: { "notifications.0.subscriberEmailAddresses": [] },
        says: "nobody is told of ACTUAL costs",
      },
    ],
    undetermined: [
      { given: "an unknown amount", change: { limitAmount: unknown }, says: "limitAmount is not known" },
      { given: "an amount that moves", change: { limitAmount: undefined }, says: "limitAmount is not set" },
      { given: "unknown notifications", change: { notifications: unknown }, says: "notifications is not known" },
      {
        given: "an unknown threshold",
        change: { "notifications.1.threshold": unknown },
        says: "notifications[1].threshold is not known",
      },
    ],
  },
  {
    rule: offHoursSchedule,
    settings: free,
    passing: [worker, scheduled("evening")],
    passes: [
      { given: "no task", change: { desiredCount: 0 } },
      { given: "a daemon", plan: [changed(worker, { schedulingStrategy: "DAEMON" })] },
      { given: "a paid account", plan: [worker], settings: paid },
      {
        given: "a target that is not known yet",
        plan: [
          worker,
          scheduled(
            "evening",
            { resourceId: unknown },
            { resourceId: [planned("aws:appautoscaling/target:Target", "t")] },
          ),
          planned("aws:appautoscaling/target:Target", "t", { resourceId: unknown }, { resourceId: [worker] }),
        ],
      },
    ],
    fails: [
      { given: "no schedule", plan: [worker], says: "Runs day and night" },
      {
        given: "a schedule that only lowers the minimum",
        plan: [worker, scheduled("evening", { scalableTargetAction: { minCapacity: 0, maxCapacity: 2 } })],
        says: "Runs day and night",
      },
      {
        given: "a schedule that comes once",
        plan: [worker, scheduled("evening", { schedule: "at(2026-12-24T18:00:00)" })],
        says: "no recurring scheduled action",
      },
      {
        given: "a schedule of the service of that name in another cluster",
        plan: [worker, scheduled("evening", { resourceId: "service/other/api" })],
        says: "Runs day and night",
      },
    ],
    undetermined: [
      {
        given: "an unknown capacity",
        plan: [worker, scheduled("evening", { scalableTargetAction: unknown })],
        says: "scalableTargetAction.maxCapacity of evening is not known",
      },
      {
        given: "a schedule of something unknown",
        plan: [worker, scheduled("evening", { resourceId: unknown })],
        says: "resourceId of evening is not known",
      },
      { given: "an unknown count", change: { desiredCount: unknown }, says: "desiredCount is not known" },
    ],
  },
];
