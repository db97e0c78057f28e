import { serviceType, taskOf } from "../../plan/ecs";
import type { Reader } from "../../plan/reader";
import type { Resource } from "../../plan/resource";
import { hoursOfService } from "../../plan/serviceHours";
import type { Size } from "../../plan/sleep";
import type { Stack } from "../../plan/stack";
import { free, unpriced, type Entry } from "../entries";
import { known, scaledCharge, Undecided, usageCharge, type HoursBySize, type Inquiry, type Pricer } from "../inquiry";

const clusterType = "aws:ecs/cluster:Cluster";
const defaultsType = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders";

/** GB of ephemeral storage that every Fargate task has. AWS: https://aws.amazon.com/fargate/pricing/ */
const includedStorage = 20;

/** What AWS may take off for Fargate Spot. AWS: https://aws.amazon.com/fargate/pricing/ ("up to 70 %"). */
const spotDiscount = 0.7;

/** How the tasks of a service run. */
interface Launch {
  readonly kind: "fargate" | "machines" | "elsewhere";
  /** Share of the tasks that run on Spot. */
  readonly spotShare: number;
}

function* service(inquiry: Inquiry): Iterable<Entry> {
  const { resource, stack, calendar } = inquiry;
  const launch = launchOf(resource, stack);
  if (launch.kind === "machines") {
    yield free("its tasks run on instances that are billed themselves");
    return;
  }
  if (launch.kind === "elsewhere") {
    yield unpriced("tasks on machines outside AWS are billed by the hour of each machine, which is not modelled");
    return;
  }
  const at = (size: Size) => hoursOfService(resource, stack, calendar, size);
  const desired = at("desired");
  if (Number.isNaN(desired.average)) throw new Undecided(`its number of tasks: ${desired.doubt?.path ?? ""}`);
  const hours = { smallest: at("smallest").average, desired: desired.average, largest: at("largest").average };
  const read = taskOf(resource, stack);
  if (read.state !== "known") {
    yield unpriced("its task definition is not in the stack");
    return;
  }
  yield* taskCharges(read.value, hours, launch.spotShare);
  if (known(resource.properties.flag("networkConfiguration.assignPublicIp"))) {
    const charge = { item: "public IPv4 addresses", key: "ipv4.hour", allowance: "publicAddressHours" } as const;
    yield scaledCharge(hours, "task-hours", { ...charge, cheaper: "private subnets" });
  }
}

function* taskCharges({ properties }: Resource, hours: HoursBySize, spotShare: number): Iterable<Entry> {
  const family = known(properties.text("runtimePlatform.operatingSystemFamily")) ?? "LINUX";
  const [cpu, memory] = [known(properties.number("cpu")), known(properties.number("memory"))];
  if (family !== "LINUX") {
    yield unpriced(`Fargate tasks of ${family} are not modelled`);
    return;
  }
  if (cpu === undefined || memory === undefined) {
    yield unpriced("its task definition says no cpu or memory for the whole task");
    return;
  }
  const isArm = known(properties.text("runtimePlatform.cpuArchitecture")) === "ARM64";
  const architecture = isArm ? "arm" : "x86";
  const name = `${isArm ? "ARM" : "x86"}${spotShare > 0 ? ", Spot" : ""}`;
  const common = {
    discount: spotShare > 0 ? spotShare * spotDiscount : undefined,
    cheaper: isArm ? "fewer or smaller tasks, or hours in which they sleep" : "ARM64 images, which cost a fifth less",
  };
  const vcpu = { item: `Fargate vCPU, ${name}`, key: `fargate.${architecture}.vcpu`, ...common };
  yield scaledCharge(hours, "task-hours", vcpu, [cpu / 1024, "vCPU"]);
  const ram = { item: `Fargate memory, ${name}`, key: `fargate.${architecture}.memory`, ...common };
  yield scaledCharge(hours, "task-hours", ram, [memory / 1024, "GB"]);
  const storage = known(properties.number("ephemeralStorage.sizeInGib")) ?? includedStorage;
  if (storage <= includedStorage) return;
  const extra = { item: `Fargate storage above ${includedStorage} GB`, key: "fargate.ephemeral" };
  yield scaledCharge(hours, "task-hours", extra, [storage - includedStorage, "GB"]);
}

