import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import {
  type Database,
  type DatabaseFoundation,
  type DatabaseMember,
  databaseOptions,
  parameterGroupArgs,
  sharedDatabaseArgs,
} from "./foundation";
import type { DatabaseSettings } from "./settings";

/** An Aurora cluster: instance 0 is the first writer, the rest are readers. */
export function createCluster(
  name: string,
  settings: DatabaseSettings,
  foundation: DatabaseFoundation,
  opts: pulumi.CustomResourceOptions,
): Database {
  const parameterGroup = new aws.rds.ClusterParameterGroup(
    `${name}-parameters`,
    parameterGroupArgs(settings, foundation),
    opts,
  );
  const cluster = new aws.rds.Cluster(
    `${name}-database`,
    {
      // Insights are set here and not on the instances, which take them over.
      ...sharedDatabaseArgs(settings, foundation),
      clusterIdentifier: foundation.identifier,
      databaseName: settings.databaseName,
      masterUsername: settings.username,
      masterPassword: foundation.password,
      dbClusterParameterGroupName: parameterGroup.name,
      backupRetentionPeriod: settings.backupRetentionDays,
      preferredBackupWindow: settings.backupWindow,
      preferredMaintenanceWindow: settings.maintenanceWindow,
      tags: settings.tags,
    },
    databaseOptions(foundation, opts),
  );
  const members = createMembers(name, settings, foundation, cluster, opts);
  return {
    writerEndpoint: cluster.endpoint,
    readerEndpoint: settings.readerCount > 0 ? cluster.readerEndpoint : undefined,
    clusterIdentifier: cluster.clusterIdentifier,
    members,
  };
}

function createMembers(
  name: string,
  settings: DatabaseSettings,
  foundation: DatabaseFoundation,
  cluster: aws.rds.Cluster,
  opts: pulumi.CustomResourceOptions,
): DatabaseMember[] {
  const createMember = (index: number, after: pulumi.Resource[]): DatabaseMember => {
    const instance = new aws.rds.ClusterInstance(
      `${name}-${index}-instance`,
      {
        identifier: `${foundation.identifier}-${index}`,
        clusterIdentifier: cluster.clusterIdentifier,
        engine: settings.engine as aws.rds.EngineType,
        instanceClass: settings.instanceClass,
        dbSubnetGroupName: foundation.subnetGroupName,
        publiclyAccessible: false,
        promotionTier: index,
        autoMinorVersionUpgrade: settings.autoMinorVersionUpgrade,
        preferredMaintenanceWindow: settings.maintenanceWindow,
        applyImmediately: settings.applyImmediately,
        copyTagsToSnapshot: true,
        monitoringInterval: settings.enhancedMonitoringSeconds,
        monitoringRoleArn: foundation.monitoringRoleArn,
        tags: { ...settings.tags, role: index === 0 ? "writer" : "reader" },
      },
      { ...opts, deleteBeforeReplace: true, dependsOn: [cluster, ...after] },
    );
    return { name: `${name}-${index}`, identifier: instance.identifier, resource: instance };
  };
  // Aurora makes the first instance that it creates the writer, so readers wait for it.
  const writer = createMember(0, []);
  const readers = Array.from({ length: settings.readerCount }, (_, reader) =>
    createMember(reader + 1, [writer.resource]),
  );
  return [writer, ...readers];
}
