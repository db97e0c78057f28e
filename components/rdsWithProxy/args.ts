import type * as pulumi from "@pulumi/pulumi";
import type { DeploymentIdentity } from "../internal/identity";
import type { WorkingHours } from "../internal/workingHours";

/** Database engines. The first two are one instance (with a standby when `multiAz`), the Aurora ones a cluster. */
export const DatabaseEngine = {
  Postgres: "postgres",
  Mysql: "mysql",
  AuroraPostgresql: "aurora-postgresql",
  AuroraMysql: "aurora-mysql",
} as const;
export type DatabaseEngine = (typeof DatabaseEngine)[keyof typeof DatabaseEngine];

/** Where the password and the connection URL are kept. */
export const CredentialsStore = {
  /** Secrets Manager: needed by the proxy; billed per secret and month. */
  SecretsManager: "secretsManager",
  /** SecureString parameters of Systems Manager: free, no proxy. */
  ParameterStore: "parameterStore",
} as const;
export type CredentialsStore = (typeof CredentialsStore)[keyof typeof CredentialsStore];

/** Whether clients of the proxy log in with an IAM token instead of the password. */
export const ProxyIamAuth = { Disabled: "DISABLED", Required: "REQUIRED" } as const;
export type ProxyIamAuth = (typeof ProxyIamAuth)[keyof typeof ProxyIamAuth];

/** Mode of CloudWatch Database Insights. */
export const DatabaseInsights = {
  /** 7 days of history, free. */
  Standard: "standard",
  /** 465 days of history and fleet views; billed per vCPU-hour. */
  Advanced: "advanced",
} as const;
export type DatabaseInsights = (typeof DatabaseInsights)[keyof typeof DatabaseInsights];

/** Alarms that the component can make. */
export const DatabaseAlarm = {
  Cpu: "cpu",
  FreeStorage: "freeStorage",
  FreeMemory: "freeMemory",
  Connections: "connections",
  ReplicaLag: "replicaLag",
  ProxyConnections: "proxyConnections",
  ProxyClientConnections: "proxyClientConnections",
  ProxyBorrowLatency: "proxyBorrowLatency",
  ProxyPinnedSessions: "proxyPinnedSessions",
} as const;
export type DatabaseAlarm = (typeof DatabaseAlarm)[keyof typeof DatabaseAlarm];

/**
 * RDS Proxy: pools connections and keeps clients connected through a failover. It always demands TLS.
 * Billed per vCPU-hour of the database, at least 2 vCPU, also while the database is stopped.
 */
export interface DatabaseProxySettings {
  /** Put a proxy before the database. Needs `credentialsStore: secretsManager`. Default: true. */
  enabled?: boolean;
  /**
   * Seconds that a client waits for a pooled connection. Whole number, 0 to 300. Default: 120.
   * AWS: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ConnectionPoolConfiguration.html
   */
  borrowTimeoutSeconds?: number;
  /** Share of the database's `max_connections` that the pool may open, in percent. Whole number, 1 to 100. Default: 100. */
  maxConnectionsPercent?: number;
  /** Share of `max_connections` that the pool keeps open while idle, in percent. Whole number, 0 to `maxConnectionsPercent`. Default: 50, or `maxConnectionsPercent` when that is lower. */
  maxIdleConnectionsPercent?: number;
  /**
   * `REQUIRED`: clients log in with an IAM token (`rds-db:connect` on `proxyConnectArn`) and the connection URL
   * carries no password. `DISABLED`: with the password. Default: `DISABLED`.
   */
  iamAuth?: ProxyIamAuth;
  /** A second endpoint that only reaches readers. Aurora with at least one reader. Default: false. */
  readOnlyEndpoint?: boolean;
  /** Log every statement's text: for fault finding only, it may hold personal data and slows the proxy. Default: false. */
  debugLogging?: boolean;
}

/** What is monitored inside PostgreSQL. */
export interface DatabaseMonitoring {
  /**
   * Prepare PostgreSQL for query monitoring, as by PMM: preloads `pg_stat_statements`, and makes these the defaults:
   * every log exported, Enhanced Monitoring each 60 s, Database Insights `advanced`. An existing database needs a
   * restart for the preload, and `CREATE EXTENSION pg_stat_statements` in each database. Default: false.
   */
  pgStatStatements?: boolean;
}

