import * as pulumi from "@pulumi/pulumi";
import { faultsOf } from "./internal/faults";
import { typeToken } from "./internal/package";
import { createAlarms } from "./rdsWithProxy/alarms";
import { CredentialsStore, type RdsWithProxyArgs } from "./rdsWithProxy/args";
import { createPassword, storeConnection, storePassword } from "./rdsWithProxy/credentials";
import { createDatabase } from "./rdsWithProxy/database";
import { createNetwork } from "./rdsWithProxy/network";
import { createProxy } from "./rdsWithProxy/proxy";
import { resolveSettings } from "./rdsWithProxy/settings";
import { createDatabaseSleep } from "./rdsWithProxy/sleep";

export * from "./rdsWithProxy/args";

/**
 * A PostgreSQL or MySQL database in private subnets, one instance or an Aurora cluster, with RDS Proxy before it.
 *
 * Creates the database with its subnet and parameter groups, log groups and final-snapshot name; the proxy with its
 * role, pool and log group; three security groups (database, proxy, clients) that know each other by reference only;
 * the master password and the connection URL in Secrets Manager or Parameter Store; and, when asked, alarms, Enhanced
 * Monitoring and a sleep schedule.
 *
 * Always: encrypted at rest, not public, TLS forced in database and proxy, a random password of 32 letters and digits.
 * The URL demands TLS but does not verify the server: clients that do need AWS's certificate bundle, except at the
 * proxy, whose certificate is public.
 *
 * Costs when idle (us-east-1): `db.t4g.micro` with 20 GiB about 14 USD a month, the proxy from 22 USD, each secret
 * 0.40 USD. Stopped databases still cost their storage, and the proxy runs on.
 *
 * Refuses what AWS would refuse or bill unasked: names, versions, classes and features that the engine lacks, versions
 * in Extended Support, a proxy without Secrets Manager, windows in which the database sleeps.
 *
 * Changing `username`, `databaseName`, `kmsKeyArn` or `engine` replaces the database: deletion protection then stops
 * the deployment, and the final snapshot keeps the data. Storage grows but never shrinks.
 */
export class RdsWithProxy extends pulumi.ComponentResource {
  /** Host name that applications use: the proxy's when there is one, else the database's writer. */
  public readonly endpoint: pulumi.Output<string>;
  /** Port at `endpoint`. */
  public readonly port: pulumi.Output<number>;
  /** Host name for read-only connections: the proxy's read-only endpoint, or without a proxy Aurora's reader endpoint. Absent when clients can reach no reader. */
  public readonly readerEndpoint?: pulumi.Output<string>;
  /** Host name of the database itself (the cluster's writer), for administration and rotation. */
  public readonly writerEndpoint: pulumi.Output<string>;
  /** Port of the database itself. */
  public readonly databasePort: pulumi.Output<number>;
  /** Host name of the proxy. Absent without one. */
  public readonly proxyEndpoint?: pulumi.Output<string>;
  /** ARN of the proxy. Absent without one. */
  public readonly proxyArn?: pulumi.Output<string>;
  /** ARN for `rds-db:connect` of those who log in at the proxy with IAM. Absent unless `proxy.iamAuth` is `REQUIRED`. */
  public readonly proxyConnectArn?: pulumi.Output<string>;
  /** Name of the database made at creation. */
  public readonly databaseName: pulumi.Output<string>;
  /** Master user. */
  public readonly username: pulumi.Output<string>;
  /** ARN of the secret (without AWS's random suffix: policies add `-??????`) or parameter that holds the master password. */
  public readonly passwordSecretArn: pulumi.Output<string>;
  /** ARN of the secret (without AWS's random suffix: policies add `-??????`) or parameter that holds the connection URL. The secret has the keys `url`, `host`, `port`, `dbname`, `username` and, with readers, `readerUrl` and `readerHost`. */
  public readonly connectionSecretArn: pulumi.Output<string>;
  /** What an ECS container's `secrets` takes as `valueFrom` for the connection URL. Known at preview, and available only after the URL is written. */
  public readonly databaseUrlValueFrom: pulumi.Output<string>;
  /** Changes with every new connection URL: a trigger for redeployments. */
  public readonly connectionVersion: pulumi.Output<string>;
  /** Security group of the database. Others, such as a monitoring server, add their own ingress rule on `databasePort`. */
  public readonly securityGroupId: pulumi.Output<string>;
  /** Security group whose members may connect to `endpoint`: attach it to services. */
  public readonly clientSecurityGroupId: pulumi.Output<string>;
  /** Identifiers of the instances, the first writer first. */
  public readonly instanceIdentifiers: pulumi.Output<string>[];
  /** Identifier of the Aurora cluster. Absent for a single instance. */
  public readonly clusterIdentifier?: pulumi.Output<string>;

