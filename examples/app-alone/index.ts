import * as pulumi from "@pulumi/pulumi";
import { FargateApp } from "../../components"; // in a project of your own: from "cloister"

// One internal service in a network that somebody else made: its ids are configuration.
const config = new pulumi.Config();
const app = new FargateApp("shop", {
  environment: pulumi.getStack(),
  accountId: config.require("accountId"),
  region: new pulumi.Config("aws").require("region"),
  vpcId: config.require("vpcId"),
  taskSubnetIds: config.requireObject<string[]>("taskSubnetIds"),
  loadBalancerSubnetIds: config.requireObject<string[]>("loadBalancerSubnetIds"),
  loadBalancer: { allowedCidrBlocks: config.requireObject<string[]>("clientCidrBlocks") },
  allowInternetEgress: true, // the network has a NAT; without one, endpointSecurityGroupId and s3PrefixListId
  services: {
    web: {
      image: config.require("image"),
      port: 8080,
      paths: ["/*"],
      environment: { PODINFO_PORT: "8080" },
      healthCheck: { path: "/healthz" },
      writablePaths: ["/data"],
      scaling: { minCount: 2, maxCount: 6 },
    },
  },
});

export const url = app.url;
export const clusterName = app.clusterName;
export const serviceNames = app.serviceNames;
