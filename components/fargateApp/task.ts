import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createExecutionRole } from "../internal/executionRole";
import { createServiceRole, type PolicyStatement } from "../internal/iam";
import { arnOf } from "../internal/identity";
import { createLogGroup } from "../internal/logGroups";
import { secretReference } from "../internal/secretReferences";
import type { FargateArchitecture, FargateFileSystemMount } from "./args";
import type { FileSystem } from "./fileSystem";
import type { FargateAppSettings } from "./settings";

/** Longer than the 30 s in which the load balancer drains a task: work in flight ends before the container is killed. */
const stopTimeoutSeconds = 60;

/** What one task runs. */
export interface TaskSettings {
  /** Names the container, and with the application the family, the roles and the log group. */
  key: string;
  image: pulumi.Input<string>;
  command?: string[];
  port?: number;
  environment: Record<string, pulumi.Input<string>>;
  secrets: Record<string, pulumi.Input<string>>;
  healthCheck?: { command?: string[]; startPeriodSeconds: number };
  cpuUnits: number;
  memoryMiB: number;
  architecture: FargateArchitecture;
  readOnlyRootFilesystem: boolean;
  writablePaths: string[];
  fileSystemMounts: Required<FargateFileSystemMount>[];
  /** What the application in the task may do. */
  statements: PolicyStatement[];
}

/** A task definition with what it takes. */
export interface Task {
  definitionArn: pulumi.Output<string>;
  logGroupName: pulumi.Output<string>;
  taskRoleName: pulumi.Output<string>;
  /** Rights that a task needs when it starts. */
  policies: pulumi.Resource[];
}

/** A task definition with its two roles and its log group, every name and every document known beforehand. */
export function createTask(
  name: string,
  settings: FargateAppSettings,
  task: TaskSettings,
  fileSystem: FileSystem | undefined,
  parent: pulumi.Resource,
): Task {
  const { identity, prefix, tags } = settings;
  const what = `${task.key} of ${prefix}`;
  const groupName = `/ecs/${identity.environment}/${settings.application}-${task.key}`;
  const logGroup = createLogGroup(
    `${name}-${task.key}-log-group`,
    { groupName, retentionInDays: settings.logRetentionDays, tags },
    { parent },
  );
  const execution = createExecutionRole(
    `${name}-${task.key}-execution-role`,
    {
      identity,
      roleName: `${prefix}-${task.key}-execution`,
      what,
      images: [task.image],
      secrets: Object.values(task.secrets),
      logGroupName: groupName,
      kmsKeyArns: settings.secretsKmsKeyArns,
      tags,
    },
    { parent },
  );
  const role = createServiceRole(
    `${name}-${task.key}-task-role`,
    {
      roleName: `${prefix}-${task.key}-task`,
      description: `What the application may do: ${what}`,
      service: "ecs-tasks.amazonaws.com",
      identity,
      sourceArn: arnOf(identity, "ecs", "*"),
      statements: task.statements,
      tags,
    },
    { parent },
  );
  const definition = new aws.ecs.TaskDefinition(
    `${name}-${task.key}-task-definition`,
    {
      family: `${prefix}-${task.key}`,
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      cpu: String(task.cpuUnits),
      memory: String(task.memoryMiB),
      runtimePlatform: { cpuArchitecture: task.architecture, operatingSystemFamily: "LINUX" },
      executionRoleArn: execution.arn,
      taskRoleArn: role.arn,
      containerDefinitions: containerDefinitions(settings, task, logGroup.name),
      volumes: volumes(task, fileSystem),
      skipDestroy: true, // an inactive revision cannot be rolled back to, and revisions cost nothing
      tags,
    },
    { parent },
  );
  return {
    definitionArn: definition.arn,
    logGroupName: logGroup.name,
    taskRoleName: role.role.name,
    policies: [execution.policy, role.policy].filter((policy) => policy !== undefined),
  };
}

/** The container as ECS takes it: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
function containerDefinitions(
  settings: FargateAppSettings,
  task: TaskSettings,
  logGroupName: pulumi.Output<string>,
): pulumi.Output<string> {
  const references = Object.entries(task.secrets).map(
    ([variable, reference]) => [variable, secretReference(settings.identity, reference)] as const,
  );
  // Only these come as inputs: the rest is plain, and so is cheap.
  return pulumi
    .all([task.image, pulumi.all(task.environment), pulumi.all(Object.fromEntries(references)), logGroupName])
    .apply(([image, environment, secrets, group]) => {
      const container = {
        name: task.key,
        image,
        essential: true,
        command: task.command,
        portMappings: task.port && [{ containerPort: task.port, hostPort: task.port, protocol: "tcp" }],
        environment: sorted(environment).map(([variable, value]) => ({ name: variable, value })),
        secrets: sorted(secrets).map(([variable, { valueFrom }]) => ({ name: variable, valueFrom })),
        healthCheck: task.healthCheck?.command && {
          command: task.healthCheck.command,
          interval: 30,
          timeout: 5,
          retries: 3,
          startPeriod: task.healthCheck.startPeriodSeconds,
        },
        readonlyRootFilesystem: task.readOnlyRootFilesystem,
        linuxParameters: settings.executeCommand ? { initProcessEnabled: true } : undefined, // reaps what sessions leave
        mountPoints: mountPoints(task),
        stopTimeout: stopTimeoutSeconds,
        logConfiguration: {
          logDriver: "awslogs",
          options: {
            "awslogs-group": group,
            "awslogs-region": settings.identity.region,
            "awslogs-stream-prefix": "ecs",
          },
        },
      };
      return JSON.stringify([container]);
    });
}

function mountPoints(task: TaskSettings) {
  return [
    ...task.fileSystemMounts.map(({ accessPoint, containerPath, readOnly }) => ({
      sourceVolume: fileSystemVolume(accessPoint),
      containerPath,
      readOnly,
    })),
    ...task.writablePaths.map((path) => ({ sourceVolume: writableVolume(path), containerPath: path, readOnly: false })),
  ];
}

/** Each access point once, mounted over TLS as the task's role; and an empty volume for each writable path. */
function volumes(task: TaskSettings, fileSystem: FileSystem | undefined): aws.types.input.ecs.TaskDefinitionVolume[] {
  const accessPoints = [...new Set(task.fileSystemMounts.map((mount) => mount.accessPoint))];
  const shared = fileSystem
    ? accessPoints.map((accessPoint) => ({
        name: fileSystemVolume(accessPoint),
        efsVolumeConfiguration: {
          fileSystemId: fileSystem.id,
          transitEncryption: "ENABLED",
          authorizationConfig: { accessPointId: fileSystem.accessPointIds[accessPoint], iam: "ENABLED" },
        },
      }))
    : [];
  return [...shared, ...task.writablePaths.map((path) => ({ name: writableVolume(path) }))];
}

function fileSystemVolume(accessPoint: string): string {
  return `efs-${accessPoint}`;
}

/** A volume's name from its path; what a name cannot hold is written as its character code, so that names stay apart. */
function writableVolume(path: string): string {
  const code = (character: string) => `_${character.charCodeAt(0).toString(16)}`;
  return `writable${path.replace(/[^A-Za-z0-9/]/g, code).replaceAll("/", "-")}`;
}

/** By name, so that the order in which variables are written changes no task definition. */
function sorted<T>(record: Record<string, T>): [string, T][] {
  return Object.entries(record).toSorted(([one], [other]) => (one < other ? -1 : 1));
}