/** Which alarms are made and when they fire. Read only when `alarmTopicArn` is given. */
export interface DatabaseAlarmSettings {
  /** Alarms to make; those that do not apply (a proxy's without a proxy) are left out. Default: all. */
  kinds?: DatabaseAlarm[];
  /** Processor time above which `cpu` fires, in percent. 1 to 100. Default: 80. */
  cpuPercent?: number;
  /**
   * Free storage below which `freeStorage` fires, in GB (10^9 bytes). More than 0. Default: 5; on Aurora, where the
   * instance's local storage is meant, at most a quarter of that local storage.
   */
  freeStorageGb?: number;
  /** Freeable memory below which `freeMemory` fires, in percent of the class's memory. 1 to 50. Default: 5. */
  freeMemoryPercent?: number;
  /** Share of `max_connections` above which `connections` and `proxyConnections` fire, in percent. 1 to 100. Default: 80. */
  connectionsPercent?: number;
  /** Lag of the slowest reader above which `replicaLag` fires, in seconds. More than 0. Default: 2. */
  replicaLagSeconds?: number;
  /** Clients that the proxy is meant to serve; `proxyClientConnections` fires above 80 % of it. Whole number, 1 or more. Default: the database's `max_connections`. */
  clientConnectionLimit?: number;
  /** Average wait for a pooled connection above which `proxyBorrowLatency` fires, in milliseconds. More than 0. Default: 100. */
  borrowLatencyMs?: number;
  /** Share of the pool pinned to one client each above which `proxyPinnedSessions` fires, in percent. 1 to 100. Default: 20. */
  pinnedSessionsPercent?: number;
}

/** What a caller may set on a RdsWithProxy. */
export interface RdsWithProxyArgs extends DeploymentIdentity {
  /** What the database belongs to; part of every fixed name (`ENVIRONMENT-APPLICATION-db`). Lower-case letters, digits and single hyphens, 2 to 30 characters, first a letter. Default: the component's name. */
  application?: string;
  /** Network of the subnets, shape `vpc-…`. */
  vpcId: pulumi.Input<string>;
  /** Data subnets, at least two, in at least two zones. */
  subnetIds: pulumi.Input<string>[];
  /** Engine; see `DatabaseEngine`. */
  engine: DatabaseEngine;
  /**
   * Major version (`16`, `8.4`), which then takes minor upgrades by itself, or an exact one (`16.9`,
   * `8.0.mysql_aurora.3.10.1`), which stays. Default: `16` for PostgreSQL, `8.4` for MySQL.
   */
  engineVersion?: string;
  /** Allow `engineVersion` to name the next major version of an existing database. Default: false. */
  allowMajorVersionUpgrade?: boolean;
  /**
   * Pay for RDS Extended Support, which versions past their standard support need (PostgreSQL 13, MySQL 8.0; billed
   * per vCPU-hour). Without it AWS upgrades a database at the end of standard support. Read when the database is
   * created, afterwards AWS does not change it. Default: false.
   * AWS: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html
   */
  extendedSupport?: boolean;
  /** Instance class, such as `db.t4g.micro` or `db.r7g.large`. Default: `db.t4g.micro`, on Aurora `db.t4g.medium`. */
  instanceClass?: string;
  /** Storage (gp3) of a single instance in GiB. Whole number, 20 to 65536. Default: 20. Refused on Aurora, which grows by itself. */
  storageGiB?: number;
  /** Storage up to which a single instance may grow by itself, in GiB: at least 10 % above `storageGiB`. Default: no growth. */
  maxStorageGiB?: number;
  /** A standby in a second zone, for a single instance; doubles its price. Default: false. */
  multiAz?: boolean;
  /** Zone of a single instance, such as `eu-west-1a`: that of its clients, so that their traffic is not billed. Default: AWS chooses. */
  availabilityZone?: pulumi.Input<string>;
  /** Aurora readers beside the one writer. Whole number, 0 to 15 (AWS's limit). Default: 0. */
  readerCount?: number;
  /** Database made at creation. A letter, then letters, digits and underscores, up to 63 characters (64 with MySQL). Default: `app`. */
  databaseName?: string;
  /** Master user. A letter, then letters, digits and underscores, up to 16 characters. Default: `dbadmin`. */
  username?: string;
  /** Port of the database, 1150 to 65535. A proxy always listens on the engine's own. Default: 5432 or 3306. */
  port?: number;
  /** The proxy. Default: enabled, see `DatabaseProxySettings`. */
  proxy?: DatabaseProxySettings;
  /** Where password and connection URL are kept. Default: `secretsManager`. */
  credentialsStore?: CredentialsStore;
  /** Days that a deleted secret can be brought back: 0 (name free at once, for stacks that come and go) or 7 to 30. Not with `parameterStore`. Default: 30. */
  secretRecoveryDays?: number;
  /** Others who may connect: name to security-group id. To the proxy when there is one. Egress is theirs to allow. Default: none. */
  clients?: Record<string, pulumi.Input<string>>;
  /** Days of point-in-time recovery. Whole number, 0 (off; not on Aurora) to 35. Default: 7. */
  backupRetentionDays?: number;
  /** Daily backup window in UTC, `HH:MM-HH:MM`, at least 30 minutes. Default: `03:00-04:00`; with `sleepSchedule` an hour within the working hours. */
  backupWindow?: string;
  /** Weekly maintenance window in UTC, `ddd:HH:MM-ddd:HH:MM`, at least 30 minutes, clear of the backup window. Default: `sun:04:00-sun:05:00`; with `sleepSchedule` an hour within the working hours. */
  maintenanceWindow?: string;
  /** Apply changes that need a restart or load at once, instead of in the maintenance window. Default: false. */
  applyImmediately?: boolean;
  /** AWS refuses to delete the database until this is off. Default: true. */
  deletionProtection?: boolean;
  /** Delete without a last snapshot. Default: false. */
  skipFinalSnapshot?: boolean;
  /** Performance Insights. Default: on where engine and class have it (7 days of history are free). */
  performanceInsights?: boolean;
  /** Mode of Database Insights; `advanced` keeps 465 days and needs `performanceInsights`. Default: `standard`. */
  databaseInsights?: DatabaseInsights;
  /** Seconds between Enhanced Monitoring samples: 0 (off), 1, 5, 10, 15, 30 or 60. Default: 0. */
  enhancedMonitoringSeconds?: number;
  /** Logs sent to CloudWatch, each to its own group: `postgresql` and `upgrade`; `error`, `slowquery`, `general`, `audit`. Default: `postgresql`, or `error`. */
  logExports?: string[];
  /** Days that logs are kept, one of CloudWatch's periods. Default: 7. */
  logRetentionDays?: pulumi.Input<number>;
  /** Connections that the database accepts (`max_connections`; takes a restart). Default: AWS's formula of the class's memory. */
  maxConnections?: number;
  /** Working hours; outside them the database is stopped, and a deployment that changes it fails. AWS starts a database by itself after 7 days. Default: it never sleeps. */
  sleepSchedule?: WorkingHours;
  /** Customer key (ARN) for storage, Performance Insights and credentials; readers of the credentials then need `kms:Decrypt` on it. Default: AWS-managed keys, which are free. */
  kmsKeyArn?: pulumi.Input<string>;
  /** SNS topic told by the alarms. Default: no alarms. */
  alarmTopicArn?: pulumi.Input<string>;
  /** Which alarms, and their thresholds. Default: all, with the thresholds of `DatabaseAlarmSettings`. */
  alarms?: DatabaseAlarmSettings;
  /** Monitoring inside the database. Default: none. */
  monitoring?: DatabaseMonitoring;
  /** Tags added to everything that takes tags. Default: none. */
  tags?: Record<string, pulumi.Input<string>>;
}

