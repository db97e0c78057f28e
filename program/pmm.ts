import type * as pulumi from "@pulumi/pulumi";
import { PmmServer, type PmmServerArgs } from "../components";
import type { Fault, StackConfig } from "../config";
import type { NetworkLinks } from "./args";
import { stackTags } from "./provider";

/** What a monitoring server needs of a database, to which it connects itself, past the proxy. */
export interface WatchedDatabase {
  securityGroupId: pulumi.Input<string>;
  databasePort: pulumi.Input<number>;
}

/** From the configuration to the arguments: a server in one zone of the network that watches the stack's database. */
export function pmmArgs(
  config: StackConfig,
  network: NetworkLinks,
  database: WatchedDatabase,
  alarmTopicArn: pulumi.Input<string>,
): PmmServerArgs {
  const { environment, accountId, region } = config;
  const { enabled, pmmVersion, domain, allowedCidrBlocks, ...settings } = config.pmm;
  const zones = config.network.availabilityZones;
  const zone = settings.availabilityZone ?? zones[0] ?? "";
  const subnets = network.privateSubnetIdByZone;
  return {
    environment,
    accountId,
    region,
    vpcId: network.vpcId,
    privateSubnetId: subnets[zone] ?? "",
    loadBalancerSubnetIds: settings.internal ? zones.flatMap((each) => subnets[each] ?? []) : network.publicSubnetIds,
    pmmVersion: pmmVersion ?? "",
    domain: domain ?? { zoneId: "", names: [] },
    allowedCidrBlocks: allowedCidrBlocks ?? (settings.internal ? [config.network.cidr] : undefined),
    monitoredDatabases: { database: { securityGroupId: database.securityGroupId, port: database.databasePort } },
    alarmTopicArn,
    ...settings,
    availabilityZone: zone,
    // Default tags do not reach the instance that the group starts, nor its disks, so the component is told them.
    tags: { ...stackTags(config), component: "pmm" },
  };
}

/** The monitoring server; undefined where the configuration leaves it out. */
export function createPmm(
  config: StackConfig,
  network: NetworkLinks,
  database: WatchedDatabase,
  alarmTopicArn: pulumi.Input<string>,
  opts: pulumi.ComponentResourceOptions,
): PmmServer | undefined {
  return config.pmm.enabled ? new PmmServer("pmm", pmmArgs(config, network, database, alarmTopicArn), opts) : undefined;
}

/** Where the server answers, how to get in, and what outlives its instance. */
export function pmmOutputs(pmm: PmmServer | undefined) {
  return (
    pmm && {
      url: pmm.url,
      portForwardCommand: pmm.portForwardCommand,
      adminUser: pmm.adminUser,
      adminPasswordSecretArn: pmm.adminPasswordSecretArn,
      autoScalingGroupName: pmm.autoScalingGroupName,
      dataVolumeId: pmm.dataVolumeId,
      backupVaultName: pmm.backupVaultName,
    }
  );
}

/** Settings of the server that contradict those of the network. */
export function pmmContradictions({ pmm, network }: StackConfig): Fault[] {
  if (!pmm.enabled) return [];
  const faults: Fault[] = [];
  const { availabilityZone: zone } = pmm;
  if (zone !== undefined && !network.availabilityZones.includes(zone)) {
    faults.push({
      path: "cloister:pmm.availabilityZone",
      reason: `must be among network.availabilityZones ${network.availabilityZones.join(", ")}, got "${zone}"`,
    });
  }
  if (network.egress === "none") {
    faults.push({
      path: "cloister:pmm.enabled",
      reason:
        "true needs a way to packages and the image, got network.egress none; choose natInstance, natGateway or natGatewayPerZone",
    });
  }
  if (!pmm.internal && !network.publicSubnets) {
    faults.push({
      path: "cloister:pmm.internal",
      reason: "false needs public subnets; set network.publicSubnets to true, or keep the server internal",
    });
  }
  return faults;
}
