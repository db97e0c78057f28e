import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { declared, singletonTag } from "../internal/declarations";
import type { Cluster } from "./cluster";
import { containerParts, namespaceParts } from "./containers";
import {
  nodeWorkloads,
  serviceFacts,
  serviceKeys,
  type ServiceFacts,
  type TemporalRole,
  type TemporalServiceKey,
} from "./facts";
import { serviceNameOf } from "./names";
import type { Nodes } from "./nodes";
import type { TaskRole } from "./roles";
import type { GroupKey, SecurityGroups } from "./securityGroups";
import { countOf, type TemporalSettings } from "./settings";
import { createTask, type ContainerSettings, type Task } from "./tasks";

/** What services are put together from. */
export interface ServiceParts {
  cluster: Cluster;
  nodes: Nodes;
  securityGroups: SecurityGroups;
  roles: { temporal: TaskRole; ui: TaskRole; grafana: TaskRole; adot: TaskRole };
  /** The guarded number of history shards. */
  historyShards: pulumi.Output<number>;
  /** Parameters that containers read when they start: a new version of one deploys its readers anew. */
  parameters: {
    search: aws.ssm.Parameter;
    write: aws.ssm.Parameter;
    query: aws.ssm.Parameter;
    collector: aws.ssm.Parameter;
  };
  /** What has to exist before anything starts: stores and their rules. */
  ready: pulumi.Resource[];
}

/** The services by key. */
export interface Services {
  services: Record<TemporalServiceKey, aws.ecs.Service>;
  tasks: Record<TemporalServiceKey, Task>;
}

/** The seven services in the order in which they start: each waits for those that it needs. */
export function createServices(
  name: string,
  settings: TemporalSettings,
  parts: ServiceParts,
  parent: pulumi.Resource,
): Services {
  const services: Partial<Services["services"]> = {};
  const tasks: Partial<Services["tasks"]> = {};
  for (const key of serviceKeys) {
    const task = createServiceTask(name, settings, key, parts, parent);
    const before = serviceFacts[key].after.flatMap((earlier) => services[earlier] ?? []);
    tasks[key] = task;
    services[key] = createService(name, settings, key, task, before, parts, parent);
  }
  return { services, tasks } as Services;
}

/** Which groups a service's tasks are in. */
function groupsOf(key: TemporalServiceKey): GroupKey[] {
  if (key === "frontend") return ["ring", "frontend"];
  if (key === "ui") return ["ui", "client"];
  return [isMember(key) ? "ring" : key];
}

function isMember(key: TemporalServiceKey): key is TemporalRole {
  return (serviceFacts[key] as ServiceFacts).role !== undefined;
}

function roleOf(key: TemporalServiceKey, { roles }: ServiceParts): TaskRole {
  return isMember(key) ? roles.temporal : roles[key];
}

/** The parameters that a service's tasks read when they start. */
function parametersOf(key: TemporalServiceKey, { parameters }: ServiceParts): aws.ssm.Parameter[] {
  if (isMember(key)) return [parameters.search];
  return { ui: [], grafana: [parameters.query], adot: [parameters.collector, parameters.write] }[key];
}

function createServiceTask(
  name: string,
  settings: TemporalSettings,
  key: TemporalServiceKey,
  parts: ServiceParts,
  parent: pulumi.Resource,
): Task {
  const facts: ServiceFacts = serviceFacts[key];
  const { images, sizes } = settings;
  const container = (historyShards: number): ContainerSettings => ({
    name: facts.container,
    image: images[facts.image],
    essential: true,
    parts: containerParts(settings, key, historyShards),
    ports: portsOf(facts),
    dynamicConfigTmpfs: facts.role !== undefined,
  });
  const namespaceStep: ContainerSettings = {
    name: "namespace-setup",
    image: images.adminTools,
    essential: false,
    parts: namespaceParts(),
    ports: [],
    dynamicConfigTmpfs: false,
    after: facts.container,
  };
  const steps = key === "frontend" ? [namespaceStep] : [];
  return createTask(
    name,
    settings,
    {
      key,
      service: facts.service,
      launchType: "EC2",
      cpuUnits: sizes[key].cpuUnits,
      memoryMiB: sizes[key].memoryMiB,
      role: roleOf(key, parts),
      exec: true,
      containers: parts.historyShards.apply((shards) => [container(shards), ...steps]),
      images: [images[facts.image], ...steps.map(({ image }) => image)],
      secrets: Object.values(containerParts(settings, key, settings.historyShards).secrets),
    },
    parent,
  );
}

