import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { RdsWithProxy, type RdsWithProxyArgs } from "../../../components/rdsWithProxy";
import { resolveSettings } from "../../../components/rdsWithProxy/settings";
import { refusalOf, valueOf } from "../../support/mocks";
import { base, refusal, topic } from "./fixture";

type Args = Partial<RdsWithProxyArgs>;
const noProxy = { enabled: false };
const aurora = { engine: "aurora-postgresql" } as const;

/** What is refused, and what the message says. */
const refused: [string, Args, RegExp][] = [
  ["one subnet", { subnetIds: ["subnet-a"] }, /subnetIds: must be two or more subnets.*got 1/],
  ["one subnet twice", { subnetIds: ["subnet-a", "subnet-a"] }, /subnetIds: .*got 1/],
  ["an unknown engine", { engine: "oracle" as "mysql" }, /engine: must be one of postgres, mysql, .*got "oracle"/],
  ["a version that the engine lacks", { engineVersion: "12" }, /engineVersion: must be 13, 14, .*16\.9, got "12"/],
  ["Aurora MySQL's number for MySQL", { engine: "mysql", engineVersion: "8.0.mysql_aurora.3.08.0" }, /engineVersion/],
  ["a version in Extended Support", { engineVersion: "13" }, /engineVersion: .*Extended.*extendedSupport to true/],
  ["MySQL 8.0 likewise", { engine: "mysql", engineVersion: "8.0.40" }, /engineVersion: .*take 8\.4/],
  ["a class that does not exist", { instanceClass: "db.t4g.nano" }, /instanceClass: must be a class that postgres/],
  ["an EC2 type", { instanceClass: "t4g.micro" }, /instanceClass.*got "t4g.micro"/],
  ["a class that Aurora lacks", { ...aurora, instanceClass: "db.t4g.micro" }, /instanceClass.*db\.t4g\.medium.*micro/],
  ["a general purpose class on Aurora", { ...aurora, instanceClass: "db.m7g.large" }, /instanceClass/],
  ["a serverless class", { ...aurora, instanceClass: "db.serverless" }, /instanceClass/],
  ["readers without Aurora", { readerCount: 1 }, /readerCount: must be 0 with engine postgres, got 1/],
  ["16 readers", { ...aurora, readerCount: 16 }, /readerCount: must be a whole number from 0 to 15, got 16/],
  ["little storage", { storageGiB: 19 }, /storageGiB: must be a whole number from 20 to 65536, got 19/],
  ["storage for Aurora", { ...aurora, storageGiB: 20 }, /storageGiB: must be left out with aurora-postgresql/],
  ["growth for Aurora", { ...aurora, maxStorageGiB: 100 }, /maxStorageGiB: must be left out/],
  ["a standby for Aurora", { ...aurora, multiAz: false }, /multiAz: must be left out/],
  ["a zone for Aurora", { ...aurora, availabilityZone: "eu-west-1a" }, /availabilityZone: must be left out/],
  ["growth below the storage", { storageGiB: 100, maxStorageGiB: 99 }, /maxStorageGiB: .* from 110 to 65536, got 99/],
  ["growth by less than a tenth", { storageGiB: 100, maxStorageGiB: 109 }, /maxStorageGiB: .*at least 10 %/],
  ["a zone beside multiAz", { multiAz: true, availabilityZone: "eu-west-1a" }, /availabilityZone: must be left out/],
  ["a zone elsewhere", { availabilityZone: "eu-west-2a" }, /availabilityZone: must be a zone of eu-west-1/],
  ["a reserved user", { username: "admin" }, /username: must not be a name that postgres reserves, got "admin"/],
  ["a reserved user in capitals", { username: "RDSAdmin" }, /username: must not/],
  ["PostgreSQL's own prefix", { username: "pg_owner" }, /username: must not/],
  ["a user with a hyphen", { username: "db-owner" }, /username: must be a letter, then/],
  ["a user of 17 characters", { username: "a".repeat(17) }, /username: .*at most 16/],
  ["a database with a hyphen", { databaseName: "my-app" }, /databaseName: must be a letter, then/],
  ["a database that begins with a digit", { databaseName: "1app" }, /databaseName/],
  ["a database of 64 characters on PostgreSQL", { databaseName: "a".repeat(64) }, /databaseName: .*at most 63/],
  ["a reserved database", { engine: "mysql", databaseName: "mysql" }, /databaseName: must not/],
  ["a key word as database", { databaseName: "user" }, /databaseName: must not/],
  ["a low port", { port: 1149 }, /port: must be a whole number from 1150 to 65535, got 1149/],
  [
    "a proxy with parameters",
    { credentialsStore: "parameterStore" },
    /credentialsStore: must be secretsManager with a/,
  ],
  ["an unknown store", { credentialsStore: "vault" as "parameterStore" }, /credentialsStore: must be one of/],
  [
    "days of recovery for parameters",
    { credentialsStore: "parameterStore", proxy: noProxy, secretRecoveryDays: 0 },
    /secretRecoveryDays: must be left out/,
  ],
  ["six days of recovery", { secretRecoveryDays: 6 }, /secretRecoveryDays: must be 0 or a whole number from 7 to 30/],
  ["31 days of recovery", { secretRecoveryDays: 31 }, /secretRecoveryDays/],
  ["a long borrow timeout", { proxy: { borrowTimeoutSeconds: 301 } }, /proxy\.borrowTimeoutSeconds: .*from 0 to 300/],
  ["an empty pool", { proxy: { maxConnectionsPercent: 0 } }, /proxy\.maxConnectionsPercent: .*from 1 to 100/],
  [
    "more idle than open",
    { proxy: { maxConnectionsPercent: 40, maxIdleConnectionsPercent: 41 } },
    /proxy\.maxIdleConnectionsPercent: .*from 0 to 40/,
  ],
  [
    "an unknown IAM mode",
    { proxy: { iamAuth: "ENABLED" as "REQUIRED" } },
    /proxy\.iamAuth: must be one of DISABLED, REQUIRED/,
  ],
  ["a reader endpoint without readers", { ...aurora, proxy: { readOnlyEndpoint: true } }, /proxy\.readOnlyEndpoint/],
  ["a reader endpoint without Aurora", { proxy: { readOnlyEndpoint: true } }, /proxy\.readOnlyEndpoint/],
  [
    "a reader endpoint without a proxy",
    { ...aurora, readerCount: 1, proxy: { enabled: false, readOnlyEndpoint: true } },
    /proxy\.readOnlyEndpoint: must be false without a proxy/,
  ],
  [
    "IAM logins without a proxy",
    { proxy: { enabled: false, iamAuth: "REQUIRED" } },
    /proxy\.iamAuth: must be DISABLED/,
  ],
  ["debug logs without a proxy", { proxy: { enabled: false, debugLogging: true } }, /proxy\.debugLogging/],
  ["36 days of backups", { backupRetentionDays: 36 }, /backupRetentionDays: must be a whole number from 0 to 35/],
  [
    "protection without backups",
    { backupRetentionDays: 0 },
    /backupRetentionDays: must be 1 or more while deletionProt/,
  ],
  [
    "Aurora without backups",
    { ...aurora, backupRetentionDays: 0, deletionProtection: false },
    /backupRetentionDays: .*from 1 to 35/,
  ],
  ["a backup window of another form", { backupWindow: "3:00-4:00" }, /backupWindow: must be HH:MM-HH:MM in UTC/],
  ["a backup window of 29 minutes", { backupWindow: "03:00-03:29" }, /backupWindow: .*30 minutes/],
  [
    "a maintenance window of another form",
    { maintenanceWindow: "Sun:04:00-Sun:05:00" },
    /maintenanceWindow: must be ddd/,
  ],
  ["windows that meet", { maintenanceWindow: "mon:03:59-mon:05:00" }, /maintenanceWindow: backup .* must not meet/],
  [
    "a backup that meets the usual maintenance",
    { backupWindow: "04:30-05:30" },
    /backupWindow: backup .* must not meet/,
  ],
  ["backups asleep", { sleepSchedule: {}, backupWindow: "03:00-04:00" }, /backupWindow: .*not backed up/],
  [
    "maintenance asleep",
    { sleepSchedule: {}, maintenanceWindow: "sun:10:00-sun:11:00" },
    /maintenanceWindow: .*not maintained/,
  ],
  [
    "hours too short for both",
    { sleepSchedule: { startTime: "08:00", stopTime: "08:59" } },
    /sleepSchedule: must leave/,
  ],
  [
    "hours that daylight saving shortens",
    { sleepSchedule: { startTime: "08:00", stopTime: "09:59", timeZone: "Europe/Berlin" } },
    /sleepSchedule: must leave/,
  ],
  ["an unknown time zone", { sleepSchedule: { timeZone: "Mars/Base" } }, /sleepSchedule\.timeZone/],
  [
    "advanced insights without Performance Insights",
    { performanceInsights: false, databaseInsights: "advanced" },
    /databaseInsights: must be standard without performanceInsights, got advanced$/m,
  ],
  [
    "monitoring without Performance Insights",
    { performanceInsights: false, monitoring: { pgStatStatements: true } },
    /databaseInsights: .*the default with monitoring/,
  ],
  [
    "Performance Insights on a small MySQL",
    { engine: "mysql", performanceInsights: true },
    /performanceInsights: must be false with mysql on db.t4g.micro/,
  ],
  [
    "advanced insights on a small MySQL",
    { engine: "mysql", databaseInsights: "advanced" },
    /databaseInsights: .*has no Perf/,
  ],
  ["an unknown mode of insights", { databaseInsights: "best" as "standard" }, /databaseInsights: must be one of/],
  ["samples each 20 seconds", { enhancedMonitoringSeconds: 20 }, /enhancedMonitoringSeconds: must be one of 0, 1, 5/],
  ["an upgrade log of Aurora", { ...aurora, logExports: ["upgrade"] }, /logExports\[0\]: must be one of postgresql/],
  ["an audit log that needs an option group", { engine: "mysql", logExports: ["error", "audit"] }, /logExports\[1\]/],
  ["a log twice", { logExports: ["postgresql", "postgresql"] }, /logExports\[1\]: must be given once/],
  ["a retention that CloudWatch lacks", { logRetentionDays: 8 }, /logRetentionDays: must be one of 1, 3, 5, 7/],
  ["five connections", { maxConnections: 5 }, /maxConnections: must be a whole number from 6 to 262143/],
  [
    "pg_stat_statements in MySQL",
    { engine: "mysql", monitoring: { pgStatStatements: true } },
    /monitoring\.pgStatStatements/,
  ],
  ["a key that is no ARN", { kmsKeyArn: "alias/db" }, /kmsKeyArn: must be an ARN, got "alias\/db"/],
  ["a topic that is no ARN", { alarmTopicArn: "alarms" }, /alarmTopicArn: must be an ARN/],
  [
    "thresholds that nobody is told of",
    { alarms: { cpuPercent: 50 } },
    /alarms: must be left out without alarmTopicArn/,
  ],
  [
    "an unknown alarm",
    { alarmTopicArn: topic, alarms: { kinds: ["disk" as "cpu"] } },
    /alarms\.kinds\[0\]: must be one of cpu/,
  ],
  [
    "101 %",
    { alarmTopicArn: topic, alarms: { cpuPercent: 101 } },
    /alarms\.cpuPercent: must be from 1 to 100, got 101/,
  ],
  ["no storage", { alarmTopicArn: topic, alarms: { freeStorageGb: 0 } }, /alarms\.freeStorageGb: must be more than 0/],
  [
    "51 % of memory",
    { alarmTopicArn: topic, alarms: { freeMemoryPercent: 51 } },
    /alarms\.freeMemoryPercent: .*1 to 50/,
  ],
  ["no share", { alarmTopicArn: topic, alarms: { connectionsPercent: 0 } }, /alarms\.connectionsPercent/],
  ["no lag", { alarmTopicArn: topic, alarms: { replicaLagSeconds: 0 } }, /alarms\.replicaLagSeconds/],
  ["no client", { alarmTopicArn: topic, alarms: { clientConnectionLimit: 0 } }, /alarms\.clientConnectionLimit/],
  ["no wait", { alarmTopicArn: topic, alarms: { borrowLatencyMs: 0 } }, /alarms\.borrowLatencyMs/],
  ["no pinning", { alarmTopicArn: topic, alarms: { pinnedSessionsPercent: 0 } }, /alarms\.pinnedSessionsPercent/],
  ["a client named oddly", { clients: { "PMM Server": "sg-1" } }, /clients\.PMM Server: must be named in lower-case/],
  ["an application in capitals", { application: "Orders" }, /application: must be 2 to 30 lower-case/],
  ["an application of 31 characters", { application: "a".repeat(31) }, /application/],
  ["double hyphens", { application: "my--app" }, /application/],
  ["an environment in capitals", { environment: "Prod" }, /environment: must be 2 to 16 lower-case/],
  ["an account of 11 digits", { accountId: "12345678901" }, /accountId/],
  ["a zone as region", { region: "eu-west-1a" }, /region: must be an AWS region/],
];

