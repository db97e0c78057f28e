import { InvalidArgumentError, type Command } from "commander";

/** Options that every operations command takes. */
export interface CommonFlags {
  stack?: string;
  cwd?: string;
  outputs?: string;
  region?: string;
  json?: boolean;
  verbose?: boolean;
  color?: "auto" | "always" | "never";
}

/** Options of commands that change something. */
export interface ChangeFlags extends CommonFlags {
  yes?: boolean;
  dryRun?: boolean;
}

/** Adds the options that every operations command takes. */
export function commonOptions(command: Command): Command {
  return command
    .option("-s, --stack <name>", "stack whose outputs name the resources (default: the selected one)")
    .option("-C, --cwd <folder>", "run as if started there")
    .option("--outputs <file>", "read the stack's outputs from a JSON file instead of asking the Pulumi CLI")
    .option("--region <region>", "AWS region (default: the stack's, then the environment's)")
    .option("-j, --json", "print one JSON document, errors too")
    .option("--verbose", "show each AWS request that is tried again, and why")
    .option("--color <when>", "auto, always or never", colorChoice);
}

/** Adds the common options and those of a command that changes something. */
export function changeOptions(command: Command): Command {
  return commonOptions(command)
    .option("-y, --yes", "do not ask before the change")
    .option("--dry-run", "say what would change, and change nothing");
}

/** Adds examples to a command's help, one for each line. */
export function examples(command: Command, ...lines: string[]): Command {
  return command.addHelpText("after", `\nExamples:\n${lines.map((line) => `  $ cloister ${line}`).join("\n")}`);
}

export function colorChoice(value: string): string {
  if (["auto", "always", "never"].includes(value)) return value;
  throw new InvalidArgumentError("It must be auto, always or never.");
}

/** A whole number in a range, as an option's parser. */
export function wholeNumber(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

/** US dollars, with cents, as an option's parser. */
export function dollars(value: string): number {
  const number = Number(value);
  if (/^\d+(\.\d{1,2})?$/.test(value) && number > 0 && number <= 1_000_000) return number;
  throw new InvalidArgumentError("It must be a number of US dollars, from 0.01 to 1000000.");
}

/** A length of time such as `90s`, `15m`, `2h` or `1d`, in seconds, as an option's parser. */
export function duration(value: string): number {
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(value) ?? [];
  const seconds = { s: 1, m: 60, h: 3600, d: 86_400 }[unit ?? ""];
  if (seconds === undefined || Number(amount) === 0)
    throw new InvalidArgumentError("It must be a length of time such as 90s, 15m, 2h or 1d.");
  return Number(amount) * seconds;
}
