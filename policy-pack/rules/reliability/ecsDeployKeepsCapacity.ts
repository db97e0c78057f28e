import { defineRule } from "../../frame/rule";
import { isRolledByEcs, serviceType } from "../../../plan/ecs";
import { declaresSingleton, singletonTag } from "../../models/singletons";

/**
 * A deployment takes no task away before its successor is healthy. Absent passes: ECS keeps 100 percent and goes up to
 * 200. Not judged: daemons, which are replaced in place, and services that another controller deploys. A service that
 * must never run twice declares it, as it has to stop before it starts.
 */
export const ecsDeployKeepsCapacity = defineRule({
  name: "ecs-deploy-keeps-capacity",
  family: "reliability",
  severity: "medium",
  title: "Deployments keep capacity",
  description:
    "A deployment keeps 100 percent of an ECS service's tasks healthy and has room for new ones, unless the service is declared a singleton; absent is 100 and 200 percent.",
  remediation: `Set deploymentMinimumHealthyPercent to 100 and deploymentMaximumPercent to 200, or tag the service ${singletonTag} = declared.`,
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html",
  checks: [],
  requirement: "Production enhancements: deployments without downtime.",
  types: [serviceType],
  judge({ resource, known, fail }) {
    const { properties } = resource;
    known(properties.text("schedulingStrategy"), (strategy) => {
      if (strategy === "DAEMON") return;
      known(isRolledByEcs(resource), (isRolled) => {
        if (!isRolled) return;
        known(properties.number("deploymentMinimumHealthyPercent"), (least = 100) => {
          known(properties.number("deploymentMaximumPercent"), (most = 200) => {
            if (least >= 100 && most <= 100)
              fail(
                `deploymentMaximumPercent is ${most} and deploymentMinimumHealthyPercent ${least}: a deployment can neither start nor stop a task. Set the maximum to 200.`,
                { finding: "stuck" },
              );
          });
          if (least >= 100) return;
          known(declaresSingleton(resource), (isSingle) => {
            if (!isSingle)
              fail(
                `deploymentMinimumHealthyPercent is ${least}: a deployment stops tasks before new ones are healthy. Set it to 100, or tag the service ${singletonTag} = declared.`,
                { finding: "deploymentMinimumHealthyPercent" },
              );
          });
        });
      });
    });
  },
});
