import { defineRule } from "../../frame/rule";

/**
 * A deployment whose tasks do not start is stopped and undone. Absent is a fault: ECS would retry for ever. Services
 * that CodeDeploy or another controller deploys are not judged: the setting has no meaning there.
 */
export const ecsCircuitBreaker = defineRule({
  name: "ecs-circuit-breaker",
  family: "reliability",
  severity: "medium",
  title: "Failed deployments are rolled back",
  description: "ECS services stop a failing deployment and roll it back.",
  remediation: "Set deploymentCircuitBreaker to { enable: true, rollback: true }.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
  checks: [],
  requirement: "Production enhancements: a failed deployment is rolled back without anybody awake.",
  types: ["aws:ecs/service:Service"],
  judge({ resource: { properties }, known, fail }) {
    known(properties.text("deploymentController.type"), (controller) => {
      if (controller !== undefined && controller !== "ECS") return;
      known(properties.flag("deploymentCircuitBreaker.enable"), (enabled) => {
        if (!enabled)
          fail("A failing deployment is never stopped. Set deploymentCircuitBreaker { enable, rollback: true }.");
        else
          known(properties.flag("deploymentCircuitBreaker.rollback"), (rollsBack) => {
            if (!rollsBack)
              fail("A failed deployment is stopped but not undone. Set deploymentCircuitBreaker.rollback to true.");
          });
      });
    });
  },
});
