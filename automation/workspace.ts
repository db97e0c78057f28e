import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import {
  ConcurrentUpdateError as EngineConcurrentUpdateError,
  LocalWorkspace,
  StackNotFoundError,
  type Stack,
} from "@pulumi/pulumi/automation";
import { findCli, runWithInput } from "./cli";
import {
  AutomationError,
  CancelledError,
  ConcurrentUpdateError,
  ProgramFailedError,
  StackMissingError,
} from "./errors";
import { SecretValue, checkOptions, type ConfigValue, type RunOptions, type StackOptions } from "./options";

/** A stack that calls work on. */
export interface OpenStack {
  stack: Stack;
  /** Folder of the project; of an inline program, one of its own. */
  folder: string;
}

/**
 * Checks the options, finds the CLI and opens the stack.
 * @param create make the stack where it does not exist
 */
export async function openStack(options: StackOptions & Partial<RunOptions>, create: boolean): Promise<OpenStack> {
  checkOptions(options);
  throwIfCancelled(options);
  const pulumiCommand = await findCli(options.cliRoot);
  const envVars: Record<string, string> = {
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...options.env,
    ...(options.backendUrl !== undefined && { PULUMI_BACKEND_URL: options.backendUrl }),
  };
  const { stack: stackName, program, project = "", secretsProvider, projectDir } = options;
  const settings = { envVars, pulumiCommand, ...(secretsProvider !== undefined && { secretsProvider }) };
  const args =
    program === undefined
      ? { stackName, workDir: path.resolve(projectDir ?? ".") }
      : { stackName, projectName: project, program };
  const open = create ? LocalWorkspace.createOrSelectStack : LocalWorkspace.selectStack;
  try {
    const stack = await open.call(LocalWorkspace, args as never, {
      ...settings,
      ...(program !== undefined && projectDir !== undefined && { workDir: path.resolve(projectDir) }),
    });
    await setConfig(stack, options.config ?? {}, envVars);
    return { stack, folder: stack.workspace.workDir };
  } catch (error) {
    throw asAutomationError(error, options);
  }
}

/** Sets configuration: plain values in one go, secret ones one at a time by standard input. */
async function setConfig(
  stack: Stack,
  config: Readonly<Record<string, ConfigValue | SecretValue>>,
  env: Record<string, string>,
): Promise<void> {
  const plain: Record<string, { value: string; objectValue?: ConfigValue }> = {};
  const { name } = await stack.workspace.projectSettings();
  for (const [key, value] of Object.entries(config)) {
    if (value instanceof SecretValue) {
      await runWithInput(
        stack.workspace.pulumiCommand,
        ["config", "set", key, "--secret", "--raw", "--stack", stack.name, "--non-interactive"],
        asText(value.reveal()),
        { cwd: stack.workspace.workDir, env: { ...process.env, ...env } },
      );
    } else {
      const full = key.includes(":") ? key : `${name}:${key}`;
      plain[full] = { value: asText(value), ...(typeof value === "object" && { objectValue: value }) };
    }
  }
  if (Object.keys(plain).length > 0) await stack.setAllConfigJson(JSON.stringify(plain));
}

function asText(value: ConfigValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** @throws CancelledError when the call's signal has ended it */
export function throwIfCancelled({ signal, stack }: StackOptions): void {
  if (signal?.aborted === true)
    throw new CancelledError(`The call on stack ${stack} was cancelled before its next step.`);
}

/** An error of the CLI as one of ours. */
export function asAutomationError(error: unknown, { stack, signal }: StackOptions): AutomationError {
  if (error instanceof AutomationError) return error;
  const said = error instanceof Error ? error.message : String(error);
  if (error instanceof EngineConcurrentUpdateError) {
    const [, holder = "its backend says no more"] = /(created by .*)/.exec(said) ?? [];
    return new ConcurrentUpdateError(stack, holder, { cause: error });
  }
  if (error instanceof StackNotFoundError)
    return new StackMissingError(
      `There is no stack ${stack}.`,
      "See what there is with `pulumi stack ls`, or deploy it first.",
      { cause: error },
    );
  if (signal?.aborted === true)
    return new CancelledError(
      `The call on stack ${stack} was cancelled.`,
      "What was done until then is in the stack's state; the next deployment goes on from there.",
      { cause: error },
    );
  return new ProgramFailedError(`The pulumi CLI failed on stack ${stack}.`, errorLines(said), { cause: error });
}

/** What the CLI says is wrong: its lines that begin with `error:`, or else the last one. */
function errorLines(said: string): string[] {
  const lines = said.split("\n").map((line) => line.trim());
  const errors = lines.filter((line) => /^error:/.test(line));
  return errors.length > 0 ? errors : [lines.findLast((line) => line !== "") ?? "It said nothing."];
}

/** A folder for files of one call, removed afterwards. */
export async function withTemporaryFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "cloister-"));
  try {
    return await use(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
