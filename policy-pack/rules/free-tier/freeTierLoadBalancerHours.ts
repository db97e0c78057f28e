import { longestMonthHours } from "../../../plan/awakeHours";
import { freeTierLimits } from "../../../cost/freeTier";
import { overrun, unitPrice } from "../../../cost/unitPrices";
import { defineRule } from "../../frame/rule";

const balancerType = "aws:lb/loadBalancer:LoadBalancer";
const classicType = "aws:elb/loadBalancer:LoadBalancer";

/** The Classic and Application Load Balancers of the stack share 750 hours: one that is always there. Others have none. */
export const freeTierLoadBalancerHours = defineRule({
  name: "free-tier-load-balancer-hours",
  family: "free-tier",
  severity: "high",
  title: "Load balancers are within the free hours",
  description:
    "Classic and Application Load Balancers together are there for at most 750 hours a month, and there is no Network or Gateway Load Balancer.",
  remediation: "Share one Application Load Balancer; its listener rules tell services apart by path or host.",
  url: "https://aws.amazon.com/elasticloadbalancing/pricing/",
  checks: [],
  requirement: "Free-tier source: an Application Load Balancer within 750 hours a month.",
  plans: ["legacy-free"],
  types: [balancerType],
  judge({ resource, known, fail }) {
    known(resource.properties.text("loadBalancerType"), (kind = "application") => {
      if (kind !== "application")
        fail(`loadBalancerType is ${kind}, which has no free hours: 0 of them. Use an application load balancer.`, {
          finding: "loadBalancerType",
        });
    });
  },
  judgeStack({ settings, stack, fail }) {
    const limit = freeTierLimits(settings.plan).loadBalancerHours?.value;
    // One whose kind is not known yet is told by `judge`.
    const sharing = stack.ofType(balancerType, classicType).filter(({ type, properties }) => {
      const kind = properties.text("loadBalancerType");
      return (
        type === classicType || kind.state === "absent" || (kind.state === "known" && kind.value === "application")
      );
    });
    const hours = sharing.length * longestMonthHours;
    if (limit === undefined || hours <= limit) return;
    const names = sharing.map(({ name }) => name).join(", ");
    const cost = overrun(hours - limit, "hours", (hours - limit) * unitPrice("loadBalancer"));
    fail(
      `${sharing.length} load balancers take ${hours} of ${limit} free hours a month (${names})${cost}. Share one.`,
      {
        finding: "sum",
      },
    );
  },
});
