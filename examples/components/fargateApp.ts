import { FargateApp, PrivateNetwork } from "../../components";

const network = new PrivateNetwork("network", {
  environment: "dev",
  accountId: "123456789012",
  availabilityZones: ["eu-west-1a", "eu-west-1b"],
  egress: "natInstance",
});

// One internal service that scales with its load, reached from inside the network.
const app = new FargateApp("shop", {
  environment: "dev",
  accountId: "123456789012",
  region: "eu-west-1",
  vpcId: network.vpcId,
  taskSubnetIds: network.privateSubnetIds,
  loadBalancerSubnetIds: network.privateSubnetIds,
  loadBalancer: { allowedCidrBlocks: ["10.0.0.0/16"] },
  allowInternetEgress: true,
  s3PrefixListId: network.gatewayPrefixListIds.s3,
  services: {
    web: {
      image: "public.ecr.aws/docker/library/nginx:1.27-alpine",
      architecture: "ARM64",
      port: 80,
      paths: ["/*"],
      healthCheck: { command: ["CMD-SHELL", "wget -q -O /dev/null http://localhost:80/ || exit 1"] },
      writablePaths: ["/var/cache/nginx", "/var/run"],
      scaling: { minCount: 1, maxCount: 3 },
    },
  },
});

export const url = app.url;
