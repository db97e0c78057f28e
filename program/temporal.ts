import type * as pulumi from "@pulumi/pulumi";
import {
  arnOf,
  ec2CapacityWithoutNat,
  ecsExec,
  fargateWithoutNat,
  temporal as temporalEndpoints,
  TemporalServices,
  type TemporalServicesArgs,
} from "../components";
import type { Fault, StackConfig } from "../config";
import { dsqlEndpointKey, type NetworkLinks } from "./args";
import { stackTags } from "./provider";

/** From the configuration to the arguments; `network` has a group for the DSQL endpoint where there is one. */
export function temporalArgs(
  config: StackConfig,
  network: NetworkLinks,
  alarmTopicArn: pulumi.Input<string>,
): TemporalServicesArgs {
  const { environment, accountId, region } = config;
  const { enabled, dsqlServiceName, imageTag, ...settings } = config.temporal;
  const prefix = settings.projectName ?? `temporal-${environment}`;
  const registry = `${accountId}.dkr.ecr.${region}.amazonaws.com`;
  // Without a tag, which the component then asks for.
  const ownImage = (name: string) => [`${registry}/${prefix}-${name}`, imageTag].filter(Boolean).join(":");
  return {
    environment,
    accountId,
    region,
    vpcId: network.vpcId,
    subnetIds: Object.values(network.privateSubnetIdByZone),
    endpointSecurityGroupId: network.endpointSecurityGroupId,
    s3PrefixListId: network.gatewayPrefixListIds.s3,
    dsqlSecurityGroupId: network.endpointServiceSecurityGroupIds[dsqlEndpointKey],
    allowInternetEgress: config.network.egress !== "none",
    schedule: config.schedule,
    alarmTopicArn,
    ...settings,
    temporalImage: settings.temporalImage ?? ownImage("server"),
    adminToolsImage: settings.adminToolsImage ?? ownImage("admin-tools"),
    dsqlClusterEndpoint: settings.dsqlClusterEndpoint ?? "",
    dsqlClusterArn: settings.dsqlClusterArn ?? "",
    historyShards: settings.historyShards ?? 0,
    grafanaAdminSecretArn:
      settings.grafanaAdminSecretArn ??
      arnOf({ environment, accountId, region }, "secretsmanager", `secret:${prefix}/grafana-admin`),
    // Default tags reach neither the nodes nor their volumes, so the component is told them.
    tags: { ...stackTags(config), component: "temporal" },
  };
}

/** The Temporal cluster of a stack that has one. */
export function createTemporal(
  config: StackConfig,
  network: NetworkLinks,
  alarmTopicArn: pulumi.Input<string>,
  opts: pulumi.ComponentResourceOptions,
): TemporalServices | undefined {
  if (!config.temporal.enabled) return undefined;
  return new TemporalServices("temporal", temporalArgs(config, network, alarmTopicArn), opts);
}

/** What operators and other stacks need of the Temporal cluster; undefined where there is none. */
export function temporalOutputs(temporal: TemporalServices | undefined) {
  if (!temporal) return undefined;
  return {
    clusterName: temporal.clusterName,
    clusterArn: temporal.clusterArn,
    serviceNames: temporal.serviceNames,
    logGroupNames: temporal.logGroupNames,
    startupOrder: temporal.startupOrder,
    setupTaskRunInput: temporal.setupTaskRunInput,
    frontendAddress: temporal.frontendAddress,
    namespaceArn: temporal.namespaceArn,
    securityGroupIds: temporal.securityGroupIds,
    openSearchEndpoint: temporal.openSearchEndpoint,
    prometheusWorkspaceId: temporal.prometheusWorkspaceId,
    prometheusEndpoint: temporal.prometheusEndpoint,
    repositoryUrls: temporal.repositoryUrls,
    execCommands: temporal.execCommands,
    portForwardCommands: temporal.portForwardCommands,
  };
}

/** Endpoints without which, and without a NAT, nodes never register, tasks never start or nobody gets in. */
const neededEndpoints = [...fargateWithoutNat, ...ecsExec, ...temporalEndpoints, ...ec2CapacityWithoutNat];

/** Settings of the Temporal cluster that contradict those of the network. */
export function temporalContradictions({ temporal, network }: StackConfig): Fault[] {
  if (!temporal.enabled || network.egress !== "none") return [];
  const missing = neededEndpoints.filter((endpoint) => !network.interfaceEndpoints.includes(endpoint));
  if (missing.length === 0) return [];
  return [
    {
      path: "cloister:network.interfaceEndpoints",
      reason: `must also have ${missing.join(", ")} for temporal with network.egress none; add them, or choose natInstance, natGateway or natGatewayPerZone`,
    },
  ];
}
