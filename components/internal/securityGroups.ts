import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** A security group without any rule: nothing in, nothing out, until a rule says so. */
export function createSecurityGroup(
  name: string,
  args: { vpcId: pulumi.Input<string>; description: string; tags?: Record<string, pulumi.Input<string>> },
  opts: pulumi.CustomResourceOptions,
): aws.ec2.SecurityGroup {
  return new aws.ec2.SecurityGroup(
    name,
    { vpcId: args.vpcId, description: args.description, tags: { Name: name, ...args.tags } },
    opts,
  );
}

/** The other end of a rule: exactly one of a group, a prefix list or an IPv4 range. */
export interface Peer {
  securityGroupId?: pulumi.Input<string>;
  prefixListId?: pulumi.Input<string>;
  cidrIpv4?: pulumi.Input<string>;
}

/** Instead of a port: every port of every protocol. A rule that says so needs a reason beside it. */
export const everyProtocol = "every protocol";

/** What a rule lets through. */
export interface RuleSettings {
  /** The group that the rule belongs to. */
  of: pulumi.Input<string>;
  /** Who may send (ingress) or be sent to (egress). */
  peer: Peer;
  /** TCP port, 1 to 65535, or `everyProtocol`. */
  port: pulumi.Input<number> | typeof everyProtocol;
  /** Why the rule exists: up to 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$* */
  description: string;
  /** Tags of the rule. Default: none. */
  tags?: Record<string, pulumi.Input<string>>;
}

function ruleArgs({ of, peer, port, description, tags }: RuleSettings) {
  return {
    securityGroupId: of,
    referencedSecurityGroupId: peer.securityGroupId,
    prefixListId: peer.prefixListId,
    cidrIpv4: peer.cidrIpv4,
    ...(port === everyProtocol ? { ipProtocol: "-1" } : { ipProtocol: "tcp", fromPort: port, toPort: port }),
    description,
    tags,
  };
}

/** Lets the peer open TCP connections to members of the group. */
export function allowIngress(name: string, settings: RuleSettings, opts: pulumi.CustomResourceOptions) {
  return new aws.vpc.SecurityGroupIngressRule(name, ruleArgs(settings), opts);
}

/** Lets members of the group open TCP connections to the peer. */
export function allowEgress(name: string, settings: RuleSettings, opts: pulumi.CustomResourceOptions) {
  return new aws.vpc.SecurityGroupEgressRule(name, ruleArgs(settings), opts);
}

/** Both halves of a connection from one group's members to another's: egress of the first, ingress of the second. */
export function allowConnection(
  name: string,
  settings: { from: pulumi.Input<string>; to: pulumi.Input<string>; port: pulumi.Input<number>; description: string },
  opts: pulumi.CustomResourceOptions,
) {
  const { from, to, port, description } = settings;
  const egress = allowEgress(`${name}-egress`, { of: from, peer: { securityGroupId: to }, port, description }, opts);
  const ingress = allowIngress(`${name}-ingress`, { of: to, peer: { securityGroupId: from }, port, description }, opts);
  return [egress, ingress];
}
