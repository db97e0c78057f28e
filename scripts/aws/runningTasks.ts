import { DescribeTasksCommand, ECSClient, ListTasksCommand, type Task } from "@aws-sdk/client-ecs";
import { CommandError } from "../command/errors";
import { suggestion } from "../command/suggest";
import { ownContainer } from "../stack/containers";
import type { Clients } from "./clients";
import type { ServicePlace } from "./services";

/** A container of a running task, into which a session can be opened. */
export interface RunningContainer {
  cluster: string;
  taskId: string;
  taskArn: string;
  name: string;
  runtimeId: string;
}

/**
 * A container of a running task of a service that has ECS Exec.
 *
 * @param wanted a task's id, whole or its beginning, and a container's name; default: a task that runs, and the
 *   service's own container
 * @throws CommandError when none runs, or a session could not be opened in it
 */
export async function runningContainer(
  aws: Clients,
  place: ServicePlace,
  wanted: { task?: string; container?: string } = {},
): Promise<RunningContainer> {
  const tasks = await runningTasks(aws, place);
  const task = tasks.find(({ taskArn = "" }) => wanted.task === undefined || idOf(taskArn).startsWith(wanted.task));
  if (task === undefined) throw noTask(place, tasks, wanted.task);
  const { containers = [], taskArn = "" } = task;
  const names = containers.map(({ name = "" }) => name);
  const name = wanted.container ?? ownContainer(names, place.key);
  const container = containers.find((one) => one.name === name);
  if (container?.name === undefined)
    throw new CommandError(
      `${place.key} has no container "${wanted.container ?? place.key}".`,
      `${suggestion(wanted.container ?? place.key, names)} Name it by --container.`,
    );
  const agent = container.managedAgents?.find((one) => one.name === "ExecuteCommandAgent");
  if (task.enableExecuteCommand !== true || agent?.lastStatus !== "RUNNING" || container.runtimeId === undefined)
    throw noAgent(place, task.enableExecuteCommand === true);
  return {
    cluster: place.cluster,
    taskId: idOf(taskArn),
    taskArn,
    name: container.name,
    runtimeId: container.runtimeId,
  };
}

async function runningTasks(aws: Clients, { cluster, name }: ServicePlace): Promise<Task[]> {
  const ecs = await aws.client(ECSClient);
  const { taskArns = [] } = await ecs.send(
    new ListTasksCommand({ cluster, serviceName: name, desiredStatus: "RUNNING" }),
  );
  if (taskArns.length === 0) return [];
  const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
  return tasks.filter(({ lastStatus }) => lastStatus === "RUNNING");
}

function noTask({ key }: ServicePlace, tasks: readonly Task[], wanted: string | undefined): CommandError {
  if (wanted === undefined || tasks.length === 0)
    return new CommandError(
      `No task of ${key} runs.`,
      `See why: cloister status ${key}. Start one: cloister scale ${key} 1`,
    );
  const ids = tasks.map(({ taskArn = "" }) => idOf(taskArn));
  return new CommandError(`No task of ${key} that runs has the id "${wanted}".`, suggestion(wanted, ids));
}

function noAgent({ key }: ServicePlace, isEnabled: boolean): CommandError {
  if (!isEnabled)
    return new CommandError(
      `ECS Exec is off in the running task of ${key}.`,
      `Set executeCommand in the stack file and deploy; where it is set, the task is older: cloister deploy-service ${key}`,
    );
  return new CommandError(
    `The agent of ECS Exec does not run in the task of ${key}.`,
    "It needs the network endpoint ssmmessages or a way out, and a root file system that it may write.",
  );
}

function idOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
