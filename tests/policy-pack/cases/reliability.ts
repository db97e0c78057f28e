import { alarmHasAction } from "../../../policy-pack/rules/reliability/alarmHasAction";
import { autoscalingOwnedFieldsIgnored } from "../../../policy-pack/rules/reliability/autoscalingOwnedFieldsIgnored";
import { ecsDeployKeepsCapacity } from "../../../policy-pack/rules/reliability/ecsDeployKeepsCapacity";
import { ecsHealthChecks } from "../../../policy-pack/rules/reliability/ecsHealthChecks";
import { ecsReadOnlyRoot } from "../../../policy-pack/rules/reliability/ecsReadOnlyRoot";
import { multiZone } from "../../../policy-pack/rules/reliability/multiZone";
import { serviceConnectGrpcTimeout } from "../../../policy-pack/rules/reliability/serviceConnectGrpcTimeout";
import { singletonNotScaled } from "../../../policy-pack/rules/reliability/singletonNotScaled";
import { targetGroupDeregistration } from "../../../policy-pack/rules/reliability/targetGroupDeregistration";
import { planned, unknown, type Planned } from "../support/bench";
import type { RuleCases } from "../support/cases";

const serviceType = "aws:ecs/service:Service";
const single = { "cloister:singleton": "declared" };

const taskWith = (containers: unknown, properties: Record<string, unknown> = {}) =>
  planned("aws:ecs/taskDefinition:TaskDefinition", "api-task", {
    containerDefinitions: typeof containers === "string" ? containers : JSON.stringify(containers),
    ...properties,
  });
const checked = taskWith([{ name: "api", healthCheck: { command: ["CMD-SHELL", "true"] } }]);
const unchecked = taskWith([{ name: "api" }]);
const serviceOf = (task: Planned, properties: Record<string, unknown> = {}) =>
  planned(serviceType, "api", { taskDefinition: unknown, ...properties }, { taskDefinition: [task] });

const readOnly = taskWith([{ name: "api", readonlyRootFilesystem: true }]);

const topic = planned("aws:sns/topic:Topic", "alerts");
const alarm = planned(
  "aws:cloudwatch/metricAlarm:MetricAlarm",
  "errors",
  { alarmActions: [unknown] },
  { alarmActions: [topic] },
);
const silent = planned("aws:cloudwatch/metricAlarm:MetricAlarm", "errors", { name: "errors" });
const topicPolicy = (statement: Record<string, unknown>) =>
  planned(
    "aws:sns/topicPolicy:TopicPolicy",
    "who-publishes",
    { arn: unknown, policy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Resource: "*", ...statement }] } },
    { arn: [topic] },
  );
const allowing = (principal: unknown) => topicPolicy({ Action: "sns:Publish", Principal: principal });
const keyWith = (properties: Record<string, unknown>): Planned[] => {
  const key = planned("aws:kms/key:Key", "alerts-key", properties);
  const locked = { ...topic, properties: { kmsMasterKeyId: unknown }, refersTo: { kmsMasterKeyId: [key] } };
  return [alarm, locked, key];
};
const keyPolicy = (service: string) => ({
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "kms:*", Resource: "*" }],
  }),
});

const scaled = planned(serviceType, "api", { name: "api", desiredCount: 2 });
const scaledCalmly = { ...scaled, ignoreChanges: ["desiredCount"] };
const targetOf = (service: Planned, properties: Record<string, unknown> = {}) =>
  planned(
    "aws:appautoscaling/target:Target",
    "api-scaling",
    {
      resourceId: unknown,
      scalableDimension: "ecs:service:DesiredCount",
      minCapacity: 1,
      maxCapacity: 4,
      ...properties,
    },
    { resourceId: [service] },
  );
const target = targetOf(scaledCalmly);
const clock = planned(
  "aws:appautoscaling/scheduledAction:ScheduledAction",
  "night",
  { resourceId: unknown, scalableTargetAction: { minCapacity: 0, maxCapacity: 0 } },
  { resourceId: [target] },
);
const groupType = "aws:autoscaling/group:Group";
const fleet = planned(groupType, "fleet", { minSize: 1, maxSize: 4, desiredCapacity: 2 });
const scalingOf = (group: Planned) =>
  planned(
    "aws:autoscaling/policy:Policy",
    "fleet-load",
    { autoscalingGroupName: unknown },
    { autoscalingGroupName: [group] },
  );
