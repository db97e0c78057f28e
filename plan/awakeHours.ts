import { DateTime, IANAZone } from "luxon";
import type { Recurrence } from "./cron";

/** Hours of the longest month: an always-on unit never takes more. */
export const longestMonthHours = 31 * 24;

/** Hours of an average month, as AWS's own calculator counts them: 8,760 / 12. */
export const averageMonth = 730;

/** A recurring change of how many units are awake. */
export interface Change {
  recurrence: Recurrence;
  /** IANA time zone of the recurrence; its daylight saving counts. */
  timeZone: string;
  /** Units awake from then on. */
  units: number;
  /** How much later than planned it may come. */
  delayMinutes?: number;
}

/** Days before the first month from which schedules are followed, so that the first hour finds the right state. */
const leadDays = 40;
const months = 12;
const hour = 60 * 60 * 1000;

/** Whether it is a time zone that hours can be counted in. */
export function isTimeZone(name: string): boolean {
  const valid = zones.get(name) ?? IANAZone.isValidZone(name);
  zones.set(name, valid);
  return valid;
}

/** Time zones by name: to ask the runtime takes longer than to count a month. */
const zones = new Map<string, boolean>();

/**
 * Unit-hours of the busiest of the twelve months from today's on, in UTC as AWS bills them.
 *
 * @param unitsAtFirst units awake before the first change
 * @param today YYYY-MM-DD, in UTC
 */
export function busiestMonthHours(changes: readonly Change[], unitsAtFirst: number, today: string): number {
  return Math.max(...hoursByMonth(changes, unitsAtFirst, today).map(({ awake }) => awake));
}

/** Unit-hours of an average month of 730 hours, over the same twelve months. */
export function averageMonthHours(changes: readonly Change[], unitsAtFirst: number, today: string): number {
  const byMonth = hoursByMonth(changes, unitsAtFirst, today);
  const sum = (pick: (month: MonthHours) => number) => byMonth.reduce((total, month) => total + pick(month), 0);
  return (averageMonth * sum(({ awake }) => awake)) / sum(({ all }) => all);
}

interface MonthHours {
  awake: number;
  all: number;
}

/** Hours by what they are counted from: what many resources share is counted once. */
const counted = new Map<string, readonly MonthHours[]>();
const numbers = new WeakMap<Recurrence, number>();
let recurrencesSeen = 0;

function hoursByMonth(changes: readonly Change[], unitsAtFirst: number, today: string): readonly MonthHours[] {
  const parts = changes.map(({ recurrence, timeZone, units, delayMinutes = 0 }) => {
    const number = numbers.get(recurrence) ?? ++recurrencesSeen;
    numbers.set(recurrence, number);
    return `${number} ${timeZone} ${units} ${delayMinutes}`;
  });
  const key = [today, unitsAtFirst, ...parts].join("|");
  const hours = counted.get(key) ?? countByMonth(changes, unitsAtFirst, today);
  counted.set(key, hours);
  return hours;
}

function countByMonth(changes: readonly Change[], unitsAtFirst: number, today: string): MonthHours[] {
  const first = DateTime.fromISO(today, { zone: "utc" }).startOf("month");
  const from = first.minus({ days: leadDays });
  const until = first.plus({ months });
  // Of two changes at one moment the larger counts: what is not certain to sleep is awake.
  const moments = changes
    .flatMap((change) => momentsOf(change, from, until))
    .sort((a, b) => a.at - b.at || a.units - b.units);

  const starts = Array.from({ length: months + 1 }, (_, month) => first.plus({ months: month }).toMillis());
  const sums = new Array<number>(months).fill(0);
  const stretches = [{ at: Number.NEGATIVE_INFINITY, units: unitsAtFirst }, ...moments];
  stretches.forEach(({ at, units }, index) => {
    const end = stretches[index + 1]?.at ?? until.toMillis();
    sums.forEach((_, month) => {
      const overlap = Math.min(end, starts[month + 1] ?? 0) - Math.max(at, starts[month] ?? 0);
      if (overlap > 0) sums[month] = (sums[month] ?? 0) + (units * overlap) / hour;
    });
  });
  return sums.map((awake, month) => ({ awake, all: ((starts[month + 1] ?? 0) - (starts[month] ?? 0)) / hour }));
}

const day = 24 * hour;

/** When recurrences happen, by recurrence, then by time zone and first day: the same plan wakes many resources. */
const known = new WeakMap<Recurrence, Map<string, readonly number[]>>();

function momentsOf({ recurrence, timeZone, units, delayMinutes = 0 }: Change, from: DateTime, until: DateTime) {
  const plans = known.get(recurrence) ?? new Map<string, readonly number[]>();
  known.set(recurrence, plans);
  const key = `${timeZone} ${String(from.toMillis())}`;
  const moments = plans.get(key) ?? occurrences(recurrence, timeZone, from, until);
  plans.set(key, moments);
  return moments.map((at) => ({ at: at + delayMinutes * 60_000, units }));
}

/** In milliseconds. Days are walked as UTC ones and only then placed in the time zone. */
function occurrences(recurrence: Recurrence, timeZone: string, from: DateTime, until: DateTime): number[] {
  const moments: number[] = [];
  for (let date = from.toMillis() - day; date < until.toMillis() + day; date += day) {
    const calendar = new Date(date);
    const [year, month, dayOfMonth] = [calendar.getUTCFullYear(), calendar.getUTCMonth() + 1, calendar.getUTCDate()];
    if (!recurrence.firesOn({ year, month, day: dayOfMonth, weekday: calendar.getUTCDay() })) continue;
    for (const minutes of recurrence.minutes) {
      const time = { hour: Math.floor(minutes / 60), minute: minutes % 60 };
      moments.push(DateTime.fromObject({ year, month, day: dayOfMonth, ...time }, { zone: timeZone }).toMillis());
    }
  }
  return moments;
}
