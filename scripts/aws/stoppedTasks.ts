import { DescribeTasksCommand, ECSClient, ListTasksCommand, type Task } from "@aws-sdk/client-ecs";
import type { Clients } from "./clients";
import type { ServicePlace } from "./services";

/** A task that has ended, and why. ECS tells of it for about an hour. */
export interface StoppedTask {
  id: string;
  /** ISO 8601, or empty while it still stops. */
  stopped: string;
  taskDefinition: string;
  /** In the words of ECS, those of its containers included. */
  reasons: string[];
  /** Exit codes by container; absent for one that never started. */
  exitCodes: Record<string, number>;
}

/** The tasks of a service that ended last, the youngest first. */
export async function stoppedTasks(aws: Clients, place: ServicePlace, most = 3): Promise<StoppedTask[]> {
  const ecs = await aws.client(ECSClient);
  const { cluster } = place;
  // One page: AWS keeps few, and says of no order; a hundred is what one description takes.
  const { taskArns = [] } = await ecs.send(
    new ListTasksCommand({ cluster, serviceName: place.name, desiredStatus: "STOPPED" }),
  );
  if (taskArns.length === 0) return [];
  const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns.slice(0, 100) }));
  return tasks
    .map(stoppedTask)
    .sort((a, b) => b.stopped.localeCompare(a.stopped))
    .slice(0, most);
}

function stoppedTask({ taskArn = "", stoppedAt, stoppedReason = "", containers = [], taskDefinitionArn = "" }: Task) {
  const reasons = [stoppedReason, ...containers.map(({ reason = "" }) => reason)].filter((reason) => reason !== "");
  return {
    id: taskArn.split("/").at(-1) ?? "",
    stopped: stoppedAt?.toISOString() ?? "",
    taskDefinition: taskDefinitionArn.split("/").at(-1) ?? "",
    reasons: [...new Set(reasons)],
    exitCodes: Object.fromEntries(
      containers.flatMap(({ name = "", exitCode }) => (exitCode === undefined ? [] : [[name, exitCode]])),
    ),
  } satisfies StoppedTask;
}

/** A stopped task in one line. */
export function describeStopped({ id, reasons, exitCodes, taskDefinition }: StoppedTask): string {
  const codes = Object.entries(exitCodes).map(([name, code]) => `${name} ended with ${code}`);
  return `task ${id.slice(0, 8)} (${taskDefinition}): ${[...reasons, ...codes].join("; ") || "stopped"}`;
}