const providerOf = (group: Planned, status: string | undefined) =>
  planned(
    "aws:ecs/capacityProvider:CapacityProvider",
    "machines",
    { autoScalingGroupProvider: { autoScalingGroupArn: unknown, ...(status && { managedScaling: { status } }) } },
    { autoScalingGroupProvider: [group] },
  );
const groupClock = (group: Planned, properties: Record<string, unknown>) =>
  planned(
    "aws:autoscaling/schedule:Schedule",
    "fleet-night",
    { autoscalingGroupName: unknown, ...properties },
    { autoscalingGroupName: [group] },
  );

const grpcTask = taskWith([
  { name: "api", portMappings: [{ name: "grpc", containerPort: 7233, appProtocol: "grpc" }] },
]);
const webTask = taskWith([{ name: "api", portMappings: [{ name: "grpc", containerPort: 80, appProtocol: "http" }] }]);
const connected = (task: Planned, timeout?: unknown) =>
  serviceOf(task, {
    serviceConnectConfiguration: {
      enabled: true,
      services: [{ portName: "grpc", ...(timeout !== undefined && { timeout }) }],
    },
  });

const onlyOne = planned(serviceType, "scheduler", {
  tags: single,
  desiredCount: 1,
  deploymentMaximumPercent: 100,
  deploymentMinimumHealthyPercent: 0,
});
const volume = (properties: Record<string, unknown> = {}) => planned("aws:ebs/volume:Volume", "data", properties);
const attachedBy = (disk: Planned, properties: Record<string, unknown>): Planned[] => {
  const template = planned(
    "aws:ec2/launchTemplate:LaunchTemplate",
    "machine",
    { userData: unknown },
    { userData: [disk] },
  );
  const group = planned(
    groupType,
    "server",
    { launchTemplate: { id: unknown }, ...properties },
    { launchTemplate: [template] },
  );
  return [group, template, disk];
};

const doubled = planned("aws:rds/instance:Instance", "orders", { engine: "postgres", multiAz: true });
const cluster = planned("aws:rds/cluster:Cluster", "orders", { engine: "aurora-postgresql" });
const member = (name: string) =>
  planned(
    "aws:rds/clusterInstance:ClusterInstance",
    name,
    { clusterIdentifier: unknown },
    { clusterIdentifier: [cluster] },
  );
const balancer = (properties: Record<string, unknown>) =>
  planned("aws:lb/loadBalancer:LoadBalancer", "front", properties);
const tagged = (environment: unknown) => ({ tags: { environment } });