describe("RdsWithProxy refuses", () => {
  for (const [what, args, message] of refused) {
    it(what, () => expect(refusal(args)).to.match(message));
  }

  it("every fault in one error, before anything is registered", async () => {
    const faulty: Args = {
      engineVersion: "9",
      instanceClass: "large",
      subnetIds: [],
      username: "admin",
      credentialsStore: "parameterStore",
      backupWindow: "night",
      alarms: { cpuPercent: 0 },
    };
    const message = await refusalOf(() => new RdsWithProxy("orders", { ...base, ...faulty }));
    expect(message).to.match(/^RdsWithProxy "orders": 8 arguments are wrong/);
    for (const path of [
      "engineVersion",
      "instanceClass",
      "subnetIds",
      "username",
      "credentialsStore",
      "backupWindow",
      "alarms",
      "alarms.cpuPercent",
    ]) {
      expect(message).to.contain(`\n  ${path}: `);
    }
  });

  it("an unknown engine together with what does not depend on it", () => {
    const message = refusal({ engine: "db2" as "mysql", accountId: "1", logRetentionDays: 2 });
    expect(message).to.match(/3 arguments are wrong[^]*accountId[^]*logRetentionDays[^]*engine:/);
  });

  it("late values when they arrive", async () => {
    const settings = resolveSettings("orders", { ...base, availabilityZone: pulumi.output("us-east-1a") });
    const zone = settings.availabilityZone as pulumi.Output<string>;
    const reason = await valueOf(zone).catch((error: Error) => error.message);
    expect(reason).to.match(/availabilityZone: must be a zone of eu-west-1, got "us-east-1a"/);
  });
});

