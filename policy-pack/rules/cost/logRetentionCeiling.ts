import { defineRule } from "../../frame/rule";

/** Logs that nobody may need are not kept for years. Logs kept for ever are the rule `log-retention-set`'s. */
export const logRetentionCeiling = defineRule({
  name: "log-retention-ceiling",
  family: "cost",
  severity: "low",
  title: "Logs are not kept for years",
  description: "Log groups keep their events for at most logRetentionCeilingDays, two years unless set.",
  remediation:
    "Set a shorter retentionInDays and export what must be kept longer to S3, which costs less; or set logRetentionCeilingDays.",
  url: "https://aws.amazon.com/cloudwatch/pricing/",
  checks: [],
  requirement: "Every source: log groups have a retention; the longest that one asks for is a year, of flow logs.",
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  judge({ resource: { properties }, settings: { logRetentionCeilingDays: ceiling }, known, fail }) {
    known(properties.text("logGroupClass"), (logClass) => {
      if (logClass === "DELIVERY") return;
      known(properties.number("retentionInDays"), (days = 0) => {
        if (days > ceiling)
          fail(`retentionInDays is ${days}, of at most ${ceiling}. Keep logs for less, and export older ones to S3.`);
      });
    });
  },
});
