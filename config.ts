import * as pulumi from "@pulumi/pulumi";
import { distance } from "fastest-levenshtein";
import { z } from "zod";
import type { WorkingHours } from "./components";
import { componentFaults, contradictions } from "./program/checks";
import { stackSchema, type StackSettings } from "./program/schema";

/** Namespace of the program's settings in a stack file. */
const namespace = "cloister";

/** The stack's configuration: every setting with its default, and the region from `aws:region`. */
export interface StackConfig extends Omit<StackSettings, "schedule"> {
  region: string;
  /** Working hours outside of which everything that can sleep sleeps. Undefined: nothing sleeps. */
  schedule?: WorkingHours;
}

/** One thing that is wrong: where, and why. */
export interface Fault {
  /** `cloister:network.cidr` */
  path: string;
  reason: string;
}

/**
 * Reads and checks the stack's configuration: keys, types, ranges, formats and combinations, down to what AWS would
 * refuse of each component. Registers nothing.
 * @throws pulumi.RunError that lists every fault with its path, when there is one
 */
export function readConfig(): StackConfig {
  const region = new pulumi.Config("aws").get("region") ?? "";
  return parseConfig(settingsOf(pulumi.runtime.allConfig()), region, pulumi.getStack());
}

/** The checked configuration of a stack from its settings as they stand in the stack file. */
export function parseConfig(settings: Record<string, unknown>, region: string, stack: string): StackConfig {
  const faults: Fault[] = [];
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) {
    faults.push({
      path: "aws:region",
      reason:
        region === ""
          ? "is missing; set it to a region such as eu-west-1"
          : `must be a region such as eu-west-1, got "${region}"`,
    });
  }
  let parsed = stackSchema.safeParse(settings);
  if (!parsed.success) {
    faults.push(...parsed.error.issues.flatMap((issue) => shapeFaults(issue, settings)));
    // Without the keys that are no settings the rest can still be judged, and its faults told too.
    parsed = stackSchema.safeParse(withoutUnknownKeys(settings, parsed.error.issues));
    if (!parsed.success) throw refusal(stack, faults);
  }
  const { schedule, ...rest } = parsed.data;
  const config = { ...rest, region, ...(Object.keys(schedule).length > 0 && { schedule }) };
  faults.push(...contradictions(config), ...componentFaults(config));
  if (faults.length > 0) throw refusal(stack, faults);
  return config;
}

/** The program's settings among all configuration: values are texts, objects and lists are JSON. */
function settingsOf(config: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key.startsWith(`${namespace}:`))
      .map(([key, value]) => [
        key.slice(namespace.length + 1),
        /^([[{]|true$|false$)/.test(value) ? asJson(value) : value,
      ]),
  );
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function refusal(stack: string, faults: readonly Fault[]): pulumi.RunError {
  const unique = new Map(faults.map((fault) => [`${fault.path} ${fault.reason}`, fault]));
  const count = unique.size === 1 ? "1 setting is" : `${unique.size} settings are`;
  const lines = [...unique.values()].map(({ path, reason }) => `  ${path}: ${reason}`);
  return new pulumi.RunError([`Pulumi.${stack}.yaml: ${count} wrong`, ...lines].join("\n"));
}

/** A fault of keys or types, in words. */
function shapeFaults(issue: z.core.$ZodIssue, settings: unknown): Fault[] {
  const path = issue.path.map(String);
  const at = (...steps: string[]) => `${namespace}:${[...path, ...steps].join(".")}`;
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(path);
    return issue.keys.map((key) => ({ path: at(key), reason: `is no setting; ${suggestion(key, known)}` }));
  }
  const value = path.reduce<unknown>(
    (inside, step) => (inside as Record<string, unknown> | undefined)?.[step],
    settings,
  );
  if (value === undefined) return [{ path: at(), reason: "is missing" }];
  const wanted = issue.message
    .replace(/^Invalid \w+: expected /, "must be ")
    .replace(/^Invalid option: expected one of /, "must be one of ");
  return [{ path: at(), reason: `${wanted.replace(/, received \w+$/, "")}, got ${JSON.stringify(value)}` }];
}

/** A copy of the settings without the keys that the issues call unknown. */
function withoutUnknownKeys(settings: Record<string, unknown>, issues: readonly z.core.$ZodIssue[]) {
  const copy = structuredClone(settings);
  for (const issue of issues) {
    if (issue.code !== "unrecognized_keys") continue;
    const owner = issue.path.reduce<unknown>((inside, step) => (inside as Record<PropertyKey, unknown>)[step], copy);
    for (const key of issue.keys) Reflect.deleteProperty(owner as object, key);
  }
  return copy;
}

/** The settings that exist at a path. */
function keysAt(path: readonly string[]): string[] {
  let schema = z.toJSONSchema(stackSchema, { io: "input" }) as z.core.JSONSchema.JSONSchema;
  for (const step of path) {
    const inside = schema.properties?.[step] ?? schema.additionalProperties ?? schema.items;
    if (typeof inside !== "object" || Array.isArray(inside)) return [];
    schema = inside;
  }
  return Object.keys(schema.properties ?? {});
}

/** The nearest known name when one is close, else all of them. */
function suggestion(key: string, known: readonly string[]): string {
  const [nearest] = known
    .map((name) => ({ name, distance: distance(key.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  return nearest && nearest.distance <= 2
    ? `did you mean ${nearest.name}?`
    : `the settings here are ${known.join(", ")}`;
}
