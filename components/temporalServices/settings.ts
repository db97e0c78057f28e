import type * as pulumi from "@pulumi/pulumi";
import { checkTopicArn } from "../internal/alarmTopic";
import { checkIdentity, namePattern, type DeploymentIdentity } from "../internal/identity";
import { checkPinnedImage } from "../internal/images";
import { checkLogRetention } from "../internal/logGroups";
import { Problems, shown } from "../internal/problems";
import { shownUnlessSecret } from "../internal/secretReferences";
import { checkShapes, flag, list, record, recordOf, recordWith, required, text, type Shapes } from "../internal/shapes";
import { resolveWorkingHours, type ResolvedWorkingHours } from "../internal/workingHours";
import { TemporalStage, temporalServicesDefaults as defaults, type TemporalServicesArgs } from "./args";
import { searchIndexPrefix } from "./config";
import { resolveConnections } from "./connectionSettings";
import { serviceFacts, serviceKeys, TemporalServiceKey, type ImageKey, type ServiceFacts } from "./facts";
import { nodeCapacityOf } from "./instanceTypes";
import { resolveOpenSearch, type OpenSearchSettings } from "./openSearchSettings";
import { misfitsOf, type TaskSizes } from "./packing";
import { imageAddress } from "./repositories";

/** The arguments with every default filled in, checked. */
export interface TemporalSettings {
  identity: DeploymentIdentity;
  /** The project's name, with which every physical name begins. */
  prefix: string;
  vpcId: pulumi.Input<string>;
  subnetIds: pulumi.Input<string>[];
  endpointSecurityGroupId?: pulumi.Input<string>;
  s3PrefixListId?: pulumi.Input<string>;
  dsqlSecurityGroupId?: pulumi.Input<string>;
  allowInternetEgress: boolean;
  instanceType: string;
  eniTrunking: boolean;
  images: Record<ImageKey, string>;
  dsql: { endpoint: string; arn: string };
  visibilityIndex: string;
  historyShards: number;
  /** Sizes, and counts as they are in stage `running`. */
  sizes: TaskSizes;
  stage: TemporalStage;
  dynamicConfigTmpfsMiB: number;
  logRetentionDays: number;
  collectAllMetrics: boolean;
  openSearch: OpenSearchSettings;
  grafanaAdminSecretArn: string;
  alarmTopicArn?: pulumi.Input<string>;
  schedule?: ResolvedWorkingHours;
  tags?: Record<string, pulumi.Input<string>>;
}

const secretArn = /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@!-]+$/;

/** What is looked into before it is asked for. */
const shapes: Shapes = {
  subnetIds: required(list),
  allowInternetEgress: flag,
  instanceType: text,
  eniTrunking: flag,
  services: recordOf(record),
  collectAllMetrics: flag,
  openSearch: recordWith({ instanceType: text }),
  schedule: record,
  tags: record,
};

/** Fills defaults and reports all bad arguments at once. Creates nothing. */
export function resolveSettings(name: string, args: TemporalServicesArgs): TemporalSettings {
  const problems = new Problems(`TemporalServices "${name}"`);
  const { environment, accountId, region } = args;
  const identity = { environment, accountId, region };
  checkShapes(problems, args, shapes);
  checkIdentity(problems, args);
  const prefix = args.projectName ?? `temporal-${environment}`;
  checkProjectName(problems, prefix);
  const instanceType = args.instanceType ?? defaults.instanceType;
  const sizes = resolveSizes(problems, args);
  const images = resolveImages(problems, args, identity, prefix);
  const visibilityIndex = args.visibilityIndex ?? `temporal_visibility_v1_${environment}`;
  // https://docs.opensearch.org/latest/api-reference/index-apis/create-index/
  const index = new RegExp(`^${searchIndexPrefix}[a-z0-9_-]*$`);
  const indexShape = `${searchIndexPrefix} and then lower-case letters, digits, _ and -, because the template of mappings covers no other`;
  problems.check("visibilityIndex", visibilityIndex, (text) =>
    index.test(text) && text.length <= 255 ? undefined : `must be ${indexShape}, at most 255, got ${shown(text)}`,
  );
  const stage = args.stage ?? defaults.stage;
  problems.oneOf("stage", stage, Object.values(TemporalStage));
  const tmpfs = args.dynamicConfigTmpfsMiB ?? defaults.dynamicConfigTmpfsMiB;
  problems.wholeNumber("dynamicConfigTmpfsMiB", tmpfs, 1, 10, "it holds a file of a few KB");
  const shardsFix = "Temporal cannot change it later; 512 is usual";
  problems.wholeNumber("historyShards", args.historyShards, 1, 16_384, shardsFix);
  const settings: TemporalSettings = {
    identity,
    prefix,
    ...resolveConnections(problems, args, sizes),
    instanceType,
    eniTrunking: resolveTrunking(problems, args.eniTrunking, instanceType, sizes),
    images,
    visibilityIndex,
    historyShards: args.historyShards,
    sizes,
    stage,
    dynamicConfigTmpfsMiB: tmpfs,
    logRetentionDays: args.logRetentionDays ?? defaults.logRetentionDays,
    collectAllMetrics: args.collectAllMetrics ?? defaults.collectAllMetrics,
    openSearch: resolveOpenSearch(problems, args),
    grafanaAdminSecretArn: args.grafanaAdminSecretArn,
    alarmTopicArn:
      args.alarmTopicArn === undefined
        ? undefined
        : checkTopicArn(problems, "alarmTopicArn", args.alarmTopicArn, identity.region),
    schedule: args.schedule && resolveWorkingHours(problems, "schedule", args.schedule),
    tags: args.tags,
  };
  checkLogRetention(problems, "logRetentionDays", settings.logRetentionDays);
  problems.check("grafanaAdminSecretArn", args.grafanaAdminSecretArn, (arn) =>
    typeof arn === "string" && secretArn.test(arn)
      ? undefined
      : `must be the ARN of a Secrets Manager secret, got ${shownUnlessSecret(arn)}`,
  );
  problems.throwIfAny();
  return settings;
}

