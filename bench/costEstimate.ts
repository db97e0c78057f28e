// How long an estimate takes, on generated applications of 20 resources each that refer to each other: with fixed
// names, and with names that come only with the deployment, where every reference is resolved by dependencies. The
// ratio is time by size against the first row, 1.00 being linear.
// Run: npx tsx bench/costEstimate.ts
import { estimate } from "../cost/estimate";
import { given, stackOf, type Given } from "../tests/cost/support";
import { unknown } from "../tests/policy-pack/support/bench";

const perApplication = 20;
const zone = "Europe/Berlin";

/** One application: services with schedules, nodes, a machine that sleeps, a database behind a proxy, and around them. */
function application(index: number, isNamed: boolean): Given[] {
  // Teams have hours of their own: twelve different ones.
  const working = { from: 6 + (index % 4), until: 16 + (index % 3) };
  const told = (name: string) => (isNamed ? `${name}-${index}` : unknown);
  const make = (type: string, name: string, inputs: Given["inputs"] = {}, refersTo: Given["refersTo"] = {}) =>
    given(type, `${name}-${index}`, inputs, { refersTo });
  const cluster = make("aws:ecs/cluster:Cluster", "cluster", { name: told("cluster") });
  const task = make("aws:ecs/taskDefinition:TaskDefinition", "task", { arn: told("task"), cpu: "256", memory: "512" });
  const service = make(
    "aws:ecs/service:Service",
    "service",
    { name: told("service"), cluster: told("cluster"), launchType: "FARGATE", taskDefinition: told("task") },
    { cluster: [cluster], taskDefinition: [task] },
  );
  const resourceId = isNamed ? `service/cluster-${index}/service-${index}` : unknown;
  const target = make(
    "aws:appautoscaling/target:Target",
    "target",
    { resourceId, minCapacity: 1, maxCapacity: 4 },
    { resourceId: [cluster, service] },
  );
  const action = (name: string, hour: number, most: number) =>
    make(
      "aws:appautoscaling/scheduledAction:ScheduledAction",
      name,
      {
        resourceId,
        schedule: `cron(0 ${hour} ? * MON-FRI *)`,
        timezone: zone,
        scalableTargetAction: { minCapacity: Math.min(most, 1), maxCapacity: most },
      },
      { resourceId: [target] },
    );
  const template = make("aws:ec2/launchTemplate:LaunchTemplate", "template", {
    id: told("template"),
    instanceType: "m7g.large",
  });
  const group = make(
    "aws:autoscaling/group:Group",
    "group",
    { name: told("group"), minSize: 1, desiredCapacity: 2, maxSize: 4, launchTemplate: { id: told("template") } },
    { launchTemplate: [template] },
  );
  const groupSchedule = (name: string, hour: number, desiredCapacity: number) =>
    make(
      "aws:autoscaling/schedule:Schedule",
      name,
      { autoscalingGroupName: told("group"), recurrence: `0 ${hour} * * 1-5`, desiredCapacity },
      { autoscalingGroupName: [group] },
    );
  const database = make("aws:rds/instance:Instance", "database", {
    identifier: told("database"),
    engine: "postgres",
    instanceClass: "db.t4g.micro",
    storageType: "gp3",
    allocatedStorage: 20,
  });
  const schedule = (name: string, verb: string, hour: number) =>
    make(
      "aws:scheduler/schedule:Schedule",
      name,
      {
        scheduleExpression: `cron(0 ${hour} ? * MON-FRI *)`,
        scheduleExpressionTimezone: zone,
        target: {
          arn: `arn:aws:scheduler:::aws-sdk:rds:${verb}DBInstance`,
          input: JSON.stringify({ DbInstanceIdentifier: told("database") }),
        },
      },
      { target: [database] },
    );
  const proxy = make("aws:rds/proxy:Proxy", "proxy", { name: told("proxy") });
  return [
    ...[cluster, task, service, target, action("wake", working.from, 4), action("sleep", working.until, 0)],
    ...[template, group, groupSchedule("grow", working.from, 2), groupSchedule("shrink", working.until, 0)],
    ...[database, schedule("start", "start", working.from), schedule("stop", "stop", working.until), proxy],
    make(
      "aws:rds/proxyTarget:ProxyTarget",
      "behind",
      { dbProxyName: told("proxy"), dbInstanceIdentifier: told("database") },
      { dbProxyName: [proxy], dbInstanceIdentifier: [database] },
    ),
    make("aws:ec2/vpcEndpoint:VpcEndpoint", "endpoint", { vpcEndpointType: "Interface", subnetIds: ["a", "b"] }),
    make("aws:cloudwatch/metricAlarm:MetricAlarm", "alarm", { period: 60 }),
    make("aws:cloudwatch/logGroup:LogGroup", "log-group", { retentionInDays: 30 }),
    make("aws:ebs/volume:Volume", "volume", { size: 20, type: "gp3" }),
    make("aws:iam/role:Role", "role"),
  ];
}

/** Each run counts from a month of its own, so that no hours are left from the one before. */
let runsSoFar = 0;
const monthOf = (run: number) => `${2026 + Math.floor(run / 12)}-${String((run % 12) + 1).padStart(2, "0")}-01`;

/** The fastest of three runs, each on a stack of its own: indexes are part of the work. */
function secondsFor(resources: readonly Given[]): number {
  const runs = [1, 2, 3].map(() => {
    const stack = stackOf(resources);
    const today = monthOf(runsSoFar++);
    const started = performance.now();
    const { lines, unpriced } = estimate(stack, { plan: "legacy-free", today });
    const seconds = (performance.now() - started) / 1_000;
    if (lines.length < resources.length / 4)
      throw new Error(`only ${lines.length} lines: ${unpriced[0]?.reason ?? ""}`);
    return seconds;
  });
  return Math.min(...runs);
}

for (const [what, isNamed] of [
  ["names that the program gives", true],
  ["names that come with the deployment", false],
] as const) {
  console.log(`${what}\nresources  seconds  ratio`);
  let first: number | undefined;
  for (const count of [500, 1_000, 5_000, 10_000]) {
    const applications = Array.from({ length: count / perApplication }, (_, index) => application(index, isNamed));
    const seconds = secondsFor(applications.flat());
    first ??= seconds / count;
    const ratio = seconds / count / first;
    console.log(`${String(count).padStart(9)}  ${seconds.toFixed(3).padStart(7)}  ${ratio.toFixed(2).padStart(5)}`);
  }
}
