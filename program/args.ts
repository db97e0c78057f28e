import type * as pulumi from "@pulumi/pulumi";
import {
  widened,
  type FargateAppArgs,
  type FargateService,
  type ImageRepositoryArgs,
  type PrivateNetworkArgs,
  type RdsWithProxyArgs,
} from "../components";
import type { StackConfig } from "../config";
import { stackTags } from "./provider";
import type { ServiceSettings } from "./schema";

/*
 * From the stack's configuration to each component's arguments. What one component needs of another comes in as
 * `links`, so that the same functions check a configuration before anything exists.
 */

/** The network and the database wake this long before the services and sleep this long after them. */
const sleepLeadMinutes = 30;

/** Key of the DSQL endpoint among the network's endpoints. */
export const dsqlEndpointKey = "dsql";

/** What others need of the network. */
export interface NetworkLinks {
  vpcId: pulumi.Input<string>;
  privateSubnetIdByZone: Record<string, pulumi.Input<string>>;
  publicSubnetIds: pulumi.Input<string>[];
  dataSubnetIds: pulumi.Input<string>[];
  endpointSecurityGroupId?: pulumi.Input<string>;
  endpointServiceSecurityGroupIds: Record<string, pulumi.Input<string>>;
  gatewayPrefixListIds: Record<string, pulumi.Input<string>>;
}

/** What services need of the database. */
export interface DatabaseLinks {
  clientSecurityGroupId: pulumi.Input<string>;
  databaseUrlValueFrom: pulumi.Input<string>;
  connectionVersion: pulumi.Input<string>;
}

function identity(config: StackConfig) {
  const { environment, accountId, region } = config;
  return { environment, accountId, region };
}

export function networkArgs(config: StackConfig): PrivateNetworkArgs {
  const { cidr, connectedCidrs, natInstanceType, ...settings } = config.network;
  const hasNatInstance = settings.egress === "natInstance";
  const dsql = config.temporal.enabled ? config.temporal.dsqlServiceName : undefined;
  return {
    environment: config.environment,
    accountId: config.accountId,
    cidrBlock: cidr,
    connectedCidrBlocks: connectedCidrs,
    ...settings,
    endpointServices: dsql === undefined ? undefined : { [dsqlEndpointKey]: { serviceName: dsql, port: 5432 } },
    natInstanceType: hasNatInstance ? natInstanceType : undefined,
    sleepSchedule: config.schedule && hasNatInstance ? widened(config.schedule, sleepLeadMinutes) : undefined,
    // Default tags do not reach the volume that EC2 makes for the NAT instance, so the network is told them.
    tags: { ...stackTags(config), component: "network" },
  };
}

export function databaseArgs(
  config: StackConfig,
  network: NetworkLinks,
  alarmTopicArn: pulumi.Input<string>,
): RdsWithProxyArgs {
  return {
    ...identity(config),
    application: config.app.name,
    vpcId: network.vpcId,
    subnetIds: network.dataSubnetIds,
    ...config.database,
    sleepSchedule: config.schedule && widened(config.schedule, sleepLeadMinutes),
    alarmTopicArn,
    tags: { component: "database" },
  };
}

export function appArgs(
  config: StackConfig,
  network: NetworkLinks,
  database: DatabaseLinks,
  images: Record<string, pulumi.Input<string>>,
  alarmTopicArn: pulumi.Input<string>,
): FargateAppArgs {
  const { name, taskZones, services, migration, loadBalancer, fileSystem, ...settings } = config.app;
  const zones = taskZones ?? config.network.availabilityZones;
  const subnetsOf = (wanted: readonly string[]) => wanted.flatMap((zone) => network.privateSubnetIdByZone[zone] ?? []);
  return {
    ...identity(config),
    application: name,
    vpcId: network.vpcId,
    taskSubnetIds: subnetsOf(zones),
    loadBalancerSubnetIds: loadBalancer.internal
      ? subnetsOf(config.network.availabilityZones)
      : network.publicSubnetIds,
    loadBalancer: {
      ...loadBalancer,
      allowedCidrBlocks: loadBalancer.allowedCidrBlocks ?? (loadBalancer.internal ? [config.network.cidr] : undefined),
    },
    services: Object.fromEntries(
      Object.entries(services).map(([key, service]) => [
        key,
        serviceArgs(config, service, images[key] ?? "", database),
      ]),
    ),
    migration: migration && migrationArgs(migration, database),
    efs: fileSystem && { ...fileSystem, subnetIdByZone: network.privateSubnetIdByZone },
    endpointSecurityGroupId: network.endpointSecurityGroupId,
    s3PrefixListId: network.gatewayPrefixListIds.s3,
    allowInternetEgress: config.network.egress !== "none",
    alarmTopicArn,
    ...settings,
    tags: { component: "app" },
  };
}

/** The repository of a service that has one of its own. */
export function imageRepositoryArgs(config: StackConfig, key: string, service: ServiceSettings): ImageRepositoryArgs {
  const platform = service.architecture === "ARM64" ? "linux/arm64" : "linux/amd64";
  return {
    ...identity(config),
    repositoryName: `${config.environment}-${config.app.name}-${key}`,
    tag: service.imageTag,
    build: service.build && { ...service.build, platform },
    tags: { component: "images" },
  };
}

function serviceArgs(
  config: StackConfig,
  settings: ServiceSettings,
  imageReference: pulumi.Input<string>,
  database: DatabaseLinks,
): FargateService {
  const { image, imageTag, build, databaseUrlEnvironmentName, ...service } = settings;
  const asleep = config.schedule && { ...config.schedule, offHoursMinimum: 0 };
  return {
    ...service,
    image: imageReference,
    schedule: service.schedule ?? asleep,
    ...(databaseUrlEnvironmentName && {
      secrets: { ...service.secrets, [databaseUrlEnvironmentName]: database.databaseUrlValueFrom },
      secretVersions: { database: database.connectionVersion },
      securityGroupIds: [database.clientSecurityGroupId],
    }),
  };
}

function migrationArgs(settings: NonNullable<StackConfig["app"]["migration"]>, database: DatabaseLinks) {
  const { databaseUrlEnvironmentName, ...migration } = settings;
  return {
    ...migration,
    ...(databaseUrlEnvironmentName && {
      secrets: { ...migration.secrets, [databaseUrlEnvironmentName]: database.databaseUrlValueFrom },
    }),
  };
}
