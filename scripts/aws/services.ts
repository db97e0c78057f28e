import { DescribeServicesCommand, ECSClient, UpdateServiceCommand, type Service } from "@aws-sdk/client-ecs";
import { setTimeout as pause } from "node:timers/promises";
import { CommandError, Interrupted } from "../command/errors";
import { scalingRanges, type ScalingRange } from "./autoscaling";
import type { Clients } from "./clients";
import { isFault } from "./faults";

/** Where a service is. */
export interface ServicePlace {
  key: string;
  name: string;
  cluster: string;
}

/** A service and how many tasks it has. */
export interface ServiceCounts<Place extends ServicePlace = ServicePlace> {
  service: Place;
  desired: number;
  running: number;
  pending: number;
  /** Absent: nothing scales it. */
  range?: ScalingRange;
}

/** Services of the stack as AWS gives them, in the order asked for. */
export async function describeServices<Place extends ServicePlace>(
  aws: Clients,
  places: readonly Place[],
): Promise<{ place: Place; service: Service }[]> {
  const found = new Map<string, Service>();
  for (const cluster of new Set(places.map((place) => place.cluster))) {
    const names = places.filter((place) => place.cluster === cluster).map(({ name }) => name);
    for (const service of await ofCluster(aws, cluster, names)) found.set(`${cluster}/${service.serviceName}`, service);
  }
  return places.map((place) => {
    const service = found.get(`${place.cluster}/${place.name}`);
    if (service !== undefined) return { place, service };
    throw new CommandError(`Cluster ${place.cluster} has no service ${place.name}.`, "Deploy the stack first.");
  });
}

async function ofCluster(aws: Clients, cluster: string, names: readonly string[]): Promise<Service[]> {
  const ecs = await aws.client(ECSClient);
  const found: Service[] = [];
  // Ten at a time: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html
  for (let start = 0; start < names.length; start += 10) {
    const request = new DescribeServicesCommand({ cluster, services: names.slice(start, start + 10) });
    const { services = [] } = await ecs.send(request).catch((error: unknown) => {
      if (!isFault(error, "ClusterNotFoundException")) throw error;
      throw new CommandError(
        `There is no cluster ${cluster}.`,
        "Is the stack deployed, and is this its region and account? See --region and: aws sts get-caller-identity",
        { cause: error },
      );
    });
    found.push(...services.filter(({ status }) => status !== "INACTIVE"));
  }
  return found;
}

/** How many tasks each service has, and between which bounds it is scaled. */
export async function serviceCounts<Place extends ServicePlace>(
  aws: Clients,
  places: readonly Place[],
): Promise<ServiceCounts<Place>[]> {
  const described = await describeServices(aws, places);
  const ranges = new Map<string, Map<string, ScalingRange>>();
  for (const cluster of new Set(places.map((place) => place.cluster))) {
    const names = places.filter((place) => place.cluster === cluster).map(({ name }) => name);
    ranges.set(cluster, await scalingRanges(aws, cluster, names));
  }
  return described.map(({ place, service }) => {
    const range = ranges.get(place.cluster)?.get(place.name);
    return { ...counted(place, service), ...(range && { range }) };
  });
}

export async function setDesiredCount(aws: Clients, { cluster, name }: ServicePlace, count: number): Promise<void> {
  const ecs = await aws.client(ECSClient);
  await ecs.send(new UpdateServiceCommand({ cluster, service: name, desiredCount: count }));
}

/** Waits until a service has as many running tasks as it should, telling each step. */
export async function waitForCounts(
  aws: Clients,
  place: ServicePlace,
  options: { timeoutSeconds: number; pollMs: number; signal: AbortSignal; onStep: (counts: ServiceCounts) => void },
): Promise<void> {
  const end = Date.now() + options.timeoutSeconds * 1000;
  let last = "";
  for (;;) {
    for (const { service } of await describeServices(aws, [place])) {
      const counts = counted(place, service);
      const step = `${counts.running}/${counts.desired}`;
      if (step !== last) options.onStep(counts);
      last = step;
      if (counts.running === counts.desired && counts.pending === 0) return;
      if (Date.now() > end) throw notSteady(counts, service);
    }
    await pause(options.pollMs, undefined, { signal: options.signal }).catch(() => {
      throw new Interrupted(`Interrupted; ${place.key} goes on by itself to the count it was given.`);
    });
  }
}

function counted<Place extends ServicePlace>(place: Place, service: Service): ServiceCounts<Place> {
  const { desiredCount: desired = 0, runningCount: running = 0, pendingCount: pending = 0 } = service;
  return { service: place, desired, running, pending };
}

function notSteady({ service, running, desired }: ServiceCounts, { events = [] }: Service): CommandError {
  const said = events.slice(0, 3).map(({ message = "" }) => `  ${message}`);
  return new CommandError(
    [`${service.key} has ${running} of ${desired} tasks, and the time is over.`, ...said].join("\n"),
    `See why its tasks end: cloister logs ${service.key}, and docs/runbooks/task-not-starting.md`,
  );
}
