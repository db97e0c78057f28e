import { PrivateNetwork, RdsWithProxy } from "../../components";

const network = new PrivateNetwork("network", {
  environment: "prod",
  accountId: "123456789012",
  availabilityZones: ["eu-west-1a", "eu-west-1b"],
});

// An Aurora writer and a reader behind RDS Proxy. Whoever may connect joins `clientSecurityGroupId`.
const database = new RdsWithProxy("orders", {
  environment: "prod",
  accountId: "123456789012",
  region: "eu-west-1",
  vpcId: network.vpcId,
  subnetIds: network.dataSubnetIds,
  engine: "aurora-postgresql",
  engineVersion: "16",
  instanceClass: "db.t4g.medium",
  readerCount: 1,
  proxy: { readOnlyEndpoint: true },
});

export const endpoint = database.endpoint;
export const databaseUrlValueFrom = database.databaseUrlValueFrom;
