import type { ScalingRange } from "../aws/autoscaling";
import type { ServiceCounts } from "../aws/services";
import { CommandError } from "../command/errors";
import type { StackService } from "../stack/services";

/** What happens to one service. */
export interface ScaleStep {
  now: ServiceCounts<StackService>;
  count: number;
  /** What changes of its autoscaling. */
  range?: Partial<ScalingRange>;
}

/** Tasks of a service at most. AWS: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
export const mostTasks = 5000;

/** One service's change. @throws CommandError where autoscaling would undo it at once */
export function planOne(
  now: ServiceCounts<StackService>,
  wanted: string,
  { min, max }: { min?: number; max?: number },
): ScaleStep {
  const count = countOf(wanted, now.desired);
  const { key } = now.service;
  if (!now.range) {
    if (min === undefined && max === undefined) return { now, count };
    throw new CommandError(`${key} has no autoscaling.`, "Leave --min and --max out, or give it scaling in the stack.");
  }
  const range = { min: min ?? now.range.min, max: max ?? now.range.max };
  if (range.min > range.max) throw new CommandError(`--min ${range.min} would be above --max ${range.max}.`);
  // While it is held, autoscaling undoes nothing.
  if (!now.range.held && (count < range.min || count > range.max))
    throw new CommandError(
      `${key} is scaled between ${range.min} and ${range.max}: autoscaling would undo a count of ${count}.`,
      `Change the bound too: --${count < range.min ? "min" : "max"} ${count}. A later pulumi up sets it back; cloister:app in the stack file keeps it.`,
    );
  return { now, count, ...((min !== undefined || max !== undefined) && { range: { min, max } }) };
}

/** Stopped, and kept so: neither a policy nor a schedule starts it again. */
export function planDown(now: ServiceCounts<StackService>): ScaleStep {
  return { now, count: 0, ...(now.range && !now.range.held && { range: { held: true } }) };
}

/** Started at `count`, or at its lower bound; what runs more already is left as it is. */
export function planUp(now: ServiceCounts<StackService>, count: number | undefined): ScaleStep {
  const wanted = count ?? Math.max(now.desired, now.range?.min ?? 0, 1);
  if (now.range && (wanted > now.range.max || wanted < now.range.min))
    throw new CommandError(
      `${now.service.key} is scaled between ${now.range.min} and ${now.range.max}${now.range.max === 0 ? ", as a schedule leaves it that sleeps" : ""}: ${wanted} does not fit.`,
      `Set its bounds: cloister scale ${now.service.key} ${wanted} --min ${Math.min(wanted, now.range.min)} --max ${Math.max(wanted, now.range.max)}`,
    );
  return { now, count: wanted, ...(now.range?.held === true && { range: { held: false } }) };
}

/** `3`, `+1` or `-1` as a count. */
function countOf(text: string, now: number): number {
  if (!/^[+-]?\d+$/.test(text)) throw new CommandError(`The count must be a number, +N or -N; it is "${text}".`);
  const count = /^[+-]/.test(text) ? now + Number(text) : Number(text);
  if (count >= 0 && count <= mostTasks) return count;
  throw new CommandError(`The count would be ${count}; it must be from 0 to ${mostTasks}.`);
}
