import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Shape } from "../variants";
import { account, everywhere, https, image, policy, region, trust, vpcNetwork } from "./parts";

const group = "aws:ec2/securityGroup:SecurityGroup";

/** A group of clients, and one of what they reach on a port. */
function tiers(vpcId: pulumi.Input<string>, port: number, open: object = {}) {
  const app = new aws.ec2.SecurityGroup("app", { vpcId, description: "Application", egress: [https] });
  const data = new aws.ec2.SecurityGroup("data", {
    vpcId,
    description: "Data",
    ingress: [
      { protocol: "tcp", fromPort: port, toPort: port, securityGroups: [app.id], description: "Application" },
      ...("cidrBlocks" in open
        ? [
            {
              protocol: "tcp",
              fromPort: port,
              toPort: port,
              description: "Somebody",
              cidrBlocks: open.cidrBlocks as string[],
            },
          ]
        : []),
    ],
  });
  return { app, data };
}

const postgres: Shape = {
  name: "postgres-in-a-vpc",
  build(is) {
    const { vpc, publicIds, privateIds } = vpcNetwork();
    const isPublic = is("public database");
    const { data } = tiers(vpc.id, 5432, {
      ...(isPublic && { cidrBlocks: ["0.0.0.0/0"] }),
      ...(is("a range instead of a group") && { cidrBlocks: ["10.0.0.0/16"] }),
    });
    const subnets = new aws.rds.SubnetGroup("db", { subnetIds: isPublic ? publicIds : privateIds });
    const parameters = new aws.rds.ParameterGroup("db", {
      family: "postgres14",
      parameters: [{ name: "rds.force_ssl", value: is("plain connections") ? "0" : "1" }],
    });
    new aws.rds.Instance("db", {
      engine: "postgres",
      engineVersion: "17.4",
      instanceClass: "db.t4g.small",
      allocatedStorage: 50,
      storageEncrypted: !is("plain storage"),
      username: "shop",
      manageMasterUserPassword: true,
      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: [data.id],
      parameterGroupName: parameters.name,
      publiclyAccessible: isPublic,
      multiAz: true,
      backupRetentionPeriod: is("no backups") ? 0 : 7,
      deletionProtection: !is("deletable"),
      finalSnapshotIdentifier: "db-final",
    });
  },
  faults: {
    "public database": "rds-not-public at aws:rds/instance:Instance db",
    "a range instead of a group": `data-tier-ingress-by-reference at ${group} data`,
    "plain connections": "tls-in-transit at aws:rds/instance:Instance db",
    "plain storage": "storage-encrypted at aws:rds/instance:Instance db",
    "no backups": "database-backups at aws:rds/instance:Instance db",
    deletable: "database-deletion-protection at aws:rds/instance:Instance db",
  },
};

/** Four hops: the internet, a jump host, a worker, a database. */
const hops: Shape = {
  name: "database-behind-hosts",
  build(is) {
    const { vpc, publicIds, privateIds } = vpcNetwork();
    const chain = (name: string, port: number, from: object) =>
      new aws.ec2.SecurityGroup(name, {
        vpcId: vpc.id,
        description: name,
        ingress: [{ protocol: "tcp", fromPort: port, toPort: port, description: "The one before", ...from }],
        egress: [{ protocol: "tcp", fromPort: 1, toPort: 65535, cidrBlocks: ["10.0.0.0/16"], description: "Inside" }],
      });
    const jump = chain("jump", 22, { cidrBlocks: [is("a jump host for everybody") ? everywhere : "10.0.0.0/16"] });
    const worker = chain("worker", 8000, { securityGroups: [jump.id] });
    const data = chain("data", 5432, { securityGroups: [worker.id] });
    const machine = (
      name: string,
      guard: aws.ec2.SecurityGroup,
      subnetId: pulumi.Input<string> | undefined,
      isPublic: boolean,
    ) =>
      new aws.ec2.Instance(name, {
        ami: "ami-0a1b2c3d4e5f60718",
        instanceType: "t3.micro",
        subnetId,
        vpcSecurityGroupIds: [guard.id],
        associatePublicIpAddress: isPublic,
        metadataOptions: { httpTokens: "required" },
        rootBlockDevice: { encrypted: true },
      });
    const isPublic = is("a jump host for everybody");
    machine("jump", jump, (isPublic ? publicIds : privateIds)[0], isPublic);
    machine("worker", worker, privateIds[0], false);
    new aws.rds.Instance("orders", {
      engine: "postgres",
      engineVersion: "17",
      instanceClass: "db.t4g.small",
      allocatedStorage: 20,
      storageEncrypted: true,
      username: "shop",
      manageMasterUserPassword: true,
      dbSubnetGroupName: new aws.rds.SubnetGroup("orders", { subnetIds: privateIds }).name,
      vpcSecurityGroupIds: [data.id],
      multiAz: true,
      backupRetentionPeriod: 7,
      deletionProtection: true,
    });
  },
  faults: { "a jump host for everybody": "no-internet-path-to-data at aws:rds/instance:Instance orders" },
};

