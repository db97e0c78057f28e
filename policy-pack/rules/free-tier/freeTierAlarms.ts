import { freeTierLimits } from "../../../cost/freeTier";
import { overrun, unitPrice } from "../../../cost/unitPrices";
import { defineRule, freePlans } from "../../frame/rule";
import { alarmsOfScaling, alarmType, metricsOf, scalingTypes, standardPeriodSeconds } from "../../../plan/alarms";
import type { Read } from "../../../plan/reader";
import type { Resource } from "../../../plan/resource";

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
