import type { Command } from "commander";
import { AutomationError, CancelledError } from "../../automation/errors";
import { createContext, type Context, type Terminal } from "./context";
import { CommandError, exitCodes, Interrupted } from "./errors";
import type { ChangeFlags } from "./flags";
import { Output } from "./output";

/** What a command found or did: as data for `--json`, as text for people, and the exit code it calls for. */
export interface Outcome {
  data: unknown;
  text: string;
  exitCode?: number;
}

/** A result that is written item by item as it comes: a JSON list with `--json`, else one line for each item. */
export interface Listing<Item> {
  items: AsyncIterable<Item>;
  line(item: Item): string;
  /** Said on standard error when there is no item. */
  empty: string;
  /** With `--json`: one document on each line, for a result that has no end. Default: one list. */
  jsonLines?: boolean;
}

/** What a command does with its arguments and options. */
export type Handler<Flags extends ChangeFlags> = (
  context: Context,
  flags: Flags,
  ...args: string[]
) => Promise<Outcome | Listing<unknown>>;

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
    const output = new Output(terminal.stdout, onSignal);
    try {
      const context = createContext(flags, terminal, interrupt.signal);
      const result = await handler(context, flags, ...args);
      if ("items" in result) await list(result, context, output);
      else {
        const text = flags.json === true ? JSON.stringify(result.data, null, 2) : result.text.trimEnd();
        if (text !== "") await output.write(`${text}\n`);
        process.exitCode = result.exitCode ?? exitCodes.clean;
      }
    } catch (caught) {
      const error = ownError(caught);
      if (output.isGone) process.exitCode = exitCodes.clean;
      else if (!(error instanceof CommandError)) throw error;
      else {
        tell(error, flags.json === true ? command.name() : undefined, terminal);
        process.exitCode = interrupt.signal.aborted ? exitCodes.interrupted : error.exitCode;
      }
    } finally {
      output.close();
      process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
    }
  };
}

async function list(listing: Listing<unknown>, context: Context, output: Output): Promise<void> {
  const json = context.flags.json === true;
  const asList = json && listing.jsonLines !== true;
  let count = 0;
  const write = async (item: unknown) => {
    const text = json ? JSON.stringify(item) : listing.line(item);
    await output.write(asList ? `${count === 0 ? "[\n" : ",\n"}${text}` : `${text}\n`);
    count++;
  };
  try {
    for await (const item of listing.items) {
      if (output.isGone) break;
      await write(item);
      context.progress(`${count}`);
    }
  } catch (caught) {
    const error = ownError(caught);
    // The error is the last item, and a list that was begun is ended: what was printed stays readable.
    const isBegun = json && (count > 0 || !asList);
    if (!isBegun || !(error instanceof CommandError) || output.isGone) throw error;
    await write(asJson(error));
    if (asList) await output.write("\n]\n");
    tell(error, undefined, context.terminal);
    process.exitCode = context.signal.aborted ? exitCodes.interrupted : error.exitCode;
    return;
  }
  if (asList) await output.write(count === 0 ? "[]\n" : "\n]\n");
  if (count === 0 && !json) context.say(listing.empty);
  process.exitCode = exitCodes.clean;
}

/** What the library for automation says, as commands say it. */
function ownError(error: unknown): unknown {
  if (error instanceof CancelledError) return new Interrupted(error.message);
  return error instanceof AutomationError ? new CommandError(error.reason, error.fix, { cause: error }) : error;
}

function asJson({ message, fix }: CommandError, command?: string) {
  return { error: { command, message, fix } };
}

/** Tells an error on standard error, and as a JSON document of a command where one is named. */
function tell(error: CommandError, jsonOf: string | undefined, terminal: Terminal): void {
  if (jsonOf !== undefined) terminal.stdout.write(`${JSON.stringify(asJson(error, jsonOf), null, 2)}\n`);
  terminal.stderr.write(`error: ${error.message}\n${error.fix === undefined ? "" : `  ${error.fix}\n`}`);
}
