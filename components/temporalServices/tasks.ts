import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createExecutionRole } from "../internal/executionRole";
import { createLogGroup } from "../internal/logGroups";
import { parseSecretReference } from "../internal/secretReferences";
import type { ContainerParts } from "./containers";
import type { TaskRole } from "./roles";
import { logGroupNameOf } from "./names";
import type { TemporalSettings } from "./settings";

/** One container of a task. */
export interface ContainerSettings {
  name: string;
  image: string;
  essential: boolean;
  parts: ContainerParts;
  ports: { name: string; port: number; grpc: boolean }[];
  /** The directory of Temporal's dynamic configuration, in memory. */
  dynamicConfigTmpfs: boolean;
  /** A container that has to be healthy before. */
  after?: string;
}

/** What a task definition is made from. */
export interface TaskSettings {
  /** Key in logical names. */
  key: string;
  /** Names the family, log group, stream prefix and execution role, after the project's name. */
  service: string;
  launchType: "EC2" | "FARGATE";
  cpuUnits: number;
  memoryMiB: number;
  role: TaskRole;
  /** Shells can be opened in it. */
  exec: boolean;
  containers: pulumi.Output<ContainerSettings[]> | ContainerSettings[];
  /** Images and secrets of the containers, of which the execution role is told. */
  images: string[];
  secrets: string[];
}

/** A task definition with what it takes. */
export interface Task {
  definitionArn: pulumi.Output<string>;
  family: string;
  logGroupName: pulumi.Output<string>;
  /** Rights that a task needs when it starts. */
  ready: pulumi.Resource[];
}

/** Longer than the 30 s of ECS: a role hands its shards and queues over before it ends. At most 120 s on Fargate. */
const stopTimeoutSeconds = 90;

/** A task definition for ARM64 with its execution role and log group, every name and document known beforehand. */
export function createTask(
  name: string,
  settings: TemporalSettings,
  task: TaskSettings,
  parent: pulumi.Resource,
): Task {
  const { identity, prefix, tags, logRetentionDays: retentionInDays } = settings;
  const groupName = logGroupNameOf(settings, task.service);
  const family = `${prefix}-${task.service}`;
  const at = `${name}-${task.key}`;
  const logGroup = createLogGroup(`${at}-log-group`, { groupName, retentionInDays, tags }, { parent });
  const execution = createExecutionRole(
    `${at}-execution-role`,
    {
      identity,
      roleName: `${family}-execution`,
      what: family,
      images: task.images,
      secrets: task.secrets,
      logGroupName: groupName,
      tags,
    },
    { parent },
  );
  const definition = new aws.ecs.TaskDefinition(
    `${at}-task-definition`,
    {
      family,
      requiresCompatibilities: [task.launchType],
      networkMode: "awsvpc",
      cpu: String(task.cpuUnits),
      memory: String(task.memoryMiB),
      runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
      executionRoleArn: execution.arn,
      taskRoleArn: task.role.arn,
      containerDefinitions: pulumi
        .all([pulumi.output(task.containers), logGroup.name])
        .apply(([containers, group]) =>
          JSON.stringify(containers.map((container) => definitionOf(settings, task, container, group))),
        ),
      skipDestroy: true, // an inactive revision cannot be rolled back to, and revisions cost nothing
      tags,
    },
    { parent },
  );
  return {
    definitionArn: definition.arn,
    family,
    logGroupName: logGroup.name,
    ready: [...task.role.ready, ...[execution.policy].filter((policy) => policy !== undefined)],
  };
}

/** The container as ECS takes it: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
function definitionOf(settings: TemporalSettings, task: TaskSettings, container: ContainerSettings, group: string) {
  const { identity } = settings;
  const { entryPoint, command, environment, secrets, healthCheck } = container.parts;
  const tmpfs = {
    containerPath: "/etc/temporal/config/dynamicconfig",
    size: settings.dynamicConfigTmpfsMiB,
    mountOptions: ["noexec", "nosuid"],
  };
  return {
    name: container.name,
    image: container.image,
    essential: container.essential,
    entryPoint,
    command,
    portMappings: container.ports.map(({ name, port, grpc }) => ({
      name,
      containerPort: port,
      hostPort: port, // ECS would fill it in; the collector's discovery reads this one
      protocol: "tcp",
      ...(grpc && { appProtocol: "grpc" }),
    })),
    environment: sorted(environment).map(([variable, value]) => ({ name: variable, value })),
    secrets: sorted(secrets).map(([variable, reference]) => ({
      name: variable,
      valueFrom: parseSecretReference(identity, reference)?.valueFrom,
    })),
    healthCheck: healthCheck && { command: healthCheck, interval: 30, timeout: 5, retries: 3, startPeriod: 120 },
    dependsOn: container.after === undefined ? undefined : [{ containerName: container.after, condition: "HEALTHY" }],
    // Exec's agent writes to the root: it can be read-only only where there is no Exec.
    readonlyRootFilesystem: !task.exec,
    linuxParameters: {
      initProcessEnabled: true, // reaps what sessions leave
      tmpfs: container.dynamicConfigTmpfs ? [tmpfs] : undefined,
    },
    stopTimeout: stopTimeoutSeconds,
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": group,
        "awslogs-region": identity.region,
        "awslogs-stream-prefix": container.essential ? task.service : container.name,
      },
    },
  };
}

/** By name, so that the order in which variables are written changes no task definition. */
function sorted<T>(record: Record<string, T>): [string, T][] {
  return Object.entries(record).toSorted(([one], [other]) => (one < other ? -1 : 1));
}
