import { unknown } from "../../policy-pack/support/bench";
import { given, type Given, type Invoice } from "../support";

function alarm(inputs: Given["inputs"]): Given {
  return given("aws:cloudwatch/metricAlarm:MetricAlarm", "errors", inputs);
}

/** Queries of metrics, `[id, period]` each. */
function reads(...metrics: readonly (readonly [string, number])[]): object[] {
  return metrics.map(([id, period]) => ({ id, metric: { metricName: "Errors", namespace: "AWS/ECS", period } }));
}

const rate = { id: "rate", expression: "errors / requests" };
const band = { id: "band", expression: "ANOMALY_DETECTION_BAND(errors)" };

function logs(inputs: Given["inputs"] = {}): Given {
  return given("aws:cloudwatch/logGroup:LogGroup", "api", inputs);
}

const workspace = given("aws:amp/workspace:Workspace", "metrics");
const dashboards = (count: number) =>
  Array.from({ length: count }, (_, index) => given("aws:cloudwatch/dashboard:Dashboard", `board-${index}`));

export const observabilityInvoices: readonly Invoice[] = [
  {
    of: "an alarm on one metric, one of ten that are free",
    stack: [alarm({ metricName: "Errors", period: 300 })],
    lines: { alarm: "1 × 0.1 = 0.10" },
    total: "0 × 0.1 = 0.00",
  },
  {
    of: "an alarm on the rate of two metrics: each that it reads is billed, the expression is not",
    region: "eu-west-1",
    stack: [alarm({ metricQueries: [rate, ...reads(["errors", 60], ["requests", 60])] })],
    lines: { alarm: "2 × 0.1 = 0.20" },
  },
  {
    of: "an alarm on an anomaly band: the metric and both edges",
    stack: [alarm({ thresholdMetricId: "band", metricQueries: [band, ...reads(["errors", 300])] })],
    lines: { alarm: "3 × 0.1 = 0.30" },
  },
  {
    of: "an alarm of ten seconds, which no allowance covers",
    stack: [alarm({ metricName: "Errors", period: 10 })],
    lines: { "alarm, high resolution": "1 × 0.3 = 0.30" },
    total: "1 × 0.3 = 0.30",
  },
  {
    of: "an alarm on two metrics of ten seconds",
    stack: [alarm({ metricQueries: [rate, ...reads(["errors", 10], ["requests", 10])] })],
    lines: { "alarm, high resolution": "2 × 0.3 = 0.60" },
    total: "2 × 0.3 = 0.60",
  },
  {
    of: "an alarm of ten seconds, which has no price there",
    region: "eu-west-1",
    stack: [alarm({ metricName: "Errors", period: 10 })],
    lines: {},
    unpriced: [/cloudwatch\.alarm\.highResolution in eu-west-1/],
  },
  {
    of: "an alarm whose queries are not known",
    stack: [alarm({ metricQueries: unknown })],
    lines: {},
    unpriced: [/^metricQueries is not known before deployment$/],
  },
  {
    of: "seven target-tracking policies: 14 alarms of their own, ten of which are free",
    stack: Array.from({ length: 7 }, (_, index) =>
      given("aws:appautoscaling/policy:Policy", `load-${index}`, { policyType: "TargetTrackingScaling" }),
    ),
    lines: { "alarms that target tracking makes": "14 × 0.1 = 1.40" },
    total: "4 × 0.1 = 0.40",
  },
  {
    of: "a target-tracking policy of a group of instances",
    region: "eu-west-1",
    stack: [given("aws:autoscaling/policy:Policy", "load", { policyType: "TargetTrackingScaling" })],
    lines: { "alarms that target tracking makes": "2 × 0.1 = 0.20" },
  },
  {
    of: "a policy of steps, whose alarms are resources of their own",
    stack: [given("aws:appautoscaling/policy:Policy", "load", { policyType: "StepScaling" })],
    lines: {},
    free: "Auto Scaling costs nothing",
  },
  {
    of: "a composite alarm",
    stack: [given("aws:cloudwatch/compositeAlarm:CompositeAlarm", "down")],
    lines: { "composite alarm": "1 × 0.5 = 0.50" },
    total: "1 × 0.5 = 0.50",
  },
  {
    of: "a dashboard, one of three that are free",
    stack: dashboards(1),
    lines: { dashboard: "1 × 3 = 3.00" },
    total: "0 × 3 = 0.00",
  },
  {
    of: "five dashboards",
    region: "eu-west-1",
    stack: dashboards(5),
    lines: { dashboard: "5 × 3 = 15.00" },
    total: "2 × 3 = 6.00",
  },
  {
    of: "logs kept for 60 days, within the 5 GB that are free",
    stack: [logs({ retentionInDays: 60 })],
    lines: { "logs written": "1 × 0.5 = 0.50", "logs kept": "1 × 2 × 0.15 × 0.03 = 0.009" },
    total: "0 × 0.5 = 0.00",
  },
  {
    of: "logs kept for ever: what a year leaves",
    stack: [logs()],
    lines: { "logs written": "1 × 0.5 = 0.50", "logs kept": "1 × 12 × 0.15 × 0.03 = 0.054" },
  },
  {
    of: "20 GB of logs kept for 30 days: 23 GB, of which 5 are free, in proportion",
    region: "eu-west-1",
    usage: { logGigabytes: 20 },
    stack: [logs({ retentionInDays: 30 })],
    lines: { "logs written": "20 × 0.57 = 11.40", "logs kept": "20 × 1 × 0.15 × 0.03 = 0.09" },
    total: "20 × 0.57 × 18 / 23 + 3 × 0.03 × 18 / 23 = 8.99217",
  },
  {
    of: "logs of the class for infrequent access, at half the price, within the 5 GB that are free",
    stack: [logs({ logGroupClass: "INFREQUENT_ACCESS", retentionInDays: 30 })],
    lines: {
      "logs written, infrequent access": "1 × 0.25 = 0.25",
      "logs kept": "1 × 1 × 0.15 × 0.03 = 0.0045",
    },
    total: "0 × 0.25 = 0.00",
  },
  {
    of: "a Prometheus workspace: 500 million samples, of which 40 are free, as are the first 10 GB",
    stack: [workspace],
    lines: { "samples sent": "500 × 0.09 = 45.00", "samples kept": "5 × 0.03 = 0.15" },
    total: "460 × 0.09 = 41.40",
  },
  {
    of: "a Prometheus workspace, which has no price there",
    region: "eu-west-1",
    stack: [workspace],
    lines: {},
    unpriced: [/amp\.ingest in eu-west-1/, /amp\.storage in eu-west-1/],
  },
];
