import type * as pulumi from "@pulumi/pulumi";
import { addressPlan, type ZonePlan } from "../internal/cidr";
import { checkIdentity, namePattern, type DeploymentIdentity } from "../internal/identity";
import { checkLogRetention } from "../internal/logGroups";
import { Problems, shown } from "../internal/problems";
import { checkShapes, flag, record, recordOf, type Shapes } from "../internal/shapes";
import { resolveWorkingHours, type ResolvedWorkingHours } from "../internal/workingHours";
import type { PrivateNetworkArgs } from "../privateNetwork";
import { checkCidr, checkZones } from "./addressSettings";
import { resolveEndpoints, type ResolvedEndpointService } from "./endpointSettings";
import { natInstanceTypeOf, type Architecture } from "./instanceTypes";
import { FlowLogTraffic, NetworkEgress, privateNetworkDefaults } from "./options";

/** A NAT instance as it will be made. */
export interface NatInstanceSettings {
  type: string;
  architecture: Architecture;
  burstable: boolean;
  sleep?: ResolvedWorkingHours;
}

/** A network's arguments, checked and complete. */
export interface NetworkSettings {
  identity: DeploymentIdentity;
  cidrBlock: string;
  zones: ZonePlan[];
  /** Zones that hold a NAT: none, the first, or all. */
  natZones: string[];
  egress: NetworkEgress;
  publicSubnets: boolean;
  dataSubnets: boolean;
  interfaceEndpoints: string[];
  gatewayEndpoints: string[];
  endpointServices: Record<string, ResolvedEndpointService>;
  flowLogs?: { retentionDays: number; trafficType: string };
  natInstance: NatInstanceSettings;
  tags: Record<string, pulumi.Input<string>>;
}

/** What is looked into before it is asked for. */
const shapes: Shapes = {
  publicSubnets: flag,
  dataSubnets: flag,
  endpointServices: recordOf(record),
  flowLogs: record,
  sleepSchedule: record,
  tags: record,
};

/** Fills defaults and reports all bad arguments at once. Creates nothing. */
export function resolveSettings(name: string, args: PrivateNetworkArgs): NetworkSettings {
  const problems = new Problems(`PrivateNetwork "${name}"`);
  checkShapes(problems, args, shapes);
  const region = checkZones(problems, args.availabilityZones);
  // A wrong zone is reported as such, not once more as a wrong region.
  const identity = { environment: args.environment, accountId: args.accountId, region: region ?? "eu-west-1" };
  checkIdentity(problems, identity);
  checkName(problems, name, identity.environment);

  const cidrBlock = args.cidrBlock ?? privateNetworkDefaults.cidrBlock;
  const network = checkCidr(problems, cidrBlock, args.connectedCidrBlocks ?? []);
  const egress = args.egress ?? privateNetworkDefaults.egress;
  problems.oneOf("egress", egress, Object.values(NetworkEgress));
  const zones = Array.isArray(args.availabilityZones) ? args.availabilityZones : [];
  const settings = {
    identity,
    cidrBlock,
    egress,
    publicSubnets: args.publicSubnets ?? privateNetworkDefaults.publicSubnets,
    dataSubnets: args.dataSubnets ?? privateNetworkDefaults.dataSubnets,
    natZones:
      egress === NetworkEgress.none ? [] : egress === NetworkEgress.natGatewayPerZone ? zones : zones.slice(0, 1),
    ...resolveEndpoints(problems, args, region),
    flowLogs: resolveFlowLogs(problems, args),
    natInstance: resolveNatInstance(problems, args, egress),
    tags: checkTags(problems, args.tags ?? {}),
  };
  problems.throwIfAny();
  return { ...settings, zones: network ? addressPlan(network, zones) : [] };
}

/** The name goes into a log group's and two roles' names; 64 characters is what IAM takes for a role. */
function checkName(problems: Problems, name: string, environment: string): void {
  const longest = `${environment}-${name}-flow-logs`;
  problems.require(
    namePattern.test(name) && longest.length <= 64,
    "name",
    `must be lower-case letters, digits and single hyphens, first a letter, and with the environment at most 53 characters, got ${shown(name)}`,
  );
}

function resolveFlowLogs(problems: Problems, { flowLogs }: PrivateNetworkArgs) {
  if (!flowLogs) return undefined;
  const retentionDays = flowLogs.retentionDays ?? privateNetworkDefaults.flowLogRetentionDays;
  const trafficType = flowLogs.trafficType ?? privateNetworkDefaults.flowLogTrafficType;
  checkLogRetention(problems, "flowLogs.retentionDays", retentionDays);
  problems.oneOf("flowLogs.trafficType", trafficType, Object.values(FlowLogTraffic));
  return { retentionDays, trafficType };
}

function resolveNatInstance(problems: Problems, args: PrivateNetworkArgs, egress: string): NatInstanceSettings {
  if (egress !== NetworkEgress.natInstance) {
    const fix = `has an effect with egress natInstance only, got egress ${shown(egress)}; leave it out`;
    problems.require(args.natInstanceType === undefined, "natInstanceType", fix);
    problems.require(args.sleepSchedule === undefined, "sleepSchedule", fix);
  }
  const type = args.natInstanceType ?? privateNetworkDefaults.natInstanceType;
  const kind = typeof type === "string" ? natInstanceTypeOf(type) : "must be an instance type such as t4g.nano";
  if (typeof kind === "string") problems.add("natInstanceType", `${kind}, got ${shown(type)}`);
  return {
    type,
    ...(typeof kind === "string" ? { architecture: "arm64", burstable: true } : kind),
    sleep: args.sleepSchedule && resolveWorkingHours(problems, "sleepSchedule", args.sleepSchedule),
  };
}

function checkTags(problems: Problems, tags: Record<string, pulumi.Input<string>>) {
  for (const key of Object.keys(tags)) {
    problems.require(
      key.length >= 1 && key.length <= 128 && !/^aws:/i.test(key) && key !== "Name",
      `tags.${key}`,
      key === "Name"
        ? "must not be set: every resource has a Name of its own"
        : "must be a key of 1 to 128 characters that does not begin with aws:",
    );
  }
  return tags;
}