  constructor(name: string, args: RdsWithProxyArgs, opts?: pulumi.ComponentResourceOptions) {
    const settings = resolveSettings(name, args);
    super(typeToken("RdsWithProxy"), name, args, opts);
    const child = { parent: this };

    const network = createNetwork(name, settings, child);
    const password = createPassword(name, child);
    const database = createDatabase(name, settings, { securityGroupId: network.database.id, password }, child);
    const { writerEndpoint } = database;
    const storedPassword = storePassword(name, settings, { password, writerEndpoint }, child);
    const proxy = createProxy(name, settings, { database, password: storedPassword, ...network.toDatabase }, child);
    const endpoint = proxy?.endpoint ?? writerEndpoint;
    const readerEndpoint = proxy ? proxy.readOnlyEndpoint : database.readerEndpoint;
    const connection = storeConnection(
      name,
      settings,
      { password, endpoint, readerEndpoint, port: network.entrancePort },
      {
        ...child,
        dependsOn: [...network.clientRules, ...(proxy?.ready ?? database.members.map(({ resource }) => resource))],
      },
    );
    createAlarms(name, settings, { database, proxyName: proxy?.name }, child);
    createDatabaseSleep(name, settings, database, child);

    this.endpoint = endpoint;
    this.port = pulumi.output(network.entrancePort);
    this.readerEndpoint = readerEndpoint;
    this.writerEndpoint = writerEndpoint;
    this.databasePort = pulumi.output(settings.port);
    this.proxyEndpoint = proxy?.endpoint;
    this.proxyArn = proxy?.arn;
    this.proxyConnectArn = proxy?.connectArn;
    this.databaseName = pulumi.output(settings.databaseName);
    this.username = pulumi.output(settings.username);
    this.passwordSecretArn = storedPassword.arn;
    this.connectionSecretArn = connection.arn;
    this.databaseUrlValueFrom =
      settings.credentialsStore === CredentialsStore.SecretsManager
        ? pulumi.interpolate`${connection.arn}:url::`
        : connection.arn;
    this.connectionVersion = connection.version;
    this.securityGroupId = network.database.id;
    this.clientSecurityGroupId = network.clients.id;
    this.instanceIdentifiers = database.members.map(({ identifier }) => identifier);
    this.clusterIdentifier = database.clusterIdentifier;
    this.registerOutputs({
      endpoint: this.endpoint,
      port: this.port,
      readerEndpoint: this.readerEndpoint,
      writerEndpoint: this.writerEndpoint,
      databasePort: this.databasePort,
      proxyEndpoint: this.proxyEndpoint,
      proxyArn: this.proxyArn,
      proxyConnectArn: this.proxyConnectArn,
      databaseName: this.databaseName,
      username: this.username,
      passwordSecretArn: this.passwordSecretArn,
      connectionSecretArn: this.connectionSecretArn,
      databaseUrlValueFrom: this.databaseUrlValueFrom,
      connectionVersion: this.connectionVersion,
      securityGroupId: this.securityGroupId,
      clientSecurityGroupId: this.clientSecurityGroupId,
      instanceIdentifiers: this.instanceIdentifiers,
      clusterIdentifier: this.clusterIdentifier,
    });
  }
}

/** What a RdsWithProxy of these arguments would refuse; empty when it would be made. Registers nothing. */
export function checkRdsWithProxy(name: string, args: RdsWithProxyArgs): readonly pulumi.InputPropertyErrorDetails[] {
  return faultsOf(() => resolveSettings(name, args));
}
