import type * as pulumi from "@pulumi/pulumi";
import { checkIdentity, namePattern, regionOfZone, type DeploymentIdentity } from "../internal/identity";
import { checkImage } from "../internal/images";
import { checkLogRetention } from "../internal/logGroups";
import { Problems, shown } from "../internal/problems";
import { checkId, checkShapes } from "../internal/shapes";
import {
  FargateAppAlarm,
  fargateAppDefaults as defaults,
  type FargateAccessPoint,
  type FargateAppArgs,
  type FargateMigration,
} from "./args";
import { planRules, type ListenerRulePlan } from "./listenerRules";
import { resolveLoadBalancer, type LoadBalancerSettings } from "./loadBalancerSettings";
import { checkSecrets, checkVariableNames } from "./serviceChecks";
import { resolveService, type ServiceSettings } from "./serviceSettings";
import { argumentShapes } from "./shapes";

/** The migration with every value filled in and checked. */
export interface MigrationSettings {
  service: ServiceSettings;
  image: pulumi.Input<string>;
  command: string[];
  environment: Record<string, pulumi.Input<string>>;
  secrets: Record<string, pulumi.Input<string>>;
  readOnlyRootFilesystem: boolean;
}

/** The file system with every value filled in and checked. */
export interface FileSystemSettings {
  subnetIdByZone: Record<string, pulumi.Input<string>>;
  accessPoints: Record<string, Required<FargateAccessPoint>>;
  kmsKeyArn?: pulumi.Input<string>;
}

/** The application with every value filled in and checked. */
export interface FargateAppSettings {
  identity: DeploymentIdentity;
  application: string;
  /** What every physical name begins with: `ENVIRONMENT-APPLICATION`. */
  prefix: string;
  vpcId: pulumi.Input<string>;
  taskSubnetIds: pulumi.Input<string>[];
  loadBalancerSubnetIds: pulumi.Input<string>[];
  loadBalancer: LoadBalancerSettings;
  services: ServiceSettings[];
  rules: ListenerRulePlan[];
  migration?: MigrationSettings;
  efs?: FileSystemSettings;
  endpointSecurityGroupId?: pulumi.Input<string>;
  s3PrefixListId?: pulumi.Input<string>;
  allowInternetEgress: boolean;
  secretsKmsKeyArns: pulumi.Input<string>[];
  logRetentionDays: number;
  containerInsights: boolean;
  executeCommand: boolean;
  alarmTopicArn?: pulumi.Input<string>;
  alarms: FargateAppAlarm[];
  tags?: Record<string, pulumi.Input<string>>;
}

/** Fills defaults and reports all bad arguments at once. Creates nothing. */
export function resolveSettings(name: string, args: FargateAppArgs): FargateAppSettings {
  const problems = new Problems(`FargateApp "${name}"`);
  const { environment, accountId, region } = args;
  const application = args.application ?? name;
  checkShapes(problems, args, argumentShapes);
  checkIdentity(problems, args);
  problems.matches(
    "application",
    application,
    namePattern,
    "lower-case letters, digits and single hyphens, first a letter",
  );
  const services = Object.entries(args.services).map(([key, service]) => resolveService(problems, args, key, service));
  const settings: FargateAppSettings = {
    identity: { environment, accountId, region },
    application,
    prefix: `${environment}-${application}`,
    vpcId: checkId(problems, "vpcId", args.vpcId, "network"),
    taskSubnetIds: checkSubnets(problems, "taskSubnetIds", args.taskSubnetIds),
    loadBalancerSubnetIds: checkSubnets(problems, "loadBalancerSubnetIds", args.loadBalancerSubnetIds),
    loadBalancer: resolveLoadBalancer(problems, args),
    services,
    rules: planRules(problems, args.services),
    migration: args.migration && resolveMigration(problems, args, args.migration, services),
    efs: args.efs && resolveFileSystem(problems, args),
    endpointSecurityGroupId:
      args.endpointSecurityGroupId &&
      checkId(problems, "endpointSecurityGroupId", args.endpointSecurityGroupId, "securityGroup"),
    s3PrefixListId: args.s3PrefixListId && checkId(problems, "s3PrefixListId", args.s3PrefixListId, "prefixList"),
    allowInternetEgress: args.allowInternetEgress ?? false,
    secretsKmsKeyArns: args.secretsKmsKeyArns ?? [],
    logRetentionDays: checkLogRetention(
      problems,
      "logRetentionDays",
      args.logRetentionDays ?? defaults.logRetentionDays,
    ),
    containerInsights: args.containerInsights ?? defaults.containerInsights,
    executeCommand: args.executeCommand ?? defaults.executeCommand,
    alarmTopicArn: args.alarmTopicArn,
    alarms: resolveAlarms(problems, args),
    tags: args.tags,
  };
  problems.require(services.length > 0, "services", "must hold at least one service, got none");
  problems.require(args.taskSubnetIds.length > 0, "taskSubnetIds", "must hold at least one subnet, got none");
  checkNameLengths(problems, settings);
  checkEgress(problems, settings);
  problems.throwIfAny();
  return settings;
}

function checkSubnets(problems: Problems, path: string, ids: pulumi.Input<string>[]): pulumi.Input<string>[] {
  return ids.map((id, index) => checkId(problems, `${path}[${index}]`, id, "subnet"));
}

