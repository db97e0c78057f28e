import { networkOf, type GroupRule, type SecurityGroup } from "./network";
import type { Resource } from "./resource";
import type { Stack } from "./stack";

export const securityGroupType = "aws:ec2/securityGroup:SecurityGroup";
export const defaultGroupType = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";

/** Rules that are resources of their own: the older type, which has both directions, and the newer ones. */
export const standaloneTypes = {
  both: "aws:ec2/securityGroupRule:SecurityGroupRule",
  ingress: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  egress: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
} as const;

/** Types in which ingress rules are written, and egress rules. */
export const ingressSources = [securityGroupType, defaultGroupType, standaloneTypes.both, standaloneTypes.ingress];
export const egressSources = [securityGroupType, defaultGroupType, standaloneTypes.both, standaloneTypes.egress];

/** A rule of a security group, as the model of the network reads it. */
export interface WrittenRule {
  readonly group: SecurityGroup;
  readonly rule: GroupRule;
}

/** The rules of one direction that a resource writes: a rule's own, or the inline ones of a group. */
export function rulesWrittenIn(resource: Resource, direction: "ingress" | "egress", stack: Stack): WrittenRule[] {
  return stack.view(direction === "ingress" ? ingressBySource : egressBySource).get(resource.urn) ?? [];
}

function ingressBySource(stack: Stack): Map<string, WrittenRule[]> {
  return bySource(stack, "ingress");
}

function egressBySource(stack: Stack): Map<string, WrittenRule[]> {
  return bySource(stack, "egress");
}

function bySource(stack: Stack, direction: "ingress" | "egress"): Map<string, WrittenRule[]> {
  const index = new Map<string, WrittenRule[]>();
  for (const group of stack.view(networkOf).facts.groups)
    for (const rule of group[direction].rules) {
      const urn = rule.urn ?? group.urn;
      if (urn === undefined) continue;
      const list = index.get(urn) ?? [];
      index.set(urn, list);
      list.push({ group, rule });
    }
  return index;
}
