import { planned, unknown, usualProvider, type Planned } from "../support/bench";
import type { Plan } from "./stack";

/** One way to break a stack of ours, and the rule that guards it. */
export interface Mutation {
  rule: string;
  stack: "dev" | "prod";
  /** Judged under another plan than the stack's own. */
  plan?: "legacy-free" | "free-plan" | "paid";
  /** Judged against a budget; default: none. */
  monthlyBudgetUsd?: number;
  given: string;
  /** In the message: the value or the resource at fault. */
  says: string | RegExp;
  /** Other rules of the topic that rightly fire too. */
  also?: string[];
  change: (plan: Plan) => Plan;
}

const own = (type: string, name: string, properties: Record<string, unknown>, refersTo: Planned["refersTo"] = {}) => ({
  ...planned(type, name, properties, refersTo),
  provider: usualProvider,
});

const service = "aws:ecs/service:Service";
const task = "aws:ecs/taskDefinition:TaskDefinition";
const group = "aws:ec2/securityGroup:SecurityGroup";
const balancer = "aws:lb/loadBalancer:LoadBalancer";
const listener = "aws:lb/listener:Listener";
const rolePolicy = "aws:iam/rolePolicy:RolePolicy";
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const cluster = "aws:rds/cluster:Cluster";
const instance = "aws:rds/instance:Instance";

interface Document {
  Statement: { Action: string | string[]; Resource: string | string[] }[];
}
const allowing =
  (...actions: string[]) =>
  (document: Document) => ({
    ...document,
    Statement: [...document.Statement, { Effect: "Allow", Action: actions, Resource: "*" }],
  });

/** A rule on the database's own group that lets a range in. */
const opening = (plan: Plan, range: Record<string, string>) =>
  plan.add(
    own(
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      "mistake",
      { securityGroupId: unknown, description: "Mistake", ipProtocol: "tcp", fromPort: 5432, toPort: 5432, ...range },
      { securityGroupId: [plan.the(group, "database-database-group")] },
    ),
  );

