import { DatabaseEngine } from "./args";
import { type ClassKind, memoryGiBOf, partsOfClass } from "./instanceClasses";
import { mysqlReserved, postgresReserved, type ReservedNames } from "./reservedNames";

/** What AWS ties to one major version. */
export interface VersionFacts {
  parameterFamily: string;
  /** How clients log in at the proxy: as the version stores a new user's password. */
  clientPasswordAuthType:
    "POSTGRES_SCRAM_SHA_256" | "POSTGRES_MD5" | "MYSQL_CACHING_SHA2_PASSWORD" | "MYSQL_NATIVE_PASSWORD";
  /** Past its standard support: AWS only creates it with Extended Support, billed per vCPU-hour. */
  pastStandardSupport?: boolean;
}

/** One parameter of a parameter group. Static parameters take a restart (`pending-reboot`). */
export interface DatabaseParameter {
  name: string;
  value: string;
  applyMethod: "immediate" | "pending-reboot";
}

/** What AWS ties to one engine. */
export interface EngineFacts {
  dialect: "postgresql" | "mysql";
  aurora: boolean;
  classKind: ClassKind;
  /** Engine family of the proxy, which always listens on the family's own port. */
  proxyFamily: "POSTGRESQL" | "MYSQL";
  port: number;
  defaultVersion: string;
  defaultClass: string;
  versions: Record<string, VersionFacts>;
  /** Whether `rest` completes a major version to an exact one. */
  exactVersion: (major: string) => RegExp;
  exampleVersion: string;
  /** Refuses connections without TLS. Both are dynamic. */
  tlsParameter: DatabaseParameter;
  /** Logs that can be exported and what each needs switched on, beside the default. */
  logs: Record<string, DatabaseParameter[]>;
  defaultLogs: string[];
  /** Query string of a connection URL that demands TLS. */
  urlQuery: string;
  databaseNameLength: number;
  reserved: ReservedNames;
  maxConnections: { min: number; max: number };
  backupRetentionMin: number;
}

const dynamic = (name: string, value: string): DatabaseParameter => ({ name, value, applyMethod: "immediate" });

const postgres = {
  dialect: "postgresql",
  proxyFamily: "POSTGRESQL",
  port: 5432,
  defaultVersion: "16",
  exactVersion: (major: string) => new RegExp(`^${major}\\.\\d{1,2}$`),
  exampleVersion: "16.9",
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
  tlsParameter: dynamic("rds.force_ssl", "1"),
  urlQuery: "sslmode=require",
  databaseNameLength: 63,
  reserved: postgresReserved,
  maxConnections: { min: 6, max: 262_143 },
} as const;

const mysql = {
  dialect: "mysql",
  proxyFamily: "MYSQL",
  port: 3306,
  defaultVersion: "8.4",
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.require-ssl.html
  tlsParameter: dynamic("require_secure_transport", "ON"),
  urlQuery: "ssl-mode=REQUIRED",
  databaseNameLength: 64,
  reserved: mysqlReserved,
} as const;

// RDS writes MySQL's logs to tables unless told otherwise, and only exports files.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.MySQLDB.PublishtoCloudWatchLogs.html
const mysqlLogs = {
  error: [],
  slowquery: [dynamic("slow_query_log", "1"), dynamic("log_output", "FILE")],
  general: [dynamic("general_log", "1"), dynamic("log_output", "FILE")],
};

function postgresVersions(prefix: string, majors: string[]): Record<string, VersionFacts> {
  // PostgreSQL 14 made SCRAM the default; 13 stores MD5.
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL_Password_Encryption_configuration.html
  const past: [string, VersionFacts] = [
    "13",
    { parameterFamily: `${prefix}13`, clientPasswordAuthType: "POSTGRES_MD5", pastStandardSupport: true },
  ];
  const current = majors.map((major): [string, VersionFacts] => [
    major,
    { parameterFamily: `${prefix}${major}`, clientPasswordAuthType: "POSTGRES_SCRAM_SHA_256" },
  ]);
  return Object.fromEntries([past, ...current]);
}

/**
 * AWS's facts about each engine: the one place to change when AWS adds a version.
 * Calendars: https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.VersionPolicy.html
 * Log exports: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 */
