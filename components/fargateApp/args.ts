import type * as pulumi from "@pulumi/pulumi";
import type { DeploymentIdentity } from "../internal/identity";
import type { FargateLoadBalancer } from "./loadBalancerArgs";
import type { FargateService } from "./serviceArgs";

export * from "./loadBalancerArgs";
export * from "./serviceArgs";

/** Every value this component picks when the caller is silent. */
export const fargateAppDefaults = {
  cpuUnits: 256,
  memoryMiB: 512,
  architecture: "X86_64",
  spot: false,
  desiredCount: 1,
  healthCheckPath: "/",
  startPeriodSeconds: 60,
  healthCheckGracePeriodSeconds: 60,
  scalingMinCount: 1,
  cpuTargetPercent: 70,
  memoryTargetPercent: 80,
  requestsPerTarget: 1000,
  offHoursMinimum: 1,
  internal: true,
  deletionProtection: true,
  idleTimeoutSeconds: 60,
  logRetentionDays: 7,
  containerInsights: false,
  executeCommand: false,
  accessPointUserId: 1000,
  accessPointGroupId: 1000,
  accessPointPermissions: "0750",
} as const;

/** What a FargateApp can watch. */
export const FargateAppAlarm = {
  /** A service's average CPU above 90 %. One alarm a service. */
  serviceCpu: "serviceCpu",
  /** Targets that fail the load balancer's check in two periods in a row. One alarm a service. */
  unhealthyTargets: "unhealthyTargets",
  /** Average response time above one second. One alarm a service. */
  responseTime: "responseTime",
  /** Less than 99 % of the requests answered without a 5XX, of the targets' or the balancer's own. One alarm. */
  successRate: "successRate",
} as const;
export type FargateAppAlarm = (typeof FargateAppAlarm)[keyof typeof FargateAppAlarm];

/** A directory of the shared file system, and who its files belong to. */
export interface FargateAccessPoint {
  /** Absolute path in the file system, made when it does not exist; at most four levels, such as `/repositories`. */
  path: string;
  /** User id that every access is made as. Whole number, 0 to 4294967295. Default: 1000. */
  userId?: number;
  /** Group id that every access is made as. Whole number, 0 to 4294967295. Default: 1000. */
  groupId?: number;
  /** Permissions of the directory when it is made, four octal digits. Default: `0750`. */
  permissions?: string;
}

/** An encrypted, backed-up EFS file system that services share; mounted with TLS and the task role's identity. Costs about 0.30 USD per GB and month, and its backups. */
export interface FargateFileSystem {
  /** Zone name to the id of the subnet for its mount target: every zone that has a task subnet, or its tasks cannot mount. */
  subnetIdByZone: Record<string, pulumi.Input<string>>;
  /** Directories that services mount, by a key of the caller's choice. At least one. */
  accessPoints: Record<string, FargateAccessPoint>;
  /** ARN of a customer key; costs 1 USD a month. Default: the AWS-managed key, which is free. */
  kmsKeyArn?: pulumi.Input<string>;
}

/** A task that prepares the database before services move to a new image. Nothing runs it but `cloister run-migration`, the automation, or a hand. */
export interface FargateMigration {
  /** Key of the service whose image, size, architecture, writable paths and security groups it takes. Default: the only service; needed when there are several. */
  service?: string;
  /** Image instead of the service's. Default: the service's. */
  image?: pulumi.Input<string>;
  /** Command and its words, such as `["npm", "run", "migrate"]`; exit code 0 is success. */
  command: string[];
  /** Environment variables. Default: none; the service's are not taken. */
  environment?: Record<string, pulumi.Input<string>>;
  /** Environment variables from secrets, in the forms of a service's `secrets`. Default: none; the service's are not taken. */
  secrets?: Record<string, pulumi.Input<string>>;
  /** The container cannot change its root file system, except the service's writable paths; nobody opens a shell in it. Default: true. */
  readOnlyRootFilesystem?: boolean;
}

/** What a caller may set on a FargateApp. */
export interface FargateAppArgs extends DeploymentIdentity {
  /** Name of the application in physical names: `ENVIRONMENT-APPLICATION-…`. Lower-case letters, digits, single hyphens, first a letter. Default: the component's name. */
  application?: string;
  /** Id of the VPC. */
  vpcId: pulumi.Input<string>;
  /** Subnets of the tasks: private. At least one; one zone saves the traffic between zones, several survive the loss of one. */
  taskSubnetIds: pulumi.Input<string>[];
  /** Subnets of the load balancer: at least two, in different zones; private for an internal one, public for an internet-facing one. */
  loadBalancerSubnetIds: pulumi.Input<string>[];
  /** Who reaches the load balancer, and how. */
  loadBalancer: FargateLoadBalancer;
  /** The services by a key that becomes part of their names: lower-case letters, digits, single hyphens. At least one. */
  services: Record<string, FargateService>;
  /** A database migration task. Default: none. */
  migration?: FargateMigration;
  /** A shared file system. Default: none. */
  efs?: FargateFileSystem;
  /**
   * Security group of the interface endpoints (`ecr.api`, `ecr.dkr`, `logs`, and `ssm`, `secretsmanager`,
   * `ssmmessages` where used): tasks may open 443 to it. This or `allowInternetEgress` must be given, or no task
   * could start. Presence decides. Default: none.
   */
  endpointSecurityGroupId?: pulumi.Input<string>;
  /** Prefix list of the S3 gateway endpoint, `pl-…`: image layers come from S3. Needed with `endpointSecurityGroupId` alone. Presence decides. Default: none. */
  s3PrefixListId?: pulumi.Input<string>;
  /**
   * Let tasks open HTTPS (443) to any address, by the NAT that the network must have: for images from public
   * registries and AWS without endpoints. A compromised task could send data out by it. Plain. Default: false.
   */
  allowInternetEgress?: boolean;
  /** ARNs of customer keys that encrypt the referenced secrets and parameters; the execution roles may decrypt with them through those services only. Default: none. */
  secretsKmsKeyArns?: pulumi.Input<string>[];
  /** Days that logs are kept, of those CloudWatch Logs accepts. Default: 7. */
  logRetentionDays?: number;
  /** Container Insights: more metrics, charged as custom metrics. Default: false. */
  containerInsights?: boolean;
  /** Let people open a shell in containers with ECS Exec; sessions are logged. The containers' root file systems are then writable. Default: false. */
  executeCommand?: boolean;
  /** ARN of the SNS topic told by alarms. Presence decides. Default: none, and no alarms. */
  alarmTopicArn?: pulumi.Input<string>;
  /** Which alarms there are. Plain. Default: all of them when `alarmTopicArn` is given. */
  alarms?: FargateAppAlarm[];
  /** Tags of every resource, beside the provider's default tags. Default: none. */
  tags?: Record<string, pulumi.Input<string>>;
}
