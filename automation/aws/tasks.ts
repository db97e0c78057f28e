import {
  DescribeTasksCommand,
  RunTaskCommand,
  StopTaskCommand,
  type ECSClient,
  type RunTaskCommandInput,
  type Task,
} from "@aws-sdk/client-ecs";
import { AwsStateError } from "../errors";
import { waitUntil, type Waiting } from "./waiting";

/** How a one-off task ended. */
export interface TaskEnding {
  taskArn: string;
  /** Exit codes by container; undefined for one that never started. */
  exitCodes: Readonly<Record<string, number | undefined>>;
  /** Why it stopped, in the words of ECS. */
  stoppedReason: string;
  /** Whether every container ended with 0. */
  succeeded: boolean;
}

/** What to do while a task runs. */
export interface RunTaskOptions extends Partial<Waiting> {
  /** Hears each new state: `PENDING`, `RUNNING`, `STOPPED`. */
  onState?: (state: string, taskArn: string) => void;
}

export const taskDefaults = { timeoutSeconds: 900, pollSeconds: 5 } as const;

/**
 * Runs one task and waits until it has stopped. A task that the time limit or the signal ends is stopped.
 *
 * @param input as `aws ecs run-task --cli-input-json` takes it; the program's output `runMigrationInput` is one
 * @throws AwsStateError when ECS places no task, or it does not stop in time; CancelledError
 */
export async function runTask(
  ecs: ECSClient,
  input: RunTaskCommandInput,
  options: RunTaskOptions = {},
): Promise<TaskEnding> {
  const { tasks = [], failures = [] } = await ecs.send(
    new RunTaskCommand({ startedBy: "cloister", ...input, count: 1 }),
  );
  const taskArn = tasks[0]?.taskArn;
  if (taskArn === undefined) throw notPlaced(failures);
  const cluster = tasks[0]?.clusterArn ?? input.cluster;
  try {
    return endingOf(taskArn, await stopped(ecs, cluster, taskArn, options));
  } catch (error) {
    const stop = new StopTaskCommand({ cluster, task: taskArn, reason: "Given up by who started it" });
    await ecs.send(stop).catch(() => undefined); // why it is given up is what the caller has to know
    throw error;
  }
}

/** ECS answers 200 also when it starts nothing: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Failure.html */
function notPlaced(failures: readonly { reason?: string; arn?: string; detail?: string }[]): AwsStateError {
  const reasons = failures.map(({ reason = "", arn = "", detail = "" }) =>
    [reason, arn, detail].filter(Boolean).join(" "),
  );
  return new AwsStateError(
    `ECS started no task: ${reasons.join("; ") || "it says no reason"}.`,
    "See the runbook of tasks that do not start: capacity, subnets, the cluster's capacity providers.",
  );
}

async function stopped(
  ecs: ECSClient,
  cluster: string | undefined,
  taskArn: string,
  { onState, signal, ...limits }: RunTaskOptions,
): Promise<Task> {
  let last = "";
  return waitUntil(`task ${idOf(taskArn)} to stop`, { ...taskDefaults, ...limits, signal }, async () => {
    const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: [taskArn] }));
    const [task] = tasks; // absent for a moment after the start: ECS is consistent eventually
    const state = task?.lastStatus ?? last;
    if (state !== last) onState?.(state, taskArn);
    last = state;
    return state === "STOPPED" ? task : undefined;
  });
}

function endingOf(taskArn: string, { containers = [], stoppedReason = "" }: Task): TaskEnding {
  const exitCodes = Object.fromEntries(containers.map(({ name = "", exitCode }) => [name, exitCode]));
  const reasons = [stoppedReason, ...containers.map(({ reason = "" }) => reason)].filter((reason) => reason !== "");
  const succeeded = containers.length > 0 && Object.values(exitCodes).every((code) => code === 0);
  return { taskArn, exitCodes, stoppedReason: [...new Set(reasons)].join("; "), succeeded };
}

/** A task's ending in one sentence. */
export function describeEnding({ taskArn, exitCodes, stoppedReason, succeeded }: TaskEnding): string {
  const codes = Object.entries(exitCodes).map(([name, code]) =>
    code === undefined ? `${name} never started` : `${name} ended with ${code}`,
  );
  const why = succeeded || stoppedReason === "" ? "" : ` (${stoppedReason})`;
  return `task ${idOf(taskArn)}: ${codes.join(", ") || "it had no container"}${why}`;
}

function idOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