/** Longest names are those of roles: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
function checkNameLengths(problems: Problems, { prefix, services, migration }: FargateAppSettings): void {
  for (const key of [...services.map((service) => service.key), ...(migration ? ["db-migrate"] : [])]) {
    const longest = `${prefix}-${key}-execution`;
    const path = key === "db-migrate" ? "application" : `services.${key}`;
    problems.require(
      longest.length <= 64,
      path,
      `must make role names of at most 64 characters, got ${longest.length} in ${shown(longest)}; shorten the key or application`,
    );
  }
}

/** Tasks that cannot fetch their image or secrets never start. */
function checkEgress(problems: Problems, settings: FargateAppSettings): void {
  const { allowInternetEgress, endpointSecurityGroupId, s3PrefixListId } = settings;
  problems.require(
    allowInternetEgress || endpointSecurityGroupId !== undefined,
    "endpointSecurityGroupId",
    "must be given, or allowInternetEgress: true, or no task could fetch its image, secrets and start: " +
      "interface endpoints keep the traffic inside, a NAT reaches public registries too",
  );
  problems.require(
    allowInternetEgress || endpointSecurityGroupId === undefined || s3PrefixListId !== undefined,
    "s3PrefixListId",
    "must be given with endpointSecurityGroupId alone: image layers come from S3, by its gateway endpoint's prefix list",
  );
}

function resolveAlarms(problems: Problems, args: FargateAppArgs): FargateAppAlarm[] {
  const { alarms, alarmTopicArn } = args;
  (alarms ?? []).forEach((alarm, index) => {
    problems.oneOf(`alarms[${index}]`, alarm, Object.values(FargateAppAlarm));
    problems.require(
      alarms?.indexOf(alarm) === index,
      `alarms[${index}]`,
      `must be there once, got ${shown(alarm)} twice`,
    );
  });
  problems.require(
    alarms === undefined || alarms.length === 0 || alarmTopicArn !== undefined,
    "alarmTopicArn",
    "must be given for the alarms: they have nobody to tell",
  );
  return alarms ?? (alarmTopicArn === undefined ? [] : Object.values(FargateAppAlarm));
}

function resolveMigration(
  problems: Problems,
  app: FargateAppArgs,
  migration: FargateMigration,
  services: ServiceSettings[],
): MigrationSettings | undefined {
  const key = migration.service ?? (services.length === 1 ? services[0]?.key : undefined);
  const service = services.find((candidate) => candidate.key === key);
  const keys = services.map((candidate) => candidate.key).join(", ");
  if (!service)
    problems.add("migration.service", `must be the key of a service (${keys}), got ${shown(migration.service)}`);
  problems.require(migration.command.length > 0, "migration.command", "must hold the command to run, got nothing");
  checkVariableNames(problems, "migration", migration);
  const secrets = checkSecrets(problems, app, "migration.secrets", migration.secrets);
  const image = migration.image && checkImage(problems, "migration.image", migration.image);
  if (!service) return undefined;
  const { command, environment = {}, readOnlyRootFilesystem = true } = migration;
  return { service, image: image ?? service.image, command, environment, secrets, readOnlyRootFilesystem };
}

function resolveFileSystem(problems: Problems, app: FargateAppArgs): FileSystemSettings {
  const { subnetIdByZone = {}, accessPoints = {}, kmsKeyArn } = app.efs ?? {};
  problems.require(
    Object.keys(subnetIdByZone).length > 0,
    "efs.subnetIdByZone",
    "must hold at least one zone, got none",
  );
  for (const zone of Object.keys(subnetIdByZone)) {
    const inRegion = regionOfZone(zone) === app.region;
    problems.require(inRegion, `efs.subnetIdByZone.${zone}`, `must be a zone of ${app.region}, got ${shown(zone)}`);
  }
  problems.require(Object.keys(accessPoints).length > 0, "efs.accessPoints", "must hold at least one, got none");
  const resolved = Object.entries(accessPoints).map(([key, accessPoint]) => {
    const at = `efs.accessPoints.${key}`;
    const most = 4_294_967_295;
    const path = /^(?=.{1,100}$)(\/|(\/(?!\.)[^$#<>;`|&?{}^*/\n]+){1,4})$/; // API_RootDirectory's own pattern
    problems.matches(at, key, namePattern, "keyed by lower-case letters, digits and single hyphens, first a letter");
    return [
      key,
      {
        path: problems.matches(`${at}.path`, accessPoint.path, path, "an absolute path of at most four levels"),
        userId: problems.wholeNumber(`${at}.userId`, accessPoint.userId ?? defaults.accessPointUserId, 0, most),
        groupId: problems.wholeNumber(`${at}.groupId`, accessPoint.groupId ?? defaults.accessPointGroupId, 0, most),
        permissions: problems.matches(
          `${at}.permissions`,
          accessPoint.permissions ?? defaults.accessPointPermissions,
          /^[0-7]{3,4}$/,
          "octal digits such as 0750",
        ),
      },
    ] as const;
  });
  return { subnetIdByZone, accessPoints: Object.fromEntries(resolved), kmsKeyArn };
}
