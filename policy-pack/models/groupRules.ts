import { given, networkOf, type GroupRule, type SecurityGroup } from "./network";
import { notYetKnown, type Read } from "../../plan/reader";
import type { Resource } from "../../plan/resource";
import type { Stack } from "../../plan/stack";

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

/**
 * Whether the program itself wrote a property. What it did not write may be there all the same: providers fill in the
 * inline rules of a group with all that it has, those of other resources too.
 */
export function isWritten(resource: Resource, key: string): boolean {
  return resource.written?.includes(key) ?? !given(resource, key).isAbsent();
}

/** The rules of one direction that a resource writes: a rule's own, or the inline ones of a group. */
export function rulesWrittenIn(resource: Resource, direction: "ingress" | "egress", stack: Stack): WrittenRule[] {
  return stack.view(direction === "ingress" ? ingressBySource : egressBySource).get(resource.urn) ?? [];
}

/** Why the inline rules of a group are not known, as far as the program writes them; undefined when they are. */
export function unreadInline(resource: Resource, direction: "ingress" | "egress"): Read<unknown> | undefined {
  if (!isWritten(resource, direction) || (resource.type !== securityGroupType && resource.type !== defaultGroupType))
    return undefined;
  const list = resource.properties.list(direction);
  if (list.state === "unknown") return list;
  const hidden = list.state === "known" ? list.value.find((item) => item.isUnknown()) : undefined;
  return hidden && { state: "unknown", path: hidden.path, why: notYetKnown };
}

function ingressBySource(stack: Stack): Map<string, WrittenRule[]> {
  return bySource(stack, "ingress");
}

function egressBySource(stack: Stack): Map<string, WrittenRule[]> {
  return bySource(stack, "egress");
}

function bySource(stack: Stack, direction: "ingress" | "egress"): Map<string, WrittenRule[]> {
  const index = new Map<string, WrittenRule[]>();
  const owners = stack.ofType(securityGroupType, defaultGroupType);
  const filled = new Set(owners.filter((owner) => !isWritten(owner, direction)).map(({ urn }) => urn));
  for (const group of stack.view(networkOf).facts.groups)
    for (const rule of group[direction].rules) {
      const urn = rule.urn ?? group.urn;
      if (urn === undefined || (rule.urn === undefined && filled.has(urn))) continue;
      const list = index.get(urn) ?? [];
      index.set(urn, list);
      list.push({ group, rule });
    }
  return index;
}
