import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createServiceRole, type PolicyStatement } from "./iam";
import { arnOf, partitionOf, type DeploymentIdentity } from "./identity";
import { cronExpression, type ResolvedWorkingHours } from "./workingHours";

/** What is put to sleep and woken, and the one right that it takes. */
export interface SleepScheduleSettings {
  identity: DeploymentIdentity;
  /** Physical name of the scheduler's role, 1 to 64 characters. */
  roleName: string;
  /** What sleeps, in a few words: `the NAT instance`. */
  what: string;
  hours: ResolvedWorkingHours;
  /** AWS SDK service as EventBridge Scheduler's universal target spells it, such as `ec2` or `rds`. */
  service: string;
  /** API actions in lower camel case, such as `startInstances`. */
  startAction: string;
  stopAction: string;
  /** Input of both actions in the SDK's spelling: a wrong key fails only at night. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html */
  input: pulumi.Input<Record<string, unknown>>;
  /** Exactly the two IAM actions on exactly this resource. */
  statement: PolicyStatement;
  /** Tags of the scheduler's role; a schedule carries none. Default: none. */
  tags?: Record<string, pulumi.Input<string>>;
}

/** Two EventBridge schedules, waking in the morning and putting to sleep in the evening, and their role. */
export function createSleepSchedule(name: string, settings: SleepScheduleSettings, opts: pulumi.CustomResourceOptions) {
  const { identity, hours } = settings;
  const { role, policy, arn } = createServiceRole(
    `${name}-role`,
    {
      roleName: settings.roleName,
      description: `Lets EventBridge Scheduler start and stop ${settings.what}`,
      service: "scheduler.amazonaws.com",
      identity,
      sourceArn: arnOf(identity, "scheduler", "schedule-group/default"),
      statements: [settings.statement],
      tags: settings.tags,
    },
    opts,
  );
  const schedule = (verb: "start" | "stop", action: string, time: string) =>
    new aws.scheduler.Schedule(
      `${name}-${verb}`,
      {
        description: `${verb === "start" ? "Wakes" : "Puts to sleep"} ${settings.what}`,
        scheduleExpression: cronExpression(time, hours.days),
        scheduleExpressionTimezone: hours.timeZone,
        flexibleTimeWindow: { mode: "OFF" },
        target: {
          arn: `arn:${partitionOf(identity.region)}:scheduler:::aws-sdk:${settings.service}:${action}`,
          roleArn: arn,
          input: pulumi.jsonStringify(settings.input),
          retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3600 },
        },
      },
      { ...opts, dependsOn: policy ? [role, policy] : [role] },
    );
  return {
    start: schedule("start", settings.startAction, hours.startTime),
    stop: schedule("stop", settings.stopAction, hours.stopTime),
  };
}
