import type * as pulumi from "@pulumi/pulumi";
import { allowConnection, allowEgress, allowIngress, createSecurityGroup, type Peer } from "../internal/securityGroups";
import type { PmmServerSettings } from "./settings";

/** What the instance answers on: the container's HTTPS port, for people and for agents. */
export const serverPort = 443;

/** The two groups and every rule of them: callers to load balancer to server to databases and to the internet. */
export function createNetwork(name: string, settings: PmmServerSettings, opts: pulumi.CustomResourceOptions) {
  const { vpcId, prefix, tags } = settings;
  const balancer = createSecurityGroup(
    `${name}-load-balancer-security-group`,
    { vpcId, description: `Load balancer of ${prefix}`, tags },
    opts,
  );
  const server = createSecurityGroup(
    `${name}-server-security-group`,
    { vpcId, description: `Monitoring server ${prefix}`, tags },
    opts,
  );
  allowCallers(name, settings, balancer.id, opts);
  const description = `Interface and agents of ${prefix}`;
  const toServer = allowConnection(
    `${name}-load-balancer-server`,
    { from: balancer.id, to: server.id, port: serverPort, description },
    opts,
  );
  const outward = allowEgress(
    `${name}-server-to-internet-egress`,
    {
      of: server.id,
      peer: { cidrIpv4: "0.0.0.0/0" }, // packages, the image and AWS's services have no addresses that could be listed
      port: 443,
      description: "AWS services, the container image and signed packages",
      tags,
    },
    opts,
  );
  const toDatabases = Object.entries(settings.monitoredDatabases).flatMap(([key, database]) =>
    allowConnection(
      `${name}-server-${key}`,
      {
        from: server.id,
        to: database.securityGroupId,
        port: database.port,
        description: `${prefix} watches the database ${key}`,
      },
      opts,
    ),
  );
  return {
    balancerGroupId: balancer.id,
    serverGroupId: server.id,
    /** What the instance needs at its first boot. */
    ready: [...toServer, outward, ...toDatabases],
  };
}

/** Lets in the callers named and nobody else: on 443, with 80 for the redirect. */
function allowCallers(
  name: string,
  settings: PmmServerSettings,
  groupId: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
): void {
  const callers: [string, string, Peer][] = [
    ...settings.allowedCidrBlocks.map((block): [string, string, Peer] => [
      block.replace("/", "-"),
      block,
      { cidrIpv4: block },
    ]),
    ...Object.entries(settings.allowedSecurityGroupIds).map(([key, id]): [string, string, Peer] => [
      key,
      `members of ${key}`,
      { securityGroupId: id },
    ]),
  ];
  for (const [key, who, peer] of callers) {
    for (const { protocol, port } of [
      { protocol: "https", port: 443 },
      { protocol: "http", port: 80 },
    ]) {
      allowIngress(
        `${name}-load-balancer-from-${key}-${protocol}-ingress`,
        { of: groupId, peer, port, description: `${protocol.toUpperCase()} from ${who}`, tags: settings.tags },
        opts,
      );
    }
  }
}
