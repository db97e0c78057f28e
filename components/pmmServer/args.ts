import type * as pulumi from "@pulumi/pulumi";
import type { DeploymentIdentity } from "../internal/identity";

/** Every value that the component picks when the caller is silent. */
export const pmmServerDefaults = {
  serviceName: "pmm-server",
  internal: true,
  instanceType: "m5.large",
  sizeGiB: 100,
  volumeType: "gp3",
  telemetry: false,
  dataRetentionDays: 30,
  updates: false,
  secretRecoveryDays: 30,
  backupRetentionDays: 365,
  logRetentionDays: 365,
  deletionProtection: true,
} as const;

/** Kinds of EBS volume that the data may live on. */
export const PmmVolumeType = {
  /** 3000 operations and 125 MiB a second whatever its size: enough for 30 monitored nodes. */
  Gp3: "gp3",
  /** The older kind, whose speed grows with its size and which costs a quarter more. */
  Gp2: "gp2",
} as const;
export type PmmVolumeType = (typeof PmmVolumeType)[keyof typeof PmmVolumeType];

/** The server's names in DNS. */
export interface PmmDomain {
  /** Id of the Route 53 hosted zone that holds the names: alias records are made there and, without `certificateArn`, a certificate with its validation records, for which the zone must be public. */
  zoneId: pulumi.Input<string>;
  /** Fully qualified names, lower case, at most 64 characters, the first the one in `url`: `pmm.example.com`. A further one may be a wildcard, `*.pmm.example.com`. Plain. */
  names: string[];
  /** ARN of an ACM certificate in the same region that covers the names. Presence decides. Default: one is made. */
  certificateArn?: pulumi.Input<string>;
}

/** The EBS volume that holds everything the server knows. It is protected and stays when the stack goes. */
export interface PmmDataVolume {
  /**
   * Size in GiB; it grows and never shrinks. Whole number, 20 to 65536, with `gp2` to 16384. Default: 100, Percona's figure for 30 nodes.
   * AWS: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html
   */
  sizeGiB?: number;
  /** Kind of volume, see `PmmVolumeType`. Default: `gp3`. */
  type?: PmmVolumeType;
  /** Customer key (ARN) for the volume and the backup vault; a change replaces the volume. Presence decides. Default: AWS-managed keys, which are free. */
  kmsKeyArn?: pulumi.Input<string>;
  /** Snapshot to restore from, shape `snap-…`; it stays set afterwards. A change replaces the volume: see the runbook. Plain. Default: none, an empty volume. */
  snapshotId?: string;
}

/** A database that the server watches. */
export interface PmmMonitoredDatabase {
  /** Security group of the database: an ingress rule for the server is added to it. */
  securityGroupId: pulumi.Input<string>;
  /** Port of the database, 1 to 65535: 5432 of PostgreSQL or 3306 of MySQL, as long as nobody moved it. */
  port: pulumi.Input<number>;
}