/** https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_CreateDomain.html allows domain names of 28. */
function checkProjectName(problems: Problems, prefix: string): void {
  problems.check("projectName", prefix, (text) =>
    namePattern.test(text) && text.length >= 2 && text.length <= 17 && !/^(aws|ssm|ecs|fargate)/.test(text)
      ? undefined
      : `must be 2 to 17 lower-case letters, digits and single hyphens, first a letter, not beginning with aws, ssm, ecs or fargate, got ${shown(text)}`,
  );
}

function resolveSizes(problems: Problems, args: TemporalServicesArgs): TaskSizes {
  const resolved = serviceKeys.map((key) => {
    const given = args.services?.[key] ?? {};
    const small = key === "ui" || key === "adot";
    const at = `services.${key}`;
    const cpuUnits = given.cpuUnits ?? (small ? defaults.smallCpuUnits : defaults.cpuUnits);
    const memoryMiB = given.memoryMiB ?? (small ? defaults.smallMemoryMiB : defaults.memoryMiB);
    const desiredCount = given.desiredCount ?? defaults.desiredCount;
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters_ec2.html
    problems.wholeNumber(`${at}.cpuUnits`, cpuUnits, 128, 16_384);
    problems.wholeNumber(`${at}.memoryMiB`, memoryMiB, 128, 122_880);
    const most = (serviceFacts[key] as ServiceFacts).single ? 1 : 100;
    problems.wholeNumber(`${at}.desiredCount`, desiredCount, 0, most);
    return [key, { cpuUnits, memoryMiB, desiredCount }] as const;
  });
  for (const key of Object.keys(args.services ?? {})) {
    problems.require(key in TemporalServiceKey, `services.${key}`, `must be one of ${serviceKeys.join(", ")}`);
  }
  return Object.fromEntries(resolved) as TaskSizes;
}

function resolveImages(problems: Problems, args: TemporalServicesArgs, identity: DeploymentIdentity, prefix: string) {
  const own = (image: ImageKey, tag: string) => `${imageAddress(identity, prefix, image)}:${tag}`;
  const images = {
    server: args.temporalImage,
    adminTools: args.adminToolsImage,
    ui: args.uiImage ?? own("ui", defaults.uiTag),
    grafana: args.grafanaImage ?? own("grafana", defaults.grafanaTag),
    adot: args.adotImage ?? own("adot", defaults.adotTag),
  };
  checkPinnedImage(problems, "temporalImage", images.server);
  checkPinnedImage(problems, "adminToolsImage", images.adminTools);
  if (args.uiImage !== undefined) checkPinnedImage(problems, "uiImage", images.ui);
  if (args.grafanaImage !== undefined) checkPinnedImage(problems, "grafanaImage", images.grafana);
  if (args.adotImage !== undefined) checkPinnedImage(problems, "adotImage", images.adot);
  return images;
}

/** On when asked for, or when the tasks fit with it and not without. */
function resolveTrunking(problems: Problems, asked: boolean | undefined, type: string, sizes: TaskSizes): boolean {
  const capacity = nodeCapacityOf(type);
  if (typeof capacity === "string") {
    problems.add("instanceType", `${capacity}, got ${shown(type)}`);
    return false;
  }
  if (!problems.isSound("services")) return false;
  const without = misfitsOf(sizes, type, capacity, false);
  const trunked = asked ?? without.length > 0;
  const canCarry = capacity.trunkedInterfaces > capacity.interfaces;
  problems.require(!asked || canCarry, "eniTrunking", `must not be true with ${type}, which carries no trunk`);
  const misfits = trunked && canCarry ? misfitsOf(sizes, type, capacity, true) : without;
  for (const { reason } of misfits) problems.add("instanceType", reason);
  return trunked && canCarry;
}

/** Tasks of a service as they are now. */
export function countOf({ stage, sizes }: TemporalSettings, key: TemporalServiceKey): number {
  return stage === TemporalStage.running ? sizes[key].desiredCount : 0;
}
