import * as pulumi from "@pulumi/pulumi";
import { faultsOf } from "./internal/faults";
import { typeToken } from "./internal/package";
import { createAlarms } from "./temporalServices/alarms";
import type { TemporalServicesArgs } from "./temporalServices/args";
import { createCluster } from "./temporalServices/cluster";
import { createCollectorParameter } from "./temporalServices/collector";
import { execCommands, portForwardCommands } from "./temporalServices/commands";
import { frontendAddress, serviceKeys } from "./temporalServices/facts";
import { createMetrics } from "./temporalServices/metrics";
import { createNodes } from "./temporalServices/nodes";
import { createRepositories } from "./temporalServices/repositories";
import { createTaskRoles } from "./temporalServices/roles";
import { createSecurityGroups } from "./temporalServices/securityGroups";
import { createServices } from "./temporalServices/services";
import { resolveSettings } from "./temporalServices/settings";
import { createSetupTasks } from "./temporalServices/setupTasks";
import { guardedShards } from "./temporalServices/shards";
import { createSleep } from "./temporalServices/sleep";
import { createVisibility } from "./temporalServices/visibility";

export * from "./temporalServices/args";

/**
 * A private Temporal cluster on ECS with Graviton nodes: history, matching, frontend, worker and UI, with Grafana and a
 * metrics collector; persistence in an Aurora DSQL cluster that exists, visibility in OpenSearch, metrics in Amazon
 * Managed Service for Prometheus. Nothing of it is reachable from the internet: people come in by Session Manager.
 *
 * Creates the cluster and its Service Connect namespace, three kinds of nodes (launch template, group of 0 to 2,
 * capacity provider), seven services with their task definitions, roles and log groups, two setup tasks, the domain,
 * the workspace, parameters, and a repository for each image. It is deployed in two stages: `infrastructure`, then
 * images are pushed and the setup tasks run, then `running`.
 *
 * Costs when idle, in eu-west-1 a month: OpenSearch about 28 USD, each node of m7g.large about 66 USD while it runs;
 * in stage `infrastructure` and asleep no node runs. Metrics, logs, images by use.
 *
 * Refuses, before anything is registered and all at once: types that are not Graviton, tasks that do not fit on two
 * nodes of their kind in CPU, memory and network interfaces, images without an exact version, a DSQL cluster of another
 * region or shape, more OpenSearch zones than subnets, and tasks with no way to what they need. A changed number of
 * history shards is refused by every preview of a stack that exists.
 *
 * Does not make: the DSQL cluster, Grafana's secret, OpenSearch's service-linked role, which exists once an account, or
 * a run of the setup tasks.
 */
export class TemporalServices extends pulumi.ComponentResource {
  /** Name of the cluster, `PROJECT-cluster`. */
  public readonly clusterName: pulumi.Output<string>;
  /** ARN of the cluster. */
  public readonly clusterArn: pulumi.Output<string>;
  /** Names of the ECS services by key: history, matching, frontend, worker, ui, grafana, adot. */
  public readonly serviceNames: Record<string, pulumi.Output<string>>;
  /** Log groups by service key, and of the setup tasks. */
  public readonly logGroupNames: Record<string, pulumi.Output<string>>;
  /** Address of the frontend for members of the Service Connect namespace, `temporal-frontend:7233`. */
  public readonly frontendAddress: pulumi.Output<string>;
  /** ARN of the Service Connect namespace: services of other clusters that join it as clients find the frontend. */
  public readonly namespaceArn: pulumi.Output<string>;
  /** Security groups by who is in them: ring, frontend, client (may call the frontend), ui, grafana, adot, nodes, opensearch and the setup tasks. */
  public readonly securityGroupIds: Record<string, pulumi.Output<string>>;
  /** Host name of the OpenSearch domain. */
  public readonly openSearchEndpoint: pulumi.Output<string>;
  /** Id of the Prometheus workspace. */
  public readonly prometheusWorkspaceId: pulumi.Output<string>;
  /** Endpoint of the Prometheus workspace, ending in a slash. */
  public readonly prometheusEndpoint: pulumi.Output<string>;
  /** Addresses of the image repositories: server, adminTools, ui, grafana, adot. */
  public readonly repositoryUrls: Record<string, pulumi.Output<string>>;
  /** Inputs of `aws ecs run-task --cli-input-json`, as JSON, in the order in which they are run: dsqlSchema, openSearchIndex. */
  public readonly setupTaskRunInput: Record<string, pulumi.Output<string>>;
  /** Keys of the services in the order in which they start; they stop in the reverse order. */
  public readonly startupOrder: pulumi.Output<string>[];
  /** Shell commands that open a shell in a task of each service that has one, by key: all but adot. */
  public readonly execCommands: Record<string, pulumi.Output<string>>;
  /** Shell commands that bring the UI to `localhost:8080` and Grafana to `localhost:3000`, by key. */
  public readonly portForwardCommands: Record<string, pulumi.Output<string>>;

