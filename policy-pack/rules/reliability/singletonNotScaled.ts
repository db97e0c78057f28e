import { defineRule, type Judgement } from "../../frame/rule";
import { serviceType } from "../../../plan/ecs";
import { declaresSingleton, groupType, singleVolumeOf, singletonTag } from "../../models/singletons";

const targetType = "aws:appautoscaling/target:Target";
const clockType = "aws:autoscaling/schedule:Schedule";

/**
 * What there must never be two of, there is one of: a service or an Auto Scaling group with the tag, and a group whose
 * instances attach a volume that only one of them can. Nor does a new one start before the old one has stopped: absent
 * `deploymentMaximumPercent` is a fault, as ECS then runs both; absent percentages of a group pass, as it then stops
 * first. Tasks have no such volumes: ECS makes one for each task.
 */
export const singletonNotScaled = defineRule({
  name: "singleton-not-scaled",
  family: "reliability",
  severity: "high",
  title: "Singletons stay single",
  description: `Services and groups tagged ${singletonTag} = declared, and groups whose instances attach one volume, never run twice, not even while they are replaced.`,
  remediation:
    "Set desiredCount or maxSize to 1, deploymentMaximumPercent to 100 and deploymentMinimumHealthyPercent to 0.",
  url: "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volumes-multi.html",
  checks: [],
  requirement: "Monitoring server source: one server on one volume, replaced by stopping the old one first.",
  types: [serviceType, groupType],
  needsStack: true,
  judge(the) {
    the.known(declaresSingleton(the.resource), (isDeclared) => {
      if (the.resource.type === serviceType) {
        if (isDeclared) judgeService(the);
        return;
      }
      const volume = singleVolumeOf(the.resource, the.stack);
      if (isDeclared || volume) judgeGroup(the, volume ? `attaches the volume ${volume.name}` : "is a singleton");
    });
  },
});

function judgeService(the: Judgement): void {
  const { resource, stack } = the;
  atMost(the, "desiredCount", 1, "is a singleton");
  for (const target of stack.ofType(targetType))
    if (stack.dependencies(target, "resourceId", [serviceType]).includes(resource))
      the.known(target.properties.number("maxCapacity"), (most = 1) => {
        if (most > 1)
          the.fail(`Is a singleton, and ${target.name} may scale it to ${most}. Remove it.`, { finding: "scaled" });
      });
  the.known(resource.properties.text("deploymentController.type"), (controller = "ECS") => {
    if (controller === "CODE_DEPLOY")
      the.fail("Is a singleton, and CodeDeploy starts the new one beside the old. Use the controller ECS.", {
        finding: "overlap",
      });
    if (controller !== "ECS") return;
    the.known(resource.properties.number("deploymentMaximumPercent"), (percent) => {
      if ((percent ?? 200) > 100)
        the.fail(
          `Is a singleton, and deploymentMaximumPercent is ${percent ?? "not set, which is 200"}: a deployment runs two. Set it to 100 and deploymentMinimumHealthyPercent to 0.`,
          { finding: "overlap" },
        );
    });
  });
}

function judgeGroup(the: Judgement, why: string): void {
  const { resource, stack } = the;
  atMost(the, "maxSize", 1, why);
  const overlaps = ["instanceMaintenancePolicy", "instanceRefresh.preferences"];
  for (const path of overlaps) atMost(the, `${path}.maxHealthyPercentage`, 100, why);
  for (const clock of stack.ofType(clockType)) {
    const group = stack.target(clock, clock.properties.text("autoscalingGroupName"), groupType);
    if (group.state !== "known" || group.value !== resource) continue;
    the.known(clock.properties.number("maxSize"), (most = 1) => {
      if (most > 1)
        the.fail(`The group ${why}, and ${clock.name} raises maxSize to ${most}.`, { finding: "scheduled" });
    });
  }
}

function atMost({ resource, known, fail }: Judgement, path: string, limit: number, why: string): void {
  known(resource.properties.number(path), (value) => {
    if (value !== undefined && value > limit)
      fail(
        `The ${resource.type === groupType ? "group" : "service"} ${why}, and ${path} is ${value}. Set it to ${limit}.`,
        {
          finding: path,
        },
      );
  });
}
