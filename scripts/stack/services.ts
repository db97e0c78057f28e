import { CommandError } from "../command/errors";
import { suggestion } from "../command/suggest";
import { textsOf, type StackOutputs } from "./outputs";

/** A service of the stack. */
export interface StackService {
  /** What commands call it: `api`, `history`; `temporal/ui` where the application has a service of that name too. */
  key: string;
  /** Name in ECS. */
  name: string;
  cluster: string;
  /** Log group; undefined where the stack names none. */
  logGroup: string | undefined;
  part: "app" | "temporal";
}

/** Where a task's log is: that of a service, or of a task that runs once. */
export interface StackLog {
  key: string;
  logGroup: string;
}

/** Every service of the stack in the order in which they start: the application's, then Temporal's. */
export function stackServices(outputs: StackOutputs): StackService[] {
  const temporal = outputs.get("temporal");
  const app =
    temporal === undefined || outputs.get("serviceNames") !== undefined
      ? servicesOf("app", outputs.texts("serviceNames"), outputs.text("ecsClusterName"), outputs.get("logGroupNames"))
      : [];
  return [...app, ...temporalServices(temporal, app)];
}

/** A service by its key or by its name in ECS. */
export function stackService(outputs: StackOutputs, called: string): StackService {
  const all = stackServices(outputs);
  const found = all.find(({ key, name, part }) => [key, name, `${part}/${key}`].includes(called));
  if (found !== undefined) return found;
  const keys = all.map(({ key }) => key);
  throw new CommandError(`${outputs.source} has no service "${called}".`, suggestion(called, keys));
}

/** A log by the key of its service or one-off task, such as `api` or `db-migrate`. */
export function stackLog(outputs: StackOutputs, called: string): StackLog {
  const temporal = outputs.get("temporal");
  const logs = [
    ...stackServices(outputs).flatMap(({ key, logGroup }) => (logGroup === undefined ? [] : [{ key, logGroup }])),
    ...Object.entries(textsOf(outputs.get("logGroupNames"))).map(([key, logGroup]) => ({ key, logGroup })),
    ...Object.entries(textsOf(field(temporal, "logGroupNames"))).map(([key, logGroup]) => ({ key, logGroup })),
  ];
  const found = logs.find(({ key, logGroup }) => key === called || logGroup === called);
  if (found !== undefined) return found;
  const keys = [...new Set(logs.map(({ key }) => key))];
  throw new CommandError(`${outputs.source} has no log of a service "${called}".`, suggestion(called, keys));
}

/** A field of an output that is an object; undefined where there is none. */
export function field(output: unknown, name: string): unknown {
  return typeof output === "object" && output !== null ? (output as Record<string, unknown>)[name] : undefined;
}

function temporalServices(temporal: unknown, app: readonly StackService[]): StackService[] {
  const cluster = field(temporal, "clusterName");
  if (typeof cluster !== "string") return [];
  const order = field(temporal, "startupOrder");
  const place = (key: string) => {
    const index = Array.isArray(order) ? order.indexOf(key) : -1;
    return index === -1 ? Number.MAX_SAFE_INTEGER : index;
  };
  const names = textsOf(field(temporal, "serviceNames"));
  return servicesOf("temporal", names, cluster, field(temporal, "logGroupNames"))
    .sort((a, b) => place(a.key) - place(b.key))
    .map((service) => {
      const isTaken = app.some(({ key }) => key === service.key);
      return isTaken ? { ...service, key: `temporal/${service.key}` } : service;
    });
}

function servicesOf(
  part: StackService["part"],
  names: Readonly<Record<string, string>>,
  cluster: string,
  logGroups: unknown,
): StackService[] {
  const logs = textsOf(logGroups);
  return Object.entries(names).map(([key, name]) => ({
    key,
    name,
    cluster,
    logGroup: logs[key],
    part,
  }));
}
