import { freeTierLimits } from "../../../cost/freeTier";
import { overrun, unitPrice } from "../../../cost/unitPrices";
import { defineRule, freePlans } from "../../frame/rule";
import type { Read } from "../../../plan/reader";
import type { Resource } from "../../../plan/resource";

const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";
const scalingTypes = ["aws:appautoscaling/policy:Policy", "aws:autoscaling/policy:Policy"];

/** Alarms that a target-tracking policy makes by itself: one to grow, one to shrink. */
const alarmsPerTargetTracking = 2;

/** Shorter periods make an alarm a high-resolution one, which the free ones do not cover. */
const standardPeriodSeconds = 60;

/** The alarms of the stack, in the metrics they read, are within the free ones; those that scaling makes count. */
export const freeTierAlarms = defineRule({
  name: "free-tier-alarms",
  family: "free-tier",
  severity: "medium",
  title: "Alarms are within the free ones",
  description: "The stack's alarms read at most 10 metrics, at standard resolution.",
  remediation: "Keep the alarms that somebody acts on.",
  url: "https://aws.amazon.com/cloudwatch/pricing/",
  checks: [],
  requirement: "Free-tier source: critical alarms only, 10 alarm limit.",
  plans: freePlans,
  types: [alarmType],
  judge({ resource, known, fail }) {
    known(resource.properties.number("period"), (period) => {
      if (period !== undefined && period < standardPeriodSeconds)
        fail(`period is ${period} s: a high-resolution alarm is never free. Set it to 60 or more.`, {
          finding: "period",
        });
    });
  },
  judgeStack({ settings, stack, known, fail }) {
    const limit = freeTierLimits(settings.plan).alarmMetrics?.value;
    const alarms = stack.ofType(alarmType);
    const policies = stack.ofType(...scalingTypes);
    let total = 0;
    const count = (resource: Resource, metrics: Read<number>) => {
      known(metrics, (number = 0) => (total += number), { at: resource });
    };
    for (const alarm of alarms) count(alarm, metricsOf(alarm));
    for (const policy of policies) count(policy, alarmsOfScaling(policy));
    if (limit === undefined || total <= limit) return;
    const scaling = policies.length > 0 ? `, those of ${policies.length} scaling policies among them` : "";
    const cost = overrun(total - limit, "metrics", (total - limit) * unitPrice("alarmMetric"));
    fail(
      `The stack's alarms read ${total} metrics${scaling}; ${limit} are free${cost}. Keep those that somebody acts on.`,
      { finding: "sum" },
    );
  },
});

/** How many metrics an alarm is billed for: one, or as many as its expression reads. */
function metricsOf(alarm: Resource): Read<number> {
  const queries = alarm.properties.list("metricQueries");
  if (queries.state === "unknown") return queries;
  if (queries.state === "absent" || queries.value.length === 0) return { state: "known", path: queries.path, value: 1 };
  const unknown = queries.value.find((query) => query.isUnknown());
  if (unknown) return { state: "unknown", path: unknown.path, why: "is not known before deployment" };
  const reading = queries.value.filter((query) => query.has("metric"));
  return { state: "known", path: queries.path, value: Math.max(reading.length, 1) };
}

function alarmsOfScaling(policy: Resource): Read<number> {
  const kind = policy.properties.text("policyType");
  if (kind.state === "unknown") return kind;
  const tracks = kind.state === "known" && kind.value === "TargetTrackingScaling";
  return { state: "known", path: kind.path, value: tracks ? alarmsPerTargetTracking : 0 };
}
