import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import type { Context } from "../command/context";
import { CommandError } from "../command/errors";

/** A session that AWS has opened. */
export interface OpenSession {
  sessionId: string;
  streamUrl: string;
  /** Lets whoever holds it into the session. */
  tokenValue: string;
}

const program = "session-manager-plugin";

/** The variable that holds the session: a newer plugin takes its name, so that the token is in no list of processes. */
const variable = "AWS_SSM_START_SESSION_RESPONSE";

/** The last release that would have to be given the token as an argument. */
const lastWithoutVariable = [1, 2, 497, 0];

/** @throws CommandError when the plugin is not on the PATH, or too old; before anything is asked of AWS */
export async function requirePlugin(): Promise<void> {
  const where =
    "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html";
  const { stdout } = await promisify(execFile)(program, ["--version"]).catch((error: unknown) => {
    throw new CommandError(`${program} is not on the PATH, or does not run.`, `Install it: ${where}`, {
      cause: error,
    });
  });
  const version = stdout.trim().split(".").map(Number);
  const different = lastWithoutVariable.findIndex((number, index) => number !== version[index]);
  if (!((version[different] ?? 0) > (lastWithoutVariable[different] ?? Infinity)))
    throw new CommandError(
      `${program} ${stdout.trim()} is too old: it would take the session's token as an argument, which other users see.`,
      `Install one above ${lastWithoutVariable.join(".")}: ${where}`,
    );
}

/**
 * Runs the plugin with a session until it ends. Ctrl-C is the plugin's: it passes it on, or ends the session.
 *
 * @param request what the session was asked for with, which the plugin tells AWS when it connects again
 */
export async function runPlugin(
  { flags }: Context,
  session: OpenSession,
  { region, request }: { region: string; request: object },
): Promise<void> {
  const { sessionId: SessionId, streamUrl: StreamUrl, tokenValue: TokenValue } = session;
  const endpoint =
    process.env["AWS_ENDPOINT_URL_SSM"] ?? process.env["AWS_ENDPOINT_URL"] ?? `https://ssm.${domainOf(region)}`;
  const profile = process.env["AWS_PROFILE"] ?? "";
  const args = [variable, region, "StartSession", profile, JSON.stringify(request), endpoint];
  // Standard output is the command's own document where one is asked for.
  const child = spawn(program, args, {
    stdio: ["inherit", flags.json === true ? 2 : "inherit", "inherit"],
    env: { ...process.env, [variable]: JSON.stringify({ SessionId, StreamUrl, TokenValue }) },
  });
  // A terminal sends Ctrl-C to both; a signal that ends this process is meant for this one alone.
  const stay = () => undefined;
  const end = () => child.kill("SIGTERM");
  process.on("SIGINT", stay).on("SIGTERM", end);
  try {
    await once(child, "close");
    if (child.exitCode !== 0 && child.exitCode !== null)
      throw new CommandError(`${program} ended with ${child.exitCode}.`, "What it says is above.");
  } finally {
    process.off("SIGINT", stay).off("SIGTERM", end);
  }
}

function domainOf(region: string): string {
  return `${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
}
