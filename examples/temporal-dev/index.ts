import * as pulumi from "@pulumi/pulumi";
import {
  NetworkEgress,
  PrivateNetwork,
  TemporalServices,
  widened,
  type TemporalStage,
  type WorkingHours,
} from "../../components"; // in a project of your own: from "cloister"

const config = new pulumi.Config();
const identity = {
  environment: pulumi.getStack(),
  accountId: config.require("accountId"),
  region: new pulumi.Config("aws").require("region"),
};
// Default tags reach neither the nodes and their volumes nor the NAT instance's: the components are told them.
const tags = new pulumi.Config("aws").requireObject<{ tags: Record<string, string> }>("defaultTags").tags;
const hours: WorkingHours = { startTime: "08:00", stopTime: "16:00", days: "MON-FRI", timeZone: "Europe/Dublin" };

// The way out is a NAT instance: thirteen interface endpoints in two zones would cost more than the nodes.
const network = new PrivateNetwork("network", {
  ...identity,
  cidrBlock: "10.0.0.0/16",
  availabilityZones: ["a", "b"].map((zone) => `${identity.region}${zone}`),
  egress: NetworkEgress.natInstance,
  flowLogs: { retentionDays: 7 },
  sleepSchedule: widened(hours, 30), // before the nodes, and after them
  tags,
});

const registry = `${identity.accountId}.dkr.ecr.${identity.region}.amazonaws.com`;
const tag = config.require("imageTag");
const temporal = new TemporalServices("temporal", {
  ...identity,
  vpcId: network.vpcId,
  subnetIds: network.privateSubnetIds,
  s3PrefixListId: network.gatewayPrefixListIds.s3,
  allowInternetEgress: true,
  instanceType: "m7g.large",
  temporalImage: `${registry}/temporal-dev-server:${tag}`,
  adminToolsImage: `${registry}/temporal-dev-admin-tools:${tag}`,
  dsqlClusterArn: config.require("dsqlClusterArn"),
  dsqlClusterEndpoint: config.require("dsqlClusterEndpoint"),
  grafanaAdminSecretArn: config.require("grafanaAdminSecretArn"),
  historyShards: 512,
  openSearch: { instanceType: "t3.small.search", nodes: 1, volumeGiB: 10 },
  stage: config.require<TemporalStage>("stage"),
  schedule: hours,
  tags,
});

export const clusterName = temporal.clusterName;
export const clusterArn = temporal.clusterArn;
export const serviceNames = temporal.serviceNames;
export const frontendAddress = temporal.frontendAddress;
export const openSearchEndpoint = temporal.openSearchEndpoint;
export const prometheusWorkspaceId = temporal.prometheusWorkspaceId;
export const prometheusEndpoint = temporal.prometheusEndpoint;
export const repositoryUrls = temporal.repositoryUrls;
export const setupTaskRunInput = temporal.setupTaskRunInput;
export const startupOrder = temporal.startupOrder;
export const securityGroupIds = temporal.securityGroupIds;
export const execCommands = temporal.execCommands;
export const portForwardCommands = temporal.portForwardCommands;