export const mutations: readonly Mutation[] = [
  {
    rule: "security-group-no-open-ingress",
    stack: "prod",
    given: "half of the internet let in to the database",
    says: /tcp 5432 from 0\.0\.0\.0\/1.*private range/,
    also: ["data-tier-ingress-by-reference"],
    change: (plan) => opening(plan, { cidrIpv4: "0.0.0.0/1" }),
  },
  {
    rule: "security-group-no-open-ingress",
    stack: "dev",
    given: "every IPv6 address let in to the database",
    says: "tcp 5432 from ::/0",
    also: ["data-tier-ingress-by-reference"],
    change: (plan) => opening(plan, { cidrIpv6: "::/0" }),
  },
  {
    rule: "subnet-no-public-ip-on-launch",
    stack: "prod",
    given: "a public subnet that hands out addresses",
    says: "mapPublicIpOnLaunch",
    change: (plan) =>
      plan.edit("aws:ec2/subnet:Subnet", "network-public-us-east-1a-subnet", { mapPublicIpOnLaunch: true }),
  },
  {
    rule: "ecs-service-no-public-ip",
    stack: "prod",
    given: "tasks with public addresses",
    says: "assignPublicIp",
    change: (plan) => plan.edit(service, "app-api-service", { "networkConfiguration.assignPublicIp": true }),
  },
  {
    rule: "load-balancer-internal-unless-declared",
    stack: "dev",
    given: "the internal balancer turned to the internet",
    says: /internet/,
    also: ["tls-in-transit"],
    change: (plan) => plan.edit(balancer, "app-load-balancer", { internal: false }),
  },
  {
    rule: "tls-in-transit",
    stack: "prod",
    given: "the HTTPS listener speaking HTTP to the internet",
    says: /HTTP/,
    change: (plan) =>
      plan.edit(listener, "app-https-listener", { protocol: "HTTP", sslPolicy: undefined, certificateArn: undefined }),
  },
  {
    rule: "tls-in-transit",
    stack: "prod",
    given: "a proxy that takes connections without TLS",
    says: "requireTls",
    change: (plan) => plan.edit("aws:rds/proxy:Proxy", "database-proxy", { requireTls: false }),
  },
  {
    rule: "rds-not-public",
    stack: "dev",
    given: "a database with a public address",
    says: "publiclyAccessible",
    change: (plan) => plan.edit(instance, "database-database", { publiclyAccessible: true }),
  },
  {
    rule: "storage-encrypted",
    stack: "prod",
    given: "an Aurora cluster that is not encrypted",
    says: "storageEncrypted",
    change: (plan) => plan.edit(cluster, "database-database", { storageEncrypted: false }),
  },
  {
    rule: "ecs-roles-separate",
    stack: "prod",
    given: "the application holding the role that starts it",
    says: /execution/,
    change: (plan) => {
      const definition = plan.the(task, "app-api-task-definition");
      return plan.edit(task, definition.name, { taskRoleArn: definition.properties.executionRoleArn });
    },
  },
  {
    rule: "iam-no-wildcard-action",
    stack: "prod",
    given: "iam:* for the execution role",
    says: "iam:*",
    also: [
      "iam-no-admin",
      "iam-no-wildcard-resource",
      "iam-no-escalation-path",
      "iam-pass-role-scoped",
      "ecs-execution-role-minimal",
    ],
    change: (plan) =>
      plan.editJson(
        rolePolicy,
        "app-api-execution-role-policy",
        "policy",
        allowing("iam:*") as (value: never) => unknown,
      ),
  },
  {
    rule: "iam-no-admin",
    stack: "dev",
    given: "everything for the execution role",
    says: /every action|administrator|\*/,
    also: [
      "iam-no-wildcard-action",
      "iam-no-wildcard-resource",
      "iam-no-escalation-path",
      "iam-pass-role-scoped",
      "ecs-execution-role-minimal",
    ],
    change: (plan) =>
      plan.editJson(rolePolicy, "app-api-execution-role-policy", "policy", allowing("*") as (value: never) => unknown),
  },
  {
    rule: "ecs-circuit-breaker",
    stack: "dev",
    given: "a service without a circuit breaker",
    says: /breaker|never stopped/,
    change: (plan) => plan.edit(service, "app-web-service", { deploymentCircuitBreaker: undefined }),
  },
  {
    rule: "log-retention-set",
    stack: "prod",
    given: "logs that are kept for ever",
    says: "retentionInDays",
    change: (plan) =>
      plan.edit("aws:cloudwatch/logGroup:LogGroup", "app-api-log-group", { retentionInDays: undefined }),
  },
  {
    rule: "ecr-immutable-and-scanned",
    stack: "prod",
    given: "a repository whose tags move",
    says: "imageTagMutability",
    also: ["container-image-pinned"],
    change: (plan) =>
      plan.edit("aws:ecr/repository:Repository", "api-images-repository", { imageTagMutability: "MUTABLE" }),
  },
  {
    rule: "required-tags",
    stack: "dev",
    given: "a provider without default tags",
    says: "environment",
    change: (plan) =>
      plan.add({ ...planned("aws:sns/topic:Topic", "untagged", {}), provider: { region: "us-east-1" } }),
  },
  {
    rule: "free-tier-fargate-size",
    stack: "dev",
    given: "tasks of 512 CPU units and 1024 MiB",
    says: /(512|1024).*Set (cpu|memory)/,
    change: (plan) => plan.edit(task, "app-api-task-definition", { cpu: "512", memory: "1024" }),
  },
  {
    rule: "free-tier-database",
    stack: "dev",
    given: "a database of 21 GB",
    says: "21",
    also: ["free-tier-storage"],
    change: (plan) => plan.edit(instance, "database-database", { allocatedStorage: 21 }),
  },
  {
    rule: "free-tier-no-always-billed",
    stack: "dev",
    given: "a NAT gateway",
    says: /NAT gateway/,
    also: ["nat-gateway-justified"],
    change: (plan) =>
      plan.add(
        own(
          "aws:ec2/natGateway:NatGateway",
          "expensive",
          { subnetId: unknown, connectivityType: "public", allocationId: unknown },
          { subnetId: [plan.the("aws:ec2/subnet:Subnet", "network-public-us-east-1a-subnet")] },
        ),
      ),
  },
  {
    rule: "free-tier-alarms",
    stack: "dev",
    given: "three alarms more, eleven in all",
    says: "11",
    change: (plan) => {
      const one = plan.the(alarm, "app-api-cpu-alarm");
      return plan.add(...["a", "b", "c"].map((key) => ({ ...one, name: `more-${key}` })));
    },
  },
];
