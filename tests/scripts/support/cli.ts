import { spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { text } from "node:stream/consumers";

const root = path.join(__dirname, "..", "..", "..");

/** What a command printed and how it ended. */
export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `cloister` as a user does, with standard input from a text. */
export async function cloister(args: readonly string[], env: NodeJS.ProcessEnv, input = ""): Promise<Ran> {
  const child = spawn(process.execPath, [path.join(root, "bin", "cloister.js"), ...args], {
    env,
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code: child.exitCode, stdout, stderr };
}
