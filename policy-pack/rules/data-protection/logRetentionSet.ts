import { defineRule } from "../../frame/rule";

/** Logs end some day. Absent and 0 both keep them for ever; the delivery class always keeps two days. */
export const logRetentionSet = defineRule({
  name: "log-retention-set",
  family: "data-protection",
  severity: "medium",
  title: "Log groups have a retention",
  description: "Log groups keep their events for a set number of days.",
  remediation: "Set retentionInDays: 7 in development, as long as needed in production.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html#SettingLogRetention",
  checks: ["CKV_AWS_66"],
  requirement: "Every source: log groups have a retention; 7 days in the free-tier stack.",
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  judge({ resource: { properties }, known, fail }) {
    known(properties.text("logGroupClass"), (logClass) => {
      if (logClass === "DELIVERY") return;
      known(properties.number("retentionInDays"), (days) => {
        if (!days)
          fail(`Events are kept for ever (retentionInDays is ${days ?? "not set"}). Set a number of days, such as 7.`);
      });
    });
  },
});
