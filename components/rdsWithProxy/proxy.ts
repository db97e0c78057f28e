import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { createServiceRole, type PolicyStatement } from "../internal/iam";
import { partitionOf } from "../internal/identity";
import { createLogGroup } from "../internal/logGroups";
import { ProxyIamAuth } from "./args";
import type { StoredValue } from "./credentials";
import type { Database } from "./foundation";
import type { DatabaseSettings } from "./settings";

/** What the proxy stands between. */
export interface ProxySurroundings {
  database: Database;
  password: StoredValue;
  /** The proxy's group; absent without a proxy. */
  securityGroupId?: pulumi.Output<string>;
  /** Rules that let the proxy reach the database. */
  rules: pulumi.Resource[];
}

/** The proxy with its role, log group, pool and target; undefined when there is none. */
export function createProxy(
  name: string,
  settings: DatabaseSettings,
  surroundings: ProxySurroundings,
  opts: pulumi.CustomResourceOptions,
) {
  const { proxy: proxySettings } = settings;
  const { database, password, securityGroupId, rules } = surroundings;
  if (!proxySettings || !securityGroupId) return undefined;
  const proxyName = `${settings.baseName}-proxy`;
  const role = createProxyRole(name, settings, proxyName, password, opts);
  const logs = createLogGroup(
    `${name}-proxy-logs`,
    { groupName: `/aws/rds/proxy/${proxyName}`, retentionInDays: settings.logRetentionDays, tags: settings.tags },
    opts,
  );
  const proxy = new aws.rds.Proxy(
    `${name}-proxy`,
    {
      name: proxyName,
      engineFamily: settings.facts.proxyFamily,
      roleArn: role.arn,
      requireTls: true,
      debugLogging: proxySettings.debugLogging,
      vpcSubnetIds: settings.subnetIds,
      vpcSecurityGroupIds: [securityGroupId],
      auths: [
        {
          authScheme: "SECRETS",
          description: `Master user of ${settings.baseName}-db`,
          iamAuth: proxySettings.iamAuth,
          secretArn: password.fullArn,
          clientPasswordAuthType: settings.clientPasswordAuthType,
        },
      ],
      tags: settings.tags,
    },
    { ...opts, deleteBeforeReplace: true, dependsOn: [password.written, ...role.resources, logs, ...rules] },
  );
  const { target, readOnlyEndpoint } = createTarget(name, settings, proxy, database, securityGroupId, opts);
  return {
    name: proxy.name,
    arn: proxy.arn,
    endpoint: proxy.endpoint,
    connectArn: proxySettings.iamAuth === ProxyIamAuth.Required ? connectArn(proxy.arn, settings.username) : undefined,
    readOnlyEndpoint: readOnlyEndpoint?.endpoint,
    /** There once clients are served. */
    ready: readOnlyEndpoint ? [target, readOnlyEndpoint] : [target],
  };
}

/** The pool, its target once every member of the cluster is available, and the readers' endpoint. */
function createTarget(
  name: string,
  settings: DatabaseSettings,
  proxy: aws.rds.Proxy,
  database: Database,
  securityGroupId: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
) {
  const { borrowTimeoutSeconds, maxConnectionsPercent, maxIdleConnectionsPercent, readOnlyEndpoint } =
    settings.proxy ?? {};
  const pool = new aws.rds.ProxyDefaultTargetGroup(
    `${name}-proxy-pool`,
    {
      dbProxyName: proxy.name,
      connectionPoolConfig: {
        connectionBorrowTimeout: borrowTimeoutSeconds,
        maxConnectionsPercent,
        maxIdleConnectionsPercent,
      },
    },
    opts,
  );
  const target = new aws.rds.ProxyTarget(
    `${name}-proxy-target`,
    {
      dbProxyName: proxy.name,
      targetGroupName: pool.name,
      ...(database.clusterIdentifier
        ? { dbClusterIdentifier: database.clusterIdentifier }
        : { dbInstanceIdentifier: database.members[0]?.identifier }),
    },
    { ...opts, deleteBeforeReplace: true, dependsOn: database.members.map(({ resource }) => resource) },
  );
  const endpoint = readOnlyEndpoint
    ? new aws.rds.ProxyEndpoint(
        `${name}-proxy-read-only-endpoint`,
        {
          dbProxyName: proxy.name,
          dbProxyEndpointName: `${settings.baseName}-proxy-read-only`,
          targetRole: "READ_ONLY",
          vpcSubnetIds: settings.subnetIds,
          vpcSecurityGroupIds: [securityGroupId],
          tags: settings.tags,
        },
        { ...opts, deleteBeforeReplace: true, dependsOn: [target] },
      )
    : undefined;
  return { target, readOnlyEndpoint: endpoint };
}

/** The proxy's role: it reads exactly the one secret, and decrypts only what Secrets Manager asks it to. */
function createProxyRole(
  name: string,
  settings: DatabaseSettings,
  proxyName: string,
  password: StoredValue,
  opts: pulumi.CustomResourceOptions,
) {
  const { identity, kmsKeyArn } = settings;
  const statements: PolicyStatement[] = [
    {
      sid: "ReadPassword",
      actions: ["secretsmanager:GetSecretValue"],
      // AWS adds a hyphen and six characters to a secret's name in its ARN.
      resources: [password.arn.apply((arn) => `${arn}-??????`)],
    },
  ];
  if (kmsKeyArn !== undefined) {
    statements.push({
      sid: "DecryptPassword",
      actions: ["kms:Decrypt"],
      resources: [kmsKeyArn],
      conditions: { StringEquals: { "kms:ViaService": [secretsManagerHost(identity.region)] } },
    });
  }
  const { role, policy, arn } = createServiceRole(
    `${name}-proxy-role`,
    {
      roleName: proxyName,
      description: `Lets the proxy ${proxyName} read its database password`,
      service: "rds.amazonaws.com",
      identity,
      statements,
      tags: settings.tags,
    },
    opts,
  );
  return { arn, resources: policy ? [role, policy] : [role] };
}

function secretsManagerHost(region: string): string {
  return `secretsmanager.${region}.amazonaws.com${partitionOf(region) === "aws-cn" ? ".cn" : ""}`;
}

/** What `rds-db:connect` is allowed on: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html */
export function connectArn(proxyArn: pulumi.Output<string>, username: string): pulumi.Output<string> {
  return proxyArn.apply((arn) => `${arn.replace(":rds:", ":rds-db:").replace(":db-proxy:", ":dbuser:")}/${username}`);
}
