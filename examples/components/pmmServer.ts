import { PmmServer, PrivateNetwork, RdsWithProxy } from "../../components";

const identity = { environment: "prod", accountId: "123456789012", region: "eu-west-1" };

const network = new PrivateNetwork("network", {
  ...identity,
  availabilityZones: ["eu-west-1a", "eu-west-1b"],
  egress: "natGateway",
});

const database = new RdsWithProxy("orders", {
  ...identity,
  vpcId: network.vpcId,
  subnetIds: network.dataSubnetIds,
  engine: "postgres",
  monitoring: { pgStatStatements: true },
});

// One server in one zone, reached from the network only. It may connect to the database, not through the proxy.
const pmm = new PmmServer("monitoring", {
  ...identity,
  vpcId: network.vpcId,
  privateSubnetId: network.privateSubnetIdByZone["eu-west-1a"] ?? "",
  availabilityZone: "eu-west-1a",
  loadBalancerSubnetIds: network.privateSubnetIds,
  domain: { zoneId: "Z0123456789EXAMPLE", names: ["pmm.example.com"] },
  allowedCidrBlocks: ["10.0.0.0/16"],
  pmmVersion: "3.4.1",
  alarmEmails: ["oncall@example.com"],
  monitoredDatabases: {
    orders: { securityGroupId: database.securityGroupId, port: database.databasePort },
  },
});

export const url = pmm.url;
export const adminPasswordSecretArn = pmm.adminPasswordSecretArn;
export const portForwardCommand = pmm.portForwardCommand;
