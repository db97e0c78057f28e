import {
  averageMonth,
  averageMonthHours,
  busiestMonthHours,
  isTimeZone,
  longestMonthHours,
  type Change,
} from "./awakeHours";
import { parseCron, type Recurrence } from "./cron";
import { groupType, machineType } from "./machines";
import type { Read } from "./reader";
import type { Resource } from "./resource";
import type { Stack } from "./stack";

export const scheduleType = "aws:scheduler/schedule:Schedule";
const groupScheduleType = "aws:autoscaling/schedule:Schedule";
const databaseType = "aws:rds/instance:Instance";

/** Unit-hours of the busiest month, as far as they can be told: between `least` and `most`, because of `doubt`. */
export interface Hours {
  least: number;
  most: number;
  doubt?: Read<unknown>;
}

/** The same, and those of an average month of 730 hours; where there is a doubt, of what never sleeps. */
export interface PlannedHours extends Hours {
  average: number;
}

/** From when on hours are counted, and how many of a month somebody says that what can sleep is awake. */
export interface Calendar {
  /** YYYY-MM-DD, in UTC. */
  today: string;
  /** Replaces what schedules say, in the average month: 8 hours on 22 days are 176. */
  awakeHours?: number;
}

/** Which size of something that scales. */
export type Size = "smallest" | "desired" | "largest";

/** What schedules do to one resource; to any of their type when there is no resource. */
export interface Sleep {
  type: string;
  resource?: Resource;
  change?: Change;
  doubt?: Read<unknown>;
}

/** The targets of EventBridge Scheduler that start and stop machines, with the key of their input that names them. */
const actions: Readonly<Record<string, { units: number; key: string; type: string }>> = {
  "ec2:startInstances": { units: 1, key: "InstanceIds", type: machineType },
  "ec2:stopInstances": { units: 0, key: "InstanceIds", type: machineType },
  "rds:startDBInstance": { units: 1, key: "DbInstanceIdentifier", type: databaseType },
  "rds:stopDBInstance": { units: 0, key: "DbInstanceIdentifier", type: databaseType },
};
const sleepers = [machineType, databaseType];

/** Hours in which an EC2 or RDS instance is awake. Only what both sleeps and wakes in the plan sleeps. */
export function hoursAwake(machine: Resource, stack: Stack, calendar: Calendar): PlannedHours {
  const sleeps = stack.view(sleepsByMachine);
  return hoursOf([...(sleeps.get(machine) ?? []), ...(sleeps.get(machine.type) ?? [])], { units: 1, ...calendar });
}

/** Instance-hours of an Auto Scaling group; at its largest, the maximum where no schedule says otherwise. */
export function hoursOfGroup(group: Resource, stack: Stack, calendar: Calendar, size: Size = "largest"): PlannedHours {
  const [least, desired, most] = sizeProperties.map((name) => group.properties.number(name));
  const doubt = [least, desired, most].find((read) => read?.state === "unknown");
  if (doubt) return { least: 0, most: Number.POSITIVE_INFINITY, average: Number.POSITIVE_INFINITY, doubt };
  const units = unitsOf(size, [valueOf(least), valueOf(desired), valueOf(most)], 0);
  const schedules = stack.view(schedulesByGroup);
  const changes = [
    ...(schedules.get(undecided) ?? []).map(({ doubt }): Sleep => ({ type: groupType, doubt })),
    ...(schedules.get(group) ?? []).map(({ schedule }) => sleepOfGroup(schedule, { units, size })),
  ];
  return hoursOf(changes, { units, ...calendar });
}

const sizeProperties = ["minSize", "desiredCapacity", "maxSize"];

/** Instances at a size, by minimum, desired and maximum; what none of them says stays as it is. */
function unitsOf(size: Size, [least, desired, most]: readonly (number | undefined)[], asItIs: number): number {
  // A group that was told to have no instance has no load to grow on.
  if (size === "largest") return desired === 0 && asItIs > 0 ? 0 : Math.max(most ?? asItIs, desired ?? 0);
  if (size === "smallest") return desired === 0 ? 0 : (least ?? asItIs);
  return desired ?? Math.max(least ?? 0, asItIs);
}

function valueOf(read: Read<number> | undefined): number | undefined {
  return read?.state === "known" && read.value >= 0 ? read.value : undefined;
}

/** What schedules do, by the machine that they do it to, or by type where it may be any machine of it. */
function sleepsByMachine(stack: Stack): Map<Resource | string, Sleep[]> {
  const index = new Map<Resource | string, Sleep[]>();
  for (const sleep of sleepsOf(stack)) append(index, sleep.resource ?? sleep.type, sleep);
  return index;
}

function append<K, V>(index: Map<K, V[]>, key: K, value: V): void {
  const list = index.get(key);
  if (list) list.push(value);
  else index.set(key, [value]);
}

/** Hours of `units` that sleep by plan; what does not both sleep and wake stays awake. */
export function hoursOf(
  sleeps: readonly Sleep[],
  { units, today, awakeHours }: Calendar & { units: number },
): PlannedHours {
  const always = units * longestMonthHours;
  const doubt = sleeps.find((sleep) => sleep.doubt)?.doubt;
  const unitsAwake = Math.max(units, ...sleeps.map((sleep) => sleep.change?.units ?? 0));
  const most = Math.max(always, unitsAwake * longestMonthHours);
  const told = awakeHours === undefined ? undefined : unitsAwake * awakeHours;
  if (doubt) return { least: 0, most, average: told ?? unitsAwake * averageMonth, doubt };
  const changes = sleeps.flatMap(({ change }) => (change ? [change] : []));
  if (!changes.some((change) => change.units < unitsAwake) || !changes.some((change) => change.units > 0))
    return { least: most, most, average: told ?? unitsAwake * averageMonth };
  const hours = busiestMonthHours(changes, units, today);
  return { least: hours, most: hours, average: told ?? averageMonthHours(changes, units, today) };
}

