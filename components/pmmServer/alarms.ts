import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { createAlarm, type AlarmSettings } from "../internal/alarms";
import { createAlarmTopic, subscribe } from "../internal/alarmTopic";
import { metricsNamespace } from "./names";
import type { PmmServerSettings } from "./settings";

/** What the alarms and the dashboard look at. */
export interface Watched {
  groupName: pulumi.Output<string>;
  balancer: aws.lb.LoadBalancer;
  interfaceGroup: aws.lb.TargetGroup;
  vaultName: pulumi.Output<string>;
}

/** The agent's dimensions of each disk: an alarm with fewer or other ones looks at nothing. Both file systems are XFS. */
export const disks = { root: { path: "/", fstype: "xfs" }, data: { path: "/srv", fstype: "xfs" } } as const;

/** The topic that alarms go to: the caller's, or one of the component's own; with the addresses that are told. */
export function createTopic(name: string, settings: PmmServerSettings, opts: pulumi.CustomResourceOptions) {
  const { alarmTopicArn, alarmEmails, identity, prefix, tags } = settings;
  const topicName = `${name}-alarm-topic`;
  if (alarmTopicArn !== undefined) {
    subscribe(topicName, alarmTopicArn, alarmEmails, opts);
    return alarmTopicArn;
  }
  const topic = createAlarmTopic(
    topicName,
    { identity, topicName: `${prefix}-alarms`, emails: alarmEmails, encrypt: false, tags },
    opts,
  );
  return topic.arn;
}

/** Alarms by the group and not by the instance: they survive its replacement. */
export function createAlarms(
  name: string,
  settings: PmmServerSettings,
  topicArn: pulumi.Input<string>,
  watched: Watched,
  opts: pulumi.CustomResourceOptions,
): void {
  for (const [key, alarm] of Object.entries(plannedAlarms(settings, watched))) {
    createAlarm(
      `${name}-${key}-alarm`,
      { comparison: "GreaterThanThreshold", ...alarm, runbook: "pmm-server", topicArn, tags: settings.tags },
      opts,
    );
  }
}

type Planned = Omit<AlarmSettings, "topicArn" | "runbook" | "tags" | "comparison"> & Partial<AlarmSettings>;

function plannedAlarms({ prefix }: PmmServerSettings, watched: Watched): Record<string, Planned> {
  const group = { AutoScalingGroupName: watched.groupName };
  const machine = (metricName: string, statistic: string) => ({
    namespace: "AWS/EC2",
    name: metricName,
    dimensions: group,
    statistic,
  });
  const agent = (metricName: string, more: Record<string, string> = {}) => ({
    namespace: metricsNamespace,
    name: metricName,
    dimensions: { ...group, ...more },
    statistic: "Average",
  });
  return {
    "status-check": {
      description: `The instance of ${prefix} fails EC2's checks, or there has been none for 15 minutes.`,
      metric: machine("StatusCheckFailed", "Maximum"),
      comparison: "GreaterThanOrEqualToThreshold", // the metric is 0 or 1
      threshold: 1,
      periodSeconds: 300,
      evaluationPeriods: 3,
      missingData: "breaching",
    },
    cpu: {
      description: `The processor of ${prefix} is busier than 90 %: take a larger instance type, or watch less.`,
      metric: machine("CPUUtilization", "Average"),
      threshold: 90,
      periodSeconds: 300,
      evaluationPeriods: 3,
      missingData: "notBreaching",
    },
    memory: {
      description: `More than 90 % of the memory of ${prefix} is used: it will be killed next. Take a larger instance type.`,
      metric: agent("mem_used_percent"),
      threshold: 90,
      periodSeconds: 300,
      missingData: "breaching", // silence: the agent, or the machine, hangs
      evaluationPeriods: 4,
    },
    "root-disk": {
      description: `The root disk of ${prefix} is fuller than 85 %: images or logs pile up. Replace the instance.`,
      metric: agent("disk_used_percent", disks.root),
      threshold: 85,
      periodSeconds: 300,
      missingData: "notBreaching",
    },
    "data-disk": {
      description: `The data volume of ${prefix} is fuller than 80 %: raise dataVolume.sizeGiB, or lower dataRetentionDays.`,
      metric: agent("disk_used_percent", disks.data),
      threshold: 80,
      periodSeconds: 300,
      missingData: "notBreaching",
    },
    "unhealthy-targets": {
      description: `PMM on ${prefix} does not answer its readiness check.`,
      metric: {
        namespace: "AWS/ApplicationELB",
        name: "UnHealthyHostCount",
        dimensions: { LoadBalancer: watched.balancer.arnSuffix, TargetGroup: watched.interfaceGroup.arnSuffix },
        statistic: "Maximum",
      },
      threshold: 0,
      periodSeconds: 60,
      evaluationPeriods: 15, // a replacement takes ten minutes
      missingData: "notBreaching",
    },
    "server-errors": {
      description: `More than ten requests in five minutes to ${prefix} ended with a 5XX.`,
      metricQueries: serverErrors(watched),
      threshold: 10,
      evaluationPeriods: 3,
      missingData: "notBreaching",
    },
    "failed-backups": {
      description: `A backup of ${prefix} failed, expired or was aborted: the data has no copy of today.`,
      metricQueries: failedBackups(watched),
      threshold: 0,
      evaluationPeriods: 1,
      missingData: "notBreaching",
    },
  };
}

function sums(namespace: string, dimensions: Record<string, pulumi.Input<string>>, metrics: Record<string, string>) {
  return [
    ...Object.entries(metrics).map(([id, metricName]) => ({
      id,
      metric: { namespace, metricName, dimensions, period: 300, stat: "Sum" },
      returnData: false,
    })),
    {
      id: "total",
      label: "In five minutes",
      expression: Object.keys(metrics)
        .map((id) => `FILL(${id},0)`)
        .join("+"),
      returnData: true,
    },
  ];
}

function serverErrors({ balancer }: Watched) {
  return sums(
    "AWS/ApplicationELB",
    { LoadBalancer: balancer.arnSuffix },
    { target_5xx: "HTTPCode_Target_5XX_Count", elb_5xx: "HTTPCode_ELB_5XX_Count" },
  );
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html */
function failedBackups({ vaultName }: Watched) {
  return sums(
    "AWS/Backup",
    { BackupVaultName: vaultName },
    {
      failed: "NumberOfBackupJobsFailed",
      expired: "NumberOfBackupJobsExpired",
      aborted: "NumberOfBackupJobsAborted",
    },
  );
}
