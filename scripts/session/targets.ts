import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { runningContainer } from "../aws/runningTasks";
import { describeServices } from "../aws/services";
import { taskDefinition } from "../aws/taskDefinitions";
import type { Context } from "../command/context";
import { CommandError } from "../command/errors";
import { suggestion } from "../command/suggest";
import type { StackOutputs } from "../stack/outputs";
import { stackService, stackServices, type StackService } from "../stack/services";

/** What a port is forwarded to. */
export interface ForwardTarget {
  /** As Systems Manager names the machine or container that holds the session. */
  target: string;
  /** What it is, for people. */
  through: string;
  /** A host that is reached from there; absent: the container or machine itself. */
  host?: string;
  /** Port when none is named. */
  port?: number;
}

/** A host of the private network, and the services that may reach it, the likeliest first. */
interface Host {
  host: string;
  port: number;
  services: readonly StackService[];
}

const hosts = ["database", "load-balancer", "opensearch"] as const;

/** A service, a host or the monitoring server by the name that the command line gives it. */
export async function forwardTarget(
  context: Context,
  called: string,
  through: { service?: string; task?: string; container?: string },
): Promise<ForwardTarget> {
  const outputs = await context.outputs();
  if (called === "pmm") return monitoringServer(context, outputs);
  const host = hostOf(outputs, called);
  if (host !== undefined) {
    const service = through.service === undefined ? host.services[0] : stackService(outputs, through.service);
    if (service === undefined) throw new CommandError(`No service of the stack can reach the ${called}.`);
    return { ...(await inTask(context, service, through)), host: host.host, port: host.port };
  }
  const keys = stackServices(outputs).map(({ key }) => key);
  const service = stackServices(outputs).find(({ key, name, part }) => [key, name, `${part}/${key}`].includes(called));
  if (service === undefined)
    throw new CommandError(
      `${outputs.source} has no "${called}" to forward to.`,
      suggestion(called, [...keys, ...hosts, "pmm"]),
    );
  return { ...(await inTask(context, service, through)), ...(await firstPort(context, service)) };
}

async function inTask(
  { aws }: Context,
  service: StackService,
  wanted: { task?: string; container?: string },
): Promise<ForwardTarget> {
  const { cluster, taskId, runtimeId, name } = await runningContainer(aws, service, wanted);
  return { target: `ecs:${cluster}_${taskId}_${runtimeId}`, through: `task ${taskId} of ${service.key} (${name})` };
}

/** The port that the service's containers listen on first. */
async function firstPort({ aws }: Context, service: StackService): Promise<{ port?: number }> {
  const [described] = await describeServices(aws, [service]);
  const { containerDefinitions = [] } = await taskDefinition(aws, described?.service.taskDefinition ?? "");
  const port = containerDefinitions.flatMap(({ portMappings = [] }) => portMappings).at(0)?.containerPort;
  return port === undefined ? {} : { port };
}

function hostOf(outputs: StackOutputs, called: string): Host | undefined {
  const all = stackServices(outputs);
  const app = all.filter(({ part }) => part === "app");
  if (called === "database") {
    const proxy = outputs.get("rdsProxyEndpoint");
    const port = portOf(outputs.text("databaseEndpoint"));
    return { ...address(typeof proxy === "string" ? proxy : outputs.text("databaseEndpoint"), port), services: app };
  }
  if (called === "load-balancer") {
    const url = new URL(outputs.text("albUrl"));
    // The stack's own command names the service that may call the balancer.
    const caller = /--service-name (\S+)/.exec(String(outputs.get("portForwardCommand") ?? ""))?.[1];
    const first = app.filter(({ name }) => name === caller);
    return { host: url.hostname, port: url.protocol === "https:" ? 443 : 80, services: [...first, ...app] };
  }
  if (called !== "opensearch") return undefined;
  const endpoint = String(outputs.nested("temporal", "openSearchEndpoint")).replace(/^https:\/\//, "");
  const history = all.filter(({ part, key }) => part === "temporal" && key.endsWith("history"));
  return { ...address(endpoint, 443), services: history };
}

/** `HOST`, `HOST:PORT`, and what stands behind a slash left off. */
function address(endpoint: string, port: number): { host: string; port: number } {
  const [, host = endpoint] = /^([^:/]+)/.exec(endpoint) ?? [];
  return { host, port: portOf(endpoint, port) };
}

function portOf(endpoint: string, otherwise = 5432): number {
  return Number(/:(\d+)/.exec(endpoint)?.[1] ?? otherwise);
}

async function monitoringServer({ aws }: Context, outputs: StackOutputs): Promise<ForwardTarget> {
  const group = String(outputs.nested("pmm", "autoScalingGroupName"));
  const scaling = await aws.client(AutoScalingClient);
  const { AutoScalingGroups = [] } = await scaling.send(
    new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [group] }),
  );
  const instance = AutoScalingGroups[0]?.Instances?.find(({ LifecycleState }) => LifecycleState === "InService");
  if (instance?.InstanceId === undefined)
    throw new CommandError(`No instance of ${group} runs.`, "See docs/runbooks/pmm-server.md");
  return { target: instance.InstanceId, through: `instance ${instance.InstanceId}`, port: 443 };
}
