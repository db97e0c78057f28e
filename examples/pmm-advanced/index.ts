import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { PmmServer, PmmVolumeType } from "../../components"; // in a project of your own: from "cloister"

// Everything chosen: public for the office, own keys, a pinned machine image, more room, and own queries.
const config = new pulumi.Config();
const kmsKeyArn = config.require("kmsKeyArn");
const pmm = new PmmServer("pmm", {
  environment: pulumi.getStack(),
  accountId: config.require("accountId"),
  region: new pulumi.Config("aws").require("region"),
  vpcId: config.require("vpcId"),
  privateSubnetId: config.require("privateSubnetId"),
  availabilityZone: config.require("availabilityZone"),
  loadBalancerSubnetIds: config.requireObject<string[]>("publicSubnetIds"),

  // Faces the internet, for the office only; hosts inside come by their security group.
  internal: false,
  allowedCidrBlocks: config.requireObject<string[]>("officeCidrBlocks"),
  allowedSecurityGroupIds: { "client-hosts": config.require("clientHostSecurityGroupId") },
  domain: {
    zoneId: config.require("zoneId"),
    names: config.requireObject<string[]>("names"),
    certificateArn: config.require("certificateArn"),
  },

  pmmVersion: "3.4.1",
  instanceType: "m6i.xlarge", // 4 CPUs and 16 GiB: about 60 monitored nodes
  imageId: "ami-0a1b2c3d4e5f60718", // raised by hand: nothing of the system changes unasked
  dataVolume: { sizeGiB: 300, type: PmmVolumeType.Gp3, kmsKeyArn },
  dataRetentionDays: 90,
  customQueries: {
    "postgresql/low-resolution/table-bloat.yml": fs.readFileSync(path.join(__dirname, "table-bloat.yml"), "utf8"),
  },

  monitoredDatabases: {
    orders: { securityGroupId: config.require("postgresqlSecurityGroupId"), port: 5432 },
    catalogue: { securityGroupId: config.require("mysqlSecurityGroupId"), port: 3306 },
  },

  secretReaders: config.requireObject<string[]>("passwordReaderArns"),
  secretKmsKeyArn: kmsKeyArn,
  backupRetentionDays: 730,
  logRetentionDays: 731,
  alarmTopicArn: config.require("alarmTopicArn"),
  alarmEmails: ["database-team@example.com"],
  tags: { project: "monitoring", "managed-by": "pulumi" }, // a provider's default tags do not reach the instance
});

export const url = pmm.url;
export const adminPasswordSecretArn = pmm.adminPasswordSecretArn;
export const dataVolumeId = pmm.dataVolumeId;
export const backupVaultName = pmm.backupVaultName;
export const securityGroupId = pmm.securityGroupId;