export const engines: Record<DatabaseEngine, EngineFacts> = {
  [DatabaseEngine.Postgres]: {
    ...postgres,
    aurora: false,
    classKind: "instance",
    defaultClass: "db.t4g.micro",
    versions: postgresVersions("postgres", ["14", "15", "16", "17", "18"]),
    logs: { postgresql: [], upgrade: [] },
    defaultLogs: ["postgresql"],
    backupRetentionMin: 0,
  },
  [DatabaseEngine.AuroraPostgresql]: {
    ...postgres,
    aurora: true,
    classKind: "auroraPostgresql",
    defaultClass: "db.t4g.medium",
    versions: postgresVersions("aurora-postgresql", ["14", "15", "16", "17", "18"]),
    logs: { postgresql: [] },
    defaultLogs: ["postgresql"],
    backupRetentionMin: 1,
  },
  [DatabaseEngine.Mysql]: {
    ...mysql,
    aurora: false,
    classKind: "instance",
    defaultClass: "db.t4g.micro",
    versions: {
      "8.0": {
        parameterFamily: "mysql8.0",
        clientPasswordAuthType: "MYSQL_NATIVE_PASSWORD",
        pastStandardSupport: true,
      },
      "8.4": { parameterFamily: "mysql8.4", clientPasswordAuthType: "MYSQL_CACHING_SHA2_PASSWORD" },
    },
    exactVersion: (major) => new RegExp(`^${major.replace(".", "\\.")}\\.\\d{1,2}$`),
    exampleVersion: "8.4.6",
    logs: mysqlLogs,
    defaultLogs: ["error"],
    maxConnections: { min: 1, max: 100_000 },
    backupRetentionMin: 0,
  },
  [DatabaseEngine.AuroraMysql]: {
    ...mysql,
    aurora: true,
    classKind: "auroraMysql",
    defaultClass: "db.t4g.medium",
    versions: {
      // Aurora MySQL version 3, in standard support while MySQL 8.0 itself is not.
      "8.0": { parameterFamily: "aurora-mysql8.0", clientPasswordAuthType: "MYSQL_NATIVE_PASSWORD" },
      "8.4": { parameterFamily: "aurora-mysql8.4", clientPasswordAuthType: "MYSQL_CACHING_SHA2_PASSWORD" },
    },
    exactVersion: (major) =>
      new RegExp(
        `^${major.replace(".", "\\.")}\\.mysql_aurora\\.${major === "8.0" ? "3" : "8\\.4"}(\\.\\d{1,2}){1,3}$`,
      ),
    exampleVersion: "8.4.mysql_aurora.8.4.7",
    logs: {
      ...mysqlLogs,
      audit: [dynamic("server_audit_logging", "1"), dynamic("server_audit_events", "CONNECT,QUERY_DCL,QUERY_DDL")],
    },
    defaultLogs: ["error"],
    maxConnections: { min: 1, max: 16_000 },
    backupRetentionMin: 1,
  },
};

/** The major version that `version` is or belongs to; undefined when the engine does not offer it. */
export function majorOf(facts: EngineFacts, version: string): string | undefined {
  return Object.keys(facts.versions).find((major) => version === major || facts.exactVersion(major).test(version));
}

/**
 * Whether Performance Insights runs on the class.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.Engines.html
 */
export function hasPerformanceInsights(facts: EngineFacts, instanceClass: string): boolean {
  if (facts.dialect === "postgresql") return true;
  const [family, size] = partsOfClass(instanceClass);
  if (facts.aurora) return family !== "t3";
  return !(["t3", "t4g"].includes(family) && ["micro", "small"].includes(size));
}

/**
 * `max_connections` by AWS's formulas. They take the memory that is left after system and RDS processes, which AWS
 * does not publish; about nine tenths less 0.2 GiB was seen on small classes. Give `maxConnections` to be exact.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Managing.Performance.html
 */
export function estimatedMaxConnections(facts: EngineFacts, instanceClass: string): number {
  const bytes = Math.max(0.9 * memoryGiBOf(instanceClass) - 0.2, 0.1) * 2 ** 30;
  if (facts.dialect === "postgresql") return Math.floor(Math.min(bytes / 9_531_392, 5_000));
  if (!facts.aurora) return Math.floor(bytes / 12_582_880);
  // Shares of the nominal memory that bring the formula to AWS's published table: 90 for t4g.medium, 1000 for r7g.large.
  const nominal = memoryGiBOf(instanceClass) * 2 ** 30;
  const small = Math.log2((0.75 * nominal) / 805_306_368) * 45;
  const large = Math.log2((0.95 * nominal) / 8_187_281_408) * 1_000;
  return Math.floor(Math.max(small, large, 1));
}
