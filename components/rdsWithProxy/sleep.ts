import * as pulumi from "@pulumi/pulumi";
import { arnOf } from "../internal/identity";
import { createSleepSchedule } from "../internal/sleepSchedule";
import type { Database } from "./foundation";
import type { DatabaseSettings } from "./settings";

/** Stops the database in the evening and starts it in the morning; a cluster as a whole, as AWS stops no member alone. */
export function createDatabaseSleep(
  name: string,
  settings: DatabaseSettings,
  database: Database,
  opts: pulumi.CustomResourceOptions,
): void {
  const { identity, sleepSchedule: hours, baseName } = settings;
  if (!hours) return;
  const { clusterIdentifier } = database;
  const instanceIdentifier = database.members[0]?.identifier;
  const cluster = clusterIdentifier !== undefined;
  const kind = cluster ? "DBCluster" : "DBInstance";
  const arn = pulumi.interpolate`${arnOf(identity, "rds", cluster ? "cluster" : "db")}:${clusterIdentifier ?? instanceIdentifier}`;
  createSleepSchedule(
    `${name}-sleep`,
    {
      identity,
      roleName: `${baseName}-db-sleep`,
      what: `the database ${baseName}-db`,
      hours,
      service: "rds",
      startAction: `start${kind}`,
      stopAction: `stop${kind}`,
      input: cluster ? { DbClusterIdentifier: clusterIdentifier } : { DbInstanceIdentifier: instanceIdentifier },
      statement: { actions: [`rds:Start${kind}`, `rds:Stop${kind}`], resources: [arn] },
      tags: settings.tags,
    },
    opts,
  );
}
