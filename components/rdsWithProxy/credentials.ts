import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { arnOf } from "../internal/identity";
import { CredentialsStore, ProxyIamAuth } from "./args";
import type { DatabaseSettings } from "./settings";

/** A value in its store. */
export interface StoredValue {
  /** Known at preview; without AWS's random suffix for a secret. */
  arn: pulumi.Output<string>;
  /** ARN as AWS gives it, for AWS's own services. */
  fullArn: pulumi.Output<string>;
  version: pulumi.Output<string>;
  /** There once the value is written. */
  written: pulumi.Resource;
}

/** The master password: letters and digits, so that it is safe in URLs and shells. AWS takes up to 41 characters from MySQL. */
export function createPassword(name: string, opts: pulumi.CustomResourceOptions): pulumi.Output<string> {
  return pulumi.secret(new random.RandomPassword(`${name}-password`, { length: 32, special: false }, opts).result);
}

/** The master user's credentials as the proxy and AWS's rotation functions read them: host is the writer, never the proxy. */
export function storePassword(
  name: string,
  settings: DatabaseSettings,
  database: { password: pulumi.Output<string>; writerEndpoint: pulumi.Output<string> },
  opts: pulumi.CustomResourceOptions,
): StoredValue {
  const { username, facts, port, databaseName } = settings;
  const { password, writerEndpoint: host } = database;
  // Rotation functions know the engine by RDS's plain names.
  const engine = facts.dialect === "postgresql" ? "postgres" : "mysql";
  return store(`${name}-password`, settings, {
    kind: "password",
    description: `Master user of ${settings.baseName}-db`,
    parameter: password,
    secret: { username, password, engine, host, port, dbname: databaseName },
    opts,
  });
}

/** Where applications connect, as a URL and in parts. */
export function storeConnection(
  name: string,
  settings: DatabaseSettings,
  connection: {
    password: pulumi.Output<string>;
    endpoint: pulumi.Output<string>;
    readerEndpoint?: pulumi.Output<string>;
    port: number;
  },
  opts: pulumi.CustomResourceOptions,
): StoredValue {
  const { username, databaseName, facts } = settings;
  const { password, endpoint, readerEndpoint, port } = connection;
  const login =
    settings.proxy?.iamAuth === ProxyIamAuth.Required ? username : pulumi.interpolate`${username}:${password}`;
  const urlTo = (host: pulumi.Output<string>) =>
    pulumi.secret(pulumi.interpolate`${facts.dialect}://${login}@${host}:${port}/${databaseName}?${facts.urlQuery}`);
  const url = urlTo(endpoint);
  return store(`${name}-connection`, settings, {
    kind: "url",
    description: `Connection to ${settings.baseName}-db for applications`,
    parameter: url,
    secret: {
      url,
      host: endpoint,
      port,
      dbname: databaseName,
      username,
      ...(readerEndpoint && { readerUrl: urlTo(readerEndpoint), readerHost: readerEndpoint }),
    },
    opts,
  });
}

interface StoreRequest {
  kind: "password" | "url";
  description: string;
  /** What a parameter holds: one value, as parameters have no keys. */
  parameter: pulumi.Output<string>;
  /** What a secret holds. */
  secret: Record<string, unknown>;
  opts: pulumi.CustomResourceOptions;
}

function store(name: string, settings: DatabaseSettings, request: StoreRequest): StoredValue {
  return settings.credentialsStore === CredentialsStore.ParameterStore
    ? storeParameter(name, settings, request)
    : storeSecret(name, settings, request);
}

function storeSecret(name: string, settings: DatabaseSettings, request: StoreRequest): StoredValue {
  const { identity, baseName } = settings;
  // Neither end is a hyphen and six characters, which Secrets Manager would take for its own suffix.
  const end = request.kind === "password" ? "db-password" : "db-connection";
  const secret = new aws.secretsmanager.Secret(
    `${name}-secret`,
    {
      name: `${baseName}-${end}`,
      description: request.description,
      kmsKeyId: settings.kmsKeyArn,
      recoveryWindowInDays: settings.secretRecoveryDays,
      tags: settings.tags,
    },
    { ...request.opts, deleteBeforeReplace: true },
  );
  const version = new aws.secretsmanager.SecretVersion(
    `${name}-secret-version`,
    { secretId: secret.id, secretString: pulumi.secret(pulumi.jsonStringify(request.secret)) },
    request.opts,
  );
  return {
    arn: knownAfter(version, arnOf(identity, "secretsmanager", `secret:${baseName}-${end}`)),
    fullArn: secret.arn,
    version: version.versionId,
    written: version,
  };
}

function storeParameter(name: string, settings: DatabaseSettings, request: StoreRequest): StoredValue {
  const { identity, application } = settings;
  const path = `/${identity.environment}/${application}/db/${request.kind}`;
  const parameter = new aws.ssm.Parameter(
    `${name}-parameter`,
    {
      name: path,
      description: request.description,
      type: "SecureString",
      tier: "Standard", // free; 4 KB are plenty
      keyId: settings.kmsKeyArn,
      value: pulumi.secret(request.parameter),
      tags: settings.tags,
    },
    { ...request.opts, deleteBeforeReplace: true },
  );
  const arn = knownAfter(parameter, arnOf(identity, "ssm", `parameter${path}`));
  return { arn, fullArn: arn, version: parameter.version.apply(String), written: parameter };
}

/** A value that is known at preview, and yet comes after the resource: a URN is known then and carries the dependency. */
function knownAfter(resource: pulumi.Resource, value: string): pulumi.Output<string> {
  return resource.urn.apply(() => value);
}