/** What a caller may set on a PmmServer. Either `alarmTopicArn` or `alarmEmails` must be given. */
export interface PmmServerArgs extends DeploymentIdentity {
  /** Name of the service; every fixed name begins with `ENVIRONMENT-SERVICENAME`. Lower-case letters, digits and single hyphens, 2 to 24 characters, first a letter. Default: `pmm-server`. */
  serviceName?: string;
  /** Network of the subnets, shape `vpc-…`. */
  vpcId: pulumi.Input<string>;
  /** The one private subnet of the instance, in `availabilityZone`, with a way to the internet (packages and the image come from there). Shape `subnet-…`. */
  privateSubnetId: pulumi.Input<string>;
  /** Zone of `privateSubnetId`, such as `eu-west-1a`: an EBS volume never leaves its zone. A change replaces the volume. Plain. */
  availabilityZone: string;
  /** Subnets of the load balancer, in at least two zones; public ones when `internal` is false. */
  loadBalancerSubnetIds: pulumi.Input<string>[];
  /** Names in DNS, and the certificate. PMM is never served without TLS. */
  domain: PmmDomain;
  /** Reachable inside the network only. `false` faces the internet, and then `allowedCidrBlocks` must be given. Plain. Default: true. */
  internal?: boolean;
  /** IPv4 ranges that may connect, host bits zero, none wider than a /8. Plain. Default: none; people then come in by `portForwardCommand`. */
  allowedCidrBlocks?: string[];
  /** Security groups whose members may connect, such as hosts with PMM Client: a name of the caller's choice to the group's id. Default: none. */
  allowedSecurityGroupIds?: Record<string, pulumi.Input<string>>;
  /** Exact version of PMM 3, such as `3.4.1`, or a whole image reference with digest, `percona/pmm-server@sha256:…`, of a registry that asks for no login. PMM cannot be downgraded: take a snapshot before raising it. Plain. */
  pmmVersion: string;
  /** EC2 instance type: x86_64, for PMM Server has no ARM image, with at least 4 GiB of memory. Plain. Default: `m5.large` (2 vCPU, 8 GiB; about 70 USD a month). */
  instanceType?: string;
  /** Pinned image of Amazon Linux 2023 for x86_64, the standard one and not the minimal one, shape `ami-…`. Default: Amazon's current one, resolved by EC2 at each launch: a refresh of the group brings its updates, and nothing else does. */
  imageId?: pulumi.Input<string>;
  /** The data volume. Default: 100 GiB of gp3, empty. */
  dataVolume?: PmmDataVolume;
  /** Send usage data to Percona (`PMM_ENABLE_TELEMETRY`). Default: false. */
  telemetry?: boolean;
  /** Days that metrics and queries are kept (`PMM_DATA_RETENTION`). Whole number, 1 to 3650. Default: 30. */
  dataRetentionDays?: number;
  /** Let PMM look for new versions and offer to update itself (`PMM_ENABLE_UPDATES`). Default: false. */
  updates?: boolean;
  /** Databases to watch, by a name of the caller's choice: rules on both groups. Default: none. */
  monitoredDatabases?: Record<string, PmmMonitoredDatabase>;
  /** Own queries: path below PMM's `custom-queries`, such as `postgresql/high-resolution/orders.yml`, to the YAML text. They travel in the user data, of which EC2 takes 16 KB. Plain. Default: none. */
  customQueries?: Record<string, string>;
  /** ARNs of roles that may read the admin password, `arn:aws:iam::ACCOUNT:role/NAME`; they must exist. Those of another account need `secretKmsKeyArn`. Default: none beside the server. */
  secretReaders?: pulumi.Input<string>[];
  /** Customer key (ARN) for the admin password. Readers then need `kms:Decrypt` on it. Presence decides. Default: the AWS-managed key. */
  secretKmsKeyArn?: pulumi.Input<string>;
  /** Days that the deleted password can be brought back: 0 or 7 to 30. Default: 30. */
  secretRecoveryDays?: number;
  /** Days that weekly backups are kept; daily ones are kept 30 days, or as long as this when it is shorter. Whole number, 1 to 36500. Default: 365. */
  backupRetentionDays?: number;
  /** Days that logs are kept, one of CloudWatch's periods. Default: 365. */
  logRetentionDays?: pulumi.Input<number>;
  /** ARN of the SNS topic told by the alarms; CloudWatch must be allowed to publish to it. Presence decides. Default: a topic of the component's own. */
  alarmTopicArn?: pulumi.Input<string>;
  /** Addresses told by the alarms; each must confirm the mail that AWS sends. Plain. Default: none; the topic must be given then. */
  alarmEmails?: string[];
  /** Refuse to delete the load balancer until this is turned off by a deployment of its own. Default: true. */
  deletionProtection?: boolean;
  /** Tags of every resource, and of the instance and its volumes, which a provider's default tags do not reach. Default: none beside `environment`, `service` and `created_by_module`. */
  tags?: Record<string, pulumi.Input<string>>;
}
