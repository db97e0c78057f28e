import { spawn, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import * as path from "node:path";
import { PreviewError } from "./errors";

/** How a child process ended. */
export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A Node.js process of ours, with everything it starts. */
export interface Child {
  process: ChildProcess;
  ended: Promise<Ending>;
  /** Ends the process and what it started. */
  stop: () => void;
}

/** How long a process may take to end when asked, before it is killed, in milliseconds. */
const graceMs = 1_000;

/** The environment in which gRPC asks no proxy for loopback: behind a proxy a program would not find its engine. */
function withDirectLoopback(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const already = env["no_grpc_proxy"] ?? env["no_proxy"] ?? env["NO_PROXY"];
  const direct = [...(already ? [already] : []), "127.0.0.1", "localhost"].join(",");
  return { ...env, no_grpc_proxy: direct };
}

/** Starts Node.js with a group of its own, so that all it starts can be ended with it. */
export function startNode(args: string[], directory: string, env: NodeJS.ProcessEnv): Child {
  const grouped = process.platform !== "win32";
  const child = spawn(process.execPath, args, {
    cwd: directory,
    env: withDirectLoopback(env),
    stdio: ["ignore", "pipe", "pipe"],
    detached: grouped,
  });
  let over = false;
  const killAtExit = () => {
    signalAll("SIGKILL");
  };
  process.once("exit", killAtExit); // whatever ends this process, its children end with it
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      over = true;
      process.off("exit", killAtExit);
      resolve({ code, signal });
    });
  });
  const signalAll = (signal: NodeJS.Signals) => {
    if (over || child.pid === undefined) return;
    try {
      if (grouped) process.kill(-child.pid, signal);
      else child.kill(signal);
    } catch {
      // Already gone.
    }
  };
  const stop = () => {
    signalAll("SIGTERM");
    setTimeout(() => {
      signalAll("SIGKILL");
    }, graceMs).unref();
  };
  return { process: child, ended, stop };
}

/** Where a folder's own Pulumi SDK keeps one of its commands. */
export function resolveCommand(command: "run" | "run-policy-pack", folder: string): string {
  const wanted = `@pulumi/pulumi/cmd/${command}`;
  try {
    return createRequire(path.join(folder, "resolve-from-here.js")).resolve(wanted);
  } catch (error) {
    throw new PreviewError(
      `The Pulumi SDK is not installed for ${folder}: ${wanted} cannot be found. Run npm install there.`,
      { cause: error },
    );
  }
}

/** Calls `onLine` for every line of a stream, the last unfinished one included. */
export function eachLine(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  let rest = "";
  stream?.setEncoding("utf8");
  stream?.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line.replace(/\r$/, ""));
  });
  stream?.on("end", () => {
    if (rest !== "") onLine(rest);
  });
}
