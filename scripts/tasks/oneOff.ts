import { ECSClient, type RunTaskCommandInput } from "@aws-sdk/client-ecs";
import { Option, type Command } from "commander";
import { setTimeout as pause } from "node:timers/promises";
import { describeEnding, runTask, taskDefaults, type TaskEnding } from "../../automation/aws/tasks";
import { followLogEvents } from "../aws/logEvents";
import { imagesOf, taskDefinition } from "../aws/taskDefinitions";
import type { Context } from "../command/context";
import { CommandError } from "../command/errors";
import { changeOptions, duration, examples, type ChangeFlags } from "../command/flags";
import { pollMs } from "../command/poll";
import { runs, type Outcome } from "../command/run";
import { stackLog } from "../stack/services";

/** A task that is run once, by a command of its own. */
export interface OneOffTask {
  /** What it does, for messages: `the migration`. */
  what: string;
  /** Output that holds what `aws ecs run-task --cli-input-json` takes, and the way into it. */
  input: readonly [string, ...string[]];
  /** Key of its log, as `cloister logs` takes it. */
  log: string;
}

interface OneOffFlags extends ChangeFlags {
  timeout: number;
}

/** Makes a command that runs a task, shows its log while it runs, and fails unless it ends with 0. */
export function oneOffCommand(program: Command, name: string, description: string, task: OneOffTask): void {
  const command = changeOptions(program.command(name))
    .description(description)
    .addOption(
      new Option("--timeout <time>", "how long it may take; then it is stopped")
        .argParser(duration)
        .default(taskDefaults.timeoutSeconds, "15m"),
    )
    .action(runs<OneOffFlags>((context, flags) => runOneOff(context, flags, task)));
  examples(command, `${name} --dry-run`, `${name} --stack prod --yes --timeout 30m`);
}

async function runOneOff(context: Context, flags: OneOffFlags, task: OneOffTask): Promise<Outcome> {
  const outputs = await context.outputs();
  const input = inputOf(outputs.nested(...task.input), task.input.join("."));
  const definition = await taskDefinition(context.aws, input.taskDefinition ?? "");
  const images = Object.values(imagesOf(definition));
  const plan = { cluster: input.cluster, taskDefinition: `${definition.family}:${definition.revision}`, images };
  const said = `${task.what}: ${plan.taskDefinition} (${images.join(", ")}) on cluster ${plan.cluster}`;
  if (flags.dryRun === true) return { data: { wouldRun: plan }, text: `Would run ${said}.` };
  await context.confirm(`Run ${said}?`);
  const ending = await followed(context, flags, task, input);
  const text = describeEnding(ending);
  if (!ending.succeeded)
    throw new CommandError(
      `${upperFirst(task.what)} failed: ${text}`,
      `Its whole log: cloister logs ${task.log} --task ${idOf(ending.taskArn)}. A task that never started: docs/runbooks/task-not-starting.md`,
    );
  return { data: { ...plan, ...ending }, text: `${upperFirst(task.what)} is done: ${text}` };
}

/** Runs the task with its log on standard error. Ctrl-C and the time limit stop it. */
async function followed(
  context: Context,
  { timeout }: OneOffFlags,
  task: OneOffTask,
  input: RunTaskCommandInput,
): Promise<TaskEnding> {
  const ecs = await context.aws.client(ECSClient);
  const ended = new AbortController();
  const from = Date.now();
  let log: Promise<void> | undefined;
  let started: string | undefined;
  try {
    const ending = await runTask(ecs, input, {
      timeoutSeconds: timeout,
      pollSeconds: pollMs / 1000,
      signal: context.signal,
      onState: (state, taskArn) => {
        started = taskArn;
        context.say(`task ${idOf(taskArn)}: ${state.toLowerCase()}`);
        log ??= showLog(context, task, idOf(taskArn), from, ended.signal);
      },
    });
    // The last lines reach CloudWatch a moment after the task has stopped.
    await pause(pollMs, undefined, { signal: context.signal }).catch(() => undefined);
    return ending;
  } catch (error) {
    if (started !== undefined) context.say(`task ${idOf(started)}: told to stop`);
    throw error;
  } finally {
    ended.abort();
    await log;
  }
}

/** Shows the task's lines. That they cannot be read does not end the task. */
async function showLog(context: Context, task: OneOffTask, id: string, from: number, ended: AbortSignal) {
  try {
    const { logGroup } = stackLog(await context.outputs(), task.log);
    const query = { logGroup, from, task: id, signal: context.signal };
    for await (const { message } of followLogEvents(context.aws, query, ended)) context.say(`  ${message}`);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    context.say(`Its log cannot be shown: ${error.message}`);
  }
}

function inputOf(output: unknown, name: string): RunTaskCommandInput {
  try {
    const input: unknown = typeof output === "string" ? JSON.parse(output) : output;
    if (typeof input === "object" && input !== null && "taskDefinition" in input && "cluster" in input)
      return input as RunTaskCommandInput;
  } catch {
    // told below
  }
  throw new CommandError(`The output ${name} is no request that starts a task.`, "Deploy the stack again.");
}

function idOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
