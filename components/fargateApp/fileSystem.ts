import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { roleArn } from "../internal/iam";
import { arnOf } from "../internal/identity";
import { allowConnection, createSecurityGroup } from "../internal/securityGroups";
import type { FargateAppSettings, FileSystemSettings } from "./settings";
import type { ServiceSettings } from "./serviceSettings";

/** NFS. https://docs.aws.amazon.com/efs/latest/ug/network-access.html */
const nfsPort = 2049;

/** The shared file system, and what a task's volumes refer to. */
export interface FileSystem {
  id: pulumi.Output<string>;
  securityGroupId: pulumi.Output<string>;
  accessPointIds: Record<string, pulumi.Output<string>>;
  /** A task that starts before these exist cannot mount. */
  ready: pulumi.Resource[];
}

/** An encrypted file system with daily backups, a mount target in each zone, and a directory for each access point. */
export function createFileSystem(
  name: string,
  settings: FargateAppSettings,
  options: FileSystemSettings,
  parent: pulumi.Resource,
): FileSystem {
  const { tags } = settings;
  const securityGroup = createSecurityGroup(
    `${name}-file-system-security-group`,
    { vpcId: settings.vpcId, description: `File system of ${settings.prefix}`, tags },
    { parent },
  );
  const fileSystem = new aws.efs.FileSystem(
    `${name}-file-system`,
    {
      encrypted: true,
      kmsKeyId: options.kmsKeyArn,
      throughputMode: "bursting",
      tags: { Name: `${settings.prefix}-file-system`, ...tags },
    },
    { parent },
  );
  new aws.efs.BackupPolicy(
    `${name}-file-system-backup-policy`,
    { fileSystemId: fileSystem.id, backupPolicy: { status: "ENABLED" } },
    { parent },
  );
  const mountTargets = Object.entries(options.subnetIdByZone).map(
    ([zone, subnetId]) =>
      new aws.efs.MountTarget(
        `${name}-file-system-${zone}-mount-target`,
        { fileSystemId: fileSystem.id, subnetId, securityGroups: [securityGroup.id] },
        { parent },
      ),
  );
  const accessPointIds = Object.fromEntries(
    Object.entries(options.accessPoints).map(([key, { path, userId, groupId, permissions }]) => {
      const accessPoint = new aws.efs.AccessPoint(
        `${name}-file-system-${key}-access-point`,
        {
          fileSystemId: fileSystem.id,
          posixUser: { uid: userId, gid: groupId },
          rootDirectory: { path, creationInfo: { ownerUid: userId, ownerGid: groupId, permissions } },
          tags: { Name: `${settings.prefix}-${key}`, ...tags },
        },
        { parent },
      );
      return [key, accessPoint.id];
    }),
  );
  return { id: fileSystem.id, securityGroupId: securityGroup.id, accessPointIds, ready: mountTargets };
}

/** Lets a service's tasks reach the file system; what they may do there is the policy's matter. */
export function connectToFileSystem(
  name: string,
  fileSystem: FileSystem,
  service: ServiceSettings,
  securityGroupId: pulumi.Output<string>,
  parent: pulumi.Resource,
): pulumi.Resource[] {
  return allowConnection(
    `${name}-${service.key}-to-file-system`,
    {
      from: securityGroupId,
      to: fileSystem.securityGroupId,
      port: nfsPort,
      description: `NFS from ${service.key} to the shared file system`,
    },
    { parent },
  );
}

/**
 * Who may mount: exactly the task roles of services that do, by an access point and over TLS, never as root. It stands
 * in the file system's own policy, which needs no resource, so that it is known before the file system has an id; for
 * the same reason it cannot name which access point is whose.
 */
export function createFileSystemPolicy(
  name: string,
  settings: FargateAppSettings,
  fileSystem: FileSystem,
  taskRoleNames: Record<string, pulumi.Output<string>>,
  parent: pulumi.Resource,
): aws.efs.FileSystemPolicy {
  const mounting = settings.services.filter((service) => service.fileSystemMounts.length > 0);
  const byAccessPoint = arnOf(settings.identity, "elasticfilesystem", "access-point/*");
  const statements = mounting.map((service) => ({
    Sid: `Mount${service.key.replaceAll("-", "")}`,
    Effect: "Allow",
    Principal: { AWS: roleArn(settings.identity, taskRoleNames[service.key] ?? "") },
    Action: service.fileSystemMounts.every((mount) => mount.readOnly)
      ? ["elasticfilesystem:ClientMount"]
      : ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
    Condition: {
      Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" },
      ArnLike: { "elasticfilesystem:AccessPointArn": byAccessPoint },
    },
  }));
  const onlyTls = {
    Sid: "OnlyTls",
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite", "elasticfilesystem:ClientRootAccess"],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  return new aws.efs.FileSystemPolicy(
    `${name}-file-system-policy`,
    {
      fileSystemId: fileSystem.id,
      policy: pulumi.jsonStringify({ Version: "2012-10-17", Statement: [...statements, onlyTls] }),
    },
    { parent },
  );
}
