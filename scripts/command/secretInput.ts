import * as fs from "node:fs/promises";
import * as path from "node:path";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import type { Context } from "./context";
import { CommandError } from "./errors";

/**
 * A value that must not stand on a command line, where other users and the shell's history see it: from `file`, from
 * a hidden prompt at a terminal, else from standard input. One line break at the end is left off.
 */
export async function readSecret(context: Context, what: string, file?: string): Promise<string> {
  const value = (await rawValue(context, what, file)).replace(/\r?\n$/, "");
  if (value === "")
    throw new CommandError(`The value of ${what} is empty.`, "Give it by --file, or on standard input.");
  return value;
}

async function rawValue(context: Context, what: string, file?: string): Promise<string> {
  const { stdin } = context.terminal;
  if (file !== undefined) {
    return fs.readFile(path.resolve(context.flags.cwd ?? ".", file), "utf8").catch(() => {
      throw new CommandError(`${file} cannot be read.`);
    });
  }
  if (stdin.isTTY === true) return prompt(context, what);
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

/** Asks at the terminal without showing what is typed. */
async function prompt(context: Context, what: string): Promise<string> {
  const { stdin, stderr } = context.terminal;
  stderr.write(`${what} (not shown): `);
  const silent = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const asked = createInterface({ input: stdin, output: silent, terminal: true });
  try {
    return await asked.question("", { signal: context.signal });
  } finally {
    asked.close();
    stderr.write("\n");
  }
}
