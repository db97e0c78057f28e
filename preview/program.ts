import { eachLine, resolveCommand, startNode, type Child } from "./children";
import type { Settings } from "./config";
import { parallelism } from "./engine/monitor";
import { PreviewError } from "./errors";
import { lightStart, plainErrors } from "./packageFolder";
import type { Mapping } from "./yamlFile";

/** What is started, and for whom. */
export interface ProgramStart {
  /** Folder in which the program runs. */
  directory: string;
  /** File within it, or "." for what its package.json names. */
  entry: string;
  root: string;
  project: string;
  stack: string;
  organization: string;
  runtimeOptions: Mapping;
  settings: Settings;
  /** Address of the monitor and engine services. */
  address: string;
  /** Whether errors carry stack traces. Capturing one for every output is what takes a program most of its time. */
  traces: boolean;
  /** Receives the program's own output, a line at a time. */
  onOutput: (line: string) => void;
}

/** Starts the unmodified program the way Pulumi's Node.js language host does, never type-checking. */
export function startProgram(start: ProgramStart): Child {
  const { runtimeOptions: options } = start;
  const command = resolveCommand("run", start.directory);
  const child = startNode(
    [
      ...(start.traces ? [] : ["--stack-trace-limit=0"]), // where resources are declared is told all the same
      ...["--require", lightStart()],
      ...["--require", plainErrors()],
      ...words(option(options, "nodeargs", "string") ?? ""),
      command,
      ...["--monitor", start.address],
      ...["--engine", start.address],
      ...["--organization", start.organization],
      ...["--project", start.project],
      ...["--root-directory", start.root],
      ...["--stack", start.stack],
      ...["--pwd", start.directory],
      "--dry-run",
      ...["--parallel", String(parallelism)],
      start.entry,
    ],
    start.directory,
    { ...process.env, ...configEnvironment(start.settings), ...typescriptEnvironment(options) },
  );
  eachLine(child.process.stdout, start.onOutput);
  eachLine(child.process.stderr, start.onOutput);
  return child;
}

/** Configuration as the SDK reads it. Keys keep the old `ns:config:name` form, which every SDK understands. */
function configEnvironment(settings: Settings): NodeJS.ProcessEnv {
  const values = [...settings.values].map(([key, value]) => [key.replace(":", ":config:"), value]);
  return {
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(values)),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify([...settings.secretKeys]),
  };
}

function typescriptEnvironment(options: Mapping): NodeJS.ProcessEnv {
  const typescript = option(options, "typescript", "boolean") ?? true;
  const settingsFile = option(options, "tsconfig", "string");
  return {
    // The second switch is for ES modules: there the runner starts ts-node before it knows its own settings.
    ...(typescript
      ? { PULUMI_NODEJS_TYPESCRIPT: "true", PULUMI_NODEJS_TRANSPILE_ONLY: "true", TS_NODE_TRANSPILE_ONLY: "true" }
      : {}),
    ...(settingsFile === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: settingsFile }),
  };
}

/** An option of the runtime, of the type the language host asks for. */
export function option(options: Mapping, name: string, type: "string"): string | undefined;
export function option(options: Mapping, name: string, type: "boolean"): boolean | undefined;
export function option(options: Mapping, name: string, type: "string" | "boolean"): string | boolean | undefined {
  const value = options[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === type) return value as string | boolean;
  throw new PreviewError(`Pulumi.yaml: the runtime option ${name} must be a ${type}, got ${JSON.stringify(value)}`);
}

/** Splits a command line into words; quotes keep spaces together. */
export function words(line: string): string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|((?:[^\s"'\\]|\\.)+)/g)].map(
    ([, double, single, bare]) => single ?? (double ?? bare ?? "").replaceAll(/\\(.)/g, "$1"),
  );
}
