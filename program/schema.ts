import { z } from "zod";
import {
  CredentialsStore,
  DatabaseAlarm,
  DatabaseEngine,
  DatabaseInsights,
  FargateAppAlarm,
  FargateArchitecture,
  FlowLogTraffic,
  NetworkEgress,
  ProxyIamAuth,
} from "../components";
import { pmm } from "./pmmSchema";
import { temporal } from "./temporalSchema";

/*
 * The shape of the stack's configuration: keys and types. Ranges, formats and combinations are the components' own
 * checks; `config.ts` runs both before anything is registered. Every key that a component knows is described there.
 */

const text = z.string().min(1);
const texts = z.array(text);
const variables = z.record(z.string(), z.string());
const count = z.number();

/** When people work; outside these hours everything that can sleep sleeps. Empty: nothing sleeps. */
const workingHours = z.strictObject({
  startTime: text.optional(),
  stopTime: text.optional(),
  days: text.optional(),
  timeZone: text.optional(),
});

const network = z.strictObject({
  /** Addresses of the network: `cidrBlock` of PrivateNetwork. */
  cidr: text.default("10.0.0.0/16"),
  availabilityZones: texts,
  egress: z.enum(NetworkEgress).default("none"),
  publicSubnets: z.boolean().default(false),
  interfaceEndpoints: texts.default([]),
  gatewayEndpoints: texts.default(["s3"]),
  flowLogs: z
    .strictObject({ retentionDays: count.optional(), trafficType: z.enum(FlowLogTraffic).optional() })
    .optional(),
  /** Read with `egress: natInstance` only, so that the way out can be changed by one word. */
  natInstanceType: text.optional(),
  /** Ranges of other networks that will be connected to this one (offices, VPNs, peers): it must not overlap them. */
  connectedCidrs: texts.default([]),
});

const service = z.strictObject({
  /** A public or foreign image, by tag or digest. Exactly one of `image`, `imageTag` and `build`. */
  image: text.optional(),
  /** Tag of an image in the stack's own repository `ENVIRONMENT-APPLICATION-SERVICE`, which the stack makes. */
  imageTag: text.optional(),
  /** Build the image from a folder and push it to the stack's own repository. */
  build: z.strictObject({ context: text, dockerfile: text.optional(), target: text.optional() }).optional(),
  port: count,
  paths: texts,
  priority: count.optional(),
  cpuUnits: count.optional(),
  memoryMiB: count.optional(),
  architecture: z.enum(FargateArchitecture).optional(),
  spot: z.boolean().optional(),
  desiredCount: count.optional(),
  environment: variables.optional(),
  secrets: variables.optional(),
  /** Name of the variable that carries the database's URL; the service may then connect to the database. */
  databaseUrlEnvironmentName: text.optional(),
  urlEnvironmentName: text.optional(),
  healthCheck: z
    .strictObject({
      path: text.optional(),
      command: texts.optional(),
      containerCheck: z.boolean().optional(),
      startPeriodSeconds: count.optional(),
    })
    .optional(),
  healthCheckGracePeriodSeconds: count.optional(),
  scaling: z
    .strictObject({
      minCount: count.optional(),
      maxCount: count,
      cpuTargetPercent: count.optional(),
      memoryTargetPercent: count.optional(),
      requestsPerTarget: count.optional(),
    })
    .optional(),
  /** The service's own hours, instead of the stack's `schedule`. */
  schedule: workingHours.extend({ offHoursMinimum: count.optional() }).optional(),
  stickiness: z.boolean().optional(),
  fileSystemMounts: z
    .array(z.strictObject({ accessPoint: text, containerPath: text, readOnly: z.boolean().optional() }))
    .optional(),
  readOnlyRootFilesystem: z.boolean().optional(),
  writablePaths: texts.optional(),
  taskPolicyStatements: z
    .array(
      z.strictObject({
        sid: text.optional(),
        actions: texts,
        resources: texts,
        conditions: z.record(z.string(), z.record(z.string(), texts)).optional(),
      }),
    )
    .optional(),
});