const aurora: Shape = {
  name: "aurora-serverless",
  build(is) {
    const { vpc, privateIds } = vpcNetwork();
    const { data } = tiers(vpc.id, 5432);
    const cluster = new aws.rds.Cluster("ledger", {
      engine: "aurora-postgresql",
      engineVersion: "17.4",
      masterUsername: "ledger",
      manageMasterUserPassword: true,
      storageEncrypted: is("plain storage") ? false : true,
      dbSubnetGroupName: new aws.rds.SubnetGroup("ledger", { subnetIds: privateIds }).name,
      vpcSecurityGroupIds: [data.id],
      serverlessv2ScalingConfiguration: { minCapacity: 0.5, maxCapacity: 4 },
      backupRetentionPeriod: 14,
      deletionProtection: true,
    });
    for (const name of ["writer", "reader"])
      new aws.rds.ClusterInstance(name, {
        clusterIdentifier: cluster.id,
        engine: "aurora-postgresql",
        instanceClass: "db.serverless",
        publiclyAccessible: name === "reader" && is("a public reader"),
      });
  },
  faults: {
    "plain storage": "storage-encrypted at aws:rds/cluster:Cluster ledger",
    "a public reader": "rds-not-public at aws:rds/clusterInstance:ClusterInstance reader",
  },
};

const cache: Shape = {
  name: "redis-cache",
  build(is) {
    const { vpc, privateIds } = vpcNetwork();
    const { data } = tiers(vpc.id, 6379, is("open cache") ? { cidrBlocks: ["1.0.0.0/8"] } : {});
    new aws.elasticache.ReplicationGroup("sessions", {
      description: "Sessions",
      nodeType: "cache.t4g.small",
      numCacheClusters: 2,
      automaticFailoverEnabled: true,
      atRestEncryptionEnabled: is("plain storage") ? false : true,
      transitEncryptionEnabled: is("plain connections") ? false : true,
      subnetGroupName: new aws.elasticache.SubnetGroup("sessions", { subnetIds: privateIds }).name,
      securityGroupIds: [data.id],
    });
  },
  faults: {
    "open cache": `security-group-no-open-ingress at ${group} data`,
    "plain storage": "storage-encrypted at aws:elasticache/replicationGroup:ReplicationGroup sessions",
    "plain connections": "tls-in-transit at aws:elasticache/replicationGroup:ReplicationGroup sessions",
  },
};

const search: Shape = {
  name: "opensearch-domain",
  build(is) {
    const { vpc, privateIds } = vpcNetwork();
    const { data } = tiers(vpc.id, 443);
    new aws.opensearch.Domain("logs", {
      domainName: "logs",
      engineVersion: "OpenSearch_2.19",
      clusterConfig: { instanceType: "t3.small.search", instanceCount: 2, zoneAwarenessEnabled: true },
      ebsOptions: { ebsEnabled: true, volumeSize: 20 },
      vpcOptions: is("outside the network") ? undefined : { subnetIds: privateIds, securityGroupIds: [data.id] },
      encryptAtRest: { enabled: !is("plain storage") },
      nodeToNodeEncryption: { enabled: true },
      domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-2019-07" },
      accessPolicies: policy({
        Effect: "Allow",
        Principal: is("for everybody") ? "*" : { AWS: `arn:aws:iam::${account}:role/search` },
        Action: "es:*",
        Resource: `arn:aws:es:${region}:${account}:domain/logs/*`,
      }),
    });
  },
  faults: {
    "outside the network": "opensearch-in-vpc at aws:opensearch/domain:Domain logs",
    "plain storage": "storage-encrypted at aws:opensearch/domain:Domain logs",
    "for everybody": "resource-policy-not-public at aws:opensearch/domain:Domain logs",
  },
};

