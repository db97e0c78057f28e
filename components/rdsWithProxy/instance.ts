import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import {
  type Database,
  type DatabaseFoundation,
  databaseOptions,
  parameterGroupArgs,
  sharedDatabaseArgs,
} from "./foundation";
import type { DatabaseSettings } from "./settings";

/** One instance on gp3, with a standby in a second zone when asked. */
export function createInstance(
  name: string,
  settings: DatabaseSettings,
  foundation: DatabaseFoundation,
  opts: pulumi.CustomResourceOptions,
): Database {
  const parameterGroup = new aws.rds.ParameterGroup(
    `${name}-parameters`,
    parameterGroupArgs(settings, foundation),
    opts,
  );
  const instance = new aws.rds.Instance(
    `${name}-database`,
    {
      ...sharedDatabaseArgs(settings, foundation),
      identifier: foundation.identifier,
      instanceClass: settings.instanceClass,
      storageType: "gp3",
      allocatedStorage: settings.storageGiB,
      maxAllocatedStorage: settings.maxStorageGiB,
      multiAz: settings.multiAz,
      availabilityZone: settings.availabilityZone,
      publiclyAccessible: false,
      dbName: settings.databaseName,
      username: settings.username,
      password: foundation.password,
      parameterGroupName: parameterGroup.name,
      backupRetentionPeriod: settings.backupRetentionDays,
      backupWindow: settings.backupWindow,
      maintenanceWindow: settings.maintenanceWindow,
      autoMinorVersionUpgrade: settings.autoMinorVersionUpgrade,
      monitoringInterval: settings.enhancedMonitoringSeconds,
      monitoringRoleArn: foundation.monitoringRoleArn,
      tags: settings.tags,
    },
    databaseOptions(foundation, opts),
  );
  return {
    writerEndpoint: instance.address,
    members: [{ name, identifier: instance.identifier, resource: instance }],
  };
}
