import { defineRule } from "../../frame/rule";

/** Where each way of starting tasks says whether they get a public address. */
const switches: Readonly<Record<string, string>> = {
  "aws:ecs/service:Service": "networkConfiguration.assignPublicIp",
  "aws:ecs/taskSet:TaskSet": "networkConfiguration.assignPublicIp",
  "aws:cloudwatch/eventTarget:EventTarget": "ecsTarget.networkConfiguration.assignPublicIp",
  "aws:scheduler/schedule:Schedule": "target.ecsParameters.networkConfiguration.assignPublicIp",
};

/** Tasks have no public address, whoever starts them. Absent passes: ECS assigns none unless asked. */
export const ecsServiceNoPublicIp = defineRule({
  name: "ecs-service-no-public-ip",
  family: "private-networking",
  severity: "high",
  title: "Tasks have no public address",
  description: "ECS services and scheduled tasks run without public addresses.",
  remediation: "Set assignPublicIp to false and give the private subnets a way out: endpoints or a NAT.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html",
  checks: ["CKV_AWS_333"],
  requirement: "Every source: tasks run in private subnets and are reached only through the load balancer.",
  guardsExposure: true,
  types: Object.keys(switches),
  judge({ resource, known, fail }) {
    known(resource.properties.flag(switches[resource.type]), (assigns) => {
      if (assigns) fail("assignPublicIp is true: every task gets a public address. Set it to false.");
    });
  },
});
