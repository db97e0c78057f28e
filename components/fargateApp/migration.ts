import * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "./cluster";
import type { FargateAppSettings, MigrationSettings } from "./settings";
import { createTask, type Task } from "./task";

/** Names the migration's container, family, roles and log group. */
export const migrationKey = "db-migrate";

/** The migration's task definition. Nothing here runs it. */
export function createMigration(
  name: string,
  settings: FargateAppSettings,
  migration: MigrationSettings,
  parent: pulumi.Resource,
): Task {
  const { service, image, command, environment, secrets, readOnlyRootFilesystem } = migration;
  const { cpuUnits, memoryMiB, architecture, writablePaths } = service;
  return createTask(
    name,
    settings,
    {
      key: migrationKey,
      image,
      command,
      environment,
      secrets,
      cpuUnits,
      memoryMiB,
      architecture,
      readOnlyRootFilesystem,
      writablePaths,
      fileSystemMounts: [],
      statements: [],
    },
    undefined,
    parent,
  );
}

/** What `aws ecs run-task --cli-input-json` takes to run the migration once, where the service's tasks run. */
export function runMigrationInput(
  settings: FargateAppSettings,
  migration: MigrationSettings,
  cluster: Cluster,
  task: Task,
  serviceSecurityGroupId: pulumi.Input<string> | undefined,
): pulumi.Output<string> {
  return pulumi.jsonStringify({
    cluster: cluster.name,
    taskDefinition: task.definitionArn,
    launchType: "FARGATE",
    platformVersion: "LATEST",
    count: 1,
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: settings.taskSubnetIds,
        securityGroups: [serviceSecurityGroupId, ...migration.service.securityGroupIds],
        assignPublicIp: "DISABLED",
      },
    },
    propagateTags: "TASK_DEFINITION",
  });
}
