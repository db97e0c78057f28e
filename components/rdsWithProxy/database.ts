import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { createServiceRole } from "../internal/iam";
import { arnOf } from "../internal/identity";
import { createLogGroup, logGroupArn } from "../internal/logGroups";
import { createCluster } from "./cluster";
import type { Database, DatabaseFoundation, DatabaseSurroundings } from "./foundation";
import { createInstance } from "./instance";
import type { DatabaseSettings } from "./settings";

/** The database with its subnet group, log groups and monitoring role. */
export function createDatabase(
  name: string,
  settings: DatabaseSettings,
  surroundings: DatabaseSurroundings,
  opts: pulumi.CustomResourceOptions,
): Database {
  const identifier = `${settings.baseName}-db`;
  const subnetGroup = new aws.rds.SubnetGroup(
    `${name}-subnets`,
    { description: `Subnets of ${identifier}`, subnetIds: settings.subnetIds, tags: settings.tags },
    opts,
  );
  const monitoring = settings.enhancedMonitoringSeconds > 0 ? createMonitoringRole(name, settings, opts) : undefined;
  const foundation: DatabaseFoundation = {
    ...surroundings,
    identifier,
    subnetGroupName: subnetGroup.name,
    finalSnapshotIdentifier: settings.skipFinalSnapshot
      ? undefined
      : createFinalSnapshotName(name, identifier, settings, opts),
    monitoringRoleArn: monitoring?.arn,
    dependsOn: [...createDatabaseLogs(name, identifier, settings, opts), ...(monitoring?.resources ?? [])],
  };
  return settings.facts.aurora
    ? createCluster(name, settings, foundation, opts)
    : createInstance(name, settings, foundation, opts);
}

/**
 * Log groups of the exports, made first: RDS would otherwise make them itself, kept for ever and outside the stack.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html
 */
function createDatabaseLogs(
  name: string,
  identifier: string,
  settings: DatabaseSettings,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const kind = settings.facts.aurora ? "cluster" : "instance";
  return settings.logExports.map((log) =>
    createLogGroup(
      `${name}-${log}-logs`,
      {
        groupName: `/aws/rds/${kind}/${identifier}/${log}`,
        retentionInDays: settings.logRetentionDays,
        tags: settings.tags,
      },
      opts,
    ),
  );
}

/**
 * Name of the last snapshot. Its random end is made anew with everything that replaces the database and with every
 * new stack: AWS refuses a snapshot name that an earlier deletion has taken.
 */
function createFinalSnapshotName(
  name: string,
  identifier: string,
  settings: DatabaseSettings,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const { engine, databaseName, username, availabilityZone, kmsKeyArn } = settings;
  const suffix = new random.RandomString(
    `${name}-final-snapshot-suffix`,
    {
      length: 8,
      special: false,
      upper: false,
      keepers: {
        identifier,
        engine,
        databaseName,
        username,
        ...(availabilityZone && { availabilityZone }),
        ...(kmsKeyArn && { kmsKeyArn }),
      },
    },
    opts,
  );
  return pulumi.interpolate`${identifier}-final-${suffix.result}`;
}

/**
 * The role of Enhanced Monitoring's agent. AWS's managed policy allows every group whose name begins with RDS, in every
 * region; the agent writes to `RDSOSMetrics` only, which all databases of the account share, so it is not made here.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
 */
function createMonitoringRole(name: string, settings: DatabaseSettings, opts: pulumi.CustomResourceOptions) {
  const { identity, baseName } = settings;
  const group = logGroupArn(identity, "RDSOSMetrics");
  const { role, policy, arn } = createServiceRole(
    `${name}-monitoring-role`,
    {
      roleName: `${baseName}-db-monitoring`,
      description: `Lets Enhanced Monitoring write operating system metrics of ${baseName}-db`,
      service: "monitoring.rds.amazonaws.com",
      identity,
      sourceArn: arnOf(identity, "rds", `db:${baseName}-db*`),
      statements: [
        { sid: "MakeGroup", actions: ["logs:CreateLogGroup", "logs:PutRetentionPolicy"], resources: [group] },
        {
          sid: "WriteMetrics",
          actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams", "logs:GetLogEvents"],
          resources: [`${group}:log-stream:*`],
        },
      ],
      tags: settings.tags,
    },
    opts,
  );
  return { arn, resources: policy ? [role, policy] : [role] };
}
