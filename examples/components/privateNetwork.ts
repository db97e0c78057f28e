import { ecsExec, fargateWithoutNat, PrivateNetwork } from "../../components";

// Two zones, no way to the internet: AWS services are reached through endpoints.
const network = new PrivateNetwork("network", {
  environment: "dev",
  accountId: "123456789012",
  availabilityZones: ["eu-west-1a", "eu-west-1b"],
  cidrBlock: "10.40.0.0/16",
  interfaceEndpoints: [...fargateWithoutNat, ...ecsExec],
  flowLogs: { retentionDays: 30 },
});

export const vpcId = network.vpcId;
export const taskSubnetIds = network.privateSubnetIds;
