import {
  alarmsOfScaling,
  alarmType,
  metricsOf,
  periodOf,
  scalingTypes,
  standardPeriodSeconds,
} from "../../plan/alarms";
import { free, times, type Entry } from "../entries";
import { known, usageCharge, type Inquiry, type Pricer } from "../inquiry";

/** Metrics that AWS bills for an alarm on an anomaly band: the metric and both edges of the band. */
const bandMetrics = 3;

/** GB kept for each GB written: AWS counts logs after compression. AWS: https://aws.amazon.com/cloudwatch/pricing/ (0.15). */
const storedShare = 0.15;

/** Months of logs that count where they are kept for ever: what a year leaves. */
const monthsForEver = 12;
const daysPerMonth = 30;

function* alarm({ resource }: Inquiry): Iterable<Entry> {
  const { properties } = resource;
  const metrics = known(metricsOf(resource)) ?? 1;
  const isBand = known(properties.text("thresholdMetricId")) !== undefined;
  const billed = isBand ? bandMetrics * metrics : metrics;
  const period = known(periodOf(resource));
  const isFine = period !== undefined && period < standardPeriodSeconds;
  yield {
    kind: "charge",
    item: isFine ? "alarm, high resolution" : "alarm",
    key: isFine ? "cloudwatch.alarm.highResolution" : "cloudwatch.alarm",
    ...times([billed, billed === 1 ? "metric" : "metrics"]),
    allowance: isFine ? undefined : "alarmMetrics",
    cheaper: "only alarms that somebody acts on",
  };
}

function* scalingPolicy({ resource }: Inquiry): Iterable<Entry> {
  const alarms = known(alarmsOfScaling(resource)) ?? 0;
  if (alarms === 0) {
    yield free("Auto Scaling costs nothing");
    return;
  }
  const item = "alarms that target tracking makes";
  yield { kind: "charge", item, key: "cloudwatch.alarm", ...times([alarms, "metrics"]), allowance: "alarmMetrics" };
}

function* compositeAlarm(): Iterable<Entry> {
  yield { kind: "charge", item: "composite alarm", key: "cloudwatch.alarm.composite", ...times([1, "alarm"]) };
}

function* dashboard(): Iterable<Entry> {
  const item = "dashboard";
  yield { kind: "charge", item, key: "cloudwatch.dashboard", ...times([1, "dashboard"]), allowance: "dashboards" };
}

function* logGroup(inquiry: Inquiry): Iterable<Entry> {
  const days = known(inquiry.resource.properties.number("retentionInDays")) ?? 0;
  const months = days === 0 ? monthsForEver : days / daysPerMonth;
  const allowance = "logGigabytes";
  const isInfrequent = known(inquiry.resource.properties.text("logGroupClass")) === "INFREQUENT_ACCESS";
  yield usageCharge(inquiry, allowance, "GB", {
    item: isInfrequent ? "logs written, infrequent access" : "logs written",
    key: isInfrequent ? "logs.ingest.infrequent" : "logs.ingest",
    allowance,
  });
  const cheaper = days === 0 ? "retentionInDays: without it logs are kept, and billed, for ever" : undefined;
  const kept = { item: "logs kept", key: "logs.storage", allowance, cheaper } as const;
  yield usageCharge(inquiry, allowance, "GB", kept, [months, "months"], [storedShare, "of it after compression"]);
}

function* prometheus(inquiry: Inquiry): Iterable<Entry> {
  const samples = { item: "samples sent", key: "amp.ingest", allowance: "metricSamples" } as const;
  yield usageCharge(inquiry, "metricSamples", "million samples", {
    ...samples,
    cheaper: "fewer metrics, or a longer interval between samples",
  });
  const kept = { item: "samples kept", key: "amp.storage", allowance: "metricStorage" } as const;
  yield usageCharge(inquiry, "metricGigabytes", "GB", kept);
}

export const observabilityPricers: Readonly<Record<string, Pricer>> = {
  [alarmType]: alarm,
  ...Object.fromEntries(scalingTypes.map((type) => [type, scalingPolicy])),
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": compositeAlarm,
  "aws:cloudwatch/dashboard:Dashboard": dashboard,
  "aws:cloudwatch/logGroup:LogGroup": logGroup,
  "aws:amp/workspace:Workspace": prometheus,
};
