import { DescribeServicesCommand, UpdateServiceCommand, type ECSClient, type Service } from "@aws-sdk/client-ecs";
import { AwsStateError } from "../errors";
import { inParts, waitUntil, type Waiting } from "./waiting";

/** An ECS service as it is. */
export interface ServiceState {
  name: string;
  /** ARN of the task definition that it is to run. */
  taskDefinition: string;
  desired: number;
  running: number;
  pending: number;
  /** Whether it runs what it should, and nothing else. */
  stable: boolean;
  /** Why ECS gave up on the latest deployment, where it did and rolled nothing back. */
  failure?: string;
  /** What ECS said last of it. */
  lastEvent: string;
}

export const serviceDefaults = { timeoutSeconds: 1_200, pollSeconds: 10 } as const;

/** DescribeServices: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html */
const servicesPerRequest = 10;

/**
 * The state of services of a cluster, in the order of their names.
 * @throws AwsStateError when one is not there
 */
export async function describeServices(
  ecs: ECSClient,
  cluster: string,
  names: readonly string[],
): Promise<ServiceState[]> {
  const answers = await Promise.all(
    inParts(names, servicesPerRequest).map((part) =>
      ecs.send(new DescribeServicesCommand({ cluster, services: part })),
    ),
  );
  const found = answers.flatMap(({ services = [] }) => services).filter(({ status }) => status !== "INACTIVE");
  return names.map((name) => {
    const service = found.find((one) => one.serviceName === name || one.serviceArn === name);
    if (service === undefined)
      throw new AwsStateError(`Cluster ${cluster} has no service ${name}.`, "See what there is: aws ecs list-services");
    return stateOf(service);
  });
}

function stateOf(service: Service): ServiceState {
  const { serviceName = "", desiredCount = 0, runningCount = 0, pendingCount = 0, deployments = [] } = service;
  const primary = deployments.find(({ status }) => status === "PRIMARY");
  const complete = primary?.rolloutState === undefined || primary.rolloutState === "COMPLETED";
  return {
    name: serviceName,
    taskDefinition: service.taskDefinition ?? "",
    desired: desiredCount,
    running: runningCount,
    pending: pendingCount,
    stable: deployments.length === 1 && complete && runningCount === desiredCount && pendingCount === 0,
    ...(primary?.rolloutState === "FAILED" && {
      failure: primary.rolloutStateReason ?? "ECS gave up on the deployment.",
    }),
    lastEvent: service.events?.[0]?.message ?? "",
  };
}

/** What to wait for. */
export interface StableOptions extends Partial<Waiting> {
  /**
   * Task definitions that services must run, by service. One that runs another has been rolled back by ECS, and is a
   * failure. Default: what each is to run at the first look.
   */
  expected?: Readonly<Record<string, string>>;
  /** Hears each change of a service. */
  onChange?: (state: ServiceState) => void;
}

/**
 * Waits until services are stable.
 * @throws AwsStateError when ECS gives up on one, rolls one back, or the time is over; CancelledError
 */
export async function waitForStable(
  ecs: ECSClient,
  cluster: string,
  names: readonly string[],
  { expected = {}, onChange, signal, ...limits }: StableOptions = {},
): Promise<ServiceState[]> {
  const told = new Map<string, string>();
  const wanted = new Map(Object.entries(expected));
  let states: ServiceState[] = [];
  const look = async () => {
    states = await describeServices(ecs, cluster, names);
    for (const state of states) {
      const text = JSON.stringify(state);
      if (told.get(state.name) !== text) onChange?.(state);
      told.set(state.name, text);
      wanted.set(state.name, wanted.get(state.name) ?? state.taskDefinition);
      throwIfFailed(state, wanted.get(state.name) ?? "");
    }
    return states.every(({ stable }) => stable) ? states : undefined;
  };
  const waiting = { ...serviceDefaults, ...limits, signal };
  try {
    return await waitUntil(`services to be stable: ${names.join(", ")}`, waiting, look);
  } catch (error) {
    if (!(error instanceof AwsStateError) || states.some(({ failure }) => failure !== undefined)) throw error;
    const open = states.filter(({ stable }) => !stable).map(describeState);
    throw open.length === 0 ? error : new AwsStateError(`${error.reason}\n${open.join("\n")}`, error.fix);
  }
}

function throwIfFailed({ name, failure, taskDefinition, lastEvent }: ServiceState, expected: string): void {
  const fix = "See why its tasks stop: aws ecs describe-tasks, and the service's log group.";
  if (failure !== undefined) throw new AwsStateError(`Service ${name}: ${failure}`, fix);
  if (taskDefinition !== expected)
    throw new AwsStateError(
      `Service ${name} is to run ${shortName(taskDefinition)}, not ${shortName(expected)}: it was rolled back. ${lastEvent}`,
      fix,
    );
}

/** A service's state in one line. */
export function describeState(state: ServiceState): string {
  const { name, running, desired, pending, lastEvent } = state;
  return `${name}: ${running} of ${desired} tasks run, ${pending} start${lastEvent === "" ? "" : `; ${lastEvent}`}`;
}

/**
 * Moves services to task definitions, by service, all at once; does not wait.
 * What Pulumi's state says of the services is not true until the next refresh.
 */
export async function moveServices(
  ecs: ECSClient,
  cluster: string,
  taskDefinitions: Readonly<Record<string, string>>,
): Promise<void> {
  await Promise.all(
    Object.entries(taskDefinitions).map(([service, taskDefinition]) =>
      ecs.send(new UpdateServiceCommand({ cluster, service, taskDefinition })),
    ),
  );
}

/** `FAMILY:REVISION` of a task definition's ARN. */
export function shortName(taskDefinition: string): string {
  return taskDefinition.slice(taskDefinition.lastIndexOf("/") + 1);
}
