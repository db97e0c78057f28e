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

/** What may scale a service: what names it, and what names nothing that is known. */
function candidatesFor(service: Resource, stack: Stack, type: string): readonly Resource[] {
  const name = service.properties.text("name");
  const index = stack.view(indexes[type] ?? targetsByService);
  if (name.state !== "known") return stack.ofType(type);
  return [...(index.get(name.value) ?? []), ...(index.get(unnamed) ?? [])];
}

/** The key of what names no service that is known; no service can be called so. */
const unnamed = "";
const actionsByService = (stack: Stack) => byService(stack.ofType(actionType));
const targetsByService = (stack: Stack) => byService(stack.ofType(targetType));
const policiesByService = (stack: Stack) => byService(stack.ofType(policyType));
const indexes: Readonly<Record<string, (stack: Stack) => Map<string, Resource[]>>> = {
  [actionType]: actionsByService,
  [targetType]: targetsByService,
  [policyType]: policiesByService,
};

function byService(scalers: readonly Resource[]): Map<string, Resource[]> {
  const index = new Map<string, Resource[]>();
  for (const scaler of scalers) {
    const id = scaler.properties.text("resourceId");
    const name = id.state === "known" ? (id.value.split("/")[2] ?? unnamed) : unnamed;
    index.set(name, [...(index.get(name) ?? []), scaler]);
  }
  return index;
}

/** Whether a scheduled action, or the scalable target it was made from, is of the service. */
function scales(action: Resource, service: Resource, stack: Stack): Read<boolean> {
  const say = (value: boolean): Read<boolean> => ({ state: "known", path: "resourceId", value });
  const id = action.properties.text("resourceId");
  if (id.state === "known") return bears(id.value, service, stack);
  if (id.state === "absent") return say(false);
  const targets = stack.dependencies(action, "resourceId", [targetType]);
  for (const target of targets) {
    const own = target.properties.text("resourceId");
    if (own.state === "known") return bears(own.value, service, stack);
  }
  const services = [action, ...targets].flatMap((one) => stack.dependencies(one, "resourceId", [serviceType]));
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