  constructor(name: string, args: TemporalServicesArgs, opts?: pulumi.ComponentResourceOptions) {
    const settings = resolveSettings(name, args);
    super(typeToken("TemporalServices"), name, args, opts);

    const historyShards = guardedShards(name, settings, this);
    const repositories = createRepositories(name, settings, this);
    const cluster = createCluster(name, settings, this);
    const securityGroups = createSecurityGroups(name, settings, this);
    const roles = createTaskRoles(name, settings, this);
    const clients = [roles.temporal.name, roles["opensearch-setup"].name];
    const visibility = createVisibility(name, settings, securityGroups, clients, this);
    const metrics = createMetrics(name, settings, this);
    const collector = createCollectorParameter(name, settings, this);
    const nodes = createNodes(name, settings, cluster, securityGroups, this);
    const setups = createSetupTasks(name, settings, cluster, securityGroups, roles, this);
    const { writeParameter: write, queryParameter: query } = metrics;
    const parameters = { search: visibility.endpointParameter, write, query, collector };
    const parts = { cluster, nodes, securityGroups, roles, historyShards, parameters, ready: [visibility.domain] };
    const services = createServices(name, settings, parts, this);
    createSleep(name, settings, cluster, nodes, services, this);
    createAlarms(name, settings, cluster, services, visibility, this);

    this.clusterName = cluster.name;
    this.clusterArn = cluster.arn;
    this.serviceNames = byKey(serviceKeys, (key) => services.services[key].name);
    this.logGroupNames = {
      ...byKey(serviceKeys, (key) => services.tasks[key].logGroupName),
      dsqlSchema: setups.dsqlSchema.task.logGroupName,
      openSearchIndex: setups.openSearchIndex.task.logGroupName,
    };
    this.frontendAddress = pulumi.output(frontendAddress);
    this.namespaceArn = cluster.namespaceArn;
    this.securityGroupIds = securityGroups.ids;
    this.openSearchEndpoint = visibility.endpoint;
    this.prometheusWorkspaceId = metrics.workspaceId;
    this.prometheusEndpoint = metrics.endpoint;
    this.repositoryUrls = repositories;
    this.setupTaskRunInput = {
      dsqlSchema: setups.dsqlSchema.runInput,
      openSearchIndex: setups.openSearchIndex.runInput,
    };
    this.startupOrder = serviceKeys.map((key) => pulumi.output<string>(key));
    this.execCommands = execCommands(settings, cluster, services);
    this.portForwardCommands = portForwardCommands(settings, cluster, services);
    this.registerOutputs({
      clusterName: this.clusterName,
      clusterArn: this.clusterArn,
      serviceNames: this.serviceNames,
      logGroupNames: this.logGroupNames,
      frontendAddress: this.frontendAddress,
      namespaceArn: this.namespaceArn,
      securityGroupIds: this.securityGroupIds,
      openSearchEndpoint: this.openSearchEndpoint,
      prometheusWorkspaceId: this.prometheusWorkspaceId,
      prometheusEndpoint: this.prometheusEndpoint,
      repositoryUrls: this.repositoryUrls,
      setupTaskRunInput: this.setupTaskRunInput,
      startupOrder: this.startupOrder,
      execCommands: this.execCommands,
      portForwardCommands: this.portForwardCommands,
    });
  }
}

function byKey<K extends string, T>(keys: readonly K[], make: (key: K) => T): Record<K, T> {
  return Object.fromEntries(keys.map((key) => [key, make(key)])) as Record<K, T>;
}

/** What a TemporalServices of these arguments would refuse; empty when it would be made. Registers nothing. */
export function checkTemporalServices(
  name: string,
  args: TemporalServicesArgs,
): readonly pulumi.InputPropertyErrorDetails[] {
  return faultsOf(() => resolveSettings(name, args));
}
