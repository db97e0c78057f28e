import { defineRule, type Judgement } from "../../frame/rule";
import { serviceType } from "../../../plan/ecs";
import type { Read } from "../../../plan/reader";
import type { Resource } from "../../../plan/resource";
import { groupType } from "../../models/singletons";
import type { Stack } from "../../../plan/stack";

const targetType = "aws:appautoscaling/target:Target";
const scheduledType = "aws:appautoscaling/scheduledAction:ScheduledAction";
const scheduleType = "aws:autoscaling/schedule:Schedule";
const policyType = "aws:autoscaling/policy:Policy";
const capacityType = "aws:ecs/capacityProvider:CapacityProvider";
const serviceDimension = "ecs:service:DesiredCount";

/**
 * What scaling sets, a deployment does not set back. A service that is scaled ignores changes of desiredCount, which
 * counts when absent too: the provider then sets 0. A target or a group that is changed by the clock ignores the
 * bounds that the clock sets, and a group that is scaled ignores a desiredCapacity that is given; absent it is left
 * alone. Scaling from outside the stack is not seen.
 */
export const autoscalingOwnedFieldsIgnored = defineRule({
  name: "autoscaling-owned-fields-ignored",
  family: "reliability",
  severity: "medium",
  title: "Deployments leave scaling alone",
  description:
    "Fields that autoscaling or a schedule changes are in ignoreChanges: desiredCount of scaled services, bounds of scheduled targets and groups, desiredCapacity of scaled groups.",
  remediation: "Name the fields in the resource option ignoreChanges.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html",
  checks: [],
  requirement: "Production enhancements: a deployment under load keeps the capacity that scaling has reached.",
  types: [serviceType, targetType, groupType],
  needsStack: true,
  judge(the) {
    const { type } = the.resource;
    if (type === serviceType) judgeService(the);
    else if (type === targetType) judgeTarget(the);
    else judgeGroup(the);
  },
});

function judgeService(the: Judgement): void {
  if (ignores(the, "desiredCount")) return;
  the.known(scaledBy(the.resource, the.stack), (target) => {
    if (target) tell(the, "desiredCount", target);
  });
}

function judgeTarget(the: Judgement): void {
  const id = the.resource.properties.text("resourceId");
  for (const action of the.stack.ofType(scheduledType)) {
    const own = action.properties.text("resourceId");
    const isSame = id.state === "known" && own.state === "known" && id.value === own.value;
    const isUnclear = [id, own].some(({ state }) => state === "unknown") && isUnreferenced(action, the.stack);
    if (!isSame && !isUnclear && !refersTo(action, "resourceId", the)) continue;
    for (const field of ["minCapacity", "maxCapacity"]) {
      if (!action.properties.at("scalableTargetAction").has(field) || ignores(the, field)) continue;
      if (isUnclear) the.doubt(id.state === "unknown" ? id : own, { finding: field });
      else tell(the, field, action);
    }
  }
}

function judgeGroup(the: Judgement): void {
  const { resource, stack } = the;
  const isThis = (user: Resource, path: string) => {
    const group = stack.target(user, user.properties.text(path), groupType);
    return group.state === "known" && group.value === resource;
  };
  const clocks = stack.ofType(scheduleType).filter((clock) => isThis(clock, "autoscalingGroupName"));
  const owners = [
    ...stack.ofType(policyType).filter((policy) => isThis(policy, "autoscalingGroupName")),
    ...stack
      .ofType(capacityType)
      .filter((provider) => isThis(provider, "autoScalingGroupProvider.autoScalingGroupArn")),
    ...clocks,
  ].filter((owner) => !isOff(owner));
  const [owner] = owners;
  if (owner && resource.properties.has("desiredCapacity") && !ignores(the, "desiredCapacity"))
    tell(the, "desiredCapacity", owner);
  for (const clock of clocks)
    for (const field of ["minSize", "maxSize"]) {
      const value = clock.properties.number(field);
      const isSet = value.state !== "absent" && !(value.state === "known" && value.value === -1);
      if (isSet && !ignores(the, field)) tell(the, field, clock);
    }
}

/** A capacity provider counts instances only when its managed scaling is on; without a word it is not. */
function isOff({ type, properties }: Resource): boolean {
  const status = properties.text("autoScalingGroupProvider.managedScaling.status");
  return (
    type === capacityType && (status.state === "absent" || (status.state === "known" && status.value !== "ENABLED"))
  );
}

function ignores({ resource }: Judgement, field: string): boolean {
  return resource.ignoreChanges?.some((path) => path === field || path === "*") === true;
}

/** Whether nothing in the stack tells what a schedule or target is about: then its text alone must. */
function isUnreferenced(from: Resource, stack: Stack): boolean {
  return stack.dependencies(from, "resourceId", [serviceType, targetType]).length === 0;
}

function refersTo(from: Resource, property: string, { resource, stack }: Judgement): boolean {
  return stack.dependencies(from, property, [resource.type]).includes(resource);
}

/** The scaling target of a service, by the reference in its `service/CLUSTER/SERVICE`, or by the name at its end. */
function scaledBy(service: Resource, stack: Stack): Read<Resource> {
  const name = service.properties.text("name");
  let unclear: Read<Resource> | undefined;
  for (const target of stack.ofType(targetType)) {
    const dimension = target.properties.text("scalableDimension");
    if (dimension.state === "known" && dimension.value !== serviceDimension) continue;
    const id = target.properties.text("resourceId");
    const services = stack.dependencies(target, "resourceId", [serviceType]);
    const isNamed = id.state === "known" && name.state === "known" && id.value.endsWith(`/${name.value}`);
    if (!isNamed && !(services.length === 1 && services[0] === service)) {
      const unread = [id, name].find((read) => read.state === "unknown");
      if (unread?.state === "unknown" && isUnreferenced(target, stack)) unclear ??= unread;
      continue;
    }
    return dimension.state === "unknown" ? dimension : { state: "known", path: id.path, value: target };
  }
  return unclear ?? { state: "absent", path: "desiredCount" };
}

function tell(the: Judgement, field: string, owner: Resource): void {
  the.fail(`${owner.name} changes ${field}, and the next deployment sets it back. Add "${field}" to ignoreChanges.`, {
    finding: field,
  });
}
