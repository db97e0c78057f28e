import * as pulumi from "@pulumi/pulumi";
import { PmmServer } from "../../components"; // in a project of your own: from "cloister"

// One internal monitoring server in a network that somebody else made: its ids are configuration.
const config = new pulumi.Config();
const environment = pulumi.getStack();
const [instanceSubnetId = "", ...otherSubnetIds] = config.requireObject<string[]>("privateSubnetIds");
const pmm = new PmmServer("pmm", {
  environment,
  accountId: config.require("accountId"),
  region: new pulumi.Config("aws").require("region"),
  vpcId: config.require("vpcId"),
  privateSubnetId: instanceSubnetId,
  availabilityZone: config.require("availabilityZone"),
  loadBalancerSubnetIds: [instanceSubnetId, ...otherSubnetIds],
  domain: { zoneId: config.require("zoneId"), names: [config.require("name")] },
  allowedCidrBlocks: config.requireObject<string[]>("clientCidrBlocks"),
  pmmVersion: "3.4.1",
  alarmEmails: config.requireObject<string[]>("alarmEmails"),
  tags: { project: "monitoring", "managed-by": "pulumi" }, // a provider's default tags do not reach the instance
});

export const url = pmm.url;
export const adminPasswordSecretArn = pmm.adminPasswordSecretArn;
export const portForwardCommand = pmm.portForwardCommand;
