import { execFile } from "node:child_process";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { promisify } from "node:util";
import { CommandError } from "../command/errors";
import { suggestion } from "../command/suggest";

/** Where outputs come from. */
export interface OutputsSource {
  /** A JSON file as `pulumi stack output --json` writes it. */
  file?: string;
  stack?: string;
  /** The Pulumi project's folder. Default: the current one. */
  cwd?: string;
}

/** Which part of the program gives an output; for the message when it is missing. */
const givenBy: Readonly<Record<string, string>> = {
  albUrl: "the application (FargateApp)",
  ecsClusterName: "the application (FargateApp)",
  serviceNames: "the application (FargateApp)",
  logGroupNames: "the application (FargateApp)",
  runMigrationInput: "the application (FargateApp) when cloister:app.migration is set",
  ecrRepositoryUrls: "the application's images: services with an imageTag",
  databaseEndpoint: "the database (RdsWithProxy)",
  dbConnectionSecretArn: "the database (RdsWithProxy)",
  pmm: "the monitoring server (PmmServer) when cloister:pmm.enabled is true",
  temporal: "the Temporal cluster (TemporalServices) when cloister:temporal.enabled is true",
};

/** A stack's outputs, by name. */
export class StackOutputs {
  constructor(
    private readonly values: Readonly<Record<string, unknown>>,
    /** Where they were read, for messages. */
    readonly source: string,
  ) {}

  /** An output, or undefined where the stack has none of that name. */
  get(name: string): unknown {
    return this.values[name];
  }

  /** @throws CommandError that says which component gives the output, when it is missing */
  text(name: string): string {
    const value = this.get(name);
    if (typeof value === "string" && value !== "") return value;
    throw this.missing(name);
  }

  /** A map of texts, such as `serviceNames`. */
  texts(name: string): Record<string, string> {
    const value = this.get(name);
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw this.missing(name);
    return textsOf(value);
  }

  /** A value inside an output: `nested("temporal", "setupTaskRunInput", "dsqlSchema")`. */
  nested(name: string, ...path: string[]): unknown {
    let value = this.get(name);
    for (const key of path)
      value = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
    if (value === undefined || value === "") throw this.missing(name, path);
    return value;
  }

  /** The region in the first ARN among the outputs. */
  region(): string | undefined {
    return /"arn:aws[a-z-]*:[a-z0-9-]+:([a-z]{2}(?:-[a-z]+)+-\d):\d{12}:/.exec(JSON.stringify(this.values))?.[1];
  }

  private missing(name: string, path: readonly string[] = []): CommandError {
    const giver = givenBy[name];
    return new CommandError(
      `${this.source} has no output "${[name, ...path].join(".")}".`,
      giver === undefined
        ? suggestion(name, Object.keys(this.values))
        : `It is given by ${giver}; deploy the stack with it, or name the right stack by --stack.`,
    );
  }
}

/** The texts among an object's fields. */
export function textsOf(value: unknown): Record<string, string> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/**
 * Reads a stack's outputs.
 * @throws CommandError when the file, the CLI or the stack is not there
 */
export async function readOutputs({ file, stack, cwd }: OutputsSource): Promise<StackOutputs> {
  const folder = path.resolve(cwd ?? ".");
  if (file !== undefined) {
    const place = path.resolve(folder, file);
    const text = await fs.readFile(place, "utf8").catch(() => {
      throw new CommandError(`${file} cannot be read.`, "Write it with: pulumi stack output --json > outputs.json");
    });
    return new StackOutputs(parse(text, file), file);
  }
  const args = ["stack", "output", "--json", ...(stack === undefined ? [] : ["--stack", stack])];
  const name = stack === undefined ? "The selected stack" : `Stack ${stack}`;
  try {
    const { stdout } = await promisify(execFile)("pulumi", args, {
      cwd: folder,
      env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
      maxBuffer: 64 * 2 ** 20,
    });
    return new StackOutputs(parse(stdout, name), name);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw cliFault(error, name);
  }
}

function parse(text: string, source: string): Record<string, unknown> {
  const wrong = new CommandError(
    `${source} holds no stack outputs.`,
    "It must be one JSON object as pulumi stack output --json prints it.",
  );
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong;
    return { ...value };
  } catch {
    throw wrong;
  }
}

function cliFault(error: unknown, name: string): CommandError {
  if (error instanceof Error && "code" in error && error.code === "ENOENT")
    return new CommandError(
      "The stack's outputs are needed, and there is no pulumi CLI on the PATH.",
      "Install it (https://www.pulumi.com/docs/install/), or give the outputs in a file by --outputs.",
    );
  const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
  const line = said.replace(/^error: /, "").split("\n")[0] ?? "";
  return new CommandError(`${name}: its outputs cannot be read: ${line}`, "See what there is with: pulumi stack ls");
}