/** By the service's launch type, its own capacity providers, else those of its cluster. */
function launchOf(service: Resource, stack: Stack): Launch {
  const { properties } = service;
  const own = known(properties.list("capacityProviderStrategies")) ?? [];
  if (own.length > 0) return launchBy(own, service);
  const type = known(properties.text("launchType"));
  if (type === "EXTERNAL") return { kind: "elsewhere", spotShare: 0 };
  if (type !== undefined) return { kind: type === "FARGATE" ? "fargate" : "machines", spotShare: 0 };
  const cluster = stack.target(service, properties.text("cluster"), clusterType);
  const defaults = cluster.state === "known" ? stack.view(defaultsByCluster).get(cluster.value) : undefined;
  const strategies = defaults ? (known(defaults.properties.list("defaultCapacityProviderStrategies")) ?? []) : [];
  return strategies.length > 0 ? launchBy(strategies, service) : { kind: "machines", spotShare: 0 };
}

/** ECS first fills the base of a provider, then shares the other tasks by weight. */
function launchBy(strategies: readonly Reader[], { properties }: Resource): Launch {
  const shares = strategies.map((strategy) => {
    const name = strategy.text("capacityProvider");
    return {
      // A provider whose name comes later is one of the stack's own: those of Fargate are fixed words.
      name: name.state === "known" ? name.value : "",
      base: known(strategy.number("base")) ?? 0,
      weight: known(strategy.number("weight")) ?? 0,
    };
  });
  if (!shares.every(({ name }) => name.startsWith("FARGATE"))) return { kind: "machines", spotShare: 0 };
  const onSpot = shares.filter(({ name }) => name === "FARGATE_SPOT");
  if (onSpot.length === shares.length) return { kind: "fargate", spotShare: 1 };
  const sumOf = (chosen: typeof shares, key: "base" | "weight") => chosen.reduce((sum, share) => sum + share[key], 0);
  const weights = sumOf(shares, "weight");
  const byWeight = weights === 0 ? 0 : sumOf(onSpot, "weight") / weights;
  const tasks = known(properties.number("desiredCount")) ?? 1;
  if (tasks === 0) return { kind: "fargate", spotShare: byWeight };
  const based = Math.min(sumOf(shares, "base"), tasks);
  const spotTasks = Math.min(sumOf(onSpot, "base"), tasks) + (tasks - based) * byWeight;
  return { kind: "fargate", spotShare: spotTasks / tasks };
}

function defaultsByCluster(stack: Stack): Map<Resource, Resource> {
  const pairs = stack.ofType(defaultsType).flatMap((defaults): [Resource, Resource][] => {
    const cluster = stack.target(defaults, defaults.properties.text("clusterName"), clusterType);
    return cluster.state === "known" ? [[cluster.value, defaults]] : [];
  });
  return new Map(pairs);
}

function* cluster(inquiry: Inquiry): Iterable<Entry> {
  const settings = known(inquiry.resource.properties.list("settings")) ?? [];
  const insights = settings.find((setting) => known(setting.text("name")) === "containerInsights");
  const value = insights && known(insights.text("value"));
  if (value === "enhanced") {
    yield unpriced("Container Insights with enhanced observability is billed by metrics that only run time tells");
    return;
  }
  if (value !== "enabled") {
    yield free("a cluster costs nothing, and its Container Insights are off unless the account turns them on");
    return;
  }
  yield usageCharge(inquiry, "containerInsightsMetrics", "metrics", {
    item: "metrics of Container Insights",
    key: "cloudwatch.metric",
    allowance: "customMetrics",
    cheaper: "the free metrics of ECS: containerInsights disabled",
  });
}

function* repository(inquiry: Inquiry): Iterable<Entry> {
  const storage = { item: "images", key: "ecr.storage", allowance: "imageStorage" } as const;
  yield usageCharge(inquiry, "imageGigabytes", "GB", {
    ...storage,
    cheaper: "a lifecycle policy that keeps few images",
  });
}

export const containerPricers: Readonly<Record<string, Pricer>> = {
  [serviceType]: service,
  [clusterType]: cluster,
  "aws:ecr/repository:Repository": repository,
};
