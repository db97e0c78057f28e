import { type AlarmSettings, createAlarm } from "../internal/alarms";
import type * as pulumi from "@pulumi/pulumi";
import type { DatabaseAlarm } from "./args";
import type { Database, DatabaseMember } from "./foundation";
import { memoryGiBOf } from "./instanceClasses";
import { proxyAlarms } from "./proxyAlarms";
import type { DatabaseSettings } from "./settings";

/** One alarm before it is made: its kind, its logical name and what it watches. */
export interface PlannedAlarm {
  kind: DatabaseAlarm;
  name: string;
  settings: Omit<AlarmSettings, "topicArn" | "runbook" | "tags">;
}

/** Alarms on the database and its proxy. Without a topic none is made. */
export function createAlarms(
  name: string,
  settings: DatabaseSettings,
  watched: { database: Database; proxyName?: pulumi.Output<string> },
  opts: pulumi.CustomResourceOptions,
): void {
  const { alarmTopicArn: topicArn, tags, alarms } = settings;
  if (topicArn === undefined) return;
  const planned = [
    ...watched.database.members.flatMap((member) => memberAlarms(member, settings)),
    ...lagAlarms(name, settings, watched.database),
    ...(watched.proxyName ? proxyAlarms(name, settings, watched.proxyName) : []),
  ];
  for (const alarm of planned.filter(({ kind }) => alarms.kinds.has(kind))) {
    createAlarm(alarm.name, { ...alarm.settings, runbook: "database-unreachable", topicArn, tags }, opts);
  }
}

function memberAlarms(member: DatabaseMember, settings: DatabaseSettings): PlannedAlarm[] {
  const { alarms, facts, instanceClass, maxConnections } = settings;
  const metric = (metricName: string, statistic: string) => ({
    namespace: "AWS/RDS",
    name: metricName,
    dimensions: { DBInstanceIdentifier: member.identifier },
    statistic,
  });
  const memoryBytes = memoryGiBOf(instanceClass) * 2 ** 30;
  return [
    {
      kind: "cpu",
      name: `${member.name}-cpu-alarm`,
      settings: {
        description: `The database's processor is busier than ${alarms.cpuPercent} %: find the heavy queries, or take a larger class.`,
        metric: metric("CPUUtilization", "Average"),
        comparison: "GreaterThanThreshold",
        threshold: alarms.cpuPercent,
        periodSeconds: 300,
        // A running database always reports; one that sleeps at night does not.
        missingData: settings.sleepSchedule ? "notBreaching" : "breaching",
      },
    },
    {
      kind: "freeStorage",
      name: `${member.name}-free-storage-alarm`,
      settings: {
        description: facts.aurora
          ? "The instance's local storage (sorts, temporary tables, logs) runs out: find large sorts, or take a larger class."
          : "The database's storage runs out, and at none left it stops: raise storageGiB or maxStorageGiB, or delete data.",
        metric: metric(facts.aurora ? "FreeLocalStorage" : "FreeStorageSpace", "Minimum"),
        comparison: "LessThanThreshold",
        threshold: freeStorageThreshold(settings),
        periodSeconds: 300,
        missingData: "notBreaching",
      },
    },
    {
      kind: "freeMemory",
      name: `${member.name}-free-memory-alarm`,
      settings: {
        description: `Less than ${alarms.freeMemoryPercent} % of the database's memory is free: close idle connections, or take a larger class.`,
        metric: metric("FreeableMemory", "Average"),
        comparison: "LessThanThreshold",
        threshold: Math.round((memoryBytes * alarms.freeMemoryPercent) / 100),
        periodSeconds: 300,
        evaluationPeriods: 3,
        missingData: "notBreaching",
      },
    },
    {
      kind: "connections",
      name: `${member.name}-connections-alarm`,
      settings: {
        description: `More than ${alarms.connectionsPercent} % of the ${maxConnections} connections that the database takes are open: close idle ones, or pool them.`,
        metric: metric("DatabaseConnections", "Maximum"),
        comparison: "GreaterThanThreshold",
        threshold: Math.floor((maxConnections * alarms.connectionsPercent) / 100),
        missingData: "notBreaching",
      },
    },
  ];
}

/**
 * Bytes. Aurora's local storage is about twice the class's memory, and small classes have less than the threshold.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Managing.html#AuroraPostgreSQL.Managing.TempStorage
 */
function freeStorageThreshold({ alarms, facts, instanceClass }: DatabaseSettings): number {
  const wanted = alarms.freeStorageGb * 1_000_000_000;
  return facts.aurora ? Math.min(wanted, (memoryGiBOf(instanceClass) / 2) * 2 ** 30) : wanted;
}

function lagAlarms(name: string, settings: DatabaseSettings, database: Database): PlannedAlarm[] {
  const { clusterIdentifier } = database;
  if (clusterIdentifier === undefined || settings.readerCount === 0) return [];
  const { replicaLagSeconds } = settings.alarms;
  return [
    {
      kind: "replicaLag",
      name: `${name}-replica-lag-alarm`,
      settings: {
        description: `A reader is more than ${replicaLagSeconds} s behind the writer and serves old data: look for long writes, or take a larger class.`,
        metric: {
          namespace: "AWS/RDS",
          name: "AuroraReplicaLagMaximum", // in milliseconds
          dimensions: { DBClusterIdentifier: clusterIdentifier },
          statistic: "Maximum",
        },
        comparison: "GreaterThanThreshold",
        threshold: replicaLagSeconds * 1000,
        evaluationPeriods: 3,
        missingData: "notBreaching",
      },
    },
  ];
}
