import type { Read } from "./reader";
import type { Resource } from "./resource";

export const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";
export const scalingTypes = ["aws:appautoscaling/policy:Policy", "aws:autoscaling/policy:Policy"] as const;

/** Alarms that a target-tracking policy makes by itself: one to grow, one to shrink. */
const alarmsPerTargetTracking = 2;

/** Shorter periods, in seconds, make an alarm a high-resolution one. */
export const standardPeriodSeconds = 60;

/** How many metrics an alarm is billed for: one, or as many as its expression reads. */
export function metricsOf(alarm: Resource): Read<number> {
  const queries = alarm.properties.list("metricQueries");
  if (queries.state === "unknown") return queries;
  if (queries.state === "absent" || queries.value.length === 0) return { state: "known", path: queries.path, value: 1 };
  const unknown = queries.value.find((query) => query.isUnknown());
  if (unknown) return { state: "unknown", path: unknown.path, why: "is not known before deployment" };
  const reading = queries.value.filter((query) => query.has("metric"));
  return { state: "known", path: queries.path, value: Math.max(reading.length, 1) };
}

/** The shortest period of the metrics that an alarm reads, in seconds; absent where none is said. */
export function periodOf({ properties }: Resource): Read<number> {
  const queries = properties.list("metricQueries");
  if (queries.state === "unknown") return queries;
  const own = queries.state === "known" ? queries.value.map((query) => query.number("metric.period")) : [];
  const periods = [properties.number("period"), ...own];
  const unread = periods.find((period) => period.state === "unknown");
  if (unread) return unread;
  const seconds = periods.flatMap((period) => (period.state === "known" ? [period.value] : []));
  const path = "period";
  return seconds.length === 0 ? { state: "absent", path } : { state: "known", path, value: Math.min(...seconds) };
}

/** How many alarms a scaling policy makes by itself. */
export function alarmsOfScaling(policy: Resource): Read<number> {
  const kind = policy.properties.text("policyType");
  if (kind.state === "unknown") return kind;
  const tracks = kind.state === "known" && kind.value === "TargetTrackingScaling";
  return { state: "known", path: kind.path, value: tracks ? alarmsPerTargetTracking : 0 };
}
