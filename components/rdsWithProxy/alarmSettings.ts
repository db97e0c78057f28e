import { type Problems, shown } from "../internal/problems";
import { DatabaseAlarm, type RdsWithProxyArgs, rdsWithProxyDefaults } from "./args";

/** Which alarms are made, and their thresholds. */
export function resolveAlarms(problems: Problems, args: RdsWithProxyArgs) {
  const defaults = rdsWithProxyDefaults.alarms;
  const given = args.alarms ?? {};
  const kinds: readonly DatabaseAlarm[] = given.kinds ?? defaults.kinds;
  kinds.forEach((kind, index) => problems.oneOf(`alarms.kinds[${index}]`, kind, Object.values(DatabaseAlarm)));
  problems.require(
    args.alarms === undefined || args.alarmTopicArn !== undefined,
    "alarms",
    "must be left out without alarmTopicArn: nobody would be told",
  );
  const above = (key: "freeStorageGb" | "replicaLagSeconds" | "borrowLatencyMs") =>
    problems.check(`alarms.${key}`, given[key] ?? defaults[key], (number) =>
      Number.isFinite(number) && number > 0 ? undefined : `must be more than 0, got ${shown(number)}`,
    );
  const percent = (
    key: "cpuPercent" | "freeMemoryPercent" | "connectionsPercent" | "pinnedSessionsPercent",
    max: number,
  ) =>
    problems.check(`alarms.${key}`, given[key] ?? defaults[key], (number) =>
      Number.isFinite(number) && number >= 1 && number <= max
        ? undefined
        : `must be from 1 to ${max}, got ${shown(number)}`,
    );
  const { clientConnectionLimit } = given;
  if (clientConnectionLimit !== undefined) {
    problems.wholeNumber("alarms.clientConnectionLimit", clientConnectionLimit, 1, 1_000_000);
  }
  return {
    kinds: new Set(kinds),
    cpuPercent: percent("cpuPercent", 100),
    freeStorageGb: above("freeStorageGb"),
    freeMemoryPercent: percent("freeMemoryPercent", 50),
    connectionsPercent: percent("connectionsPercent", 100),
    replicaLagSeconds: above("replicaLagSeconds"),
    clientConnectionLimit,
    borrowLatencyMs: above("borrowLatencyMs"),
    pinnedSessionsPercent: percent("pinnedSessionsPercent", 100),
  };
}
