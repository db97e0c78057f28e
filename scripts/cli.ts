import { createRequire } from "node:module";
import { Command } from "commander";

/** A command: what its file in this folder is called, and the line that help shows without loading it. */
export interface Entry {
  name: string;
  file: string;
  summary: string;
}

/** A command's file. */
interface CommandFile {
  register: (program: Command) => void;
}

/** Every command, grouped by what a person wants to do. A command's file is loaded only when it is called. */
export const groups: Readonly<Record<string, readonly Entry[]>> = {
  "Before a deployment:": [
    { name: "preview", file: "./preview", summary: "what would exist, who reaches it, what it may do" },
    { name: "estimate-costs", file: "./estimateCosts", summary: "what a stack would cost a month, from public prices" },
    { name: "refresh-prices", file: "./refreshPrices", summary: "a region's prices, from AWS's public price files" },
  ],
  "Deploying:": [
    { name: "run-migration", file: "./runMigration", summary: "the database migration, once, with its log" },
    { name: "setup-schema", file: "./setupSchema", summary: "Temporal's schema in DSQL" },
    { name: "setup-opensearch", file: "./setupOpenSearch", summary: "Temporal's index in OpenSearch" },
    { name: "deploy-service", file: "./deployService", summary: "one service to another image or revision" },
  ],
  "Running services:": [
    { name: "status", file: "./status", summary: "what runs, and why tasks are missing" },
    { name: "logs", file: "./logs", summary: "a service's log, also as it grows" },
    { name: "exec", file: "./exec", summary: "a shell or one command in a running container" },
    { name: "port-forward", file: "./portForward", summary: "a private port on your own machine" },
    { name: "scale", file: "./scale", summary: "how many tasks run: one service, or all up or down" },
    { name: "images", file: "./images", summary: "images in the stack's repositories, and who runs them" },
  ],
  "Costs:": [
    { name: "free-tier", file: "./freeTier", summary: "what the account has used of the free tier" },
    { name: "costs", file: "./costs", summary: "what each day cost, this month's forecast, days that stand out" },
    { name: "billing-alerts", file: "./billingAlerts", summary: "a budget of the account that tells in time" },
    { name: "cleanup", file: "./cleanup", summary: "what nothing uses any more and still costs" },
  ],
  "Settings and secrets:": [
    { name: "parameter", file: "./parameter", summary: "put, get, list, delete, import SSM parameters" },
  ],
};

/** The command line: every command is a file of its own in this folder. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command("cloister")
    .description("Private-by-default, least-privilege, cost-checked AWS services for Pulumi.")
    .showHelpAfterError("(cloister --help lists the commands)");
  const called = argv[2] === "help" ? argv[3] : argv[2];
  const load = createRequire(__filename);
  for (const [group, entries] of Object.entries(groups)) {
    program.commandsGroup(group);
    for (const { name, file, summary } of entries) {
      if (name === called) loaded(name, () => load(file) as CommandFile)?.register(program);
      else program.command(name).description(summary);
    }
  }
  if (process.exitCode === undefined) await program.parseAsync(argv);
}

/** A command's file; undefined, and told, where a client of AWS that it needs is not installed. */
function loaded(name: string, load: () => CommandFile): CommandFile | undefined {
  try {
    return load();
  } catch (error) {
    const missing =
      error instanceof Error && /Cannot find module '(@(?:aws-sdk|smithy)\/[\w-]+)/.exec(error.message)?.[1];
    if (typeof missing !== "string") throw error;
    process.stderr.write(
      `error: cloister ${name} needs ${missing}, which is not installed.\n  npm install ${missing}\n`,
    );
    process.exitCode = 1;
    return undefined;
  }
}
