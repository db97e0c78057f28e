import * as fs from "node:fs";
import * as path from "node:path";
import type { EngineEvent, PulumiFn } from "@pulumi/pulumi/automation";
import { OptionsError } from "./errors";
import type { GateOptions } from "./result";

/** A configuration value: a text, a number, a switch, or a list or map of them. */
export type ConfigValue = string | number | boolean | readonly ConfigValue[] | { readonly [key: string]: ConfigValue };

/** A configuration value that is stored encrypted in the stack's file, and is on no command line. */
export class SecretValue {
  readonly #value: ConfigValue;

  constructor(value: ConfigValue) {
    this.#value = value;
  }

  /** The value itself. */
  reveal(): ConfigValue {
    return this.#value;
  }
}

/** Marks a configuration value as secret. */
export function secret(value: ConfigValue): SecretValue {
  return new SecretValue(value);
}

/** A policy pack and its configuration. */
export interface PolicyPackOption {
  /** Folder of the pack. */
  path: string;
  /**
   * Settings by rule, as Pulumi's policy configuration has them: an enforcement level, or an object of settings with
   * `enforcementLevel`. Default: the pack's own.
   */
  config?: Readonly<Record<string, unknown>>;
}

/** Something that happens during a call. */
export type ProgressEvent =
  /** A step begins or ends. */
  | { kind: "step"; step: string; state: "started" | "done" | "failed"; detail?: string }
  /** The engine reports: resources, diagnostics, policies. */
  | { kind: "engine"; event: EngineEvent }
  /** A line that a task, a service or a command printed. */
  | { kind: "log"; step: string; line: string };

/** What every call on a stack takes. */
export interface StackOptions {
  /** Name of the stack: `dev`, or `ORGANIZATION/dev` with Pulumi Cloud. */
  stack: string;
  /** Folder of the Pulumi project (with Pulumi.yaml). Default: the working directory, unless `program` is given. */
  projectDir?: string;
  /** A program in this process instead of a project's. Needs `project`. Default: the project's own. */
  program?: PulumiFn;
  /** Name of the project of an inline `program`. */
  project?: string;
  /** Where state is: `s3://BUCKET?region=R`, `file://FOLDER`, `https://api.pulumi.com`. Default: as the CLI decides. */
  backendUrl?: string;
  /** What encrypts secrets of a new stack, as `awskms://alias/pulumi`. Default: the backend's own. */
  secretsProvider?: string;
  /** Further environment of the CLI, as credentials or `PULUMI_CONFIG_PASSPHRASE`. Default: this process's. */
  env?: Readonly<Record<string, string>>;
  /** Folder that holds `bin/pulumi`. Default: the PATH decides. */
  cliRoot?: string;
  /** Hears what happens, as it happens. */
  onEvent?: (event: ProgressEvent) => void;
  /** Ends the call. What runs is ended in an orderly way: the stack is not left locked. */
  signal?: AbortSignal;
}

/** What calls that run the program take. */
export interface RunOptions extends StackOptions, GateOptions {
  /** Configuration to set before the run, by `KEY` or `NAMESPACE:KEY`. It is written to the stack's file. */
  config?: Readonly<Record<string, ConfigValue | SecretValue>>;
  /** Policy packs. Default: the pack of this package. An empty list runs none. */
  policyPacks?: readonly (string | PolicyPackOption)[];
  /** Rules that a pack's initialConfig may make advisory. Default: none. */
  allowDowngraded?: readonly string[];
  /** Compare the state with what exists first. Default: false. */
  refresh?: boolean;
}

/** Characters of a stack's name. Pulumi: https://www.pulumi.com/docs/iac/concepts/stacks/#create-stack */
const stackName = /^(?:[\w.-]+\/){0,2}[\w.-]{1,100}$/;
const configKey = /^[\w.-]+(?::[\w.-]+)?$/;
const backend = /^(https?|s3|gs|azblob|file|postgres):\/\/.+/;

/** @throws OptionsError with every fault */
export function checkOptions(options: StackOptions & Partial<RunOptions>): void {
  const faults = [...stackFaults(options), ...configFaults(options.config), ...packFaults(options.policyPacks)];
  if (faults.length > 0) throw new OptionsError(faults);
}

function stackFaults({ stack, projectDir, program, project, backendUrl }: StackOptions): string[] {
  const faults: string[] = [];
  if (!stackName.test(stack))
    faults.push(`stack: ${show(stack)}: must be STACK, ORGANIZATION/STACK or ORGANIZATION/PROJECT/STACK.`);
  if (program !== undefined && project === undefined)
    faults.push("project: missing: an inline program needs the name of its project.");
  if (program === undefined && project !== undefined)
    faults.push(`project: ${show(project)}: only for an inline program; a project's own name is in its Pulumi.yaml.`);
  const folder = path.resolve(projectDir ?? ".");
  if (program === undefined && !["Pulumi.yaml", "Pulumi.yml"].some((file) => fs.existsSync(path.join(folder, file))))
    faults.push(`projectDir: ${show(folder)}: must be a folder with a Pulumi.yaml.`);
  if (backendUrl !== undefined && !backend.test(backendUrl))
    faults.push(
      `backendUrl: ${show(backendUrl)}: must be s3://…, file://…, https://… or another of Pulumi's backends.`,
    );
  return faults;
}

function configFaults(config: RunOptions["config"] = {}): string[] {
  return Object.entries(config).flatMap(([key, value]) => {
    if (!configKey.test(key)) return [`config: ${show(key)}: a key must be KEY or NAMESPACE:KEY.`];
    const plain = value instanceof SecretValue ? value.reveal() : value;
    return isConfigValue(plain)
      ? []
      : [`config.${key}: must be a text, a finite number, true or false, or a list or map of them.`];
  });
}

function isConfigValue(value: unknown): value is ConfigValue {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value === "string" || typeof value === "boolean") return true;
  return typeof value === "object" && value !== null && Object.values(value).every(isConfigValue);
}

function packFaults(packs: RunOptions["policyPacks"] = []): string[] {
  return packs.flatMap((pack, index) => {
    const folder = path.resolve(typeof pack === "string" ? pack : pack.path);
    if (fs.existsSync(path.join(folder, "PulumiPolicy.yaml"))) return [];
    return [`policyPacks[${index}]: ${show(folder)}: must be a folder with a PulumiPolicy.yaml.`];
  });
}

function show(value: unknown): string {
  return JSON.stringify(value);
}
