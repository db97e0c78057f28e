import type * as pulumi from "@pulumi/pulumi";
import { checkIdentity, namePattern, regionOfZone } from "../internal/identity";
import { checkLogRetention } from "../internal/logGroups";
import { Problems, shown } from "../internal/problems";
import { checkRecoveryDays } from "../internal/secrets";
import {
  checkId,
  checkShapes,
  flag,
  list,
  listOf,
  record,
  recordWith,
  required,
  text,
  type Shapes,
} from "../internal/shapes";
import { resolveAlarms } from "./alarmSettings";
import { CredentialsStore, DatabaseEngine, type RdsWithProxyArgs, rdsWithProxyDefaults as defaults } from "./args";
import { type EngineFacts, engines, estimatedMaxConnections } from "./engines";
import { resolveMonitoring } from "./monitoringSettings";
import { resolveProxy } from "./proxySettings";
import { resolveSchedule } from "./scheduleSettings";
import { resolveEngine, resolveStorage } from "./engineSettings";

/** What is looked into before it is asked for. */
const shapes: Shapes = {
  subnetIds: required(list),
  instanceClass: text,
  engineVersion: text,
  databaseName: text,
  username: text,
  backupWindow: text,
  maintenanceWindow: text,
  multiAz: flag,
  proxy: recordWith({ enabled: flag, readOnlyEndpoint: flag, debugLogging: flag }),
  clients: record,
  applyImmediately: flag,
  allowMajorVersionUpgrade: flag,
  extendedSupport: flag,
  deletionProtection: flag,
  skipFinalSnapshot: flag,
  performanceInsights: flag,
  logExports: listOf(text),
  sleepSchedule: record,
  alarms: recordWith({ kinds: listOf(text) }),
  monitoring: recordWith({ pgStatStatements: flag }),
  tags: record,
};

/** Everything the resources are made of: defaults filled in, every rule checked. */
export type DatabaseSettings = ReturnType<typeof resolveSettings>;

/** Fills defaults and reports all bad arguments at once. Creates nothing. */
export function resolveSettings(name: string, args: RdsWithProxyArgs) {
  const problems = new Problems(`RdsWithProxy "${name}"`);
  const common = resolveCommon(problems, name, args);
  problems.oneOf("engine", args.engine, Object.values(DatabaseEngine));
  const facts = (engines as Partial<Record<string, EngineFacts>>)[args.engine];
  if (facts === undefined) {
    problems.throwIfAny(); // without an engine nothing else can be judged
    throw new Error("unreachable: an unknown engine is a fault");
  }
  const engine = resolveEngine(problems, args, facts);
  const readerCount = resolveReaders(problems, args, facts);
  const settings = {
    ...common,
    ...engine,
    facts,
    readerCount,
    ...resolveStorage(problems, args, facts),
    ...resolveNames(problems, args, facts),
    ...resolveProtection(problems, args, facts),
    ...resolveSchedule(problems, args),
    ...resolveMonitoring(problems, args, facts, engine),
    proxy: resolveProxy(problems, args, { facts, readerCount, store: common.credentialsStore }),
    alarms: resolveAlarms(problems, args),
    maxConnections: args.maxConnections ?? estimatedMaxConnections(facts, engine.instanceClass),
  };
  if (args.maxConnections !== undefined) {
    problems.wholeNumber("maxConnections", args.maxConnections, facts.maxConnections.min, facts.maxConnections.max);
  }
  problems.throwIfAny();
  return settings;
}

function resolveCommon(problems: Problems, name: string, args: RdsWithProxyArgs) {
  checkShapes(problems, args, shapes);
  checkIdentity(problems, args);
  const application = args.application ?? name;
  problems.check("application", application, (text) =>
    namePattern.test(text) && text.length >= 2 && text.length <= 30
      ? undefined
      : `must be 2 to 30 lower-case letters, digits and single hyphens, first a letter, got ${shown(text)}` +
        (args.application === undefined ? " (the component's name; give application)" : ""),
  );
  checkSubnets(problems, args.subnetIds);
  for (const client of Object.keys(args.clients ?? {})) {
    problems.matches(
      `clients.${client}`,
      client,
      namePattern,
      "named in lower-case letters, digits and single hyphens",
    );
  }
  const store = args.credentialsStore ?? defaults.credentialsStore;
  problems.oneOf("credentialsStore", store, Object.values(CredentialsStore));
  const arn = (path: string, value: pulumi.Input<string> | undefined) =>
    value === undefined ? undefined : problems.matches(path, value, /^arn:/, "an ARN");
  const identity = { environment: args.environment, accountId: args.accountId, region: args.region };
  return {
    identity,
    application,
    baseName: `${args.environment}-${application}`,
    vpcId: checkId(problems, "vpcId", args.vpcId, "network"),
    subnetIds: args.subnetIds.map((id, index) => checkId(problems, `subnetIds[${index}]`, id, "subnet")),
    clients: args.clients ?? {},
    credentialsStore: store,
    secretRecoveryDays: resolveRecovery(problems, args, store),
    logRetentionDays: checkLogRetention(
      problems,
      "logRetentionDays",
      args.logRetentionDays ?? defaults.logRetentionDays,
    ),
    kmsKeyArn: arn("kmsKeyArn", args.kmsKeyArn),
    alarmTopicArn: arn("alarmTopicArn", args.alarmTopicArn),
    availabilityZone: args.availabilityZone === undefined ? undefined : checkZone(problems, args),
    tags: args.tags ?? {},
  };
}

