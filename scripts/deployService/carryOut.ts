import { ECSClient, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { describeState, moveServices, shortName, waitForStable } from "../../automation/aws/services";
import { AutomationError, CancelledError } from "../../automation/errors";
import { logEvents } from "../aws/logEvents";
import { describeStopped, stoppedTasks } from "../aws/stoppedTasks";
import type { Context } from "../command/context";
import { CommandError, Interrupted } from "../command/errors";
import { pollMs } from "../command/poll";
import type { StackService } from "../stack/services";

/** A service's way from one task definition to another. */
export interface Move {
  service: StackService;
  /** ARNs. The same: its tasks are started anew. */
  from: string;
  to: string;
  timeoutSeconds: number;
}

/**
 * Moves a service, and waits until it runs the new task definition and nothing else. What does not become healthy is
 * taken back.
 * @throws CommandError with the reasons of the stopped tasks and the last lines of the log
 */
export async function carryOut(context: Context, move: Move): Promise<void> {
  const { service, from, to } = move;
  const ecs = await context.aws.client(ECSClient);
  const start = Date.now();
  await ecs.send(
    new UpdateServiceCommand({
      cluster: service.cluster,
      service: service.name,
      taskDefinition: to,
      ...(from === to && { forceNewDeployment: true }),
    }),
  );
  try {
    await stable(context, ecs, move, to);
  } catch (error) {
    if (error instanceof CancelledError)
      throw new Interrupted(`Interrupted; ECS goes on with the deployment of ${service.key}. See: cloister status`);
    if (!(error instanceof AutomationError)) throw error;
    const why = await reasons(context, service, start);
    const back = from === to ? "" : await takenBack(context, ecs, move);
    throw new CommandError(
      [`${service.key} was not deployed: ${error.reason}`, ...why, ...(back === "" ? [] : [back])].join("\n"),
      `See its log: cloister logs ${service.key}, and docs/runbooks/task-not-starting.md`,
      { cause: error },
    );
  }
}

async function stable(context: Context, ecs: ECSClient, { service, timeoutSeconds }: Move, expected: string) {
  await waitForStable(ecs, service.cluster, [service.name], {
    expected: { [service.name]: expected },
    timeoutSeconds,
    pollSeconds: pollMs / 1000,
    signal: context.signal,
    onChange: (state) => {
      context.say(describeState({ ...state, name: service.key }));
    },
  });
}

/** Why tasks ended since the start, and what the service wrote last. */
async function reasons({ aws, signal }: Context, service: StackService, start: number): Promise<string[]> {
  const stopped = (await stoppedTasks(aws, service)).map((task) => `  ${describeStopped(task)}`);
  if (service.logGroup === undefined) return stopped;
  const lines: string[] = [];
  try {
    for await (const { message } of logEvents(aws, { logGroup: service.logGroup, from: start, signal })) {
      lines.push(`  log: ${message}`);
      if (lines.length > 10) lines.shift();
    }
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    lines.push(`  log: ${error.message}`);
  }
  return [...stopped, ...lines];
}

/** Puts the service back where ECS has not done so; says which. */
async function takenBack(context: Context, ecs: ECSClient, move: Move): Promise<string> {
  const { service, from } = move;
  await moveServices(ecs, service.cluster, { [service.name]: from });
  try {
    await stable(context, ecs, move, from);
    return `It runs ${shortName(from)} again.`;
  } catch (error) {
    if (!(error instanceof AutomationError)) throw error;
    return `It is to run ${shortName(from)} again, and does not yet: ${error.reason}`;
  }
}
