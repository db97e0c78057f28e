import { serviceType } from "./ecs";
import type { Read } from "./reader";
import type { Resource } from "./resource";
import type { Stack } from "./stack";

const clusterType = "aws:ecs/cluster:Cluster";
const targetType = "aws:appautoscaling/target:Target";
const policyType = "aws:appautoscaling/policy:Policy";
const actionType = "aws:appautoscaling/scheduledAction:ScheduledAction";

/** The scheduled actions of Application Auto Scaling that set a service's capacity. */
export function scalingActionsOf(service: Resource, stack: Stack): Read<Resource[]> {
  return scalersOf(service, stack, actionType);
}

/** The policies by which Application Auto Scaling follows a service's load. */
export function scalingPoliciesOf(service: Resource, stack: Stack): Read<Resource[]> {
  return scalersOf(service, stack, policyType);
}

/** The scalable targets that a service is registered as: at most one, in a stack that AWS takes. */
export function scalableTargetsOf(service: Resource, stack: Stack): Read<Resource[]> {
  return scalersOf(service, stack, targetType);
}

function scalersOf(service: Resource, stack: Stack, type: string): Read<Resource[]> {
  const found: Resource[] = [];
  let doubt: Read<Resource[]> | undefined;
  for (const scaler of candidatesFor(service, stack, type)) {
    const answer = scales(scaler, service, stack);
    if (answer.state === "unknown") doubt ??= { ...answer, path: `${answer.path} of ${scaler.name}` };
    else if (answer.state === "known" && answer.value) found.push(scaler);
  }
  return found.length === 0 && doubt ? doubt : { state: "known", path: type, value: found };
}

/** What may scale a service: what names it or comes from it, and what may be of any service. */
function candidatesFor(service: Resource, stack: Stack, type: string): readonly Resource[] {
  const name = service.properties.text("name");
  const index = stack.view(indexes[type] ?? targetsByService);
  // A service whose name comes later may be any that is named: one of them tells the doubt.
  const named = name.state === "known" ? index.get(name.value) : index.get(anyNamed)?.slice(0, 1);
  return [...(index.get(service) ?? []), ...(named ?? []), ...(index.get(unnamed) ?? [])];
}

type Index = Map<string | Resource, Resource[]>;

/** Keys of what names a service, whichever, and of what names none; no service can be called so. */
const anyNamed = "/";
const unnamed = "";
const actionsByService = (stack: Stack) => byService(stack, actionType);
const targetsByService = (stack: Stack) => byService(stack, targetType);
const policiesByService = (stack: Stack) => byService(stack, policyType);
const indexes: Readonly<Record<string, (stack: Stack) => Index>> = {
  [actionType]: actionsByService,
  [targetType]: targetsByService,
  [policyType]: policiesByService,
};

function byService(stack: Stack, type: string): Index {
  const index: Index = new Map();
  for (const scaler of stack.ofType(type))
    for (const key of keysOf(scaler, stack)) {
      const list = index.get(key);
      if (list) list.push(scaler);
      else index.set(key, [scaler]);
    }
  return index;
}

/** By what a service finds what may scale it: its name, or itself where that comes later. */
function keysOf(scaler: Resource, stack: Stack): (string | Resource)[] {
  const { id, services } = originOf(scaler, stack);
  if (id.state === "absent") return [];
  if (id.state === "unknown") return services.length === 0 ? [unnamed] : services;
  const [kind, , name] = id.value.split("/");
  return kind === "service" && name !== undefined ? [name, anyNamed] : [unnamed];
}

/** The id that a scaler, or the scalable target it was made from, has; else the services that it was computed from. */
function originOf(scaler: Resource, stack: Stack): { id: Read<string>; services: Resource[] } {
  const id = scaler.properties.text("resourceId");
  if (id.state !== "unknown") return { id, services: [] };
  const targets = stack.dependencies(scaler, "resourceId", [targetType]);
  const told = targets.map((target) => target.properties.text("resourceId")).find((own) => own.state === "known");
  if (told) return { id: told, services: [] };
  const services = [scaler, ...targets].flatMap((one) => stack.dependencies(one, "resourceId", [serviceType]));
  return { id, services };
}

/** Whether a scheduled action, or the scalable target it was made from, is of the service. */
function scales(action: Resource, service: Resource, stack: Stack): Read<boolean> {
  const say = (value: boolean): Read<boolean> => ({ state: "known", path: "resourceId", value });
  const { id, services } = originOf(action, stack);
  if (id.state === "known") return bears(id.value, service, stack);
  if (id.state === "absent") return say(false);
  if (services.length === 0) return id;
  if (!services.includes(service)) return say(false);
  return services.length === 1 ? say(true) : { ...id, why: "may be of several services" };
}

/** Whether `service/cluster/name` is the service. */
function bears(id: string, service: Resource, stack: Stack): Read<boolean> {
  const [kind, cluster, name] = id.split("/");
  const say = (value: boolean): Read<boolean> => ({ state: "known", path: "resourceId", value });
  if (kind !== "service") return say(false);
  const own = service.properties.text("name");
  if (own.state === "unknown")
    return { state: "unknown", path: "resourceId", why: "may be of a service without a name yet" };
  if (own.state === "absent" || own.value !== name) return say(false);
  const home = clusterNameOf(service, stack);
  if (home.state !== "known")
    return { state: "unknown", path: "resourceId", why: "may be of a service in another cluster" };
  return say(home.value === cluster);
}

/** The name of the service's cluster, where it is known. */
function clusterNameOf(service: Resource, stack: Stack): Read<string> {
  const read = service.properties.text("cluster");
  if (read.state === "absent") return { ...read, state: "known", value: "default" };
  const cluster = stack.target(service, read, clusterType);
  const name = cluster.state === "known" ? cluster.value.properties.text("name") : cluster;
  if (name.state === "known") return name;
  return read.state === "known" ? { ...read, value: read.value.split("/").pop() ?? "" } : read;
}
