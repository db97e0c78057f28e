import { notYetKnown, type Read, type Reader } from "../../../plan/reader";
import type { Resource } from "../../../plan/resource";
import type { Stack } from "../../../plan/stack";
import { parseCidr, publicPart } from "./cidr";

export const securityGroupTypes = [
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
] as const;
const ruleType = "aws:ec2/securityGroupRule:SecurityGroupRule";
const ingressRuleType = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const prefixListType = "aws:ec2/managedPrefixList:ManagedPrefixList";
const prefixListEntryType = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry";

/** Every type that can let traffic into a security group. */
export const ingressTypes = [...securityGroupTypes, ruleType, ingressRuleType] as const;

/** One way into a security group: inline in the group, or a rule of its own. */
export interface Opening {
  readonly protocol: Read<string>;
  readonly fromPort: Read<number>;
  readonly toPort: Read<number>;
  /** Source address ranges, as written. */
  readonly ranges: readonly Read<string>[];
  /** Ids of source prefix lists. */
  readonly prefixLists: readonly Read<string>[];
}

/** The ways in that a resource of `ingressTypes` makes. */
export function openingsOf(resource: Resource): Read<Opening[]> {
  const { properties } = resource;
  if (resource.type === ingressRuleType)
    return opening(properties, "ipProtocol", ["cidrIpv4", "cidrIpv6"], ["prefixListId"]);
  if (resource.type === ruleType) {
    const direction = properties.text("type");
    if (direction.state === "unknown") return direction;
    if (direction.state === "known" && direction.value === "egress") return { ...direction, value: [] };
    return opening(properties, "protocol", ["cidrBlocks", "ipv6CidrBlocks"], ["prefixListIds"]);
  }
  const inline = properties.list("ingress");
  if (inline.state !== "known") return inline;
  const each = inline.value.map((item): Read<Opening[]> => {
    if (item.isUnknown()) return { state: "unknown", path: item.path, why: notYetKnown };
    return opening(item, "protocol", ["cidrBlocks", "ipv6CidrBlocks"], ["prefixListIds"]);
  });
  return each.find((read) => read.state === "unknown") ?? { ...inline, value: each.flatMap(valuesOf) };
}

/** The security group that a way in belongs to: the resource itself, or the one that its rule names. */
export function groupOf(resource: Resource, stack: Stack): Read<Resource> {
  if ((securityGroupTypes as readonly string[]).includes(resource.type))
    return { state: "known", path: "id", value: resource };
  return stack.target(resource, resource.properties.text("securityGroupId"), ...securityGroupTypes);
}

/** Those of the ranges from which somebody on the internet may come; what is no range is unknown. */
export function publicRanges(ranges: readonly Read<string>[]): { open: string[]; unclear: Read<string>[] } {
  const open: string[] = [];
  const unclear: Read<string>[] = [];
  for (const range of ranges) {
    const parsed = range.state === "known" ? parseCidr(range.value) : undefined;
    if (range.state === "known" && parsed && publicPart([parsed]).length > 0) open.push(range.value);
    if (range.state === "known" && !parsed)
      unclear.push({ state: "unknown", path: range.path, why: "is not an address range" });
    if (range.state === "unknown") unclear.push(range);
  }
  return { open, unclear };
}

/** The ranges of a prefix list, when it is part of the stack. AWS's own lists are not: their addresses change. */
export function rangesOfPrefixList(resource: Resource, id: Read<string>, stack: Stack): Read<Read<string>[]> {
  const list = stack.target(resource, id, prefixListType);
  if (list.state === "unknown") return list;
  if (list.state === "absent")
    return {
      state: "unknown",
      path: id.path,
      why: "is a prefix list outside the stack, whose addresses are not known",
    };
  const entries = list.value.properties.list("entries");
  if (entries.state === "unknown") return entries;
  const inline = entries.state === "known" ? entries.value.map((entry) => entry.text("cidr")) : [];
  const own = stack.view(entriesByList).get(list.value.urn) ?? [];
  return { state: "known", path: id.path, value: [...inline, ...own] };
}

function entriesByList(stack: Stack): Map<string, Read<string>[]> {
  const index = new Map<string, Read<string>[]>();
  for (const entry of stack.ofType(prefixListEntryType)) {
    const list = stack.target(entry, entry.properties.text("prefixListId"), prefixListType);
    if (list.state !== "known") continue;
    const { urn } = list.value;
    index.set(urn, [...(index.get(urn) ?? []), entry.properties.text("cidr")]);
  }
  return index;
}

function opening(from: Reader, protocol: string, ranges: string[], prefixLists: string[]): Read<Opening[]> {
  const one: Opening = {
    protocol: from.text(protocol),
    fromPort: from.number("fromPort"),
    toPort: from.number("toPort"),
    ranges: ranges.flatMap((key) => textsOf(from.texts(key))),
    prefixLists: prefixLists.flatMap((key) => textsOf(from.texts(key))),
  };
  return { state: "known", path: from.path, value: [one] };
}

/** A list of reads; an unknown list is one unknown item. */
function textsOf(list: Read<Read<string>[]>): Read<string>[] {
  if (list.state === "known") return list.value;
  return list.state === "unknown" ? [list] : [];
}

function valuesOf<T>(read: Read<T[]>): T[] {
  return read.state === "known" ? read.value : [];
}
