import { planned, unknown, usualProvider } from "../support/bench";
import type { Mutation } from "./mutations";
import type { Plan } from "./stack";

const service = "aws:ecs/service:Service";
const task = "aws:ecs/taskDefinition:TaskDefinition";
const instance = "aws:rds/instance:Instance";
const balancer = "aws:lb/loadBalancer:LoadBalancer";
const subnet = "aws:ec2/subnet:Subnet";

const own = (type: string, name: string, properties: Record<string, unknown>) => ({
  ...planned(type, name, properties),
  provider: usualProvider,
});

/** The plan with a second one of a resource beside the first. */
const twice = (plan: Plan, type: string, name: string, changes: Record<string, unknown> = {}) => {
  const first = plan.the(type, name);
  return plan.add({ ...first, name: `${name}-again`, properties: { ...first.properties, ...changes } });
};

const withImage = (image: string) => (containers: Record<string, unknown>[]) =>
  containers.map((container) => ({ ...container, image }));

/** Free tier and hygiene. What sums hours is judged under the plan that counts hours. */
export const freeTierAndHygiene: readonly Mutation[] = [
  {
    rule: "free-tier-instance-class",
    stack: "dev",
    given: "a NAT instance of a class that the free plan refuses",
    says: /m5\.large.*t3\.micro/,
    change: (plan) =>
      plan.edit("aws:ec2/launchTemplate:LaunchTemplate", "network-nat-instance-template", { instanceType: "m5.large" }),
  },
  {
    rule: "free-tier-instance-hours",
    stack: "dev",
    plan: "legacy-free",
    given: "a second database that never sleeps",
    says: /of 750 free hours/,
    also: ["free-tier-storage", "free-tier-instance-class", "off-hours-schedule"],
    change: (plan) => twice(plan, instance, "database-database", { identifier: "another", allocatedStorage: 20 }),
  },
  {
    rule: "free-tier-load-balancer-hours",
    stack: "dev",
    plan: "legacy-free",
    given: "a second load balancer",
    says: /1488/,
    also: ["free-tier-instance-class"],
    change: (plan) => twice(plan, balancer, "app-load-balancer"),
  },
  {
    rule: "free-tier-log-retention",
    stack: "dev",
    given: "logs that are kept for a month",
    says: "30",
    change: (plan) => plan.edit("aws:cloudwatch/logGroup:LogGroup", "app-api-log-group", { retentionInDays: 30 }),
  },
  {
    rule: "free-tier-storage",
    stack: "dev",
    plan: "legacy-free",
    also: ["free-tier-instance-class"],
    given: "forty gigabytes of disk more",
    says: /EBS|disk|volume/i,
    change: (plan) =>
      plan.add(
        own("aws:ebs/volume:Volume", "big", { size: 40, type: "gp3", encrypted: true, availabilityZone: "us-east-1a" }),
      ),
  },
  {
    rule: "free-tier-excluded-services",
    stack: "dev",
    given: "a flow log",
    says: /flow log/i,
    change: (plan) => plan.add(own("aws:ec2/flowLog:FlowLog", "log", { vpcId: unknown, trafficType: "ALL" })),
  },
  {
    rule: "free-tier-single-zone",
    stack: "dev",
    given: "tasks in two zones",
    says: /zone/,
    change: (plan) => {
      const api = plan.the(service, "app-api-service");
      const subnets = ["a", "b"].map((zone) => plan.the(subnet, `network-private-us-east-1${zone}-subnet`));
      const spread = {
        ...api,
        properties: {
          ...api.properties,
          networkConfiguration: { ...(api.properties.networkConfiguration as object), subnets: [unknown, unknown] },
        },
        refersTo: {
          ...api.refersTo,
          networkConfiguration: [
            ...(api.refersTo?.networkConfiguration ?? []).filter((r) => r.type !== subnet),
            ...subnets,
          ],
        },
      };
      return plan.remove(service, api.name).add(spread);
    },
  },
  {
    rule: "budget-exists",
    stack: "dev",
    given: "no budget",
    says: /budget/i,
    change: (plan) => plan.remove("aws:budgets/budget:Budget", "budget"),
  },
  {
    rule: "budget-exists",
    stack: "dev",
    monthlyBudgetUsd: 40,
    given: "a budget above the configured one",
    says: "50",
    change: (plan) => plan.edit("aws:budgets/budget:Budget", "budget", { limitAmount: "50" }),
  },
  {
    rule: "off-hours-schedule",
    stack: "dev",
    given: "a service that never goes to sleep",
    says: /sleep|zero|schedule/i,
    change: (plan) =>
      plan.remove("aws:appautoscaling/scheduledAction:ScheduledAction", "app-api-evening-scheduled-action"),
  },
  {
    rule: "container-image-pinned",
    stack: "prod",
    given: "an image whose tag moves",
    says: "latest",
    change: (plan) =>
      plan.editJson(
        task,
        "app-web-task-definition",
        "containerDefinitions",
        withImage("public.ecr.aws/nginx/nginx:latest") as (value: never) => unknown,
      ),
  },
  {
    rule: "ecr-lifecycle",
    stack: "prod",
    given: "a repository that keeps everything",
    says: /lifecycle/i,
    change: (plan) => plan.remove("aws:ecr/lifecyclePolicy:LifecyclePolicy", "api-images-lifecycle-policy"),
  },
  {
    rule: "physical-name-length",
    stack: "prod",
    given: "a role with a name that IAM refuses",
    says: "64",
    change: (plan) => plan.edit("aws:iam/role:Role", "app-api-task-role", { name: `prod-${"x".repeat(60)}` }),
  },
  {
    rule: "runtime-not-end-of-life",
    stack: "dev",
    given: "a database of a version past its end",
    says: /11|end of/,
    change: (plan) => plan.edit(instance, "database-database", { engineVersion: "11" }),
  },
];
