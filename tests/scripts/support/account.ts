import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
} from "@aws-sdk/client-application-auto-scaling";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Moto } from "./moto";

process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

/** Settings of every client that tests talk to moto with. */
export function motoClient({ url }: Moto) {
  return { region: "eu-west-1", endpoint: url, credentials: { accessKeyId: "testing", secretAccessKey: "testing" } };
}

/** A stack as a deployment leaves it: an application of two services, its migration, and a Temporal cluster. */
export interface Account {
  /** `--outputs FILE` with the stack's outputs. */
  outputs: string[];
  values: Record<string, unknown>;
  ecs: ECSClient;
  logs: CloudWatchLogsClient;
  scaling: ApplicationAutoScalingClient;
  desired(cluster: string): Promise<Record<string, number>>;
  remove(): void;
}

export const temporalOrder = ["history", "matching", "frontend", "worker", "ui", "grafana", "adot"];

const warm = new WeakSet<Moto>();

/** Fills an empty account through the API. */
export async function fillAccount(moto: Moto): Promise<Account> {
  const settings = motoClient(moto);
  const ecs = new ECSClient(settings);
  const logs = new CloudWatchLogsClient(settings);
  const scaling = new ApplicationAutoScalingClient(settings);
  const subnet = await makeSubnet(new EC2Client(settings));
  const service = async (cluster: string, family: string, serviceName: string, container: string, count: number) => {
    const taskDefinition = await registerTask(ecs, family, container);
    await ecs.send(new CreateServiceCommand({ cluster, serviceName, taskDefinition, desiredCount: count }));
    // moto counts tasks as running once a service was updated.
    await ecs.send(new UpdateServiceCommand({ cluster, service: serviceName, desiredCount: count }));
  };
  await ecs.send(new CreateClusterCommand({ clusterName: "dev-shop" }));
  await service("dev-shop", "dev-shop-api", "dev-shop-api-1a2b", "api", 1);
  await service("dev-shop", "dev-shop-web", "dev-shop-web-3c4d", "web", 2);
  for (const [name, min, max] of [
    ["dev-shop-api-1a2b", 1, 4],
    ["dev-shop-web-3c4d", 2, 6],
  ] as const) {
    await scaling.send(
      new RegisterScalableTargetCommand({
        ServiceNamespace: "ecs",
        ScalableDimension: "ecs:service:DesiredCount",
        ResourceId: `service/dev-shop/${name}`,
        MinCapacity: min,
        MaxCapacity: max,
      }),
    );
  }
  await ecs.send(new CreateClusterCommand({ clusterName: "temporal-dev-cluster" }));
  for (const key of temporalOrder)
    await service("temporal-dev-cluster", `temporal-dev-${key}`, `temporal-dev-temporal-${key}`, `temporal-${key}`, 0);
  const logGroupNames = {
    api: "/ecs/dev/shop-api",
    web: "/ecs/dev/shop-web",
    "db-migrate": "/ecs/dev/shop-db-migrate",
  };
  const temporalLogs = Object.fromEntries(
    [...temporalOrder, "dsqlSchema", "openSearchIndex"].map((key) => [key, `/ecs/temporal-dev/${key}`]),
  );
  for (const logGroupName of [...Object.values(logGroupNames), ...Object.values(temporalLogs)])
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
  const runTask = async (cluster: string, family: string, container: string) =>
    JSON.stringify({
      cluster,
      taskDefinition: await registerTask(ecs, family, container),
      launchType: "FARGATE",
      count: 1,
      networkConfiguration: {
        awsvpcConfiguration: { subnets: [subnet], securityGroups: [], assignPublicIp: "DISABLED" },
      },
    });
  const values = {
    ecsClusterName: "dev-shop",
    serviceNames: { api: "dev-shop-api-1a2b", web: "dev-shop-web-3c4d" },
    logGroupNames,
    runMigrationInput: await runTask("dev-shop", "dev-shop-db-migrate", "db-migrate"),
    ecrRepositoryUrls: { api: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/dev-shop-api" },
    databaseEndpoint: "dev-shop-db.abc.eu-west-1.rds.amazonaws.com:5432",
    alarmTopicArn: "arn:aws:sns:eu-west-1:123456789012:dev-alarms",
    temporal: {
      clusterName: "temporal-dev-cluster",
      // In no particular order: the commands go by startupOrder.
      serviceNames: Object.fromEntries(temporalOrder.toReversed().map((key) => [key, `temporal-dev-temporal-${key}`])),
      logGroupNames: temporalLogs,
      startupOrder: temporalOrder,
      setupTaskRunInput: {
        dsqlSchema: await runTask("temporal-dev-cluster", "temporal-dev-dsql-schema", "dsql-schema"),
        openSearchIndex: await runTask("temporal-dev-cluster", "temporal-dev-opensearch-index", "opensearch-index"),
      },
    },
  };
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "cloister-account-"));
  const file = path.join(folder, "outputs.json");
  fs.writeFileSync(file, JSON.stringify(values));
  // moto makes parts of its state when a filled account is first asked for it.
  if (!warm.has(moto)) await moto.state();
  warm.add(moto);
  return {
    outputs: ["--outputs", file],
    values,
    ecs,
    logs,
    scaling,
    desired: async (cluster) => {
      const names =
        cluster === "dev-shop" ? Object.values(values.serviceNames) : Object.values(values.temporal.serviceNames);
      const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: names }));
      return Object.fromEntries(services.map(({ serviceName = "", desiredCount = -1 }) => [serviceName, desiredCount]));
    },
    remove: () => {
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function makeSubnet(ec2: EC2Client): Promise<string> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock: "10.0.0.0/24" }));
  return Subnet?.SubnetId ?? "";
}

/** Registers a revision of a task definition; gives its ARN. */
export async function registerTask(ecs: ECSClient, family: string, name: string, tag = "1.0.0"): Promise<string> {
  const image = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/${family}:${tag}`;
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family,
      networkMode: "bridge",
      cpu: "256",
      memory: "512",
      containerDefinitions: [{ name, image, essential: true, memory: 512 }],
    }),
  );
  return taskDefinition?.taskDefinitionArn ?? "";
}

/** Writes lines into a stream of a log group, the last of them at `end`, one millisecond apart. */
export async function writeLog(
  logs: CloudWatchLogsClient,
  logGroupName: string,
  logStreamName: string,
  lines: readonly string[],
  end = Date.now(),
): Promise<void> {
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName })).catch(() => undefined);
  for (let start = 0; start < lines.length; start += 5000) {
    const logEvents = lines
      .slice(start, start + 5000)
      .map((message, index) => ({ message, timestamp: end - lines.length + 1 + start + index }));
    await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
  }
}

/** What Application Auto Scaling may do with each service: `min-max`, and `held` where it is suspended. */
export async function ranges(scaling: ApplicationAutoScalingClient): Promise<Record<string, string>> {
  const { ScalableTargets = [] } = await scaling.send(new DescribeScalableTargetsCommand({ ServiceNamespace: "ecs" }));
  return Object.fromEntries(
    ScalableTargets.map(({ ResourceId = "", MinCapacity, MaxCapacity, SuspendedState: suspended }) => {
      const states = Object.values(suspended ?? {});
      const held = states.length > 0 && states.every(Boolean) ? " held" : "";
      return [ResourceId.split("/").at(-1) ?? "", `${MinCapacity}-${MaxCapacity}${held}`];
    }),
  );
}