export const reliability: RuleCases[] = [
  {
    rule: ecsHealthChecks,
    passing: [serviceOf(checked), checked],
    passes: [
      {
        given: "a target group",
        plan: [serviceOf(unchecked, { loadBalancers: [{ targetGroupArn: unknown }] }), unchecked],
      },
      { given: "a daemon", plan: [serviceOf(unchecked, { schedulingStrategy: "DAEMON" }), unchecked] },
      { given: "a task from outside the stack", plan: [planned(serviceType, "api", { taskDefinition: "other:3" })] },
      { given: "no task at all", plan: [planned(serviceType, "api", { deploymentController: { type: "EXTERNAL" } })] },
    ],
    fails: [
      { given: "no check anywhere", plan: [serviceOf(unchecked), unchecked], says: "Nothing checks its tasks" },
      {
        given: "a check that is turned off",
        plan: [
          serviceOf(taskWith([{ healthCheck: { command: ["NONE"] } }])),
          taskWith([{ healthCheck: { command: ["NONE"] } }]),
        ],
        says: "Nothing checks its tasks",
      },
    ],
    undetermined: [
      {
        given: "unknown containers",
        plan: [serviceOf(taskWith(unknown)), taskWith(unknown)],
        says: "containerDefinitions is not known",
      },
      { given: "unknown load balancers", change: { loadBalancers: unknown }, says: "loadBalancers is not known" },
      {
        given: "a task that cannot be identified",
        plan: [planned(serviceType, "api", { taskDefinition: unknown })],
        says: "taskDefinition refers to something",
      },
    ],
  },
  {
    rule: ecsReadOnlyRoot,
    passing: [readOnly],
    passes: [
      {
        given: "Windows",
        plan: [taskWith([{ name: "api" }], { runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" } })],
      },
      { given: "a service with Exec", plan: [unchecked, serviceOf(unchecked, { enableExecuteCommand: true })] },
      {
        given: "a task of its own that is prepared for Exec",
        plan: [taskWith([{ name: "job", linuxParameters: { initProcessEnabled: true } }])],
      },
    ],
    fails: [
      { given: "no word", plan: [unchecked], says: "Container api can write" },
      {
        given: "one writable container of two",
        plan: [
          taskWith([
            { name: "api", readonlyRootFilesystem: true },
            { name: "proxy", readonlyRootFilesystem: false },
          ]),
        ],
        says: "Container proxy can write",
      },
      { given: "a service without Exec", plan: [unchecked, serviceOf(unchecked)], says: "Container api can write" },
      {
        given: "a service without Exec whose task has an init process",
        plan: [taskWith([{ name: "api", linuxParameters: { initProcessEnabled: true } }]), serviceOf(taskWith([]))],
        says: "Container api can write",
      },
    ],
    undetermined: [
      { given: "unknown containers", plan: [taskWith(unknown)], says: "containerDefinitions is not known" },
      {
        given: "an unknown Exec",
        plan: [unchecked, serviceOf(unchecked, { enableExecuteCommand: unknown })],
        says: "enableExecuteCommand is not known",
      },
      {
        given: "an unknown flag",
        plan: [taskWith([{ name: "api", readonlyRootFilesystem: unknown }])],
        says: "readonlyRootFilesystem is not known",
      },
    ],
  },
  {
    rule: ecsDeployKeepsCapacity,
    passing: [planned(serviceType, "api", { deploymentMinimumHealthyPercent: 100, deploymentMaximumPercent: 200 })],
    passes: [
      { given: "AWS's defaults", plan: [planned(serviceType, "api")] },
      { given: "a singleton", plan: [onlyOne] },
      { given: "a daemon", change: { schedulingStrategy: "DAEMON", deploymentMinimumHealthyPercent: 0 } },
      {
        given: "CodeDeploy",
        change: { deploymentController: { type: "CODE_DEPLOY" }, deploymentMinimumHealthyPercent: 0 },
      },
    ],
    fails: [
      {
        given: "half of the tasks",
        change: { deploymentMinimumHealthyPercent: 50 },
        says: "deploymentMinimumHealthyPercent is 50",
      },
      { given: "nothing kept", change: { deploymentMinimumHealthyPercent: 0 }, says: "cloister:singleton = declared" },
      { given: "no room", change: { deploymentMaximumPercent: 100 }, says: "neither start nor stop" },
    ],
    undetermined: [
      {
        given: "an unknown percentage",
        change: { deploymentMinimumHealthyPercent: unknown },
        says: "deploymentMinimumHealthyPercent is not known",
      },
      {
        given: "half of the tasks and unknown tags",
        change: { deploymentMinimumHealthyPercent: 50, tags: unknown },
        says: "tags is not known",
      },
    ],
  },
  {
    rule: targetGroupDeregistration,
    passing: [planned("aws:lb/targetGroup:TargetGroup", "api", { deregistrationDelay: 30, targetType: "ip" })],
    passes: [
      { given: "AWS's value, set", change: { deregistrationDelay: 300 } },
      { given: "an unknown delay", change: { deregistrationDelay: unknown } },
      { given: "a function", change: { deregistrationDelay: undefined, targetType: "lambda" } },
    ],
    fails: [
      { given: "no delay", change: { deregistrationDelay: undefined }, says: "drains for 300 s" },
      {
        given: "no delay under the older alias",
        plan: [planned("aws:alb/targetGroup:TargetGroup", "api")],
        says: "drains for 300 s",
      },
    ],
    undetermined: [
      {
        given: "no delay and an unknown kind of target",
        change: { deregistrationDelay: undefined, targetType: unknown },
        says: "targetType is not known",
      },
    ],
  },
  {
    rule: alarmHasAction,
    passing: [alarm, topic],
    passes: [
      {
        given: "an action outside the stack",
        plan: [{ ...silent, properties: { alarmActions: ["arn:aws:sns:x:1:t"] } }],
      },
      { given: "an action on silence only", plan: [{ ...silent, properties: { insufficientDataActions: [unknown] } }] },
      {
        given: "a deployment that watches the alarm",
        plan: [silent, planned(serviceType, "api", { alarms: { alarmNames: [unknown] } }, { alarms: [silent] })],
      },
      {
        given: "a composite alarm that names it",
        plan: [
          silent,
          planned(
            "aws:cloudwatch/compositeAlarm:CompositeAlarm",
            "both",
            { alarmRule: "ALARM(errors)", alarmActions: [unknown] },
            { alarmActions: [topic] },
          ),
          topic,
        ],
      },
      {
        given: "an event rule that hears alarms",
        plan: [
          silent,
          planned("aws:cloudwatch/eventRule:EventRule", "all", {
            eventPattern: JSON.stringify({ "detail-type": ["CloudWatch Alarm State Change"] }),
          }),
        ],
      },
      {
        given: "a topic that lets CloudWatch in",
        plan: [alarm, topic, allowing({ Service: ["events.amazonaws.com", "cloudwatch.amazonaws.com"] })],
      },
      { given: "a topic that lets everybody of the account in", plan: [alarm, topic, allowing({ AWS: "*" })] },
      {
        given: "a topic that lets the account in",
        plan: [alarm, topic, allowing({ AWS: "arn:aws:iam::123456789012:root" })],
      },
      { given: "a key that lets CloudWatch in", plan: keyWith(keyPolicy("cloudwatch.amazonaws.com")) },
      {
        given: "a key from outside the stack",
        plan: [alarm, { ...topic, properties: { kmsMasterKeyId: "alias/alerts" } }],
      },
    ],
    fails: [
      { given: "no action", plan: [silent], says: "Has no action" },
      { given: "an empty list", change: { alarmActions: [] }, says: "Has no action" },
      { given: "actions that are off", change: { actionsEnabled: false }, says: "actionsEnabled is false" },
      {
        given: "an alarm that is only shown",
        plan: [
          silent,
          planned("aws:cloudwatch/dashboard:Dashboard", "d", { dashboardBody: unknown }, { dashboardBody: [silent] }),
        ],
        says: "Has no action",
      },
      {
        given: "a topic under AWS's key",
        plan: [alarm, { ...topic, properties: { kmsMasterKeyId: "alias/aws/sns" } }],
        says: "alias/aws/sns",
      },
      { given: "a key without a policy", plan: keyWith({}), says: "The policy of the key" },
      {
        given: "a key for another service",
        plan: keyWith(keyPolicy("sns.amazonaws.com")),
        says: "The policy of the key",
      },
      {
        given: "a topic for another service",
        plan: [alarm, topic, allowing({ Service: "events.amazonaws.com" })],
        says: "does not let cloudwatch.amazonaws.com publish",
      },
      {
        given: "a topic that lets CloudWatch do something else",
        plan: [
          alarm,
          topic,
          topicPolicy({ Action: "sns:Subscribe", Principal: { Service: "cloudwatch.amazonaws.com" } }),
        ],
        says: "does not let cloudwatch.amazonaws.com publish",
      },
      {
        given: "two alarms on one such topic",
        plan: [
          alarm,
          { ...alarm, name: "latency" },
          {
            ...topic,
            properties: {
              policy: JSON.stringify({
                Statement: [{ Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sns:Publish" }],
              }),
            },
          },
        ],
        says: "does not let cloudwatch.amazonaws.com publish",
      },
    ],
    undetermined: [
      {
        given: "an unknown list",
        plan: [{ ...silent, properties: { alarmActions: unknown } }],
        says: "alarmActions is not known",
      },
      { given: "an unknown switch", change: { actionsEnabled: unknown }, says: "actionsEnabled is not known" },
      {
        given: "an unknown policy of the topic",
        plan: [alarm, topic, { ...allowing({}), properties: { arn: unknown, policy: unknown } }],
        says: "policy is not known",
      },
    ],
  },
  {
    rule: autoscalingOwnedFieldsIgnored,
    passing: [scaledCalmly, target],
    passes: [
      { given: "a service that nothing scales", plan: [scaled] },
      {
        given: "a target of another kind",
        plan: [scaled, targetOf(scaled, { scalableDimension: "dynamodb:table:ReadCapacityUnits" })],
      },
      {
        given: "a target whose bounds the clock owns",
        plan: [scaledCalmly, { ...target, ignoreChanges: ["minCapacity", "maxCapacity"] }, clock],
      },
      {
        given: "a scaled group without a number",
        plan: [{ ...fleet, properties: { minSize: 1, maxSize: 4 } }, scalingOf(fleet)],
      },
      {
        given: "a scaled group that ignores its number",
        plan: [{ ...fleet, ignoreChanges: ["desiredCapacity"] }, scalingOf(fleet)],
      },
      { given: "a capacity provider that does not scale", plan: [fleet, providerOf(fleet, undefined)] },
      {
        given: "a schedule that leaves the bounds alone",
        plan: [
          { ...fleet, ignoreChanges: ["desiredCapacity"] },
          groupClock(fleet, { desiredCapacity: 0, minSize: -1, maxSize: -1 }),
        ],
      },
    ],
    fails: [
      {
        given: "a scaled service that is set back",
        plan: [scaled, targetOf(scaled)],
        says: 'Add "desiredCount" to ignoreChanges',
      },
      {
        given: "a scaled service without a number",
        plan: [{ ...scaled, properties: {} }, targetOf(scaled)],
        says: "api-scaling changes desiredCount",
      },
      {
        given: "a target that names the service",
        plan: [scaled, { ...targetOf(scaled, { resourceId: "service/main/api" }), refersTo: {} }],
        says: "api-scaling changes desiredCount",
      },
      {
        given: "a target that the clock changes",
        plan: [scaledCalmly, target, clock],
        says: ["night changes minCapacity", "night changes maxCapacity"],
      },
      { given: "a scaled group", plan: [fleet, scalingOf(fleet)], says: "fleet-load changes desiredCapacity" },
      {
        given: "a group that ECS scales",
        plan: [fleet, providerOf(fleet, "ENABLED")],
        says: "machines changes desiredCapacity",
      },
      {
        given: "a group that the clock changes",
        plan: [{ ...fleet, ignoreChanges: ["desiredCapacity"] }, groupClock(fleet, { minSize: 0, maxSize: 0 })],
        says: ["fleet-night changes minSize", "fleet-night changes maxSize"],
      },
    ],
    undetermined: [
      {
        given: "a target of an unknown kind",
        plan: [scaled, targetOf(scaled, { scalableDimension: unknown })],
        says: "scalableDimension is not known",
      },
    ],
  },
  {
    rule: serviceConnectGrpcTimeout,
    passing: [connected(grpcTask, { perRequestTimeoutSeconds: 0, idleTimeoutSeconds: 3600 }), grpcTask],
    passes: [
      { given: "no idle timeout", plan: [connected(grpcTask, { perRequestTimeoutSeconds: 0 }), grpcTask] },
      { given: "HTTP", plan: [connected(webTask), webTask] },
      {
        given: "a client only",
        plan: [serviceOf(grpcTask, { serviceConnectConfiguration: { enabled: true } }), grpcTask],
      },
    ],
    fails: [
      { given: "AWS's default", plan: [connected(grpcTask), grpcTask], says: "not set, which is 15" },
      {
        given: "a request timeout",
        plan: [connected(grpcTask, { perRequestTimeoutSeconds: 60 }), grpcTask],
        says: "perRequestTimeoutSeconds is 60",
      },
      {
        given: "a short idle timeout",
        plan: [connected(grpcTask, { perRequestTimeoutSeconds: 0, idleTimeoutSeconds: 60 }), grpcTask],
        says: "idleTimeoutSeconds is 60",
      },
    ],
    undetermined: [
      {
        given: "an unknown request timeout",
        plan: [connected(grpcTask, { perRequestTimeoutSeconds: unknown }), grpcTask],
        says: "perRequestTimeoutSeconds is not known",
      },
      {
        given: "unknown containers",
        plan: [connected(taskWith(unknown)), taskWith(unknown)],
        says: "containerDefinitions is not known",
      },
    ],
  },
  {
    rule: singletonNotScaled,
    passing: [onlyOne],
    passes: [
      { given: "several of what may be several", plan: [planned(serviceType, "api", { desiredCount: 3 })] },
      { given: "none for now", change: { desiredCount: 0 } },
      { given: "a group of one with its volume", plan: attachedBy(volume(), { maxSize: 1 }) },
      {
        given: "a group with a volume that may be shared",
        plan: attachedBy(volume({ multiAttachEnabled: true }), { maxSize: 3 }),
      },
      { given: "a group of many", plan: [planned(groupType, "fleet", { maxSize: 4 })] },
    ],
    fails: [
      { given: "two", change: { desiredCount: 2 }, says: "desiredCount is 2" },
      {
        given: "AWS's default overlap",
        change: { deploymentMaximumPercent: undefined },
        says: "not set, which is 200",
      },
      { given: "blue and green", change: { deploymentController: { type: "CODE_DEPLOY" } }, says: "CodeDeploy" },
      { given: "a scaling target", plan: [onlyOne, targetOf(onlyOne)], says: "api-scaling may scale it to 4" },
      {
        given: "a declared group of two",
        plan: [
          planned(groupType, "server", {
            maxSize: 2,
            tags: [{ key: "cloister:singleton", value: "declared", propagateAtLaunch: true }],
          }),
        ],
        says: "maxSize is 2",
      },
      {
        given: "a group of two with one volume",
        plan: attachedBy(volume(), { maxSize: 2 }),
        says: "attaches the volume data, and maxSize is 2",
      },
      {
        given: "a group that starts the new one first",
        plan: attachedBy(volume(), { maxSize: 1, instanceMaintenancePolicy: { maxHealthyPercentage: 110 } }),
        says: "instanceMaintenancePolicy.maxHealthyPercentage is 110",
      },
      {
        given: "a schedule that adds one",
        plan: [...attachedBy(volume(), { maxSize: 1 }), groupClock(planned(groupType, "server"), { maxSize: 2 })],
        says: "raises maxSize to 2",
      },
    ],
    undetermined: [
      { given: "unknown tags", change: { tags: unknown }, says: "tags is not known" },
      { given: "an unknown count", change: { desiredCount: unknown }, says: "desiredCount is not known" },
    ],
  },
  {
    rule: multiZone,
    settings: { plan: "paid" },
    passing: [doubled],
    passes: [
      { given: "one zone under a free plan", change: { multiAz: false }, settings: { plan: "free-plan" } },
      { given: "one zone in development", change: { multiAz: false, ...tagged("dev") } },
      { given: "a replica", change: { multiAz: undefined, replicateSourceDb: "orders" } },
      { given: "a cluster with a reader", plan: [cluster, member("one"), member("two")] },
      { given: "a cluster whose instances are elsewhere", plan: [cluster] },
      { given: "an application load balancer", plan: [balancer({ subnets: [unknown, unknown] })] },
      {
        given: "a network one in two zones",
        plan: [balancer({ loadBalancerType: "network", subnets: [unknown, unknown] })],
      },
      { given: "a group of one", plan: [planned(groupType, "fleet", { maxSize: 1, vpcZoneIdentifiers: [unknown] })] },
      {
        given: "a service of one",
        plan: [planned(serviceType, "api", { desiredCount: 1, networkConfiguration: { subnets: [unknown] } })],
      },
    ],
    fails: [
      { given: "one zone", change: { multiAz: false }, says: "multiAz is false" },
      { given: "no word", change: { multiAz: undefined }, says: "multiAz is not set" },
      { given: "a cluster of one", plan: [cluster, member("one")], says: "one instance" },
      {
        given: "a network load balancer in one zone",
        plan: [balancer({ loadBalancerType: "network", subnetMappings: [{ subnetId: unknown }] })],
        says: "The load balancer lives in one subnet",
      },
      {
        given: "a group of several in one zone",
        plan: [planned(groupType, "fleet", { maxSize: 3, vpcZoneIdentifiers: [unknown] })],
        says: "The group lives in one subnet",
      },
      {
        given: "a service of several in one zone",
        plan: [planned(serviceType, "api", { desiredCount: 2, networkConfiguration: { subnets: [unknown] } })],
        says: "The service lives in one subnet",
      },
    ],
    undetermined: [
      { given: "an unknown flag", change: { multiAz: unknown }, says: "multiAz is not known" },
      {
        given: "an unknown environment",
        change: { multiAz: false, ...tagged(unknown) },
        says: "tags.environment is not known",
      },
    ],
  },
];
