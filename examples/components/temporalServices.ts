import {
  ec2CapacityWithoutNat,
  ecsExec,
  fargateWithoutNat,
  PrivateNetwork,
  temporal as temporalEndpoints,
  TemporalServices,
} from "../../components";

const identity = { environment: "dev", accountId: "123456789012", region: "eu-west-1" };

// No way to the internet: everything goes by endpoints, DSQL by its own.
const network = new PrivateNetwork("network", {
  ...identity,
  availabilityZones: ["eu-west-1a", "eu-west-1b"],
  interfaceEndpoints: [...fargateWithoutNat, ...ecsExec, ...temporalEndpoints, ...ec2CapacityWithoutNat],
  endpointServices: { dsql: { serviceName: "com.amazonaws.eu-west-1.dsql-fnh4", port: 5432 } },
});

// First as it is; push the images and run the setup tasks; then with `stage: "running"`.
const registry = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
const temporal = new TemporalServices("temporal", {
  ...identity,
  vpcId: network.vpcId,
  subnetIds: network.privateSubnetIds,
  endpointSecurityGroupId: network.endpointSecurityGroupId,
  s3PrefixListId: network.gatewayPrefixListIds.s3,
  dsqlSecurityGroupId: network.endpointServiceSecurityGroupIds.dsql,
  temporalImage: `${registry}/temporal-dev-server:1.29.0-dsql.1`,
  adminToolsImage: `${registry}/temporal-dev-admin-tools:1.29.0-dsql.1`,
  dsqlClusterArn: "arn:aws:dsql:eu-west-1:123456789012:cluster/abcdefghijklmnopqrstuvwxyz",
  dsqlClusterEndpoint: "abcdefghijklmnopqrstuvwxyz.dsql-fnh4.eu-west-1.on.aws",
  historyShards: 512,
  grafanaAdminSecretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:temporal-dev/grafana-admin",
});

// Clients of another service join this group, and the Service Connect namespace.
export const clientSecurityGroupId = temporal.securityGroupIds.client;
export const frontendAddress = temporal.frontendAddress;
