import type * as pulumi from "@pulumi/pulumi";
import { checkIdentity, namePattern, regionOfZone, type DeploymentIdentity } from "../internal/identity";
import { checkKeyArn } from "../internal/keys";
import { checkLogRetention } from "../internal/logGroups";
import { Problems, shown } from "../internal/problems";
import {
  checkId,
  checkShapes,
  flag,
  list,
  record,
  recordOf,
  recordWith,
  required,
  type Shapes,
} from "../internal/shapes";
import { checkRecoveryDays } from "../internal/secrets";
import { resolveAccess } from "./accessSettings";
import { PmmVolumeType, pmmServerDefaults as defaults, type PmmServerArgs } from "./args";
import { resolveAudience } from "./audienceSettings";
import { instanceTypeFault } from "./instanceTypes";
import { checkUserData } from "./userData";

/** What is looked into before it is asked for. */
const shapes: Shapes = {
  loadBalancerSubnetIds: required(list),
  domain: required(recordWith({ names: required(list) })),
  internal: flag,
  allowedCidrBlocks: list,
  allowedSecurityGroupIds: record,
  dataVolume: record,
  telemetry: flag,
  updates: flag,
  monitoredDatabases: recordOf(record),
  customQueries: record,
  secretReaders: list,
  alarmEmails: list,
  deletionProtection: flag,
  tags: record,
};

/** Everything the resources are made of: defaults filled in, every rule checked. */
export type PmmServerSettings = ReturnType<typeof resolveSettings>;

/** Fills defaults and reports all bad arguments at once. Creates nothing. */
export function resolveSettings(name: string, args: PmmServerArgs) {
  const problems = new Problems(`PmmServer "${name}"`);
  checkShapes(problems, args, shapes);
  checkIdentity(problems, args);
  const identity: DeploymentIdentity = {
    environment: args.environment,
    accountId: args.accountId,
    region: args.region,
  };
  const serviceName = problems.check("serviceName", args.serviceName ?? defaults.serviceName, (text) =>
    namePattern.test(text) && text.length >= 2 && text.length <= 24
      ? undefined
      : `must be 2 to 24 lower-case letters, digits and single hyphens, first a letter, got ${shown(text)}`,
  );
  const prefix = `${args.environment}-${serviceName}`;
  checkPlace(problems, args);
  const settings = {
    identity,
    serviceName,
    prefix,
    vpcId: checkId(problems, "vpcId", args.vpcId, "network"),
    privateSubnetId: problems.isSound("privateSubnetId")
      ? checkId(problems, "privateSubnetId", args.privateSubnetId, "subnet")
      : args.privateSubnetId,
    availabilityZone: args.availabilityZone,
    imageReference: imageReferenceOf(problems, args.pmmVersion),
    pmmVersion: args.pmmVersion,
    instanceType: problems.check("instanceType", args.instanceType ?? defaults.instanceType, instanceTypeFault),
    imageId:
      args.imageId === undefined
        ? undefined
        : problems.matches("imageId", args.imageId, /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/, "the id of an image, ami-…"),
    dataVolume: resolveVolume(problems, args, prefix),
    telemetry: args.telemetry ?? defaults.telemetry,
    dataRetentionDays: problems.wholeNumber(
      "dataRetentionDays",
      args.dataRetentionDays ?? defaults.dataRetentionDays,
      1,
      3_650,
    ),
    updates: args.updates ?? defaults.updates,
    customQueries: checkQueries(problems, args.customQueries ?? {}),
    secretRecoveryDays: checkRecoveryDays(
      problems,
      "secretRecoveryDays",
      args.secretRecoveryDays ?? defaults.secretRecoveryDays,
    ),
    // https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html
    backupRetentionDays: problems.wholeNumber(
      "backupRetentionDays",
      args.backupRetentionDays ?? defaults.backupRetentionDays,
      1,
      36_500,
    ),
    logRetentionDays: checkLogRetention(
      problems,
      "logRetentionDays",
      args.logRetentionDays ?? defaults.logRetentionDays,
    ),
    deletionProtection: args.deletionProtection ?? defaults.deletionProtection,
    ...resolveAccess(problems, args),
    ...resolveAudience(problems, args),
    tags: {
      environment: args.environment,
      service: serviceName,
      created_by_module: "cloister",
      ...args.tags,
    } as Record<string, pulumi.Input<string>>,
  };
  checkUserData(problems, settings);
  problems.throwIfAny();
  return settings;
}

