import { IANAZone } from "luxon";
import { shown, type Problems } from "./problems";

/** When people work. Outside these hours everything that can sleep sleeps. */
export interface WorkingHours {
  /** Time of day at which things are awake, `HH:MM` on a 24-hour clock. Default: `08:00`. */
  startTime?: string;
  /** Time of day at which things go to sleep, `HH:MM`, later than `startTime`. Default: `18:00`. */
  stopTime?: string;
  /** Weekdays in AWS's cron form: a day (`SAT`), a range (`MON-FRI`) or a list (`MON,WED,FRI`). Default: `MON-FRI`. */
  days?: string;
  /** IANA time zone, such as `Europe/Berlin`; AWS follows its daylight saving. Default: `UTC`. */
  timeZone?: string;
}

/** Working hours with every value filled in. */
export type ResolvedWorkingHours = Required<WorkingHours>;

/** What is taken where the caller is silent. */
export const workingHoursDefaults: ResolvedWorkingHours = {
  startTime: "08:00",
  stopTime: "18:00",
  days: "MON-FRI",
  timeZone: "UTC",
};

const weekday = "(?:MON|TUE|WED|THU|FRI|SAT|SUN)";
const daysPattern = new RegExp(`^(?:${weekday}-${weekday}|${weekday}(?:,${weekday})*)$`);
/** AWS takes IANA's full names; the run time alone also takes other spellings, abbreviations and, from Node 22 on, offsets. */
const zonePattern = /^(?:UTC|[A-Z][a-z]+(?:\/[A-Z][\w+-]*)+)$/;
const timePattern = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Minutes since midnight of a time of day. */
export function minutesOf(time: string): number {
  const [hours, minutes] = time.split(":").map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

/** Fills defaults and records what is wrong, with paths below `path`. */
export function resolveWorkingHours(problems: Problems, path: string, hours: WorkingHours): ResolvedWorkingHours {
  const resolved = {
    startTime: hours.startTime ?? workingHoursDefaults.startTime,
    stopTime: hours.stopTime ?? workingHoursDefaults.stopTime,
    days: hours.days ?? workingHoursDefaults.days,
    timeZone: hours.timeZone ?? workingHoursDefaults.timeZone,
  };
  const time = "a time of day as HH:MM on a 24-hour clock, such as 08:00";
  problems.matches(`${path}.startTime`, resolved.startTime, timePattern, time);
  problems.matches(`${path}.stopTime`, resolved.stopTime, timePattern, time);
  problems.matches(`${path}.days`, resolved.days, daysPattern, "weekdays such as MON-FRI or MON,WED,FRI");
  problems.check(`${path}.timeZone`, resolved.timeZone, (zone) =>
    zonePattern.test(zone) && IANAZone.isValidZone(zone)
      ? undefined
      : `must be an IANA time zone such as Europe/Berlin, got ${shown(zone)}`,
  );
  if (timePattern.test(resolved.startTime) && timePattern.test(resolved.stopTime)) {
    problems.require(
      minutesOf(resolved.startTime) < minutesOf(resolved.stopTime),
      `${path}.stopTime`,
      `must be later in the day than startTime ${resolved.startTime}, got ${resolved.stopTime}`,
    );
  }
  return resolved;
}

/** AWS's cron expression for a time of day on the working days: minute, hour, any day of the month, month, weekdays, year. */
export function cronExpression(time: string, days: string): string {
  const minutes = minutesOf(time);
  return `cron(${minutes % 60} ${Math.floor(minutes / 60)} ? * ${days} *)`;
}

/**
 * The same hours, awake `minutes` earlier in the morning and later in the evening: for what others need while they
 * start and stop. Clamped to the day, so that the weekdays stay right.
 */
export function widened(hours: WorkingHours, minutes: number): ResolvedWorkingHours {
  const resolved = { ...workingHoursDefaults, ...withoutUndefined(hours) };
  const clock = (total: number) => {
    const clamped = Math.min(Math.max(total, 0), 24 * 60 - 1);
    return [Math.floor(clamped / 60), clamped % 60].map((part) => String(part).padStart(2, "0")).join(":");
  };
  return {
    ...resolved,
    startTime: clock(minutesOf(resolved.startTime) - minutes),
    stopTime: clock(minutesOf(resolved.stopTime) + minutes),
  };
}

function withoutUndefined(hours: WorkingHours): WorkingHours {
  return Object.fromEntries(Object.entries(hours).filter(([, value]) => value !== undefined));
}
