import type { Stack } from "../../../plan/stack";
import { part, stackOf, type Part } from "./parts";

/*
 * Three deployments as they are usually described, each with the monthly bill that its description gives. They are
 * written here as planned resources, so that the estimator recomputes the bill for their own configuration.
 */

/** A line of a published bill, in US dollars a month. */
export interface PublishedLine {
  readonly item: string;
  readonly monthlyUsd: string;
}

/** What has no price with a source here. */
interface OwnFigure {
  readonly item: string;
  readonly monthlyUsd: number;
  readonly why: string;
  /** Ours has the same thing, at the same figure. */
  readonly onBothSides?: boolean;
}

/** A usual deployment. */
export interface UsualDeployment {
  readonly title: string;
  readonly region: string;
  readonly published: readonly PublishedLine[];
  readonly publishedTotal: string;
  readonly stack: Stack;
  /** Hours a month in which its machines run, where its description has them stopped by hand. */
  readonly awakeHours?: number;
  /** Usage that its description states, by name. */
  readonly usage?: Readonly<Record<string, number>>;
  /** What the estimator has no price for, with the figure that its description gives. */
  readonly ownFigures: readonly OwnFigure[];
  /** Why the recomputed bill differs from the published one. */
  readonly differences: readonly string[];
}

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

function service(name: string, cpu: number, memory: number, count: number, provider: string): Part[] {
  const task = part("aws:ecs/taskDefinition:TaskDefinition", `${name}-task`, {
    cpu: String(cpu),
    memory: String(memory),
    requiresCompatibilities: ["FARGATE"],
  });
  return [
    task,
    part(
      "aws:ecs/service:Service",
      name,
      {
        name,
        desiredCount: count,
        taskDefinition: unknown,
        capacityProviderStrategies: [{ capacityProvider: provider, weight: 1 }],
      },
      { taskDefinition: [task] },
    ),
    part("aws:cloudwatch/logGroup:LogGroup", `${name}-logs`, { retentionInDays: 30 }),
  ];
}

function natGateways(count: number): Part[] {
  return Array.from({ length: count }, (_, index) => [
    part("aws:ec2/natGateway:NatGateway", `nat-${index}`),
    part("aws:ec2/eip:Eip", `nat-address-${index}`),
  ]).flat();
}

/** What both of the web application's environments have. */
const webCommon = [
  part("aws:lb/loadBalancer:LoadBalancer", "balancer", { internal: false, subnets: ["subnet-1", "subnet-2"] }),
  part("aws:efs/fileSystem:FileSystem", "repositories"),
  ...["api", "web"].map((name) => part("aws:ecr/repository:Repository", `${name}-images`)),
  ...["password", "connection"].map((name) => part("aws:secretsmanager/secret:Secret", name)),
  part("aws:cloudwatch/logGroup:LogGroup", "migration-logs", { retentionInDays: 30 }),
  part("aws:cloudwatch/logGroup:LogGroup", "database-logs", { retentionInDays: 30 }),
];

function database(instanceClass: string, multiAz: boolean): Part {
  const storage = { allocatedStorage: 20, storageType: "gp3" };
  return part("aws:rds/instance:Instance", "database", { engine: "postgres", instanceClass, multiAz, ...storage });
}

const development: UsualDeployment = {
  title: "Web application, development",
  region: "us-east-1",
  published: [
    { item: "Network: one NAT gateway", monthlyUsd: "45" },
    { item: "RDS db.t3.micro", monthlyUsd: "15" },
    { item: "Fargate", monthlyUsd: "20-40" },
    { item: "EFS", monthlyUsd: "0.30 a GB" },
    { item: "Load balancer", monthlyUsd: "20" },
  ],
  publishedTotal: "100-120",
  stack: stackOf(
    [
      ...natGateways(1),
      database("db.t3.micro", false),
      ...service("api", 256, 512, 1, "FARGATE_SPOT"),
      ...service("web", 256, 512, 1, "FARGATE_SPOT"),
      ...webCommon,
    ],
    "us-east-1",
  ),
  ownFigures: [],
  differences: [
    "A NAT gateway is 730 h × 0.045 = 32.85, not 45; its address, 730 h × 0.005 = 3.65, is not in the published bill.",
    "The two public addresses of the load balancer, 7.30, and both secrets are not in it either.",
    "Fargate is counted at the On-Demand price of x86; Spot may take up to 70 % off.",
  ],
};

