import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { CliMissingError } from "./errors";

/**
 * The `pulumi` command.
 * @throws CliMissingError when there is none, or it is too old for the SDK
 */
export async function findCli(root: string | undefined): Promise<PulumiCommand> {
  try {
    return await PulumiCommand.get(root === undefined ? undefined : { root });
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    if (/ENOENT|EACCES/.test(said)) {
      const where = root === undefined ? "on the PATH" : `in ${root}/bin`;
      throw new CliMissingError(`There is no pulumi CLI ${where}.`, { cause });
    }
    throw new CliMissingError(`The pulumi CLI cannot be used: ${firstLine(said)}`, { cause });
  }
}

/** Runs the CLI with a text on its standard input, where no other process can read it; gives what it printed. */
export async function runWithInput(
  cli: PulumiCommand,
  args: readonly string[],
  input: string,
  place: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<string> {
  const child = spawn(cli.command, args, { ...place, stdio: ["pipe", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  child.stdin.on("error", () => undefined).end(input); // one that has ended already says why on its standard error
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new Error(`pulumi ${args.slice(0, 2).join(" ")} ended with ${code}: ${stderr.trim()}`);
  return stdout;
}

export function firstLine(message: string): string {
  return message.trim().split("\n")[0] ?? "";
}