function checkSubnets(problems: Problems, subnetIds: pulumi.Input<string>[]): void {
  const known = subnetIds.filter((id) => typeof id === "string");
  const different = subnetIds.length - known.length + new Set(known).size;
  problems.require(
    different >= 2,
    "subnetIds",
    `must be two or more subnets in different zones (RDS refuses a single zone), got ${different}`,
  );
}

function resolveRecovery(problems: Problems, args: RdsWithProxyArgs, store: CredentialsStore): number {
  problems.require(
    args.secretRecoveryDays === undefined || store === CredentialsStore.SecretsManager,
    "secretRecoveryDays",
    `must be left out with ${store}: parameters are deleted at once`,
  );
  return checkRecoveryDays(problems, "secretRecoveryDays", args.secretRecoveryDays ?? defaults.secretRecoveryDays);
}

function checkZone(problems: Problems, args: RdsWithProxyArgs): pulumi.Input<string> {
  return problems.check("availabilityZone", args.availabilityZone ?? "", (zone) =>
    regionOfZone(zone) === args.region ? undefined : `must be a zone of ${args.region}, got ${shown(zone)}`,
  );
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Replication.html */
function resolveReaders(problems: Problems, args: RdsWithProxyArgs, facts: EngineFacts): number {
  const count = args.readerCount ?? defaults.readerCount;
  problems.wholeNumber("readerCount", count, 0, 15);
  problems.require(
    facts.aurora || count === 0,
    "readerCount",
    `must be 0 with engine ${args.engine}, got ${shown(count)}; readers belong to Aurora, multiAz gives a standby`,
  );
  return count;
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html */
function resolveNames(problems: Problems, args: RdsWithProxyArgs, facts: EngineFacts) {
  const { reserved, databaseNameLength } = facts;
  const databaseName = args.databaseName ?? defaults.databaseName;
  const username = args.username ?? defaults.username;
  const checkName = (path: string, value: string, length: number, taken: (lower: string) => boolean) =>
    problems.check(path, value, (text) => {
      if (!/^[a-zA-Z]\w*$/.test(text) || text.length > length) {
        return `must be a letter, then letters, digits and underscores, at most ${length}, got ${shown(text)}`;
      }
      return taken(text.toLowerCase())
        ? `must not be a name that ${args.engine} reserves, got ${shown(text)}`
        : undefined;
    });
  checkName("databaseName", databaseName, databaseNameLength, (lower) => reserved.databases.has(lower));
  checkName(
    "username",
    username,
    16,
    (lower) => reserved.usernames.has(lower) || reserved.usernamePrefixes.some((prefix) => lower.startsWith(prefix)),
  );
  const port = args.port ?? facts.port;
  problems.wholeNumber("port", port, 1150, 65_535);
  return { databaseName, username, port };
}

function resolveProtection(problems: Problems, args: RdsWithProxyArgs, facts: EngineFacts) {
  const backupRetentionDays = args.backupRetentionDays ?? defaults.backupRetentionDays;
  const deletionProtection = args.deletionProtection ?? defaults.deletionProtection;
  problems.wholeNumber("backupRetentionDays", backupRetentionDays, facts.backupRetentionMin, 35);
  problems.require(
    backupRetentionDays !== 0 || !deletionProtection,
    "backupRetentionDays",
    "must be 1 or more while deletionProtection is on (a database worth protecting has backups), got 0; " +
      "set deletionProtection to false for one that may be lost",
  );
  return {
    backupRetentionDays,
    deletionProtection,
    skipFinalSnapshot: args.skipFinalSnapshot ?? defaults.skipFinalSnapshot,
    applyImmediately: args.applyImmediately ?? defaults.applyImmediately,
  };
}
