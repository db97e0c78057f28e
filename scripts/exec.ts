import { ECSClient, ExecuteCommandCommand } from "@aws-sdk/client-ecs";
import type { Command } from "commander";
import { isFault } from "./aws/faults";
import { runningContainer, type RunningContainer } from "./aws/runningTasks";
import type { Context } from "./command/context";
import { CommandError } from "./command/errors";
import { commonOptions, examples, type ChangeFlags } from "./command/flags";
import { runs, type Outcome } from "./command/run";
import { requirePlugin, runPlugin } from "./session/plugin";
import { stackService } from "./stack/services";

interface ExecFlags extends ChangeFlags {
  container?: string;
  task?: string;
}

export function register(program: Command): void {
  const command = commonOptions(program.command("exec <service> [command...]"))
    .description("Open a shell in a running container, or run one command there, by ECS Exec")
    .option("--container <name>", "container (default: the service's own)")
    .option("--task <id>", "task (default: one that runs)")
    .option("--dry-run", "say where the shell would be, and open none")
    .action(async (service: string, words: string[], flags: ExecFlags, self: Command) => {
      await runs<ExecFlags>((context) => exec(context, flags, service, words))(flags, self);
    });
  examples(command, "exec api", "exec api -- ls -l /tmp", "exec history --task 0123abcd");
}

async function exec(context: Context, flags: ExecFlags, called: string, words: readonly string[]): Promise<Outcome> {
  await requirePlugin();
  const service = stackService(await context.outputs(), called);
  const container = await runningContainer(context.aws, service, flags);
  const line = words.length === 0 ? "/bin/sh" : words.map(quoted).join(" ");
  const place = { service: service.key, task: container.taskId, container: container.name, command: line };
  const said = `${line} in container ${container.name} of task ${container.taskId}`;
  if (flags.dryRun === true) return { data: { wouldRun: place }, text: `Would run ${said}.` };
  context.say(`${said}. The session is recorded: type no secret.`);
  await open(context, container, line);
  return { data: { ran: place }, text: "" };
}

async function open(context: Context, container: RunningContainer, command: string): Promise<void> {
  const ecs = await context.aws.client(ECSClient);
  const { cluster, taskArn, taskId, name, runtimeId } = container;
  const request = new ExecuteCommandCommand({ cluster, task: taskArn, container: name, command, interactive: true });
  const { session } = await ecs.send(request).catch((error: unknown) => {
    if (!isFault(error, "TargetNotConnectedException")) throw error;
    throw new CommandError(
      `The agent in the task ${taskId} is not connected to Systems Manager.`,
      "It needs the network endpoint ssmmessages or a way out; deploy the service anew once there is one.",
      { cause: error },
    );
  });
  const { sessionId = "", streamUrl = "", tokenValue = "" } = session ?? {};
  const region = await ecs.config.region();
  const target = { Target: `ecs:${cluster}_${taskId}_${runtimeId}` };
  await runPlugin(context, { sessionId, streamUrl, tokenValue }, { region, request: target });
}

/** A word as a shell reads it back. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
