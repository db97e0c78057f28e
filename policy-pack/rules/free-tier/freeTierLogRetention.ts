import { freeTierLimits } from "../../../cost/freeTier";
import { defineRule, freePlans } from "../../frame/rule";

/** Logs are gone after a week. Absent and 0 both keep them for ever; the delivery class always keeps two days. */
export const freeTierLogRetention = defineRule({
  name: "free-tier-log-retention",
  family: "free-tier",
  severity: "medium",
  title: "Logs are kept for a week",
  description: "Log groups keep their events for at most 7 days.",
  remediation: "Set retentionInDays to 7, 5, 3 or 1.",
  url: "https://aws.amazon.com/cloudwatch/pricing/",
  checks: [],
  requirement: "Free-tier source: 7-day CloudWatch log retention, within 5 GB a month.",
  plans: freePlans,
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  judge({ resource: { properties }, settings, known, fail }) {
    const limit = freeTierLimits(settings.plan).logRetentionDays?.value ?? Number.POSITIVE_INFINITY;
    known(properties.text("logGroupClass"), (logClass) => {
      if (logClass === "DELIVERY") return;
      known(properties.number("retentionInDays"), (days = 0) => {
        if (days > 0 && days <= limit) return;
        const kept = days > 0 ? `${days}` : "not set, which is for ever,";
        fail(`retentionInDays is ${kept} of ${limit} days under plan ${settings.plan}. Set it to ${limit}.`);
      });
    });
  },
});
