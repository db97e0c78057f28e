import { defineRule, type Judgement } from "../../frame/rule";
import { refusals, topicType, type Refusal } from "../../models/alarmTopics";
import type { Resource } from "../../../plan/resource";
import type { Stack } from "../../../plan/stack";

const metricType = "aws:cloudwatch/metricAlarm:MetricAlarm";
const compositeType = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
const alarmTypes = [metricType, compositeType];
const actionProperties = ["alarmActions", "insufficientDataActions", "okActions"];

/** What each refusal means and how it is mended. */
const messages: Readonly<Record<Refusal, string>> = {
  managedKey:
    "kmsMasterKeyId is AWS's own key alias/aws/sns, which CloudWatch may not use: no alarm arrives. Remove it, or use a key whose policy lets cloudwatch.amazonaws.com in.",
  key: "The policy of the key in kmsMasterKeyId does not let cloudwatch.amazonaws.com in: no alarm arrives. Allow it kms:Decrypt and kms:GenerateDataKey*.",
  policy:
    "The topic's policy does not let cloudwatch.amazonaws.com publish: no alarm arrives. Allow it sns:Publish, with aws:SourceAccount.",
};

/**
 * Somebody or something hears an alarm, and CloudWatch can reach it. Absent actions are a fault, unless a deployment,
 * a composite alarm, a health check or an event rule of the stack uses the alarm; absent `actionsEnabled` is true.
 */
export const alarmHasAction = defineRule({
  name: "alarm-has-action",
  family: "reliability",
  severity: "medium",
  title: "Alarms are heard",
  description:
    "Alarms have an action or are used by another resource, and their topics let CloudWatch publish; absent actions tell nobody.",
  remediation: "Set alarmActions to a topic that CloudWatch may publish to: unencrypted or with a key of your own.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html",
  checks: ["CKV_AWS_319"],
  requirement: "Production enhancements: alarms reach somebody.",
  types: alarmTypes,
  needsStack: true,
  judge(the) {
    const { properties } = the.resource;
    for (const topic of topicsOf(the)) judgeTopic(the, topic);
    the.known(properties.flag("actionsEnabled"), (isEnabled = true) => {
      const lists = actionProperties.map((property) => properties.list(property));
      const isSet = lists.some((list) => list.state === "known" && list.value.length > 0);
      if ((isSet && isEnabled) || the.stack.view(isHeardByEvents) || isUsed(the.resource, the.stack)) return;
      const unknown = lists.find((list) => list.state === "unknown");
      if (!isEnabled) the.fail("actionsEnabled is false: nobody hears the alarm. Remove it.", { finding: "disabled" });
      else if (unknown) the.doubt(unknown);
      else the.fail("Has no action: nobody hears it. Set alarmActions to a topic.", { finding: "no action" });
    });
  },
});

function topicsOf({ resource, stack }: Judgement): Resource[] {
  return actionProperties.flatMap((property) => {
    const actions = resource.properties.texts(property);
    const named = (actions.state === "known" ? actions.value : []).flatMap((action) => {
      const topic = action.state === "known" ? stack.target(resource, action, topicType) : action;
      return topic.state === "known" ? [topic.value] : [];
    });
    return [...new Set([...named, ...stack.dependencies(resource, property, [topicType])])];
  });
}

function judgeTopic(the: Judgement, topic: Resource): void {
  for (const refusal of refusals(topic, the.stack))
    the.known(
      refusal,
      (why) => {
        if (why) the.fail(messages[why], { at: topic, finding: why });
      },
      { at: topic },
    );
}

/** Whether a rule of the stack hears every change of state. */
function isHeardByEvents(stack: Stack): boolean {
  return stack.ofType("aws:cloudwatch/eventRule:EventRule").some((rule) => {
    const pattern = rule.properties.text("eventPattern");
    return pattern.state === "known" && pattern.value.includes("CloudWatch Alarm State Change");
  });
}

/** Whether another resource was made from the alarm, or a composite one names it. A dashboard only shows it. */
function isUsed(alarm: Resource, stack: Stack): boolean {
  if (stack.view(usedAlarms).has(alarm.urn)) return true;
  const name = alarm.properties.text("name");
  return stack.ofType(compositeType).some((composite) => {
    const rule = composite.properties.text("alarmRule");
    return rule.state === "known" && name.state === "known" && rule.value.includes(name.value);
  });
}

function usedAlarms(stack: Stack): ReadonlySet<string> {
  return new Set(
    stack.resources
      .filter(({ type }) => type !== "aws:cloudwatch/dashboard:Dashboard")
      .flatMap((resource) =>
        Object.keys(resource.propertyDependencies).flatMap((property) =>
          stack.dependencies(resource, property, alarmTypes).map(({ urn }) => urn),
        ),
      ),
  );
}
