import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as net from "node:net";

/** A moto server: AWS's API on a loopback port, with state that tests read and reset. */
export interface Moto {
  url: string;
  /** Environment of a command that talks to this server and to nothing else. */
  env: NodeJS.ProcessEnv;
  /** Everything the server holds; byte for byte the same when nothing was changed. */
  state(): Promise<string>;
  reset(): Promise<void>;
  stop(): void;
}

/** How moto is started here, or undefined where it is not installed (`pip install "moto[server]"`). */
export function motoCommand(): string[] | undefined {
  const candidates = [[process.env["MOTO_SERVER"] ?? "moto_server"], ["python3", "-m", "moto.server"]];
  return candidates.find(([command = "", ...args]) => {
    try {
      execFileSync(command, [...args, "--help"], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });
}

export async function startMoto(): Promise<Moto> {
  const [command = "", ...args] = motoCommand() ?? [];
  const port = await freePort();
  const child = spawn(command, [...args, "-H", "127.0.0.1", "-p", String(port)], { stdio: ["ignore", "pipe", "pipe"] });
  const url = `http://127.0.0.1:${port}`;
  await listening(child, port);
  const state = async () => (await fetch(`${url}/moto-api/data.json`)).text();
  return {
    url,
    env: {
      PATH: process.env["PATH"],
      AWS_ENDPOINT_URL: url,
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "testing",
      AWS_SECRET_ACCESS_KEY: "testing",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: "/nonexistent",
      AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
    },
    state,
    reset: async () => {
      await fetch(`${url}/moto-api/reset`, { method: "POST" });
    },
    stop: () => {
      child.kill();
    },
  };
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || address === null) throw new Error("No port is free.");
  return address.port;
}

/** Waits until the server says that it runs. */
async function listening(child: ChildProcess, port: number): Promise<void> {
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => (said += chunk));
  }
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    if (said.includes(`Running on http://127.0.0.1:${port}`)) return;
    if (child.exitCode !== null) break;
    await Promise.race([once(child.stderr ?? child, "data"), once(child, "exit")]);
  }
  throw new Error(`moto did not start: ${said}`);
}
