import { SSMClient, StartSessionCommand, TerminateSessionCommand } from "@aws-sdk/client-ssm";
import type { Command } from "commander";
import { once } from "node:events";
import * as net from "node:net";
import { isFault } from "./aws/faults";
import type { Context } from "./command/context";
import { CommandError } from "./command/errors";
import { commonOptions, examples, type ChangeFlags } from "./command/flags";
import { runs, type Outcome } from "./command/run";
import { requirePlugin, runPlugin } from "./session/plugin";
import { forwardTarget, type ForwardTarget } from "./session/targets";

interface ForwardFlags extends ChangeFlags {
  through?: string;
  task?: string;
  container?: string;
}

export function register(program: Command): void {
  const command = commonOptions(program.command("port-forward <target> [ports]"))
    .description("Bring a private port to this machine: of a service, database, load-balancer, opensearch or pmm")
    .option("--through <service>", "service whose task reaches the host (default: one that may)")
    .option("--container <name>", "container of the task (default: the service's own)")
    .option("--task <id>", "task (default: one that runs)")
    .option("--dry-run", "say what would be forwarded, and open nothing")
    .addHelpText(
      "after",
      "\nPorts are LOCAL:REMOTE or REMOTE. Default: the target's own port. Ctrl-C ends the session.",
    )
    .action(runs<ForwardFlags>((context, flags, target, ports?: string) => forward(context, flags, target, ports)));
  examples(command, "port-forward ui 8080:8080", "port-forward database", "port-forward load-balancer 8443:443");
}

async function forward(context: Context, flags: ForwardFlags, called: string, ports?: string): Promise<Outcome> {
  const given = ports === undefined ? undefined : parsePorts(ports);
  await requirePlugin();
  const { through: service, task, container } = flags;
  const target = await forwardTarget(context, called, { service, task, container });
  const remote = given?.remote ?? target.port;
  if (remote === undefined)
    throw new CommandError(
      `${called} names no port of its own.`,
      `Give one: cloister port-forward ${called} 9090:9090`,
    );
  const local = given?.local ?? localPort(remote);
  const plan = { local, remote, host: target.host, through: target.through };
  const said = `localhost:${local} -> ${target.host ?? called}:${remote}, through ${target.through}`;
  if (flags.dryRun === true) return { data: { wouldForward: plan }, text: `Would forward ${said}.` };
  await requireFree(local);
  context.say(`${said}. Ctrl-C ends it.`);
  await hold(context, target, local, remote);
  return { data: { forwarded: plan }, text: "" };
}

/** Opens the session, and ends it when the plugin does, so that none stays open. */
async function hold(context: Context, { target, host }: ForwardTarget, local: number, remote: number): Promise<void> {
  const ssm = await context.aws.client(SSMClient);
  const request = {
    Target: target,
    DocumentName: `AWS-StartPortForwardingSession${host === undefined ? "" : "ToRemoteHost"}`,
    Parameters: {
      ...(host !== undefined && { host: [host] }),
      portNumber: [String(remote)],
      localPortNumber: [String(local)],
    },
  };
  const {
    SessionId = "",
    StreamUrl = "",
    TokenValue = "",
  } = await ssm.send(new StartSessionCommand(request)).catch((error: unknown) => {
    if (!isFault(error, "TargetNotConnected")) throw error;
    throw new CommandError(
      `${target} is not connected to Systems Manager.`,
      "It needs the network endpoint ssmmessages or a way out; a task older than that is deployed anew.",
      { cause: error },
    );
  });
  try {
    const session = { sessionId: SessionId, streamUrl: StreamUrl, tokenValue: TokenValue };
    await runPlugin(context, session, { region: await ssm.config.region(), request });
  } finally {
    await ssm.send(new TerminateSessionCommand({ SessionId })).catch(() => undefined); // it is over already
  }
}

function parsePorts(text: string): { local?: number; remote: number } {
  const [, local, remote] = /^(?:(\d+):)?(\d+)$/.exec(text) ?? [];
  const ports = [local, remote].filter((port) => port !== undefined).map(Number);
  if (ports.length === 0 || ports.some((port) => port < 1 || port > 65_535))
    throw new CommandError(
      `${JSON.stringify(text)} are no ports.`,
      "Write LOCAL:REMOTE or REMOTE, each from 1 to 65535.",
    );
  return { remote: Number(remote), ...(local !== undefined && { local: Number(local) }) };
}

/** The same port, or one above 1024, below which only an administrator may listen: 443 as 8443. */
function localPort(remote: number): number {
  if (remote >= 1024) return remote;
  return remote === 80 ? 8080 : 8000 + remote;
}

async function requireFree(port: number): Promise<void> {
  const server = net.createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw new CommandError(
      code === "EACCES"
        ? `Only an administrator may listen on port ${port}.`
        : `Port ${port} of this machine is taken.`,
      "Choose another local port, as in 18080:8080.",
      { cause: error },
    );
  } finally {
    server.close();
  }
}
