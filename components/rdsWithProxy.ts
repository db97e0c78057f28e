import * as pulumi from "@pulumi/pulumi";
import { typeToken } from "./internal/package";
import type { RdsWithProxyArgs } from "./rdsWithProxy/args";

export * from "./rdsWithProxy/args";

/**
 * A PostgreSQL or MySQL database in private subnets, one instance or an Aurora cluster, with RDS Proxy before it.
 *
 * Always: encrypted, not public, TLS forced, a random password, security groups by reference only.
 */
export class RdsWithProxy extends pulumi.ComponentResource {
  /** Host name that applications use: the proxy's when there is one, else the database's writer. */
  public readonly endpoint: pulumi.Output<string>;
  /** Port at `endpoint`. */
  public readonly port: pulumi.Output<number>;
  /** Host name for read-only connections: the proxy's read-only endpoint, or without a proxy Aurora's reader endpoint. Absent when there is no reader. */
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
  /** ARN of the secret (without AWS's random suffix: policies add `-??????`) or parameter that holds the connection URL. */
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
    super(typeToken("RdsWithProxy"), name, args, opts);
    throw new pulumi.RunError(`RdsWithProxy "${name}" is under construction`);
  }
}