describe("RdsWithProxy accepts", () => {
  const accepted: [string, Args][] = [
    ["the smallest and largest ports", { port: 1150 }],
    ["port 65535", { port: 65_535 }],
    ["growth by a tenth", { storageGiB: 100, maxStorageGiB: 110 }],
    ["storage of 65536 GiB", { storageGiB: 65_536 }],
    ["15 readers", { ...aurora, readerCount: 15 }],
    ["a window of 30 minutes", { backupWindow: "23:45-00:15" }],
    ["windows that touch", { backupWindow: "03:00-04:00", maintenanceWindow: "sun:04:00-sun:04:30" }],
    ["a recovery of seven days", { secretRecoveryDays: 7 }],
    ["a user of 16 characters", { username: "a".repeat(16) }],
    ["a database of 63 characters", { databaseName: "a".repeat(63) }],
    ["`admin` on MySQL", { engine: "mysql", username: "admin" }],
    ["an application of 30 characters", { application: "a".repeat(30), environment: "a".repeat(16) }],
    ["backups of 35 days", { backupRetentionDays: 35 }],
    ["hours of 60 minutes", { sleepSchedule: { startTime: "08:00", stopTime: "09:00" } }],
    ["subnets that are not known yet", { subnetIds: [pulumi.output("a"), pulumi.output("b")] }],
    ["an exact Aurora MySQL version", { engine: "aurora-mysql", engineVersion: "8.0.mysql_aurora.3.10.1" }],
    ["its successor's", { engine: "aurora-mysql", engineVersion: "8.4.mysql_aurora.8.4.7" }],
    [
      "Performance Insights on a medium MySQL",
      { engine: "mysql", instanceClass: "db.t4g.medium", performanceInsights: true },
    ],
    [
      "explicit undefined, as if left out",
      { proxy: undefined, port: undefined, alarms: undefined, logExports: undefined },
    ],
  ];
  for (const [what, args] of accepted) {
    it(what, () => expect(refusal(args)).to.equal(undefined));
  }
});
