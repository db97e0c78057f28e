import * as pulumi from "@pulumi/pulumi";
import { faultsOf } from "./internal/faults";
import { createLogGroup } from "./internal/logGroups";
import { typeToken } from "./internal/package";
import { createAlarms, createTopic } from "./pmmServer/alarms";
import type { PmmServerArgs } from "./pmmServer/args";
import { createBackup } from "./pmmServer/backup";
import { createCredentials } from "./pmmServer/credentials";
import { createDashboard } from "./pmmServer/dashboard";
import { createGroup } from "./pmmServer/group";
import { createLoadBalancer } from "./pmmServer/loadBalancer";
import { adminUser, logGroupNames } from "./pmmServer/names";
import { createNetwork } from "./pmmServer/network";
import { portForwardCommand } from "./pmmServer/portForward";
import { createInstanceRole } from "./pmmServer/role";
import { resolveSettings, type PmmServerSettings } from "./pmmServer/settings";
import { renderUserData } from "./pmmServer/instance/userData";
import { instanceValues } from "./pmmServer/userData";
import { createDataVolume } from "./pmmServer/volume";

export * from "./pmmServer/args";

/**
 * Percona Monitoring and Management 3 on one EC2 instance that may be lost at any time, because its data is not on it.
 *
 * Creates an Auto Scaling group of exactly one in one private subnet; an encrypted EBS volume in the same zone that each
 * instance attaches at its start; a load balancer with certificate and DNS names, for people (HTTPS) and for agents
 * (gRPC); the admin password in Secrets Manager, set anew at every start; daily and weekly backups in a vault of its
 * own; log groups, eight alarms, a dashboard and, without `alarmTopicArn`, a topic; and rules on the groups of the
 * databases that it watches.
 *
 * ```
 * people, agents --443--> load balancer --443--> instance (group of one) --5432/3306--> databases
 *                                                    |  attaches at its start
 *                                                    v
 *                                               data volume ----> AWS Backup, daily and weekly
 * ```
 *
 * The instance is replaced by stopping the old one first: ten minutes without monitoring, and never two of them on one
 * volume. Volume and backups stay when the stack is destroyed; to delete the volume is a decision of its own.
 *
 * Costs when idle (us-east-1) about 115 USD a month: `m5.large` 70, load balancer 17, 100 GiB of gp3 8 and 30 GiB of
 * root disk 2.40, snapshots about 10, alarms, dashboard, secret and logs about 8.
 *
 * Refuses, all at once and before anything is registered: instance types that are too small or ARM, versions that move,
 * two zones, alarms that nobody hears, an internet-facing server without the ranges that may reach it, readers of the
 * password in other accounts without a key of their own.
 *
 * Does not make: SSH or key pairs (Session Manager is the way in, see `portForwardCommand`), or PMM's DBaaS, which
 * Percona removed from PMM 3.
 */
export class PmmServer extends pulumi.ComponentResource {
  /** Address of the server, `https://NAME` with the first of `domain.names`. */
  public readonly url: pulumi.Output<string>;
  /** User to log in as. */
  public readonly adminUser: pulumi.Output<string>;
  /** ARN of the secret with the keys `username` and `password` (without AWS's random suffix: policies add `-??????`). */
  public readonly adminPasswordSecretArn: pulumi.Output<string>;
  /** Security group of the instance: databases that are watched let it in. */
  public readonly securityGroupId: pulumi.Output<string>;
  /** Name of the Auto Scaling group of one, `ENVIRONMENT-SERVICENAME`. */
  public readonly autoScalingGroupName: pulumi.Output<string>;
  /** Id of the data volume. */
  public readonly dataVolumeId: pulumi.Output<string>;
  /** Name of the backup vault. */
  public readonly backupVaultName: pulumi.Output<string>;
  /** ARN of the interface's target group. */
  public readonly targetGroupArn: pulumi.Output<string>;
  /** Shell command that brings the server to https://localhost:8443, by Session Manager. */
  public readonly portForwardCommand: pulumi.Output<string>;
  /** ARN of the topic that the alarms tell. */
  public readonly alarmTopicArn: pulumi.Output<string>;

  constructor(name: string, args: PmmServerArgs, opts?: pulumi.ComponentResourceOptions) {
    const settings = resolveSettings(name, args);
    super(typeToken("PmmServer"), name, args, opts);
    const child = { parent: this };

    const network = createNetwork(name, settings, child);
    const front = createLoadBalancer(name, settings, network.balancerGroupId, child);
    const credentials = createCredentials(name, settings, child);
    const role = createInstanceRole(name, settings, child);
    const logGroups = createLogGroups(name, settings, child);
    const volume = createDataVolume(name, settings, child);
    const group = createGroup(
      name,
      settings,
      {
        userData: renderUserData(instanceValues(settings)),
        securityGroupId: network.serverGroupId,
        profile: role.profile,
        targetGroups: [front.interfaceGroup, front.agentGroup],
        dependsOn: [volume, ...network.ready, ...front.listeners, ...credentials.ready, ...role.ready, ...logGroups],
      },
      child,
    );
    const vault = createBackup(name, settings, volume, child);
    const topicArn = createTopic(name, settings, child);
    const watched = { ...front, groupName: group.name, vaultName: vault.name };
    createAlarms(name, settings, topicArn, watched, child);
    createDashboard(name, settings, watched, child);

    this.url = pulumi.output(`https://${settings.domain.names[0]}`);
    this.adminUser = pulumi.output(adminUser);
    this.adminPasswordSecretArn = credentials.arn;
    this.securityGroupId = network.serverGroupId;
    this.autoScalingGroupName = group.name;
    this.dataVolumeId = volume.id;
    this.backupVaultName = vault.name;
    this.targetGroupArn = front.interfaceGroup.arn;
    this.portForwardCommand = portForwardCommand(settings, group.name);
    this.alarmTopicArn = pulumi.output(topicArn);
    this.registerOutputs({
      url: this.url,
      adminUser: this.adminUser,
      adminPasswordSecretArn: this.adminPasswordSecretArn,
      securityGroupId: this.securityGroupId,
      autoScalingGroupName: this.autoScalingGroupName,
      dataVolumeId: this.dataVolumeId,
      backupVaultName: this.backupVaultName,
      targetGroupArn: this.targetGroupArn,
      portForwardCommand: this.portForwardCommand,
      alarmTopicArn: this.alarmTopicArn,
    });
  }
}

/** One log group for the host and one for the container, there before the instance: its role makes none. */
function createLogGroups(name: string, settings: PmmServerSettings, opts: pulumi.CustomResourceOptions) {
  const { logRetentionDays: retentionInDays, tags } = settings;
  return Object.entries(logGroupNames(settings)).map(([key, groupName]) =>
    createLogGroup(`${name}-${key}-log-group`, { groupName, retentionInDays, tags }, opts),
  );
}

/** What a PmmServer of these arguments would refuse; empty when it would be made. Registers nothing. */
export function checkPmmServer(name: string, args: PmmServerArgs): readonly pulumi.InputPropertyErrorDetails[] {
  return faultsOf(() => resolveSettings(name, args));
}