const app = z.strictObject({
  /** The application's name in physical names. */
  name: text.default("app"),
  /** Zones that tasks run in; one zone saves the traffic between zones. Default: all of the network. */
  taskZones: texts.optional(),
  services: z.record(z.string(), service),
  migration: z
    .strictObject({
      service: text.optional(),
      image: text.optional(),
      command: texts,
      environment: variables.optional(),
      secrets: variables.optional(),
      readOnlyRootFilesystem: z.boolean().optional(),
      /** Name of the variable that carries the database's URL. */
      databaseUrlEnvironmentName: text.optional(),
    })
    .optional(),
  loadBalancer: z
    .strictObject({
      internal: z.boolean().default(true),
      certificateArn: text.optional(),
      domain: z.strictObject({ name: text, zoneId: text.optional() }).optional(),
      allowPlainHttp: z.boolean().optional(),
      /** Default: the network's own range. */
      allowedCidrBlocks: texts.optional(),
      deletionProtection: z.boolean().optional(),
      accessLogs: z.strictObject({ bucket: text, prefix: text.optional() }).optional(),
      wafArn: text.optional(),
      idleTimeoutSeconds: count.optional(),
    })
    .default({ internal: true }),
  /** Directories of a shared file system, by key. Default: no file system. */
  fileSystem: z
    .strictObject({
      accessPoints: z.record(
        z.string(),
        z.strictObject({
          path: text,
          userId: count.optional(),
          groupId: count.optional(),
          permissions: text.optional(),
        }),
      ),
    })
    .optional(),
  logRetentionDays: count.optional(),
  containerInsights: z.boolean().optional(),
  executeCommand: z.boolean().optional(),
  alarms: z.array(z.enum(FargateAppAlarm)).optional(),
});

const database = z.strictObject({
  engine: z.enum(DatabaseEngine),
  engineVersion: text.optional(),
  allowMajorVersionUpgrade: z.boolean().optional(),
  extendedSupport: z.boolean().optional(),
  instanceClass: text.optional(),
  storageGiB: count.optional(),
  maxStorageGiB: count.optional(),
  multiAz: z.boolean().optional(),
  availabilityZone: text.optional(),
  readerCount: count.optional(),
  databaseName: text.optional(),
  username: text.optional(),
  port: count.optional(),
  proxy: z
    .strictObject({
      enabled: z.boolean().optional(),
      borrowTimeoutSeconds: count.optional(),
      maxConnectionsPercent: count.optional(),
      maxIdleConnectionsPercent: count.optional(),
      iamAuth: z.enum(ProxyIamAuth).optional(),
      readOnlyEndpoint: z.boolean().optional(),
      debugLogging: z.boolean().optional(),
    })
    .optional(),
  credentialsStore: z.enum(CredentialsStore).optional(),
  secretRecoveryDays: count.optional(),
  backupRetentionDays: count.optional(),
  backupWindow: text.optional(),
  maintenanceWindow: text.optional(),
  applyImmediately: z.boolean().optional(),
  deletionProtection: z.boolean().optional(),
  skipFinalSnapshot: z.boolean().optional(),
  performanceInsights: z.boolean().optional(),
  databaseInsights: z.enum(DatabaseInsights).optional(),
  enhancedMonitoringSeconds: count.optional(),
  logExports: texts.optional(),
  logRetentionDays: count.optional(),
  maxConnections: count.optional(),
  alarms: z
    .strictObject({
      kinds: z.array(z.enum(DatabaseAlarm)).optional(),
      cpuPercent: count.optional(),
      freeStorageGb: count.optional(),
      freeMemoryPercent: count.optional(),
      connectionsPercent: count.optional(),
      replicaLagSeconds: count.optional(),
      clientConnectionLimit: count.optional(),
      borrowLatencyMs: count.optional(),
      pinnedSessionsPercent: count.optional(),
    })
    .optional(),
  monitoring: z.strictObject({ pgStatStatements: z.boolean().optional() }).optional(),
});

const budget = z.strictObject({
  /** US dollars a month for the whole account, after credits. */
  monthlyUsd: z.number().positive(),
  /** Percent of the budget at which actual and forecast costs are told. */
  alertPercent: z.number().min(1).max(100).default(80),
});

/** Everything below the `cloister:` namespace of a stack file. */
export const stackSchema = z.strictObject({
  environment: text,
  accountId: text,
  owner: text,
  alarmEmails: z.array(z.email()).default([]),
  encryptAlarmTopic: z.boolean().default(false),
  network,
  app,
  database,
  pmm: pmm.default({ enabled: false, internal: true }),
  temporal: temporal.default({ enabled: false }),
  budget,
  schedule: workingHours.default({}),
});

export type StackSettings = z.infer<typeof stackSchema>;
export type ServiceSettings = z.infer<typeof service>;