function sleepsOf(stack: Stack): Sleep[] {
  return stack.ofType(scheduleType).flatMap((schedule): Sleep[] => {
    const { properties } = schedule;
    const state = properties.text("state");
    if (state.state === "known" && state.value === "DISABLED") return [];
    const arn = properties.text("target.arn");
    if (arn.state !== "known")
      return sleepers.flatMap((type) =>
        stack.dependencies(schedule, "target", [type]).map((resource) => ({ type, resource, doubt: arn })),
      );
    const action = actions[/:aws-sdk:(\w+:\w+)$/.exec(arn.value)?.[1] ?? ""];
    if (!action) return [];
    const { type } = action;
    const [change, doubt] = changeOf(schedule, action.units);
    const input = properties.json("target.input");
    const names = input.state === "known" ? input.value.texts(action.key) : { ...input, value: [] };
    const targets = stack.targets(schedule, names, type);
    if (targets.state === "unknown") return [{ type, doubt: at(targets, schedule) }];
    if (targets.state === "absent") return [];
    const doubtful = state.state === "unknown" ? at(state, schedule) : doubt;
    return targets.value.map((resource) =>
      doubtful ? { type, resource, doubt: doubtful } : { type, resource, change },
    );
  });
}

/** The change that a schedule makes, or why it cannot be told. */
function changeOf(schedule: Resource, units: number): [Change | undefined, Read<unknown> | undefined] {
  const { properties } = schedule;
  const expression = properties.text("scheduleExpression");
  const zone = properties.text("scheduleExpressionTimezone");
  const mode = properties.text("flexibleTimeWindow.mode");
  const window = properties.number("flexibleTimeWindow.maximumWindowInMinutes");
  const limits = ["startDate", "endDate"].find((key) => properties.has(key));
  const unread = [expression, zone, mode, window].find((read) => read.state === "unknown");
  if (unread) return [undefined, at(unread, schedule)];
  if (limits) return [undefined, at({ state: "unknown", path: limits, why: "limits the schedule in time" }, schedule)];
  const delay = mode.state === "known" && mode.value === "FLEXIBLE" && window.state === "known" ? window.value : 0;
  return recurring(schedule, expression, zone, { units, delayMinutes: units === 0 ? delay : 0 });
}

/** A change that comes again and again, or why it cannot be told. */
export function recurring(
  schedule: Resource,
  expression: Read<string>,
  zone: Read<string>,
  rest: Pick<Change, "units" | "delayMinutes">,
): [Change | undefined, Read<unknown> | undefined] {
  const recurrence = expression.state === "known" ? recurrenceOf(expression.value) : undefined;
  const timeZone = zone.state === "known" ? zone.value : "UTC";
  const why = !recurrence ? "is no plan of hours that can be counted" : "is no time zone";
  if (recurrence && isTimeZone(timeZone)) return [{ recurrence, timeZone, ...rest }, undefined];
  return [undefined, at({ state: "unknown", path: recurrence ? zone.path : expression.path, why }, schedule)];
}

/** Recurrences by their text: what many resources share is read, and placed in the calendar, once. */
const recurrences = new Map<string, Recurrence | undefined>();

function recurrenceOf(expression: string): Recurrence | undefined {
  if (!recurrences.has(expression)) recurrences.set(expression, parseCron(expression));
  return recurrences.get(expression);
}

/** Scheduled actions of Auto Scaling whose group cannot be told. */
const undecided = "undecided";

/** Scheduled actions of Auto Scaling by their group; those of groups outside the stack are left out. */
function schedulesByGroup(stack: Stack) {
  const index = new Map<Resource | typeof undecided, { schedule: Resource; doubt?: Read<unknown> }[]>();
  for (const schedule of stack.ofType(groupScheduleType)) {
    const target = stack.target(schedule, schedule.properties.text("autoscalingGroupName"), groupType);
    if (target.state === "unknown") append(index, undecided, { schedule, doubt: at(target, schedule) });
    if (target.state === "known") append(index, target.value, { schedule });
  }
  return index;
}

/** What a scheduled action of Auto Scaling does to its group: -1 and absent leave a size as it is. */
function sleepOfGroup(schedule: Resource, { units, size }: { units: number; size: Size }): Sleep {
  const { properties } = schedule;
  const reads = sizeProperties.map((name) => properties.number(name));
  const recurrence = properties.text("recurrence");
  const unread = [...reads, recurrence, properties.text("timeZone")].find((read) => read.state === "unknown");
  if (unread) return { type: groupType, doubt: at(unread, schedule) };
  const awake = unitsOf(size, reads.map(valueOf), units);
  const [change, doubt] = recurring(schedule, recurrence, properties.text("timeZone"), { units: awake });
  return { type: groupType, change, doubt };
}

function at(read: Read<unknown>, schedule: Resource): Read<unknown> {
  return { ...read, path: `${read.path} of ${schedule.name}` };
}
