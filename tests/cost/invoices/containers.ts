import { unknown } from "../../policy-pack/support/bench";
import { given, type Given, type Invoice } from "../support";

const cluster = given("aws:ecs/cluster:Cluster", "main", { name: "main" });
const noCluster = "a cluster costs nothing, and its Container Insights are off unless the account turns them on";

function task(inputs: Given["inputs"] = {}): Given {
  return given("aws:ecs/taskDefinition:TaskDefinition", "api", { arn: "api:1", cpu: "256", memory: "512", ...inputs });
}

const arm = { runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" } };

function service(inputs: Given["inputs"] = {}): Given {
  return given("aws:ecs/service:Service", "api", {
    name: "api",
    cluster: "main",
    launchType: "FARGATE",
    taskDefinition: "api:1",
    ...inputs,
  });
}

const scaling = { serviceNamespace: "ecs", resourceId: "service/main/api" };

function target(minCapacity: number, maxCapacity: number): Given {
  return given("aws:appautoscaling/target:Target", "api", { ...scaling, minCapacity, maxCapacity });
}

/** Awake from 8 to 18, Monday to Friday, in Berlin: 261 days × 10 hours / 12 months = 217.5 hours. */
function workingHours(minCapacity: number, maxCapacity: number): Given[] {
  const action = (name: string, hour: number, bounds: object) =>
    given("aws:appautoscaling/scheduledAction:ScheduledAction", name, {
      ...scaling,
      schedule: `cron(0 ${hour} ? * MON-FRI *)`,
      timezone: "Europe/Berlin",
      scalableTargetAction: bounds,
    });
  return [action("wake", 8, { minCapacity, maxCapacity }), action("sleep", 18, { minCapacity: 0, maxCapacity: 0 })];
}

const policy = given("aws:appautoscaling/policy:Policy", "api", { ...scaling, policyType: "StepScaling" });

/** Which provider takes how many tasks: `[base, weight]` each. */
function providers(onDemand: readonly [number, number], spot: readonly [number, number]): Given["inputs"] {
  const one = (capacityProvider: string, [base, weight]: readonly [number, number]) => ({
    capacityProvider,
    base,
    weight,
  });
  return {
    launchType: undefined,
    capacityProviderStrategies: [one("FARGATE", onDemand), one("FARGATE_SPOT", spot)],
  };
}

export const containerInvoices: readonly Invoice[] = [
  {
    of: "one ARM task",
    stack: [cluster, task(arm), service()],
    lines: {
      "Fargate vCPU, ARM": "0.25 × 730 × 0.03238 = 5.90935",
      "Fargate memory, ARM": "0.5 × 730 × 0.00356 = 1.2994",
    },
    free: noCluster,
  },
  {
    of: "one ARM task",
    region: "eu-west-1",
    stack: [cluster, task(arm), service()],
    lines: {
      "Fargate vCPU, ARM": "0.25 × 730 × 0.03238 = 5.90935",
      "Fargate memory, ARM": "0.5 × 730 × 0.00356 = 1.2994",
    },
  },
  {
    of: "two x86 tasks of 1 vCPU and 2 GB",
    stack: [cluster, task({ cpu: "1024", memory: "2048" }), service({ desiredCount: 2 })],
    lines: {
      "Fargate vCPU, x86": "2 × 1 × 730 × 0.04048 = 59.1008",
      "Fargate memory, x86": "2 × 2 × 730 × 0.004445 = 12.9794",
    },
    total: "59.1008 + 12.9794 = 72.0802",
  },
  {
    of: "two x86 tasks under the free plans: Fargate has no free tier",
    region: "eu-west-1",
    plan: "legacy-free",
    stack: [cluster, task(), service({ desiredCount: 2 })],
    lines: {
      "Fargate vCPU, x86": "2 × 0.25 × 730 × 0.04048 = 14.7752",
      "Fargate memory, x86": "2 × 0.5 × 730 × 0.004445 = 3.24485",
    },
    total: "14.7752 + 3.24485 = 18.02005",
  },
  {
    of: "a task on Spot, which AWS sells for up to 70 % less",
    stack: [cluster, task(), service(providers([0, 0], [0, 1]))],
    lines: {
      "Fargate vCPU, x86, Spot": "0.25 × 730 × 0.04048 = 7.3876",
      "Fargate memory, x86, Spot": "0.5 × 730 × 0.004445 = 1.622425",
    },
    bounds: {
      "Fargate vCPU, x86, Spot": ["0.25 × 730 × 0.04048 × 0.3 = 2.21628", "0.25 × 730 × 0.04048 = 7.3876"],
      "Fargate memory, x86, Spot": ["0.5 × 730 × 0.004445 × 0.3 = 0.48673", "0.5 × 730 × 0.004445 = 1.622425"],
    },
  },
  {
    of: "five ARM tasks, one On-Demand and the others 1 to 3: two On-Demand, three on Spot",
    stack: [cluster, task(arm), service({ ...providers([1, 1], [0, 3]), desiredCount: 5 })],
    lines: {
      "Fargate vCPU, ARM, Spot": "5 × 0.25 × 730 × 0.03238 = 29.54675",
      "Fargate memory, ARM, Spot": "5 × 0.5 × 730 × 0.00356 = 6.497",
    },
    bounds: {
      "Fargate vCPU, ARM, Spot": [
        "2 × 0.25 × 730 × 0.03238 + 3 × 0.25 × 730 × 0.03238 × 0.3 = 17.137115",
        "5 × 0.25 × 730 × 0.03238 = 29.54675",
      ],
      "Fargate memory, ARM, Spot": [
        "2 × 0.5 × 730 × 0.00356 + 3 × 0.5 × 730 × 0.00356 × 0.3 = 3.76826",
        "5 × 0.5 × 730 × 0.00356 = 6.497",
      ],
    },
  },
  {
    of: "one task of a base of one On-Demand: nothing is left for Spot",
    stack: [cluster, task(), service(providers([1, 0], [0, 1]))],
    lines: {
      "Fargate vCPU, x86": "0.25 × 730 × 0.04048 = 7.3876",
      "Fargate memory, x86": "0.5 × 730 × 0.004445 = 1.622425",
    },
  },
  {
    of: "50 GB of ephemeral storage, of which 20 are included",
    stack: [cluster, task({ ephemeralStorage: { sizeInGib: 50 } }), service()],
    lines: {
      "Fargate vCPU, x86": "0.25 × 730 × 0.04048 = 7.3876",
      "Fargate memory, x86": "0.5 × 730 × 0.004445 = 1.622425",
      "Fargate storage above 20 GB": "30 × 730 × 0.000111 = 2.4309",
    },
  },
  {
    of: "50 GB of ephemeral storage, which has no price there",
    region: "eu-west-1",
    stack: [cluster, task({ ephemeralStorage: { sizeInGib: 50 } }), service()],
    lines: {
      "Fargate vCPU, x86": "0.25 × 730 × 0.04048 = 7.3876",
      "Fargate memory, x86": "0.5 × 730 × 0.004445 = 1.622425",
    },
    unpriced: [/no price with a source for fargate\.ephemeral in eu-west-1/],
  },
  {
    of: "two tasks that scheduled actions put to sleep, between one and three at most",
    stack: [cluster, task(), service({ desiredCount: 2 }), target(1, 3), ...workingHours(1, 3)],
    lines: {
      "Fargate vCPU, x86": "2 × 0.25 × 217.5 × 0.04048 = 4.4022",
      "Fargate memory, x86": "2 × 0.5 × 217.5 × 0.004445 = 0.9667875",
    },
    bounds: {
      "Fargate vCPU, x86": ["0.25 × 217.5 × 0.04048 = 2.2011", "3 × 0.25 × 217.5 × 0.04048 = 6.6033"],
      "Fargate memory, x86": ["0.5 × 217.5 × 0.004445 = 0.48339", "3 × 0.5 × 217.5 × 0.004445 = 1.45018"],
    },
  },
  {
    of: "tasks that a policy follows the load with: at rest, the least of two to six",
    region: "eu-west-1",
    stack: [cluster, task(), service({ desiredCount: 4 }), target(2, 6), policy],
    lines: {
      "Fargate vCPU, x86": "2 × 0.25 × 730 × 0.04048 = 14.7752",
      "Fargate memory, x86": "2 × 0.5 × 730 × 0.004445 = 3.24485",
    },
    bounds: {
      "Fargate vCPU, x86": ["2 × 0.25 × 730 × 0.04048 = 14.7752", "6 × 0.25 × 730 × 0.04048 = 44.3256"],
      "Fargate memory, x86": ["2 × 0.5 × 730 × 0.004445 = 3.24485", "6 × 0.5 × 730 × 0.004445 = 9.73455"],
    },
  },
  {
    of: "two tasks with public addresses",
    stack: [
      cluster,
      task(),
      service({ desiredCount: 2, networkConfiguration: { assignPublicIp: true, subnets: ["subnet-1"] } }),
    ],
    lines: {
      "Fargate vCPU, x86": "2 × 0.25 × 730 × 0.04048 = 14.7752",
      "Fargate memory, x86": "2 × 0.5 × 730 × 0.004445 = 3.24485",
      "public IPv4 addresses": "2 × 730 × 0.005 = 7.30",
    },
  },
  {
    of: "a service on instances",
    stack: [cluster, task(), service({ launchType: "EC2" })],
    lines: {},
    free: "its tasks run on instances that are billed themselves",
  },
  {
    of: "a service without a launch type in a cluster without defaults, which is one on instances",
    region: "eu-west-1",
    stack: [cluster, task(), service({ launchType: undefined })],
    lines: {},
    free: "its tasks run on instances that are billed themselves",
  },
  {
    of: "a service whose cluster runs tasks on Fargate by default",
    stack: [
      cluster,
      given("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", "main", {
        clusterName: "main",
        defaultCapacityProviderStrategies: [{ capacityProvider: "FARGATE", weight: 1 }],
      }),
      task(),
      service({ launchType: undefined }),
    ],
    lines: {
      "Fargate vCPU, x86": "0.25 × 730 × 0.04048 = 7.3876",
      "Fargate memory, x86": "0.5 × 730 × 0.004445 = 1.622425",
    },
  },
  {
    of: "a service on machines outside AWS",
    stack: [cluster, task(), service({ launchType: "EXTERNAL" })],
    lines: {},
    unpriced: [/outside AWS/],
  },
  {
    of: "a task whose size is not known",
    stack: [cluster, task({ cpu: unknown }), service()],
    lines: {},
    unpriced: [/^cpu is not known before deployment$/],
  },
  {
    of: "a number of tasks that is not known",
    stack: [cluster, task(), service({ desiredCount: unknown })],
    lines: {},
    unpriced: [/its number of tasks: desiredCount/],
  },
  {
    of: "tasks on Fargate and Spot whose number is not known",
    stack: [cluster, task(), service({ ...providers([1, 1], [0, 1]), desiredCount: unknown })],
    lines: {},
    unpriced: [/^desiredCount is not known before deployment$/],
  },
  {
    of: "Windows tasks",
    stack: [cluster, task({ runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" } }), service()],
    lines: {},
    unpriced: [/WINDOWS_SERVER_2022_CORE are not modelled/],
  },
  {
    of: "Container Insights: 60 custom metrics, of which ten are free",
    stack: [given("aws:ecs/cluster:Cluster", "main", { settings: [{ name: "containerInsights", value: "enabled" }] })],
    lines: { "metrics of Container Insights": "60 × 0.3 = 18.00" },
    total: "60 × 0.3 − 10 × 0.3 = 15.00",
  },
  {
    of: "Container Insights with enhanced observability",
    region: "eu-west-1",
    stack: [given("aws:ecs/cluster:Cluster", "main", { settings: [{ name: "containerInsights", value: "enhanced" }] })],
    lines: {},
    unpriced: [/enhanced observability/],
  },
  {
    of: "an image repository",
    stack: [given("aws:ecr/repository:Repository", "api")],
    lines: { images: "2 × 0.1 = 0.20" },
  },
  {
    of: "an image repository",
    region: "eu-west-1",
    stack: [given("aws:ecr/repository:Repository", "api")],
    lines: { images: "2 × 0.1 = 0.20" },
  },
];
