import type { Resource } from "../../../../plan/resource";
import { exactly, perhaps, type Doubt } from "../certainty";
import { allAddresses, parseCidr, union, type AddressSet } from "../cidr";
import type { Answer, NetworkAcl, Ref, RouteTable, SecurityGroup, Subnet, Vpc } from "../facts";
import { regionOf } from "../region";
import { allServices } from "../services";
import { answerOf, given, itemsOf, known, no, textOf, yes } from "./reading";
import { emptyAcl, emptyGroup, emptyTable, subnetTypes, vpcTypes, type World } from "./world";

const defaultVpcType = "aws:ec2/defaultVpc:DefaultVpc";
const defaultSubnetType = "aws:ec2/defaultSubnet:DefaultSubnet";
const moreRangesTypes = [
  "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
  "aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation",
] as const;

/** VPCs, each with the route table, network ACL and security group that AWS makes with it. */
export function readVpcs(world: World): void {
  const moreRanges = rangesByVpc(world);
  for (const resource of world.stack.ofType(...vpcTypes)) {
    const isDefault = resource.type === defaultVpcType;
    const [table, acl, group] = companions(resource, isDefault);
    const vpc: Vpc = {
      name: resource.name,
      urn: resource.urn,
      outside: isDefault,
      addresses: union(
        rangeOf(resource, "cidrBlock"),
        rangeOf(resource, "ipv6CidrBlock"),
        ...(moreRanges.get(resource.urn) ?? []),
      ),
      ownTable: table,
      ownAcl: acl,
      ownGroup: group,
      mainTable: { state: "known", to: table },
      edgeTables: [],
    };
    world.vpcs.add(resource.urn, vpc);
    world.tables.add(resource.urn, table);
    world.acls.add(resource.urn, acl);
    world.groups.add(resource.urn, group);
  }
}

/**
 * What AWS makes with a VPC: a table with the local route only, a network ACL that lets everything through, a group
 * whose members reach each other and everything else. Those of the account's default VPC may have been changed long
 * before this program adopted it.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
 */
function companions(vpc: Resource, outside: boolean): [RouteTable, NetworkAcl, SecurityGroup] {
  const table = emptyTable({ name: `main route table of ${vpc.name}`, outside });
  const acl = emptyAcl({ name: `default network ACL of ${vpc.name}`, outside });
  const group = emptyGroup({ name: `default security group of ${vpc.name}`, outside });
  if (!outside) {
    const all = { number: 100, allows: true, traffic: exactly(regionOf(allAddresses, allServices)) };
    acl.ingress.rules.push(all);
    acl.egress.rules.push(all);
    const rule = { name: group.name, outside, services: exactly(allServices) };
    group.ingress.rules.push({ ...rule, addresses: exactly<AddressSet>([]), groups: [{ state: "known", to: group }] });
    group.egress.rules.push({ ...rule, addresses: exactly(allAddresses), groups: [] });
  }
  return [table, acl, group];
}

/** Subnets; route tables and network ACLs find them afterwards. */
export function readSubnets(world: World): void {
  for (const resource of world.stack.ofType(...subnetTypes)) {
    const isDefault = resource.type === defaultSubnetType;
    const doubt = (property: string, why: string): Doubt => ({ resource: resource.name, property, why });
    const vpc: Ref<Vpc> = world.refs.one(resource, given(resource, "vpcId").text(), world.vpcs) ?? {
      state: "unknown",
      doubt: doubt("vpcId", isDefault ? "is the account's default VPC, outside the stack" : "is not given"),
    };
    const addresses = union(rangeOf(resource, "cidrBlock"), rangeOf(resource, "ipv6CidrBlock"));
    const flag = (key: string, otherwise: Answer) => answerOf(resource, given(resource, key).flag(), otherwise);
    world.subnets.add(resource.urn, {
      name: resource.name,
      urn: resource.urn,
      outside: false,
      vpc,
      addresses: addresses.length > 0 ? addresses : undefined,
      addressesDoubt: addresses.length > 0 ? undefined : doubt("cidrBlock", "is not known before deployment"),
      table: { state: "unknown", doubt: doubt("route table", "is not known") },
      acl: { state: "unknown", doubt: doubt("network ACL", "is not known") },
      // https://docs.aws.amazon.com/vpc/latest/userguide/default-subnet.html
      publicOnLaunch: flag("mapPublicIpOnLaunch", isDefault ? yes : no),
      ipv6OnLaunch: flag("assignIpv6AddressOnCreation", flag("ipv6Native", no)),
      hasIpv6: hasIpv6(resource),
    } satisfies Subnet);
  }
}

