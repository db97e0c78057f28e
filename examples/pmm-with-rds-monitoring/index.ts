import * as pulumi from "@pulumi/pulumi";
import { DatabaseInsights, PmmServer, PrivateNetwork, RdsWithProxy } from "../../components"; // of your own: from "cloister"

// Everything at once: a network, a PostgreSQL instance that tells what it does, and a server that watches it.
const config = new pulumi.Config();
const identity = {
  environment: pulumi.getStack(),
  accountId: config.require("accountId"),
  region: new pulumi.Config("aws").require("region"),
};
const zones = config.requireObject<string[]>("availabilityZones");
const [zone = ""] = zones;
const alarmEmails = config.requireObject<string[]>("alarmEmails");
// A provider's default tags do not reach the instance that a group starts.
const tags = { project: "monitoring", "managed-by": "pulumi" };

const network = new PrivateNetwork("network", {
  ...identity,
  availabilityZones: zones,
  egress: "natGateway", // packages, the image and AWS services
  flowLogs: {},
  tags,
});

const database = new RdsWithProxy("orders", {
  ...identity,
  vpcId: network.vpcId,
  subnetIds: network.dataSubnetIds,
  engine: "postgres",
  engineVersion: "16",
  instanceClass: "db.m7g.large",
  multiAz: true,
  databaseName: "testdb",
  username: "dbadmin",
  proxy: { enabled: false }, // the server asks the database itself; applications may well have a proxy
  // Loads pg_stat_statements. `CREATE EXTENSION` is yours to run, in `testdb` and in `postgres`: docs/rds-monitoring.md.
  monitoring: { pgStatStatements: true },
  performanceInsights: true,
  databaseInsights: DatabaseInsights.Advanced, // 465 days of history
  enhancedMonitoringSeconds: 60,
  logExports: ["postgresql", "upgrade"],
  tags,
});

const pmm = new PmmServer("pmm", {
  ...identity,
  vpcId: network.vpcId,
  privateSubnetId: network.privateSubnetIdByZone[zone] ?? "",
  availabilityZone: zone,
  loadBalancerSubnetIds: network.privateSubnetIds,
  domain: { zoneId: config.require("zoneId"), names: [config.require("name")] },
  allowedCidrBlocks: ["10.0.0.0/16"],
  pmmVersion: "3.4.1",
  alarmEmails,
  monitoredDatabases: { orders: { securityGroupId: database.securityGroupId, port: database.databasePort } },
  tags,
});

export const url = pmm.url;
export const adminPasswordSecretArn = pmm.adminPasswordSecretArn;
export const portForwardCommand = pmm.portForwardCommand;
// What PMM's form "Add service, PostgreSQL" asks for.
export const databaseHost = database.writerEndpoint;
export const databasePort = database.databasePort;
export const databaseName = database.databaseName;
export const databasePasswordSecretArn = database.passwordSecretArn;
