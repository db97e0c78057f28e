import type * as pulumi from "@pulumi/pulumi";
import { allowConnection, allowIngress, createSecurityGroup } from "../internal/securityGroups";
import type { DatabaseSettings } from "./settings";

/**
 * The groups and who may open which connection, by reference only: client -> proxy -> database, or client -> database.
 * The rules are returned for those who must not be made before them.
 */
export function createNetwork(name: string, settings: DatabaseSettings, opts: pulumi.CustomResourceOptions) {
  const { baseName, vpcId, tags, port, facts } = settings;
  const group = (role: string, description: string) =>
    createSecurityGroup(`${name}-${role}-group`, { vpcId, description, tags }, opts);
  const database = group("database", `Database ${baseName}`);
  const clients = group("client", `Members may connect to the database ${baseName}`);
  const proxy = settings.proxy ? group("proxy", `Proxy before the database ${baseName}`) : undefined;
  const entrance = proxy ?? database;
  // A proxy listens on its engine family's port, whatever port the database has.
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-connecting.html
  const entrancePort = proxy ? facts.port : port;

  const clientRules = allowConnection(
    `${name}-client-${proxy ? "proxy" : "database"}`,
    { from: clients.id, to: entrance.id, port: entrancePort, description: `Clients of ${baseName}` },
    opts,
  );
  const proxyRules = proxy
    ? allowConnection(
        `${name}-proxy-database`,
        { from: proxy.id, to: database.id, port, description: `Proxy of ${baseName} to its database` },
        opts,
      )
    : [];
  for (const [client, securityGroupId] of Object.entries(settings.clients)) {
    allowIngress(
      `${name}-from-${client}-ingress`,
      { of: entrance.id, peer: { securityGroupId }, port: entrancePort, description: `${client} to ${baseName}` },
      opts,
    );
  }
  return {
    database,
    clients,
    entrancePort,
    clientRules,
    /** The proxy's way to the database. */
    toDatabase: { securityGroupId: proxy?.id, rules: proxyRules },
  };
}
