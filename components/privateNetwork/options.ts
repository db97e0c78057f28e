import type * as pulumi from "@pulumi/pulumi";

/** What a PrivateNetwork does where the caller is silent. */
export const privateNetworkDefaults = {
  cidrBlock: "10.0.0.0/16",
  egress: "none",
  publicSubnets: false,
  dataSubnets: true,
  interfaceEndpoints: [],
  gatewayEndpoints: ["s3"],
  natInstanceType: "t4g.nano",
  flowLogRetentionDays: 30,
  flowLogTrafficType: "ALL",
} as const;

/** How private subnets reach the internet. */
export const NetworkEgress = {
  /** They do not: AWS services are reached through endpoints only. 0 USD a month. */
  none: "none",
  /** One small EC2 instance in the first zone. About 7 USD a month; a single point of failure. */
  natInstance: "natInstance",
  /** One NAT gateway in the first zone. About 37 USD a month and 0.045 USD a GB; the loss of that zone cuts all off. */
  natGateway: "natGateway",
  /** One NAT gateway in every zone. About 37 USD a month for each zone and 0.045 USD a GB; zones fail alone. */
  natGatewayPerZone: "natGatewayPerZone",
} as const;
export type NetworkEgress = (typeof NetworkEgress)[keyof typeof NetworkEgress];

/** Which connections a flow log records. */
export const FlowLogTraffic = {
  /** Accepted and refused connections. */
  all: "ALL",
  /** Accepted connections only. */
  accepted: "ACCEPT",
  /** Refused connections only: the smallest log, and the one that shows a missing rule. */
  rejected: "REJECT",
} as const;
export type FlowLogTraffic = (typeof FlowLogTraffic)[keyof typeof FlowLogTraffic];

/** A record of the network's connections in CloudWatch Logs, at about 0.50 USD a GB. */
export interface FlowLogSettings {
  /**
   * Days that records are kept: a period that CloudWatch Logs offers, such as 7, 30, 90 or 365. Default: 30.
   * AWS: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
   */
  retentionDays?: number;
  /** Which connections are recorded: `ALL`, `ACCEPT` or `REJECT`. Default: `ALL`. */
  trafficType?: FlowLogTraffic;
}

/** An endpoint for a service that has a name of its own, such as one Aurora DSQL cluster or a vendor's service. */
export interface EndpointServiceSettings {
  /**
   * Full name of the service, such as `com.amazonaws.eu-west-1.dsql-fnh4` (a DSQL cluster's
   * `vpcEndpointServiceName`) or `com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0`.
   */
  serviceName: pulumi.Input<string>;
  /** TCP port that the service listens on, 1 to 65535. Default: 443; Aurora DSQL: 5432. */
  port?: number;
  /**
   * Let the service's public name resolve to the endpoint inside this network. Turn it off for a vendor's service
   * that has no verified private name: AWS refuses it there. Default: true.
   */
  privateDns?: boolean;
}

/** A list that cannot be changed in place, typed so that it fits an argument. */
function preset(...services: string[]): string[] {
  return Object.freeze(services) as string[];
}

/**
 * Presets for `interfaceEndpoints`. They do not overlap, so any of them can be joined:
 * `[...fargateWithoutNat, ...ecsExec]`. Each endpoint costs about 7.30 USD a month in every zone.
 *
 * What Fargate tasks need to start without NAT: images, logs and secrets. Image layers come from S3, whose gateway
 * endpoint is there by default. AWS: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
 */
export const fargateWithoutNat = preset("ecr.api", "ecr.dkr", "logs", "secretsmanager");

/**
 * ECS Exec, port forwarding, Session Manager and secrets from SSM parameters.
 * AWS: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
 */
export const ecsExec = preset("ssm", "ssmmessages", "ec2messages");

/**
 * What Temporal adds: metrics to Amazon Managed Service for Prometheus, and EC2, which its collector asks for the nodes
 * of tasks. Its DSQL cluster has a service name of its own (`endpointServices`), and the connection limiter wants
 * `dynamodb` in `gatewayEndpoints`, which is free.
 */
export const temporal = preset("aps-workspaces", "ec2");

/**
 * What the ECS agent on EC2 instances needs beside `fargateWithoutNat`.
 * AWS: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
 */
export const ec2CapacityWithoutNat = preset("ecs", "ecs-agent", "ecs-telemetry");
