import type { Read, Reader } from "../../../../plan/reader";
import type { Resource } from "../../../../plan/resource";
import { addressAlgebra, anyOf, exactly, perhaps, type Bounds, type Doubt } from "../certainty";
import { allAddresses, parseCidr, type AddressSet } from "../cidr";
import type { GroupRule, Ref, SecurityGroup } from "../facts";
import { allServices, noServices, parseProtocol, servicesOfRule, type ServiceSet } from "../services";
import { doubtOf, given, itemsOf, textOf } from "./reading";
import { doubtsOf, meant } from "./references";
import { prefixListAddresses, type PrefixList } from "./vpcs";
import { adopt, emptyGroup, groupTypes, type World } from "./world";

const defaultGroupType = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const ruleType = "aws:ec2/securityGroupRule:SecurityGroupRule";
const singleRuleTypes = {
  ingress: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  egress: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
} as const;
const prefixListType = "aws:ec2/managedPrefixList:ManagedPrefixList";

/** How one form of a rule names its parts. */
interface Form {
  readonly protocol: string;
  readonly ranges: readonly string[];
  readonly prefixLists: string;
  readonly groups: string;
}

const listForm: Form = {
  protocol: "protocol",
  ranges: ["cidrBlocks", "ipv6CidrBlocks"],
  prefixLists: "prefixListIds",
  groups: "securityGroups",
};
const ruleForm: Form = { ...listForm, groups: "sourceSecurityGroupId" };
const singleForm: Form = {
  protocol: "ipProtocol",
  ranges: ["cidrIpv4", "cidrIpv6"],
  prefixLists: "prefixListId",
  groups: "referencedSecurityGroupId",
};

/** Security groups with their rules in all three forms. */
export function readGroups(world: World, prefixLists: ReadonlyMap<string, PrefixList>): void {
  const resources = world.stack.ofType(...groupTypes);
  for (const resource of resources) makeGroup(world, resource);
  for (const resource of resources) readInline(world, resource, prefixLists);
  for (const resource of world.stack.ofType(ruleType)) {
    const direction = resource.properties.text("type");
    const isKnown = direction.state === "known";
    const sides = isKnown
      ? ([direction.value === "egress" ? "egress" : "ingress"] as const)
      : (["ingress", "egress"] as const);
    readRule(world, resource, sides, ruleForm, prefixLists, isKnown ? undefined : doubtOf(resource, direction));
  }
  for (const direction of ["ingress", "egress"] as const)
    for (const resource of world.stack.ofType(singleRuleTypes[direction]))
      readRule(world, resource, [direction], singleForm, prefixLists);
}

function makeGroup(world: World, resource: Resource): void {
  const { name, urn } = resource;
  const isDefault = resource.type === defaultGroupType;
  const vpc = isDefault ? world.refs.one(resource, given(resource, "vpcId").text(), world.vpcs) : undefined;
  const group = vpc?.state === "known" ? adopt(vpc.to.ownGroup, resource) : emptyGroup({ name, urn, outside: false });
  // Managing a default group takes away the rules that AWS made it with.
  for (const side of [group.ingress, group.egress]) side.rules.length = side.doubts.length = 0;
  world.groups.add(urn, group);
}

function readInline(world: World, resource: Resource, prefixLists: ReadonlyMap<string, PrefixList>): void {
  const group = world.groups.of(resource);
  for (const direction of ["ingress", "egress"] as const) {
    const side = group?.[direction];
    const items = itemsOf(given(resource, direction));
    if (!items)
      side?.doubts.push({ resource: resource.name, property: direction, why: "is not known before deployment" });
    for (const item of items ?? []) {
      const rule = parse(world, resource, (key) => item.at(key), listForm, prefixLists, group);
      side?.rules.push({ ...rule, name: resource.name, outside: false });
    }
  }
}

function readRule(
  world: World,
  resource: Resource,
  directions: readonly ("ingress" | "egress")[],
  form: Form,
  prefixLists: ReadonlyMap<string, PrefixList>,
  doubt?: Doubt,
): void {
  const owner = world.refs.one(resource, resource.properties.text("securityGroupId"), world.groups);
  if (!owner) return;
  const isAnywhere = owner.state === "unknown" && world.refs.mayBeHere(resource, "securityGroupId");
  const owners = isAnywhere ? world.groups.all().filter((group) => !group.outside) : meant(owner);
  for (const group of owners) {
    const parsed = parse(world, resource, (key) => given(resource, key), form, prefixLists, group);
    const { name, urn } = resource;
    for (const direction of directions)
      group[direction].rules.push({ ...parsed, name, urn, outside: false, doubt: doubt ?? doubtsOf(owner)[0] });
  }
}

type Parsed = Pick<GroupRule, "services" | "addresses" | "groups">;

function parse(
  world: World,
  resource: Resource,
  at: (key: string) => Reader,
  form: Form,
  prefixLists: ReadonlyMap<string, PrefixList>,
  group: SecurityGroup | undefined,
): Parsed {
  const ranges = form.ranges.flatMap((key) => texts(at(key))).map((read) => addressesOf(resource, read));
  const lists = texts(at(form.prefixLists)).map((id) => listAddresses(world, resource, id, prefixLists));
  const self = at("self").flag();
  const groups: Ref<SecurityGroup>[] = world.refs.each(resource, texts(at(form.groups)), world.groups);
  if (group && self.state === "known" && self.value) groups.push({ state: "known", to: group });
  if (group && self.state === "unknown")
    groups.push({ state: "ambiguous", among: [group], doubt: doubtOf(resource, self) });
  return {
    services: servicesOf(resource, at, form),
    addresses: anyOf(addressAlgebra, [...ranges, ...lists]),
    groups,
  };
}

/** A text or a list of texts, without empty ones; a list that is unknown is one unknown text. */
function texts(reader: Reader): Read<string>[] {
  const list = reader.texts();
  if (list.state === "absent") return [];
  return list.state === "unknown" ? [list] : list.value.filter((read) => read.state !== "known" || read.value !== "");
}

function addressesOf(resource: Resource, read: Read<string>): Bounds<AddressSet> {
  const range = read.state === "known" ? parseCidr(read.value) : undefined;
  return range ? exactly([range]) : perhaps([], allAddresses, doubtOf(resource, read, "is not an address range"));
}

function listAddresses(
  world: World,
  resource: Resource,
  id: Read<string>,
  prefixLists: ReadonlyMap<string, PrefixList>,
): Bounds<AddressSet> {
  const list = world.stack.target(resource, id, prefixListType);
  const known = list.state === "known" ? prefixLists.get(list.value.urn) : undefined;
  return prefixListAddresses(known, doubtOf(resource, id, "is a prefix list whose addresses are not known"));
}

function servicesOf(resource: Resource, at: (key: string) => Reader, form: Form): Bounds<ServiceSet> {
  const protocol = textOf(at(form.protocol));
  const number = protocol.state === "known" ? parseProtocol(protocol.value) : undefined;
  if (number === undefined) return perhaps(noServices, allServices, doubtOf(resource, protocol));
  if (number === "all") return exactly(allServices);
  const [from, to] = [at("fromPort").number(), at("toPort").number()];
  const unknown = [from, to].find((read) => read.state === "unknown");
  if (unknown) return perhaps(noServices, servicesOfRule(number), doubtOf(resource, unknown));
  const value = (read: Read<number>) => (read.state === "known" ? read.value : undefined);
  return exactly(servicesOfRule(number, value(from), value(to)));
}
