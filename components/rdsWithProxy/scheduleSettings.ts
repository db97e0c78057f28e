import { type Problems, shown } from "../internal/problems";
import { resolveWorkingHours } from "../internal/workingHours";
import { type RdsWithProxyArgs, rdsWithProxyDefaults as defaults } from "./args";
import * as windows from "./windows";

/**
 * Windows and working hours. AWS takes no automatic backup of a stopped database and applies no maintenance to it, so
 * both windows must lie where it is awake.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html
 */
export function resolveSchedule(problems: Problems, args: RdsWithProxyArgs) {
  const hours = args.sleepSchedule && resolveWorkingHours(problems, "sleepSchedule", args.sleepSchedule);
  const awake = hours && problems.isSound("sleepSchedule") ? windows.awakeWindows(hours) : undefined;
  const longEnough = awake === undefined || awake.every(({ length }) => length >= windows.shortestAwake);
  problems.require(
    longEnough,
    "sleepSchedule",
    `must leave the database awake ${windows.shortestAwake} minutes at the same UTC time all year, for backup and ` +
      "maintenance (half an hour each); widen the hours",
  );
  const usual =
    awake && longEnough
      ? windows.windowsWhileAwake(awake)
      : { backup: defaults.backupWindow, maintenance: defaults.maintenanceWindow };
  const backupWindow = args.backupWindow ?? usual.backup;
  const maintenanceWindow = args.maintenanceWindow ?? usual.maintenance;
  const backup = windows.parseBackupWindow(backupWindow);
  const maintenance = windows.parseMaintenanceWindow(maintenanceWindow);
  checkForm(problems, "backupWindow", backup, backupWindow, "HH:MM-HH:MM");
  checkForm(problems, "maintenanceWindow", maintenance, maintenanceWindow, "ddd:HH:MM-ddd:HH:MM");
  if (backup && maintenance) {
    problems.require(
      !windows.windowsMeet(backup, maintenance),
      args.maintenanceWindow === undefined ? "backupWindow" : "maintenanceWindow",
      `backup (${backupWindow}) and maintenance (${maintenanceWindow}) must not meet; move one of the two`,
    );
  }
  if (awake && longEnough) {
    const asleep = "must lie within the hours that the database is awake all year (sleepSchedule)";
    const fix = "leave it out for one that does";
    problems.require(
      !backup || windows.backupWhileAwake(backup, awake),
      "backupWindow",
      `${asleep}: a stopped database is not backed up, got ${backupWindow}; ${fix}`,
    );
    problems.require(
      !maintenance || windows.maintenanceWhileAwake(maintenance, awake),
      "maintenanceWindow",
      `${asleep}: a stopped database is not maintained, got ${maintenanceWindow}; ${fix}`,
    );
  }
  return { sleepSchedule: hours, backupWindow, maintenanceWindow };
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html */
function checkForm(
  problems: Problems,
  path: string,
  window: windows.TimeWindow | undefined,
  text: string,
  form: string,
): void {
  problems.require(
    window !== undefined && window.length >= 30 && window.length <= 24 * 60,
    path,
    `must be ${form} in UTC, from 30 minutes to a day, got ${shown(text)}`,
  );
}
