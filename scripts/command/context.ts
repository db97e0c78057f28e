import { createInterface } from "node:readline/promises";
import { createStyle, useColor, type Style } from "../../preview/report/style";
import { createClients, type Clients } from "../aws/clients";
import { readOutputs, type StackOutputs } from "../stack/outputs";
import { CommandError, Interrupted } from "./errors";
import type { ChangeFlags } from "./flags";
import { createProgressLine } from "./progressLine";

/** Where a command reads and writes; the process's own unless a test gives others. */
export interface Terminal {
  stdin: NodeJS.ReadableStream & { isTTY?: boolean };
  stdout: NodeJS.WritableStream & { isTTY?: boolean };
  stderr: NodeJS.WritableStream & { isTTY?: boolean };
}

/** What a command works with: its terminal, its stack, its account. */
export interface Context {
  flags: ChangeFlags;
  terminal: Terminal;
  style: Style;
  /** Aborted by Ctrl-C and by a termination signal. */
  signal: AbortSignal;
  /** A line for people, on standard error. */
  say(line: string): void;
  /** How far long work is: one line at a terminal that the next replaces; nothing elsewhere. */
  progress(text: string): void;
  /** The stack's outputs; read once. */
  outputs(): Promise<StackOutputs>;
  /** Clients of AWS services, in the stack's region. */
  aws: Clients;
  /**
   * Asks before a change; `--yes` answers for the user.
   * @throws CommandError when nobody can be asked; Interrupted when the answer is no
   */
  confirm(question: string): Promise<void>;
}

export function createContext(flags: ChangeFlags, terminal: Terminal, signal: AbortSignal): Context {
  const progress = createProgressLine(terminal);
  const say = (line: string) => {
    progress.clear();
    terminal.stderr.write(`${line}\n`);
  };
  let outputs: Promise<StackOutputs> | undefined;
  const readOnce = () => (outputs ??= readOutputs({ file: flags.outputs, stack: flags.stack, cwd: flags.cwd }));
  return {
    flags,
    terminal,
    style: createStyle(useColor(flags.color)),
    signal,
    say,
    progress: progress.show,
    outputs: readOnce,
    aws: createClients({
      region: async () => flags.region ?? (await regionOf(readOnce)),
      onRetry: flags.verbose === true ? say : undefined,
    }),
    confirm: (question) => confirm(question, flags, terminal, signal),
  };
}

/** The region that the stack's outputs name; undefined where there are none, and the SDK's own search decides. */
async function regionOf(outputs: () => Promise<StackOutputs>): Promise<string | undefined> {
  try {
    return (await outputs()).region();
  } catch {
    return undefined;
  }
}

async function confirm(question: string, flags: ChangeFlags, terminal: Terminal, signal: AbortSignal): Promise<void> {
  if (flags.yes === true) return;
  if (terminal.stdin.isTTY !== true)
    throw new CommandError(`${question} Nobody is at a terminal to answer.`, "Add --yes to go on without asking.");
  const asked = createInterface({ input: terminal.stdin, output: terminal.stderr });
  try {
    const answer = await asked.question(`${question} [y/N] `, { signal });
    if (!/^y(es)?$/i.test(answer.trim())) throw new Interrupted("Nothing was changed.");
  } finally {
    asked.close();
  }
}
