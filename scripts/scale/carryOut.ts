import { table } from "../../preview/report/table";
import { stopNodes } from "../aws/nodes";
import { setScalingRange } from "../aws/autoscaling";
import { setDesiredCount, waitForCounts } from "../aws/services";
import type { Context } from "../command/context";
import { pollMs } from "../command/poll";
import type { Outcome } from "../command/run";
import type { ScaleFlags } from "../scale";
import type { ScaleStep } from "./plan";

/** Carries a plan out, one service after another, or only tells it. */
export async function carryOut(context: Context, flags: ScaleFlags, steps: readonly ScaleStep[]): Promise<Outcome> {
  const changing = steps.filter(({ now, count, range }) => count !== now.desired || range !== undefined);
  const changes = steps.map(({ now, count, range }) => ({
    service: now.service.key,
    from: now.desired,
    to: count,
    ...(range && { autoscaling: range }),
  }));
  const text = tableOf(context, steps);
  const isAtWork = changing.length > 0 || flags.nodes === true;
  if (flags.dryRun === true || !isAtWork)
    return { data: { changed: false, changes }, text: `${text}\n\nNothing was changed.` };
  const stopped = changing.filter(({ now, count }) => count === 0 && now.desired > 0).map(({ now }) => now.service.key);
  if (stopped.length > 0) await context.confirm(`Stop ${stopped.join(", ")}?`);
  for (const step of changing) await apply(context, flags, step);
  const nodes = flags.nodes === true ? await nodesToZero(context, flags, steps) : undefined;
  return {
    data: { changed: true, changes, ...(nodes && { stoppedNodes: nodes }) },
    text: nodes === undefined ? text : `${text}\n\nSet to 0 machines: ${nodes.join(", ") || "no cluster has its own"}`,
  };
}

async function apply(context: Context, flags: ScaleFlags, { now, count, range }: ScaleStep): Promise<void> {
  const { aws } = context;
  const { cluster, name } = now.service;
  // Autoscaling is held, and its bounds are moved, before the count leaves them; it is let go when the count is back.
  if (range && range.held !== false) await setScalingRange(aws, cluster, name, range);
  if (count !== now.desired) await setDesiredCount(aws, now.service, count);
  if (range?.held === false) await setScalingRange(aws, cluster, name, range);
  if (flags.wait === true) await settle(context, flags, now.service);
}

async function settle(context: Context, flags: ScaleFlags, service: ScaleStep["now"]["service"]): Promise<void> {
  await waitForCounts(context.aws, service, {
    timeoutSeconds: flags.timeout,
    pollMs,
    signal: context.signal,
    onStep: ({ running, desired }) => {
      context.say(`${service.key}: ${running} of ${desired} running`);
    },
  });
}

/** Machines go last, when no task is left: for one that waits, ECS would start them again at once. */
async function nodesToZero(context: Context, flags: ScaleFlags, steps: readonly ScaleStep[]): Promise<string[]> {
  for (const { now } of steps) await settle(context, flags, now.service);
  const clusters = [...new Set(steps.map(({ now }) => now.service.cluster))];
  const stopped: string[] = [];
  for (const cluster of clusters) stopped.push(...(await stopNodes(context.aws, cluster)));
  return stopped;
}

function tableOf(context: Context, steps: readonly ScaleStep[]): string {
  return table(
    [
      { heading: "Service" },
      { heading: "From", align: "right" },
      { heading: "To", align: "right" },
      { heading: "Autoscaling" },
    ],
    steps.map((step) => [step.now.service.key, String(step.now.desired), String(step.count), autoscalingOf(step)]),
    context.style,
  );
}

function autoscalingOf({ now, range }: ScaleStep): string {
  if (!now.range) return "none";
  const bounds = `${range?.min ?? now.range.min} to ${range?.max ?? now.range.max}`;
  if (range?.held === true) return `${bounds}, held from now on`;
  if (range?.held === false) return `${bounds}, no longer held`;
  return now.range.held ? `${bounds}, held` : bounds;
}
