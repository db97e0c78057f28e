import type { Command } from "commander";
import { createContext, type Context, type Terminal } from "./context";
import { CommandError, exitCodes } from "./errors";
import type { ChangeFlags } from "./flags";

/** What a command found or did: as data for `--json`, as text for people, and the exit code it calls for. */
export interface Outcome {
  data: unknown;
  text: string;
  exitCode?: number;
}

/** What a command does with its arguments and options. */
export type Handler<Flags extends ChangeFlags> = (
  context: Context,
  flags: Flags,
  ...args: string[]
) => Promise<Outcome>;

/**
 * A commander action that runs a handler: one JSON document with `--json` (errors too), else text; one line for an
 * error the user can mend, and its fix; Ctrl-C aborts the context's signal and exits with 130.
 */
export function runs<Flags extends ChangeFlags>(handler: Handler<Flags>, terminal: Terminal = process) {
  return async (...given: unknown[]): Promise<void> => {
    const command = given.at(-1) as Command;
    const flags = given.at(-2) as Flags;
    const args = given.slice(0, -2).filter((arg): arg is string => typeof arg === "string");
    const interrupt = new AbortController();
    const onSignal = () => {
      interrupt.abort();
    };
    process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
    try {
      const outcome = await handler(createContext(flags, terminal, interrupt.signal), flags, ...args);
      if (flags.json === true) terminal.stdout.write(`${JSON.stringify(outcome.data, null, 2)}\n`);
      else if (outcome.text !== "") terminal.stdout.write(`${outcome.text.trimEnd()}\n`);
      process.exitCode = outcome.exitCode ?? exitCodes.clean;
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      tell(error, command.name(), flags.json === true, terminal);
      process.exitCode = interrupt.signal.aborted ? exitCodes.interrupted : error.exitCode;
    } finally {
      process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
    }
  };
}

function tell(error: CommandError, command: string, json: boolean, terminal: Terminal): void {
  if (json)
    terminal.stdout.write(
      `${JSON.stringify({ error: { command, message: error.message, fix: error.fix } }, null, 2)}\n`,
    );
  terminal.stderr.write(`error: ${error.message}\n${error.fix === undefined ? "" : `  ${error.fix}\n`}`);
}
