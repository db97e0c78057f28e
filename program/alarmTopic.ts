import type * as pulumi from "@pulumi/pulumi";
import type { StackConfig } from "../config";
import * as shared from "../components/internal/alarmTopic";

/** The one topic to which everything that goes wrong is told. Its ARN is known at the first preview. */
export function createAlarmTopic(config: StackConfig, opts: pulumi.CustomResourceOptions) {
  return shared.createAlarmTopic(
    "alarm-topic",
    {
      identity: config,
      topicName: `${config.environment}-alarms`,
      emails: config.alarmEmails,
      encrypt: config.encryptAlarmTopic,
    },
    opts,
  );
}
