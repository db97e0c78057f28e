import { defineRule, type Judgement } from "../../frame/rule";
import { containersOf, serviceType, taskOf } from "../../../plan/ecs";
import { anyOf, type Read, type Reader } from "../../../plan/reader";

/**
 * A task that runs but does not work is replaced. A target group of the service counts, since a load balancer always
 * checks its targets, or a health check of one of its containers; ECS does not use checks of the image, so absent is a
 * fault. Not judged: daemons, whose machine is what is watched, services whose tasks another controller describes,
 * and task definitions from outside the stack.
 */
export const ecsHealthChecks = defineRule({
  name: "ecs-health-checks",
  family: "reliability",
  level: "advisory",
  severity: "medium",
  title: "Services notice dead tasks",
  description:
    "ECS services have a target group or a container health check; absent, a task that hangs is never replaced.",
  remediation: "Attach a target group, or give a container a healthCheck with a command that its image contains.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/healthcheck.html",
  checks: [],
  requirement: "Web application source: unhealthy tasks are found by health checks and replaced.",
  types: [serviceType],
  needsStack: true,
  judge(the) {
    const { properties } = the.resource;
    the.known(properties.text("schedulingStrategy"), (strategy) => {
      if (strategy === "DAEMON") return;
      the.known(properties.list("loadBalancers"), (balancers = []) => {
        if (balancers.length === 0) judgeContainers(the);
      });
    });
  },
});

function judgeContainers(the: Judgement): void {
  the.known(taskOf(the.resource, the.stack), (task) => {
    if (!task) return;
    the.known(containersOf(task), (containers = []) => {
      const checks = containers.map(isChecked);
      if (checks.some((read) => read.state === "known" && read.value)) return;
      const unknown = checks.find((read) => read.state === "unknown");
      if (unknown) the.doubt(unknown);
      else the.fail("Nothing checks its tasks: no target group, no healthCheck of a container. Add one of them.");
    });
  });
}

/** `NONE` turns the check of an image off, and makes none. */
function isChecked(container: Reader): Read<boolean> {
  const check = container.at("healthCheck");
  const none = anyOf(check.texts("command"), (word) => word === "NONE");
  return none.state === "known" ? { ...none, value: !check.isAbsent() && !none.value } : none;
}
