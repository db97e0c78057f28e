import type { Problems } from "../internal/problems";
import { CredentialsStore, ProxyIamAuth, type RdsWithProxyArgs, rdsWithProxyDefaults } from "./args";
import type { EngineFacts } from "./engines";

/** The proxy's settings; undefined without a proxy. */
export function resolveProxy(
  problems: Problems,
  args: RdsWithProxyArgs,
  database: { facts: EngineFacts; readerCount: number; store: CredentialsStore },
) {
  const defaults = rdsWithProxyDefaults.proxy;
  const given = args.proxy ?? {};
  const maxConnectionsPercent = given.maxConnectionsPercent ?? defaults.maxConnectionsPercent;
  const proxy = {
    borrowTimeoutSeconds: given.borrowTimeoutSeconds ?? defaults.borrowTimeoutSeconds,
    maxConnectionsPercent,
    maxIdleConnectionsPercent:
      given.maxIdleConnectionsPercent ?? Math.min(defaults.maxIdleConnectionsPercent, maxConnectionsPercent),
    iamAuth: given.iamAuth ?? defaults.iamAuth,
    readOnlyEndpoint: given.readOnlyEndpoint ?? defaults.readOnlyEndpoint,
    debugLogging: given.debugLogging ?? defaults.debugLogging,
  };
  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ConnectionPoolConfiguration.html
  problems.wholeNumber("proxy.borrowTimeoutSeconds", proxy.borrowTimeoutSeconds, 0, 300);
  problems.wholeNumber("proxy.maxConnectionsPercent", maxConnectionsPercent, 1, 100);
  const idleMax = problems.isSound("proxy.maxConnectionsPercent") ? maxConnectionsPercent : 100;
  problems.wholeNumber(
    "proxy.maxIdleConnectionsPercent",
    proxy.maxIdleConnectionsPercent,
    0,
    idleMax,
    "at most maxConnectionsPercent",
  );
  problems.oneOf("proxy.iamAuth", proxy.iamAuth, Object.values(ProxyIamAuth));
  if (!(given.enabled ?? defaults.enabled)) {
    problems.require(!proxy.readOnlyEndpoint, "proxy.readOnlyEndpoint", "must be false without a proxy, got true");
    problems.require(
      proxy.iamAuth === ProxyIamAuth.Disabled,
      "proxy.iamAuth",
      `must be DISABLED without a proxy, got ${proxy.iamAuth}`,
    );
    problems.require(!proxy.debugLogging, "proxy.debugLogging", "must be false without a proxy, got true");
    return undefined;
  }
  problems.require(
    database.store === CredentialsStore.SecretsManager,
    "credentialsStore",
    `must be secretsManager with a proxy, which reads its password there, got ${database.store}; ` +
      "or set proxy.enabled to false",
  );
  problems.require(
    !proxy.readOnlyEndpoint || (database.facts.aurora && database.readerCount > 0),
    "proxy.readOnlyEndpoint",
    "must be false unless there is a reader to connect to, got true; use an Aurora engine with readerCount 1 or more",
  );
  return proxy;
}
