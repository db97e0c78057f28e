import type * as pulumi from "@pulumi/pulumi";
import { checkFargateSize } from "../internal/fargateSizes";
import type { PolicyStatement } from "../internal/iam";
import { checkImage } from "../internal/images";
import type { Problems } from "../internal/problems";
import { resolveWorkingHours, type ResolvedWorkingHours } from "../internal/workingHours";
import {
  fargateAppDefaults as defaults,
  FargateArchitecture,
  type FargateAppArgs,
  type FargateFileSystemMount,
  type FargateScaling,
  type FargateSchedule,
  type FargateService,
} from "./args";
import { everything } from "./listenerRules";
import {
  checkDirectories,
  checkKey,
  checkSecrets,
  checkStatements,
  checkVariableNames,
  resolveHealthCheck,
  type HealthCheckSettings,
} from "./serviceChecks";

/** Most tasks of one service. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const mostTasks = 5_000;

/** A service with every value filled in and checked. */
export interface ServiceSettings {
  key: string;
  image: pulumi.Input<string>;
  port: number;
  isDefault: boolean;
  cpuUnits: number;
  memoryMiB: number;
  architecture: FargateArchitecture;
  spot: boolean;
  desiredCount: number;
  environment: Record<string, pulumi.Input<string>>;
  secrets: Record<string, pulumi.Input<string>>;
  secretVersions: Record<string, pulumi.Input<string>>;
  urlEnvironmentName?: string;
  healthCheck: HealthCheckSettings;
  healthCheckGracePeriodSeconds: number;
  scaling?: Required<FargateScaling>;
  schedule?: { hours: ResolvedWorkingHours; offHoursMinimum: number };
  stickiness: boolean;
  fileSystemMounts: Required<FargateFileSystemMount>[];
  readOnlyRootFilesystem: boolean;
  writablePaths: string[];
  taskPolicyStatements: PolicyStatement[];
  securityGroupIds: pulumi.Input<string>[];
}

/** Fills a service's defaults and records what is wrong with it, except its paths and priority. */
export function resolveService(
  problems: Problems,
  app: FargateAppArgs,
  key: string,
  service: FargateService,
): ServiceSettings {
  const at = `services.${key}`;
  const executeCommand = app.executeCommand ?? defaults.executeCommand;
  checkKey(problems, at, key);
  const scaling = service.scaling && resolveScaling(problems, `${at}.scaling`, service.scaling);
  const settings: ServiceSettings = {
    key,
    image: checkImage(problems, `${at}.image`, service.image),
    port: problems.wholeNumber(`${at}.port`, service.port, 1, 65_535),
    isDefault: service.paths.includes(everything),
    cpuUnits: service.cpuUnits ?? defaults.cpuUnits,
    memoryMiB: service.memoryMiB ?? defaults.memoryMiB,
    architecture: problems.oneOf(
      `${at}.architecture`,
      service.architecture ?? defaults.architecture,
      Object.values(FargateArchitecture),
    ),
    spot: service.spot ?? defaults.spot,
    desiredCount: checkDesiredCount(problems, `${at}.desiredCount`, service.desiredCount, scaling),
    environment: service.environment ?? {},
    secrets: checkSecrets(problems, app, `${at}.secrets`, service.secrets),
    secretVersions: service.secretVersions ?? {},
    urlEnvironmentName: service.urlEnvironmentName,
    healthCheck: resolveHealthCheck(problems, at, service),
    healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds ?? defaults.healthCheckGracePeriodSeconds,
    scaling,
    schedule: service.schedule && resolveSchedule(problems, `${at}.schedule`, service.schedule),
    stickiness: service.stickiness ?? false,
    fileSystemMounts: (service.fileSystemMounts ?? []).map((mount) => ({
      ...mount,
      readOnly: mount.readOnly ?? false,
    })),
    readOnlyRootFilesystem: service.readOnlyRootFilesystem ?? !executeCommand,
    writablePaths: service.writablePaths ?? [],
    taskPolicyStatements: service.taskPolicyStatements ?? [],
    securityGroupIds: service.securityGroupIds ?? [],
  };
  checkFargateSize(problems, at, settings.cpuUnits, settings.memoryMiB);
  checkVariableNames(problems, at, service);
  checkDirectories(problems, at, app, service);
  checkStatements(problems, `${at}.taskPolicyStatements`, settings.taskPolicyStatements);
  problems.require(
    !(executeCommand && settings.readOnlyRootFilesystem),
    `${at}.readOnlyRootFilesystem`,
    "must not be true together with executeCommand, whose agent writes into the container, got true; turn one off",
  );
  problems.require(
    settings.schedule === undefined || settings.desiredCount > 0,
    `${at}.schedule`,
    "must be absent while desiredCount is 0: the morning would wake nothing",
  );
  problems.require(
    settings.securityGroupIds.length <= 4, // an interface holds five, one of them is the service's own
    `${at}.securityGroupIds`,
    `must be at most 4 groups, got ${settings.securityGroupIds.length}`,
  );
  return settings;
}

function checkDesiredCount(
  problems: Problems,
  path: string,
  count: number | undefined,
  scaling: Required<FargateScaling> | undefined,
): number {
  if (!scaling) return problems.wholeNumber(path, count ?? defaults.desiredCount, 0, mostTasks);
  if (count === undefined) return scaling.minCount;
  return problems.wholeNumber(path, count, scaling.minCount, scaling.maxCount, "scaling sets the bounds");
}

function resolveScaling(problems: Problems, at: string, scaling: FargateScaling): Required<FargateScaling> {
  const percent = (name: "cpuTargetPercent" | "memoryTargetPercent") =>
    problems.wholeNumber(`${at}.${name}`, scaling[name] ?? defaults[name], 1, 100);
  const minCount = scaling.minCount ?? defaults.scalingMinCount;
  const sleep = "to sleep at night, use schedule.offHoursMinimum 0";
  problems.wholeNumber(`${at}.minCount`, minCount, 1, mostTasks, minCount === 0 ? sleep : "");
  return {
    minCount,
    maxCount: problems.wholeNumber(`${at}.maxCount`, scaling.maxCount, Math.max(minCount, 1), mostTasks),
    cpuTargetPercent: percent("cpuTargetPercent"),
    memoryTargetPercent: percent("memoryTargetPercent"),
    requestsPerTarget: problems.wholeNumber(
      `${at}.requestsPerTarget`,
      scaling.requestsPerTarget ?? defaults.requestsPerTarget,
      1,
      1_000_000,
    ),
  };
}

function resolveSchedule(problems: Problems, at: string, schedule: FargateSchedule) {
  const offHoursMinimum = schedule.offHoursMinimum ?? defaults.offHoursMinimum;
  return {
    hours: resolveWorkingHours(problems, at, schedule),
    offHoursMinimum: problems.wholeNumber(`${at}.offHoursMinimum`, offHoursMinimum, 0, 1),
  };
}