const files: Shape = {
  name: "shared-file-system",
  build(is) {
    const { vpc, privateIds } = vpcNetwork();
    const { data } = tiers(vpc.id, 2049);
    const shared = new aws.efs.FileSystem("shared", { encrypted: is("plain storage") ? undefined : true });
    privateIds.forEach((subnetId, index) => {
      new aws.efs.MountTarget(`shared-${index}`, { fileSystemId: shared.id, subnetId, securityGroups: [data.id] });
    });
    new aws.efs.FileSystemPolicy("shared", {
      fileSystemId: shared.id,
      policy: policy({
        Effect: "Allow",
        Principal: { AWS: is("for everybody") ? "*" : `arn:aws:iam::${account}:root` },
        Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
        Resource: "*",
      }),
    });
    const execution = new aws.iam.Role("execution", { assumeRolePolicy: trust("ecs-tasks.amazonaws.com", true) });
    new aws.ecs.TaskDefinition("files", {
      family: "files",
      cpu: "256",
      memory: "512",
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      executionRoleArn: execution.arn,
      containerDefinitions: JSON.stringify([{ name: "files", image, readonlyRootFilesystem: true }]),
      volumes: [
        {
          name: "shared",
          efsVolumeConfiguration: {
            fileSystemId: shared.id,
            transitEncryption: is("plain mount") ? "DISABLED" : "ENABLED",
          },
        },
      ],
    });
  },
  faults: {
    "plain storage": "storage-encrypted at aws:efs/fileSystem:FileSystem shared",
    "for everybody": "resource-policy-not-public at aws:efs/fileSystemPolicy:FileSystemPolicy shared",
    "plain mount": "tls-in-transit at aws:ecs/taskDefinition:TaskDefinition files",
  },
};

const proxy: Shape = {
  name: "mysql-behind-a-proxy",
  build(is) {
    const { vpc, privateIds } = vpcNetwork();
    const { data } = tiers(vpc.id, 3306);
    const secret = new aws.secretsmanager.Secret("db", { name: "shop/db" });
    const reader = new aws.iam.Role("proxy", { assumeRolePolicy: trust("rds.amazonaws.com", true) });
    new aws.iam.RolePolicy("proxy", {
      role: reader.id,
      policy: secret.arn.apply((arn) =>
        policy({ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: arn }),
      ),
    });
    new aws.rds.Proxy("db", {
      engineFamily: "MYSQL",
      roleArn: reader.arn,
      vpcSubnetIds: privateIds,
      vpcSecurityGroupIds: [data.id],
      requireTls: is("plain connections") ? false : true,
      auths: [{ authScheme: "SECRETS", secretArn: secret.arn, iamAuth: "REQUIRED" }],
    });
  },
  faults: { "plain connections": "tls-in-transit at aws:rds/proxy:Proxy db" },
};

const vault: Shape = {
  name: "backup-vault-and-plan",
  build(is) {
    const store = new aws.backup.Vault("main", { name: "main" });
    new aws.backup.VaultPolicy("main", {
      backupVaultName: store.name,
      policy: policy({
        Effect: "Allow",
        Principal: { AWS: is("for everybody") ? "*" : "arn:aws:iam::210987654321:root" },
        Action: "backup:CopyIntoBackupVault",
        Resource: "*",
      }),
    });
    const plan = new aws.backup.Plan("daily", {
      rules: [{ ruleName: "daily", targetVaultName: store.name, schedule: "cron(0 5 * * ? *)" }],
    });
    const role = new aws.iam.Role("backup", { assumeRolePolicy: trust("backup.amazonaws.com", true) });
    new aws.iam.RolePolicyAttachment("backup", {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
    });
    new aws.backup.Selection("daily", {
      iamRoleArn: role.arn,
      planId: plan.id,
      selectionTags: [{ type: "STRINGEQUALS", key: "backup", value: "daily" }],
    });
    new aws.ebs.Volume("archive", {
      availabilityZone: `${region}a`,
      size: 100,
      type: "gp3",
      encrypted: is("plain volume") ? undefined : true,
      tags: { backup: "daily" },
    });
  },
  faults: {
    "for everybody": "resource-policy-not-public at aws:backup/vaultPolicy:VaultPolicy main",
    "plain volume": "storage-encrypted at aws:ebs/volume:Volume archive",
  },
};

export const data: Shape[] = [postgres, hops, aurora, cache, search, files, proxy, vault];
