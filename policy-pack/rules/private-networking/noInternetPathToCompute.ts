import { defineRule } from "../../frame/rule";
import { describeWay, networkOf } from "../../models/network";

/** Instances and tasks are reached through load balancers only: whether those may face the internet is asked of them. */
export const noInternetPathToCompute = defineRule({
  name: "no-internet-path-to-compute",
  family: "private-networking",
  severity: "critical",
  title: "No path from the internet to compute",
  description:
    "Instances and tasks are reached from the internet through load balancers only, never at an address of their own.",
  remediation:
    "Take away the public address, the route to the internet gateway, or the rule that admits the internet, and put a load balancer in front.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-best-practices.html",
  checks: ["CKV_AWS_88", "CKV_AWS_333"],
  requirement: "Every source: tasks run in private subnets and are reached only through the load balancer.",
  guardsExposure: true,
  types: [
    "aws:ec2/instance:Instance",
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
    "aws:autoscaling/group:Group",
    "aws:ecs/service:Service",
    "aws:ecs/taskSet:TaskSet",
    "aws:cloudwatch/eventTarget:EventTarget",
    "aws:scheduler/schedule:Schedule",
  ],
  needsStack: true,
  judge({ resource, stack, fail, undetermined }) {
    const network = stack.view(networkOf);
    const host = network.host(resource);
    if (!host) return;
    const direct = network.fromInternet(host).ways.filter(({ kind }) => kind === "direct");
    const way = direct.find(({ verdict }) => verdict === "reachable") ?? direct[0];
    const [doubt] = way?.doubts ?? [];
    if (way?.verdict === "reachable")
      fail(`The internet reaches it at its own address: ${describeWay(way)}. Cut the path at one of its steps.`, {
        finding: "direct",
      });
    else if (way && doubt)
      undetermined(
        `${doubt.property} of ${doubt.resource}`,
        `${doubt.why}; the internet may reach it: ${describeWay(way)}`,
      );
  },
});