/** One zone holds the volume, the subnet and the instance: two would leave the data behind on half of the launches. */
function checkPlace(problems: Problems, args: PmmServerArgs): void {
  const one = (path: string, value: unknown, what: string) => {
    const parts = Array.isArray(value) ? value : typeof value === "string" ? value.split(/[\s,]+/) : [];
    problems.require(
      parts.length <= 1 && !Array.isArray(value),
      path,
      `must be one ${what}: the data volume lives in one zone, and so must the instance, got ${parts.length}`,
    );
    return parts.length <= 1 && !Array.isArray(value);
  };
  one("privateSubnetId", args.privateSubnetId, "subnet");
  if (one("availabilityZone", args.availabilityZone, "zone")) {
    problems.check("availabilityZone", args.availabilityZone, (zone) =>
      typeof zone === "string" && regionOfZone(zone) === args.region
        ? undefined
        : `must be a zone of ${args.region}, got ${shown(zone)}`,
    );
  }
}

const versionPattern = /^3\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-\d+)?$/;
const digestPattern = /^([a-z0-9.-]+(:\d+)?\/)?[a-z0-9._/-]+(:[\w.-]{1,128})?@sha256:[0-9a-f]{64}$/;

/** The image: a tag that moves would upgrade at a restart, unasked, what cannot be downgraded. */
function imageReferenceOf(problems: Problems, version: string): string {
  problems.check("pmmVersion", version, (text) =>
    typeof text === "string" && (versionPattern.test(text) || digestPattern.test(text))
      ? undefined
      : "must be an exact version of PMM 3 such as 3.4.1, or an image reference with digest " +
        `(percona/pmm-server@sha256:…), because a tag that moves upgrades unasked, got ${shown(text)}`,
  );
  return versionPattern.test(version) ? `percona/pmm-server:${version}` : version;
}

function resolveVolume(problems: Problems, { dataVolume: given = {} }: PmmServerArgs, prefix: string) {
  const type = problems.oneOf("dataVolume.type", given.type ?? defaults.volumeType, Object.values(PmmVolumeType));
  const { snapshotId, kmsKeyArn } = given;
  if (snapshotId !== undefined) {
    const shape = "the id of a snapshot, snap-…";
    problems.matches("dataVolume.snapshotId", snapshotId, /^snap-([0-9a-f]{8}|[0-9a-f]{17})$/, shape);
  }
  return {
    sizeGiB: problems.wholeNumber(
      "dataVolume.sizeGiB",
      given.sizeGiB ?? defaults.sizeGiB,
      20,
      type === PmmVolumeType.Gp2 ? 16_384 : 65_536,
    ),
    type,
    kmsKeyArn: kmsKeyArn === undefined ? undefined : checkKeyArn(problems, "dataVolume.kmsKeyArn", kmsKeyArn),
    snapshotId,
    // A restored volume has a tag of its own: the one that it replaces is kept, and must not be attached again.
    tagValue: snapshotId === undefined ? prefix : `${prefix}-${snapshotId}`,
  };
}

/** Where PMM looks for own queries. https://docs.percona.com/percona-monitoring-and-management/3/configure-pmm/custom-queries.html */
function checkQueries(problems: Problems, queries: Record<string, string>): Record<string, string> {
  for (const [file, text] of Object.entries(queries)) {
    problems.require(
      /^(mysql|postgresql)\/(low|medium|high)-resolution\/[\w-]+\.ya?ml$/.test(file),
      `customQueries.${file}`,
      "must be keyed by mysql or postgresql, then low-, medium- or high-resolution, then a file name, such as " +
        "postgresql/high-resolution/orders.yml",
    );
    problems.require(
      typeof text === "string" && text.trim() !== "",
      `customQueries.${file}`,
      "must hold the queries as YAML, got nothing",
    );
  }
  return queries;
}
