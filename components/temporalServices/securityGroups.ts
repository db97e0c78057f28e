import type * as pulumi from "@pulumi/pulumi";
import { allowConnection, allowEgress, allowIngress, createSecurityGroup, type Peer } from "../internal/securityGroups";
import { dsqlPort, metricsPort, roles, serviceFacts } from "./facts";
import type { TemporalSettings } from "./settings";

/** Who is in which group. */
const groups = {
  ring: "Tasks of the four Temporal roles, which are one ring",
  frontend: "Tasks of the Temporal frontend, as its clients see them",
  client: "May call the Temporal frontend",
  ui: "Tasks of the Temporal UI",
  grafana: "Tasks of Grafana",
  adot: "Tasks of the metrics collector",
  nodes: "EC2 nodes of the cluster",
  opensearch: "OpenSearch domain of Temporal visibility",
  "opensearch-setup": "Task that makes the OpenSearch index",
  "dsql-schema-setup": "Task that makes the DSQL schema",
} as const;

export type GroupKey = keyof typeof groups;

/** The groups by key, and their rules for those who wait until they can connect. */
export interface SecurityGroups {
  ids: Record<GroupKey, pulumi.Output<string>>;
  rules: pulumi.Resource[];
}

/**
 * Who may connect to whom; nothing else gets in or out. Membership and gRPC are open among all four roles: each reads
 * the members of all roles when it starts and calls them directly, so a group for each role splits the cluster.
 */
export function createSecurityGroups(
  name: string,
  settings: TemporalSettings,
  parent: pulumi.Resource,
): SecurityGroups {
  const { vpcId, prefix, tags } = settings;
  const made = (Object.keys(groups) as GroupKey[]).map((key) => {
    const args = { vpcId, description: `${groups[key]}: ${prefix}`, tags };
    return [key, createSecurityGroup(`${name}-${key}-security-group`, args, { parent }).id] as const;
  });
  const ids = Object.fromEntries(made) as SecurityGroups["ids"];
  const connect = (from: GroupKey, to: GroupKey, port: number, description: string) =>
    allowConnection(
      `${name}-${from}-to-${to}-${port}`,
      { from: ids[from], to: ids[to], port, description },
      { parent },
    );
  const rules: pulumi.Resource[] = [
    ...ringRules(name, ids.ring, parent),
    ...connect("client", "frontend", serviceFacts.frontend.ports.grpc, "Clients call the frontend"),
    ...connect("adot", "ring", metricsPort, "The collector reads metrics of every task"),
    ...connect("ring", "opensearch", 443, "Temporal writes and searches workflows"),
    ...connect("opensearch-setup", "opensearch", 443, "The setup task makes the index"),
    ...outward(name, settings, ids, parent),
  ];
  return { ids, rules };
}

/** The ring's own ports, one rule each: a range would also open the ports in between. */
function ringRules(name: string, ring: pulumi.Output<string>, parent: pulumi.Resource): pulumi.Resource[] {
  return roles.flatMap((role) => {
    const { grpc, membership } = serviceFacts[role].ports;
    const both = (port: number, what: string) => {
      const rule = {
        of: ring,
        peer: { securityGroupId: ring },
        port,
        description: `${what} of ${role} within the ring`,
      };
      return [
        allowEgress(`${name}-ring-${role}-${what.toLowerCase()}-egress`, rule, { parent }),
        allowIngress(`${name}-ring-${role}-${what.toLowerCase()}-ingress`, rule, { parent }),
      ];
    };
    return [...both(membership, "Membership"), ...both(grpc, "gRPC")];
  });
}

/** Ways out of the component: to AWS by endpoints or NAT, and to DSQL. */
function outward(
  name: string,
  settings: TemporalSettings,
  ids: SecurityGroups["ids"],
  parent: pulumi.Resource,
): pulumi.Resource[] {
  const { endpointSecurityGroupId, s3PrefixListId, allowInternetEgress, dsqlSecurityGroupId } = settings;
  const rules: pulumi.Resource[] = [];
  const egress = (of: GroupKey, to: string, peer: Peer, port: number, description: string) =>
    rules.push(allowEgress(`${name}-${of}-to-${to}-egress`, { of: ids[of], peer, port, description }, { parent }));
  const callsAws: GroupKey[] = ["ring", "ui", "grafana", "adot", "nodes", "opensearch-setup", "dsql-schema-setup"];
  for (const group of callsAws) {
    if (endpointSecurityGroupId !== undefined) {
      const peer = { securityGroupId: endpointSecurityGroupId };
      egress(group, "endpoints", peer, 443, "HTTPS to the interface endpoints of AWS");
    }
    if (allowInternetEgress) {
      const reason = "HTTPS to AWS by NAT, asked for by allowInternetEgress";
      egress(group, "internet", { cidrIpv4: "0.0.0.0/0" }, 443, reason);
    }
  }
  // Nodes pull the images of their tasks; the setup tasks run on Fargate and pull their own.
  const pulling: GroupKey[] = ["nodes", "opensearch-setup", "dsql-schema-setup"];
  if (s3PrefixListId !== undefined) {
    for (const group of pulling) egress(group, "s3", { prefixListId: s3PrefixListId }, 443, "Image layers from S3");
  }
  const dsql = dsqlSecurityGroupId === undefined ? { cidrIpv4: "0.0.0.0/0" } : { securityGroupId: dsqlSecurityGroupId };
  egress("ring", "dsql", dsql, dsqlPort, "Persistence in DSQL");
  egress("dsql-schema-setup", "dsql", dsql, dsqlPort, "The setup task makes the schema in DSQL");
  return rules;
}