function portsOf({ ports }: ServiceFacts): ContainerSettings["ports"] {
  return Object.entries(ports).map(([use, port]) => ({ name: use, port, grpc: use === "grpc" }));
}

function createService(
  name: string,
  settings: TemporalSettings,
  key: TemporalServiceKey,
  task: Task,
  before: pulumi.Resource[],
  parts: ServiceParts,
  parent: pulumi.Resource,
): aws.ecs.Service {
  const facts: ServiceFacts = serviceFacts[key];
  const { cluster, nodes, securityGroups } = parts;
  const versions = parametersOf(key, parts);
  const isNeeded = serviceKeys.some((other) => serviceFacts[other].after.includes(key));
  return new aws.ecs.Service(
    `${name}-${key}-service`,
    {
      name: serviceNameOf(settings, key),
      cluster: cluster.arn,
      taskDefinition: task.definitionArn,
      desiredCount: countOf(settings, key),
      capacityProviderStrategies: [{ capacityProvider: nodes.capacityProviders[facts.node], weight: 1 }],
      placementConstraints: [{ type: "memberOf", expression: `attribute:workload == ${nodeWorkloads[facts.node]}` }],
      networkConfiguration: {
        subnets: settings.subnetIds,
        securityGroups: groupsOf(key).map((group) => securityGroups.ids[group]),
        assignPublicIp: false,
      },
      serviceConnectConfiguration: serviceConnectOf(facts, cluster),
      deploymentMinimumHealthyPercent: facts.single ? 0 : 100,
      deploymentMaximumPercent: facts.single ? 100 : 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      enableExecuteCommand: true,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      // Whoever needs a service starts when it runs, not when it is asked for.
      waitForSteadyState: isNeeded && countOf(settings, key) > 0,
      // Parameters are read when a task starts: a new version of one deploys the service anew.
      forceNewDeployment: true,
      triggers: Object.fromEntries(
        versions.map((parameter, index) => [`parameter-${index}`, parameter.version.apply(String)]),
      ),
      tags: { ...settings.tags, ...(facts.single && { [singletonTag]: declared }) },
    },
    {
      parent,
      deleteBeforeReplace: true,
      ignoreChanges: settings.schedule ? ["desiredCount"] : [],
      dependsOn: [...before, ...task.ready, ...securityGroups.rules, ...parts.ready, ...versions, nodes.attached],
    },
  );
}

/**
 * How a service is found, or finds others. Long polls of workers stay quiet for a minute and more: without a request
 * timeout of 0 the mesh cuts them off after 15 s, and an idle timeout that is not given is sent as 0.
 */
function serviceConnectOf(
  { serviceConnect, container, ports }: ServiceFacts,
  { namespaceArn }: Cluster,
): aws.types.input.ecs.ServiceServiceConnectConfiguration | undefined {
  if (serviceConnect === "none") return undefined;
  const client = { enabled: true, namespace: namespaceArn };
  if (serviceConnect === "client") return client;
  return {
    ...client,
    services: [
      {
        portName: "grpc",
        discoveryName: container,
        clientAlias: [{ port: ports.grpc ?? 0, dnsName: container }],
        timeout: { perRequestTimeoutSeconds: 0, idleTimeoutSeconds: 3600 },
      },
    ],
  };
}
