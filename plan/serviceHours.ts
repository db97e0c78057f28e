import { longestMonthHours } from "./awakeHours";
import { scalableTargetsOf, scalingActionsOf, scalingPoliciesOf } from "./ecsScaling";
import type { Read, Reader } from "./reader";
import type { Resource } from "./resource";
import { hoursOf, recurring, type Calendar, type PlannedHours, type Size, type Sleep } from "./sleep";
import type { Stack } from "./stack";

/** AWS: tasks of a service that says nothing. */
const defaultCount = 1;

/**
 * Task-hours of an ECS service. Application Auto Scaling keeps the count between its bounds, and scheduled actions move
 * the bounds. At rest a service has its desired count, or the least of its bounds where a policy follows its load.
 *
 * AWS: https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html
 */
export function hoursOfService(service: Resource, stack: Stack, calendar: Calendar, size: Size): PlannedHours {
  const count = service.properties.number("desiredCount");
  const targets = scalableTargetsOf(service, stack);
  const actions = scalingActionsOf(service, stack);
  const policies = scalingPoliciesOf(service, stack);
  for (const read of [count, targets, actions, policies]) if (read.state === "unknown") return unknownHours(read);
  const [target] = targets.state === "known" ? targets.value : [];
  const followsLoad = target !== undefined && policies.state === "known" && policies.value.length > 0;
  const desired = followsLoad ? 0 : count.state === "known" ? count.value : defaultCount;
  const bounds = target ? boundsIn(target.properties) : [];
  const unread = bounds.find((bound) => bound.state === "unknown");
  if (unread) return unknownHours(unread);
  const units = unitsWithin(bounds, desired, size);
  const changes = (actions.state === "known" ? actions.value : []).map((action) =>
    changeOf(action, (own) => unitsWithin(own, desired, size)),
  );
  return hoursOf(changes, { units, ...calendar });
}

function boundsIn(properties: Reader): Read<number>[] {
  return [properties.number("minCapacity"), properties.number("maxCapacity")];
}

function changeOf(action: Resource, unitsOf: (bounds: Read<number>[]) => number): Sleep {
  const { type, properties } = action;
  const bounds = boundsIn(properties.at("scalableTargetAction"));
  const unread = bounds.find((bound) => bound.state === "unknown");
  if (unread) return { type, doubt: unread };
  const [change, doubt] = recurring(action, properties.text("schedule"), properties.text("timezone"), {
    units: unitsOf(bounds),
  });
  return { type, change, doubt };
}

/** Tasks at a size, where the desired count must lie within bounds. */
function unitsWithin(bounds: readonly Read<number>[], desired: number, size: Size): number {
  const [least, most] = bounds.map((bound) => (bound.state === "known" ? bound.value : undefined));
  if (size === "smallest") return least ?? Math.min(desired, most ?? desired);
  if (size === "largest") return most ?? Math.max(desired, least ?? 0);
  return Math.min(Math.max(desired, least ?? 0), most ?? Number.POSITIVE_INFINITY);
}

function unknownHours(doubt: Read<unknown>): PlannedHours {
  return { least: 0, most: longestMonthHours, average: Number.NaN, doubt };
}