/** Every value that the component picks when the caller is silent and that does not depend on another argument. */
export const rdsWithProxyDefaults = {
  storageGiB: 20,
  multiAz: false,
  readerCount: 0,
  databaseName: "app",
  username: "dbadmin",
  proxy: {
    enabled: true,
    borrowTimeoutSeconds: 120,
    maxConnectionsPercent: 100,
    maxIdleConnectionsPercent: 50,
    iamAuth: ProxyIamAuth.Disabled,
    readOnlyEndpoint: false,
    debugLogging: false,
  },
  credentialsStore: CredentialsStore.SecretsManager,
  secretRecoveryDays: 30,
  backupRetentionDays: 7,
  backupWindow: "03:00-04:00",
  maintenanceWindow: "sun:04:00-sun:05:00",
  applyImmediately: false,
  allowMajorVersionUpgrade: false,
  extendedSupport: false,
  deletionProtection: true,
  skipFinalSnapshot: false,
  databaseInsights: DatabaseInsights.Standard,
  enhancedMonitoringSeconds: 0,
  logRetentionDays: 7,
  alarms: {
    kinds: Object.values(DatabaseAlarm),
    cpuPercent: 80,
    freeStorageGb: 5,
    freeMemoryPercent: 5,
    connectionsPercent: 80,
    replicaLagSeconds: 2,
    borrowLatencyMs: 100,
    pinnedSessionsPercent: 20,
  },
} as const;
