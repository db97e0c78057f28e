import { FargateApp, type FargateAppArgs, type FargateService } from "../../../components/fargateApp";
import { recordResources, type RecordOptions, type Recorded } from "../../support/mocks";

export const topicArn = "arn:aws:sns:eu-west-1:123456789012:alarms";
export const certificateArn = "arn:aws:acm:eu-west-1:123456789012:certificate/0a1b2c3d-aaaa-bbbb-cccc-000000000000";

/** The least that a service needs. */
export const web: FargateService = { image: "public.ecr.aws/nginx/nginx:1.29", port: 80, paths: ["/*"] };
export const api: FargateService = {
  image: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api:1.4.2",
  port: 8000,
  paths: ["/api"],
};

/** The least that an application needs. */
export const smallest: FargateAppArgs = {
  environment: "dev",
  accountId: "123456789012",
  region: "eu-west-1",
  vpcId: "vpc-1",
  taskSubnetIds: ["subnet-a"],
  loadBalancerSubnetIds: ["subnet-a", "subnet-b"],
  loadBalancer: { allowedCidrBlocks: ["10.0.0.0/16"] },
  allowInternetEgress: true,
  services: { web },
};

export function withService(change: Partial<FargateService>, app: Partial<FargateAppArgs> = {}): FargateAppArgs {
  return { ...smallest, ...app, services: { web: { ...web, ...change } } };
}

export function withBalancer(change: Partial<FargateAppArgs["loadBalancer"]>): FargateAppArgs {
  return { ...smallest, loadBalancer: { ...smallest.loadBalancer, ...change } };
}

const recorded = new WeakMap<FargateAppArgs, Map<boolean, Promise<Recorded[]>>>();

/** What an application of these arguments registers; the same arguments are built once. */
export function resourcesOf(args: FargateAppArgs, { preview = true }: RecordOptions = {}): Promise<Recorded[]> {
  const modes = recorded.get(args) ?? new Map<boolean, Promise<Recorded[]>>();
  recorded.set(args, modes);
  const made = modes.get(preview) ?? recordResources(() => new FargateApp("shop", args), { preview });
  modes.set(preview, made);
  return made;
}

/** Everything switched on. */
export const everything: FargateAppArgs = {
  ...smallest,
  environment: "prod",
  application: "store",
  taskSubnetIds: ["subnet-a", "subnet-b"],
  loadBalancer: {
    internal: false,
    allowedCidrBlocks: ["0.0.0.0/0"],
    domain: { name: "shop.example.com", zoneId: "Z123" },
    accessLogs: { bucket: "logs", prefix: "shop" },
    wafArn: "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/shop/0a1b2c3d",
  },
  allowInternetEgress: false,
  endpointSecurityGroupId: "sg-endpoints",
  s3PrefixListId: "pl-s3",
  services: {
    web: { ...web, urlEnvironmentName: "API_ENDPOINT", stickiness: true },
    api: {
      ...api,
      desiredCount: 3,
      secrets: {
        DATABASE_URL: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod-store-db-connection:url::",
        LICENSE: "/prod/store/license",
      },
      secretVersions: { database: "version-1" },
      scaling: { minCount: 2, maxCount: 6 },
      schedule: { timeZone: "Europe/Berlin" },
      fileSystemMounts: [{ accessPoint: "repositories", containerPath: "/srv/git" }],
      writablePaths: ["/tmp"],
      taskPolicyStatements: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::store-files/*"] }],
      securityGroupIds: ["sg-database-clients"],
    },
  },
  migration: { service: "api", command: ["./migrate", "up"], secrets: { DATABASE_URL: "/prod/store/db/url" } },
  efs: {
    subnetIdByZone: { "eu-west-1a": "subnet-a", "eu-west-1b": "subnet-b" },
    accessPoints: { repositories: { path: "/repositories" } },
  },
  containerInsights: true,
  alarmTopicArn: topicArn,
};
