import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { createServiceRole, type PolicyStatement } from "../internal/iam";
import { arnOf, partitionOf } from "../internal/identity";
import { volumeTagKey } from "./names";
import type { PmmServerSettings } from "./settings";

/** Days that daily backups are kept at most. */
const dailyDays = 30;

/** Daily and weekly snapshots of the data volume by AWS Backup, in an encrypted vault of its own. */
export function createBackup(
  name: string,
  settings: PmmServerSettings,
  volume: aws.ebs.Volume,
  opts: pulumi.CustomResourceOptions,
) {
  const { prefix, tags, backupRetentionDays } = settings;
  const vault = createVault(name, settings, opts);
  const rule = (ruleName: string, schedule: string, deleteAfter: number) => ({
    ruleName,
    targetVaultName: vault.name,
    schedule,
    scheduleExpressionTimezone: "Etc/UTC",
    startWindow: 60,
    completionWindow: 480,
    lifecycle: { deleteAfter },
    recoveryPointTags: tags,
  });
  const plan = new aws.backup.Plan(
    `${name}-backup-plan`,
    {
      name: prefix,
      rules: [
        rule("daily", "cron(0 3 ? * * *)", Math.min(dailyDays, backupRetentionDays)),
        rule("weekly", "cron(0 5 ? * SUN *)", backupRetentionDays),
      ],
      tags,
    },
    opts,
  );
  const role = createBackupRole(name, settings, opts);
  new aws.backup.Selection(
    `${name}-backup-selection`,
    { name: prefix, planId: plan.id, iamRoleArn: role.arn, resources: [volume.arn] },
    { ...opts, deleteBeforeReplace: true, dependsOn: role.policy ? [role.role, role.policy] : [role.role] },
  );
  return vault;
}

/**
 * The vault stays when the stack goes, with the backups that are then all there is. So its name is Pulumi's, which ends
 * at random: the stack can be deployed again, and another key makes another vault.
 */
function createVault(name: string, settings: PmmServerSettings, opts: pulumi.CustomResourceOptions) {
  return new aws.backup.Vault(
    vaultName(name),
    { kmsKeyArn: settings.dataVolume.kmsKeyArn, tags: settings.tags },
    { ...opts, retainOnDelete: true },
  );
}

/** Logical name of the vault, with which its physical one begins. */
function vaultName(name: string): string {
  return `${name}-backup-vault`;
}

/** AWS's own policy for backups reaches every database and file system of the account: this is its part for one volume. */
function createBackupRole(name: string, settings: PmmServerSettings, opts: pulumi.CustomResourceOptions) {
  const { identity, prefix, dataVolume } = settings;
  const snapshots = `arn:${partitionOf(identity.region)}:ec2:${identity.region}::snapshot/*`;
  const volumes = arnOf(identity, "ec2", "volume/*");
  const ofTheVolume = { ArnLike: { "ec2:ParentVolume": [volumes] } };
  const statements: PolicyStatement[] = [
    {
      sid: "SnapshotTheDataVolume",
      actions: ["ec2:CreateSnapshot"],
      resources: [volumes],
      conditions: { StringEquals: { [`aws:ResourceTag/${volumeTagKey}`]: [dataVolume.tagValue] } },
    },
    { sid: "MakeSnapshots", actions: ["ec2:CreateSnapshot"], resources: [snapshots], conditions: ofTheVolume },
    // AWS Backup tags what it has made before it counts as a backup; from then on it may be deleted.
    {
      sid: "TagSnapshots",
      actions: ["ec2:CreateTags"],
      resources: [snapshots],
      conditions: { StringEquals: { "aws:ResourceAccount": [identity.accountId] } },
    },
    {
      sid: "ExpireBackups",
      actions: ["ec2:DeleteSnapshot"],
      resources: [snapshots],
      conditions: { StringLike: { "aws:ResourceTag/aws:backup:source-resource": ["?*"] } },
    },
    {
      sid: "Look",
      actions: ["ec2:DescribeVolumes", "ec2:DescribeSnapshots", "ec2:DescribeTags", "tag:GetResources"],
      resources: ["*"], // AWS limits these actions to no resource
    },
    {
      sid: "UseTheVault",
      actions: ["backup:DescribeBackupVault"],
      resources: [arnOf(identity, "backup", `backup-vault:${vaultName(name)}-*`)], // what follows is drawn at random
    },
    {
      sid: "TagBackups",
      actions: ["backup:TagResource"],
      resources: [arnOf(identity, "backup", "recovery-point:*"), snapshots],
      conditions: { StringEquals: { "aws:ResourceAccount": [identity.accountId] } },
    },
  ];
  if (dataVolume.kmsKeyArn !== undefined) {
    statements.push(
      { sid: "DescribeTheKey", actions: ["kms:DescribeKey"], resources: [dataVolume.kmsKeyArn] },
      {
        sid: "LendTheKey",
        actions: ["kms:CreateGrant"],
        resources: [dataVolume.kmsKeyArn],
        conditions: { Bool: { "kms:GrantIsForAWSResource": ["true"] } },
      },
    );
  }
  return createServiceRole(
    `${name}-backup-role`,
    {
      roleName: `${prefix}-backup`,
      description: `Lets AWS Backup snapshot the data volume of ${prefix}`,
      service: "backup.amazonaws.com",
      identity,
      statements,
      tags: settings.tags,
    },
    opts,
  );
}