function hasIpv6(subnet: Resource): Answer {
  const asked = ["ipv6CidrBlock", "ipv6Native", "ipv6IpamPoolId", "ipv6NetmaskLength", "assignIpv6AddressOnCreation"];
  return asked.some((key) => {
    const reader = given(subnet, key);
    return !reader.isAbsent() && known(reader.flag()) !== false && known(reader.text()) !== "";
  })
    ? yes
    : no;
}

function rangesByVpc(world: World): Map<string, AddressSet[]> {
  const ranges = new Map<string, AddressSet[]>();
  for (const more of world.stack.ofType(...moreRangesTypes)) {
    const vpc = world.stack.target(more, more.properties.text("vpcId"), ...vpcTypes);
    if (vpc.state !== "known") continue;
    const list = ranges.get(vpc.value.urn) ?? [];
    ranges.set(vpc.value.urn, [...list, rangeOf(more, "cidrBlock"), rangeOf(more, "ipv6CidrBlock")]);
  }
  return ranges;
}

function rangeOf(resource: Resource, key: string): AddressSet {
  const text = known(given(resource, key).text());
  const range = text === undefined ? undefined : parseCidr(text);
  return range ? [range] : [];
}

const prefixListTypes = ["aws:ec2/managedPrefixList:ManagedPrefixList"] as const;
const prefixListEntryType = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry";

/** The addresses of prefix lists, by the URN of the list. AWS's own and other accounts' lists are not in it. */
export function readPrefixLists(world: World): Map<string, PrefixList> {
  const lists = new Map<string, PrefixList>();
  for (const resource of world.stack.ofType(...prefixListTypes)) {
    const entries = itemsOf(given(resource, "entries"));
    const list: PrefixList = { ranges: [], doubts: [] };
    if (entries) for (const entry of entries) addEntry(list, resource, entry.at("cidr"));
    else list.doubts.push({ resource: resource.name, property: "entries", why: "is not known before deployment" });
    lists.set(resource.urn, list);
  }
  for (const entry of world.stack.ofType(prefixListEntryType)) {
    const owner = world.stack.target(entry, entry.properties.text("prefixListId"), ...prefixListTypes);
    const owners =
      owner.state === "known" ? [owner.value] : world.stack.dependencies(entry, "prefixListId", prefixListTypes);
    for (const { urn } of owners) {
      const list = lists.get(urn);
      if (list && owner.state === "known") addEntry(list, entry, entry.properties.at("cidr"));
      else list?.doubts.push({ resource: entry.name, property: "prefixListId", why: "may be one of several" });
    }
  }
  return lists;
}

/** The ranges of a prefix list, one by one as routes need them, and why there may be others. */
export interface PrefixList {
  readonly ranges: AddressSet[];
  readonly doubts: Doubt[];
}

function addEntry(list: PrefixList, resource: Resource, cidr: ReturnType<typeof given>): void {
  const text = textOf(cidr);
  const range = text.state === "known" ? parseCidr(text.value) : undefined;
  if (range) list.ranges.push([range]);
  else list.doubts.push({ resource: resource.name, property: text.path, why: "is not a known address range" });
}

/** A prefix list as a set of addresses: all of them are possible when the list is not part of the stack. */
export function prefixListAddresses(list: PrefixList | undefined, doubt: Doubt) {
  if (!list) return perhaps<AddressSet>([], allAddresses, doubt);
  const sure = union(...list.ranges);
  return list.doubts.length > 0 ? { sure, may: allAddresses, doubts: list.doubts } : exactly(sure);
}
