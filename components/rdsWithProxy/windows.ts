import { DateTime } from "luxon";
import { minutesOf, type ResolvedWorkingHours } from "../internal/workingHours";

const dayMinutes = 24 * 60;
const weekMinutes = 7 * dayMinutes;
const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const clock = "([01]\\d|2[0-3]):[0-5]\\d";
const backupPattern = new RegExp(`^(${clock})-(${clock})$`);
const maintenancePattern = new RegExp(`^(${days.join("|")}):(${clock})-(${days.join("|")}):(${clock})$`);

/** A stretch of time on a circle: the day for backups, the week (from Sunday 00:00 UTC) for maintenance. In minutes. */
export interface TimeWindow {
  start: number;
  length: number;
}

const wrapped = (minutes: number, circle: number) => ((minutes % circle) + circle) % circle;

/** `HH:MM-HH:MM` in UTC; undefined when it is not of that form. */
export function parseBackupWindow(text: string): TimeWindow | undefined {
  const [, start, , end] = backupPattern.exec(text) ?? [];
  if (start === undefined || end === undefined) return undefined;
  return { start: minutesOf(start), length: wrapped(minutesOf(end) - minutesOf(start), dayMinutes) };
}

/** `ddd:HH:MM-ddd:HH:MM` in UTC; undefined when it is not of that form. */
export function parseMaintenanceWindow(text: string): TimeWindow | undefined {
  const [, startDay = "", start, , endDay = "", end] = maintenancePattern.exec(text) ?? [];
  if (start === undefined || end === undefined) return undefined;
  const from = days.indexOf(startDay) * dayMinutes + minutesOf(start);
  const to = days.indexOf(endDay) * dayMinutes + minutesOf(end);
  return { start: from, length: wrapped(to - from, weekMinutes) };
}

/** Whether `inner` lies within `outer` on a circle. */
function within(inner: TimeWindow, outer: TimeWindow, circle: number): boolean {
  return wrapped(inner.start - outer.start, circle) + inner.length <= outer.length;
}

function meet(a: TimeWindow, b: TimeWindow, circle: number): boolean {
  return wrapped(a.start - b.start, circle) < b.length || wrapped(b.start - a.start, circle) < a.length;
}

/** Whether the daily backup window ever meets the weekly maintenance window, which AWS refuses. */
export function windowsMeet(backup: TimeWindow, maintenance: TimeWindow): boolean {
  return days.some((_, day) =>
    meet({ start: day * dayMinutes + backup.start, length: backup.length }, maintenance, weekMinutes),
  );
}

/**
 * When a database with working hours is awake, in UTC and on every date of the year: AWS's windows are fixed in UTC,
 * while working hours follow daylight saving, so only what is awake in summer and winter counts.
 */
export function awakeWindows(hours: ResolvedWorkingHours): TimeWindow[] {
  const offsets = Array.from(
    { length: 52 },
    (_, week) => DateTime.fromObject({ year: 2027 }, { zone: hours.timeZone }).plus({ weeks: week }).offset,
  );
  const latestStart = minutesOf(hours.startTime) - Math.min(...offsets);
  const earliestStop = minutesOf(hours.stopTime) - Math.max(...offsets);
  return workingDays(hours.days).map((day) => ({
    start: wrapped(day * dayMinutes + latestStart, weekMinutes),
    length: Math.max(earliestStop - latestStart, 0),
  }));
}

function workingDays(text: string): number[] {
  const [first = "", last] = text.toLowerCase().split("-");
  if (last === undefined) return first.split(",").map((day) => days.indexOf(day));
  const from = days.indexOf(first);
  return Array.from({ length: wrapped(days.indexOf(last) - from, 7) + 1 }, (_, step) => (from + step) % 7);
}

/** Whether the daily window lies within the awake time of each awake day. */
export function backupWhileAwake(backup: TimeWindow, awake: readonly TimeWindow[]): boolean {
  return awake.every((day) => within(backup, { ...day, start: day.start % dayMinutes }, dayMinutes));
}

/** Whether the weekly window lies within one awake stretch. */
export function maintenanceWhileAwake(maintenance: TimeWindow, awake: readonly TimeWindow[]): boolean {
  return awake.some((day) => within(maintenance, day, weekMinutes));
}

function time(minutes: number): string {
  const inDay = wrapped(minutes, dayMinutes);
  return [Math.floor(inDay / 60), inDay % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

function weekday(minutes: number): string {
  return days[Math.floor(wrapped(minutes, weekMinutes) / dayMinutes)] ?? "";
}

/** Awake minutes that the two windows need at least: AWS asks for 30 each. */
export const shortestAwake = 60;

/**
 * Backup and maintenance windows within the awake time: half an hour after waking, because a database takes minutes
 * to start, then an hour each; in short days half an hour each.
 */
export function windowsWhileAwake(awake: readonly TimeWindow[]): { backup: string; maintenance: string } {
  const { start, length } = awake[0] ?? { start: 0, length: dayMinutes };
  const [pause, each] = length >= 150 ? [30, 60] : [0, 30];
  const backup = start + pause;
  const maintenance = backup + each;
  return {
    backup: `${time(backup)}-${time(backup + each)}`,
    maintenance: [maintenance, maintenance + each].map((minutes) => `${weekday(minutes)}:${time(minutes)}`).join("-"),
  };
}
