import { defineRule } from "../../frame/rule";

/**
 * Somebody has thought of how long a target is drained. Absent is a fault, as AWS then waits 300 seconds for every
 * task that is replaced; any value that is set passes, for connections may be long. Lambda functions are not drained.
 */
export const targetGroupDeregistration = defineRule({
  name: "target-group-deregistration",
  family: "reliability",
  level: "advisory",
  severity: "low",
  title: "Draining is as long as requests are",
  description:
    "Target groups set how long a target is drained; absent, a deployment waits AWS's 300 seconds for each task.",
  remediation: "Set deregistrationDelay a little above the longest request: 30 for most, at most 60.",
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#deregistration-delay",
  checks: [],
  requirement: "Production enhancements: deployments finish within minutes and cut no request off.",
  types: ["aws:lb/targetGroup:TargetGroup"],
  judge({ resource: { properties }, known, fail }) {
    if (properties.has("deregistrationDelay")) return;
    known(properties.text("targetType"), (type) => {
      if (type !== "lambda") fail("deregistrationDelay is not set: AWS drains for 300 s. Set it, to 30 for most.");
    });
  },
});
