import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** One CloudWatch alarm on a single metric, or on an expression over `metricQueries`. */
export interface AlarmSettings {
  /** What is wrong when it fires and what to do, in a sentence or two; the runbook's page is appended. */
  description: string;
  /** Page below `docs/runbooks/` without its ending, such as `database-unreachable`. */
  runbook: string;
  /** Namespace, metric and dimensions of a plain alarm. */
  metric?: { namespace: string; name: string; dimensions: Record<string, pulumi.Input<string>>; statistic: string };
  /** Metric math instead of `metric`; exactly one entry returns data. */
  metricQueries?: aws.types.input.cloudwatch.MetricAlarmMetricQuery[];
  comparison:
    "GreaterThanThreshold" | "GreaterThanOrEqualToThreshold" | "LessThanThreshold" | "LessThanOrEqualToThreshold";
  threshold: pulumi.Input<number>;
  /** Seconds of one evaluation period: 10, 20, 30 or a multiple of 60. Default: 60. */
  periodSeconds?: number;
  /** Periods in a row that must breach. Default: 2. */
  evaluationPeriods?: number;
  /** What silence means: `notBreaching` for counts that are only sent when they happen, `breaching` where silence is the fault, `ignore` or `missing`. */
  missingData: "notBreaching" | "breaching" | "ignore" | "missing";
  /** Topic told when the alarm fires and when it is over. */
  topicArn: pulumi.Input<string>;
  tags?: Record<string, pulumi.Input<string>>;
}

/** An alarm that says what to do, tells the topic when it fires and when it is over, and states what silence means. */
export function createAlarm(name: string, settings: AlarmSettings, opts: pulumi.CustomResourceOptions) {
  const { metric } = settings;
  return new aws.cloudwatch.MetricAlarm(
    name,
    {
      alarmDescription: `${settings.description} Runbook: docs/runbooks/${settings.runbook}.md`,
      ...(metric && {
        namespace: metric.namespace,
        metricName: metric.name,
        dimensions: metric.dimensions,
        statistic: metric.statistic,
        period: settings.periodSeconds ?? 60,
      }),
      metricQueries: settings.metricQueries,
      comparisonOperator: settings.comparison,
      threshold: settings.threshold,
      evaluationPeriods: settings.evaluationPeriods ?? 2,
      treatMissingData: settings.missingData,
      alarmActions: [settings.topicArn],
      okActions: [settings.topicArn],
      tags: settings.tags,
    },
    opts,
  );
}
