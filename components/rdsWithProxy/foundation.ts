import type * as pulumi from "@pulumi/pulumi";
import type { DatabaseSettings } from "./settings";

/** One database instance: a single one, or a member of a cluster. */
export interface DatabaseMember {
  /** What its own children's names begin with: `NAME`, or `NAME-0` in a cluster. */
  name: string;
  identifier: pulumi.Output<string>;
  resource: pulumi.Resource;
}

/** What the rest of the component needs of the database, single instance or cluster. */
export interface Database {
  writerEndpoint: pulumi.Output<string>;
  readerEndpoint?: pulumi.Output<string>;
  clusterIdentifier?: pulumi.Output<string>;
  members: DatabaseMember[];
}

/** What both kinds of database are given beside the settings. */
export interface DatabaseSurroundings {
  securityGroupId: pulumi.Output<string>;
  password: pulumi.Output<string>;
}

/** What both kinds of database are made with. */
export interface DatabaseFoundation extends DatabaseSurroundings {
  /** Physical identifier of the instance or cluster. */
  identifier: string;
  subnetGroupName: pulumi.Output<string>;
  finalSnapshotIdentifier?: pulumi.Output<string>;
  monitoringRoleArn?: pulumi.Output<string>;
  /** Log groups and the monitoring role's rights: there before the database. */
  dependsOn: pulumi.Resource[];
}

/** Parameters of an instance or a cluster. */
export function parameterGroupArgs(settings: DatabaseSettings, foundation: DatabaseFoundation) {
  return {
    family: settings.parameterFamily,
    description: `Parameters of ${foundation.identifier}`,
    parameters: settings.parameters,
    tags: settings.tags,
  };
}

/** Settings that a single instance and a cluster share. */
export function sharedDatabaseArgs(settings: DatabaseSettings, foundation: DatabaseFoundation) {
  return {
    engine: settings.engine,
    engineVersion: settings.engineVersion,
    allowMajorVersionUpgrade: settings.allowMajorVersionUpgrade,
    engineLifecycleSupport: settings.extendedSupport
      ? "open-source-rds-extended-support"
      : "open-source-rds-extended-support-disabled",
    port: settings.port,
    dbSubnetGroupName: foundation.subnetGroupName,
    vpcSecurityGroupIds: [foundation.securityGroupId],
    storageEncrypted: true,
    kmsKeyId: settings.kmsKeyArn,
    deletionProtection: settings.deletionProtection,
    skipFinalSnapshot: settings.skipFinalSnapshot,
    finalSnapshotIdentifier: foundation.finalSnapshotIdentifier,
    copyTagsToSnapshot: true,
    applyImmediately: settings.applyImmediately,
    enabledCloudwatchLogsExports: settings.logExports,
    databaseInsightsMode: settings.databaseInsights,
    performanceInsightsEnabled: settings.performanceInsights,
    performanceInsightsRetentionPeriod: settings.performanceInsights ? settings.performanceInsightsDays : undefined,
    performanceInsightsKmsKeyId: settings.performanceInsights ? settings.kmsKeyArn : undefined,
  };
}

/** Options of what must not be replaced by accident, nor made before the one whose name it takes is gone. */
export function databaseOptions(
  foundation: DatabaseFoundation,
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResourceOptions {
  return {
    ...opts,
    dependsOn: foundation.dependsOn,
    deleteBeforeReplace: true,
    // Decided when the database is made: a later change would replace it.
    ignoreChanges: ["engineLifecycleSupport"],
  };
}