const production: UsualDeployment = {
  title: "Web application, production",
  region: "us-east-1",
  published: [
    { item: "Network: two NAT gateways", monthlyUsd: "90" },
    { item: "RDS db.t3.small, Multi-AZ", monthlyUsd: "50" },
    { item: "Fargate", monthlyUsd: "100-200" },
    { item: "EFS", monthlyUsd: "0.30 a GB" },
    { item: "Load balancer", monthlyUsd: "20" },
  ],
  publishedTotal: "260-380",
  stack: stackOf(
    [
      ...natGateways(2),
      database("db.t3.small", true),
      ...service("api", 1024, 2048, 2, "FARGATE"),
      ...service("web", 1024, 2048, 2, "FARGATE"),
      ...webCommon,
      part("aws:ecs/cluster:Cluster", "cluster", { settings: [{ name: "containerInsights", value: "enabled" }] }),
      ...["database-cpu", "database-storage", "api-cpu", "web-cpu", "unhealthy"].map((name) =>
        part("aws:cloudwatch/metricAlarm:MetricAlarm", name),
      ),
      part("aws:cloudwatch/logGroup:LogGroup", "flow-logs", { retentionInDays: 30 }),
    ],
    "us-east-1",
  ),
  ownFigures: [
    {
      item: "RDS db.t3.small, Multi-AZ",
      monthlyUsd: 50,
      why: "no price with a source for PostgreSQL; MySQL's is 730 h × 0.068 = 49.64",
    },
  ],
  differences: [
    "The description names no task sizes: two tasks of 1 vCPU and 2 GB for each service cost 144, the middle of its 100-200.",
    "Two NAT gateways are 65.70, not 90; their addresses, 7.30, and the load balancer's, 7.30, are not in it.",
    "Container Insights, which it turns on, is billed by metric and not in its bill; nor are secrets, alarms, logs.",
  ],
};

const temporalHours = 8 * 22;
const endpointCount = 8;
const templateType = "aws:ec2/launchTemplate:LaunchTemplate";

function temporalNode(name: string): Part[] {
  const template = part(templateType, `${name}-template`, {
    instanceType: "m7g.large",
    blockDeviceMappings: [{ ebs: { volumeSize: 30, volumeType: "gp3" } }],
  });
  const sizes = { minSize: 1, maxSize: 1, desiredCapacity: 1 };
  return [
    template,
    part(
      "aws:autoscaling/group:Group",
      name,
      { ...sizes, launchTemplate: { id: unknown } },
      { launchTemplate: [template] },
    ),
  ];
}

const temporal: UsualDeployment = {
  title: "Temporal, development",
  region: "eu-west-1",
  awakeHours: temporalHours,
  usage: { natGigabytes: temporalHours },
  published: [
    { item: "Three m7g.large", monthlyUsd: "43.30 (8 h × 22 d × 0.246)" },
    { item: "NAT gateway", monthlyUsd: "8.45 (8 h × 22 d)" },
    { item: "NAT data, 1 GB an hour", monthlyUsd: "8.45" },
    { item: "OpenSearch t3.small.search", monthlyUsd: "6.69 (8 h × 22 d)" },
    { item: "Eight interface endpoints in one zone", monthlyUsd: "15.49 (8 h × 22 d)" },
    { item: "Logs, secret, metrics", monthlyUsd: "3.06" },
  ],
  publishedTotal: "86",
  stack: stackOf(
    [
      ...["a", "b", "c"].flatMap((name) => temporalNode(`node-${name}`)),
      ...natGateways(1),
      ...Array.from({ length: endpointCount }, (_, index) =>
        part("aws:ec2/vpcEndpoint:VpcEndpoint", `endpoint-${index}`, {
          vpcEndpointType: "Interface",
          subnetIds: ["subnet-1", "subnet-2"],
        }),
      ),
      ...["history", "matching", "frontend", "worker", "ui", "grafana", "adot"].map((name) =>
        part("aws:cloudwatch/logGroup:LogGroup", `${name}-logs`, { retentionInDays: 7 }),
      ),
      part("aws:secretsmanager/secret:Secret", "grafana"),
    ],
    "eu-west-1",
  ),
  ownFigures: [
    {
      item: "OpenSearch t3.small.search",
      monthlyUsd: 0.038 * 730,
      why: "730 h × 0.038, its own price: no other source",
      onBothSides: true,
    },
    {
      item: "Prometheus",
      monthlyUsd: 0.011 * temporalHours,
      why: "its own figure: no price with a source in Ireland",
      onBothSides: true,
    },
  ],
  differences: [
    "NAT gateway, endpoints, addresses and OpenSearch are billed around the clock, not only while somebody works.",
    "Endpoints are billed in each zone: eight in two zones are 16 × 730 h × 0.011 = 128.48.",
    "Instances are 0.091 an hour in Ireland, not 0.082; volumes and addresses are not in the published bill.",
    "That nodes run only 176 hours is taken as published; nothing in the description stops them.",
  ],
};

export const usualDeployments = { development, production, temporal } as const;
