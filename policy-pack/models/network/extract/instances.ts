import type { Read, Reader } from "../../../../plan/reader";
import type { Resource } from "../../../../plan/resource";
import { parseCidr, type AddressSet } from "../cidr";
import type { Answer, Host, Ref, SecurityGroup, Subnet } from "../facts";
import { addHost, groupsIn, subnetIn, subnetsIn } from "./hosts";
import { answerOf, doubtOf, given, isEmptyList, itemsOf, maybe, no, textOf, yes } from "./reading";
import { meant } from "./references";
import type { World } from "./world";

const instanceTypes = ["aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest"] as const;
const interfaceType = "aws:ec2/networkInterface:NetworkInterface";
const templateTypes = ["aws:ec2/launchTemplate:LaunchTemplate"] as const;
const configurationType = "aws:ec2/launchConfiguration:LaunchConfiguration";
const scalingGroupType = "aws:autoscaling/group:Group";
const addressTypes = ["aws:ec2/eip:Eip", "aws:ec2/eipAssociation:EipAssociation"] as const;
const groupAttachmentType = "aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment";
const interfaceAttachmentType = "aws:ec2/networkInterfaceAttachment:NetworkInterfaceAttachment";

/** Instances, Auto Scaling groups and network interfaces of their own. */
export function readInstances(world: World): void {
  const addressed = elasticAddresses(world);
  const attached = attachedGroups(world);
  for (const resource of world.stack.ofType(interfaceType)) {
    const subnets = subnetIn(world, resource, given(resource, "subnetId"));
    const own = groupsIn(world, resource, given(resource, "securityGroups"), subnets);
    const groups = [...own, ...(attached.get(resource.urn) ?? [])];
    const isAddressed = addressed.get(resource.urn) ?? no;
    addHost(world, resource, {
      kind: "networkInterface",
      subnets,
      groups,
      publicIpv4: isAddressed,
      ipv6: ipv6Of(resource),
    });
  }
  for (const resource of world.stack.ofType(...instanceTypes)) {
    readInstance(world, resource, attached.get(resource.urn) ?? [], addressed.get(resource.urn));
  }
  for (const resource of world.stack.ofType(scalingGroupType)) readScalingGroup(world, resource);
}

function readInstance(
  world: World,
  resource: Resource,
  attached: readonly Ref<SecurityGroup>[],
  addressed: Answer | undefined,
): void {
  const own = interfacesOf(world, resource);
  if (own.length > 0) {
    const [first] = own;
    const subnets = own.flatMap((one) => one.subnets);
    const groups = own.flatMap((one) => one.groups ?? []);
    const publicIpv4 = addressed ?? first?.publicIpv4;
    addHost(world, resource, { kind: "instance", subnets, groups, publicIpv4, ipv6: first?.ipv6 });
    return;
  }
  const launch = given(resource, "launchTemplate");
  const template = templateOf(world, resource, launch);
  const untold = template || isEmptyList(launch) ? undefined : doubtOf(resource, { path: launch.path });
  const subnets = subnetIn(world, resource, firstGiven(given(resource, "subnetId"), template?.at("subnetId")));
  const named = firstGiven(given(resource, "vpcSecurityGroupIds"), given(resource, "securityGroups"));
  const untoldGroups: Ref<SecurityGroup>[] | undefined = untold && [{ state: "unknown", doubt: untold }];
  const inherited = isUnset(named) ? (untoldGroups ?? template?.groups()) : undefined;
  const asked = given(resource, "associatePublicIpAddress");
  const inheritedPublic = untold ? maybe(untold) : (template?.publicIpv4() ?? "subnet");
  addHost(world, resource, {
    kind: "instance",
    subnets,
    groups: [...(inherited ?? groupsIn(world, resource, named, subnets)), ...attached],
    publicIpv4: addressed ?? (asked.isAbsent() ? inheritedPublic : answerOf(resource, asked.flag(), no)),
    ipv6: ipv6Of(resource),
    addresses: addressOf(given(resource, "privateIp")),
  });
}

function readScalingGroup(world: World, resource: Resource): void {
  const mixed = given(resource, "mixedInstancesPolicy").at("launchTemplate.launchTemplateSpecification");
  const template =
    templateOf(world, resource, given(resource, "launchTemplate")) ??
    templateOf(world, resource, mixed, "launchTemplateId", "launchTemplateName") ??
    configurationOf(world, resource);
  const zones = given(resource, "vpcZoneIdentifiers");
  const subnets =
    isUnset(zones) && template ? subnetIn(world, resource, template.at("subnetId")) : subnetsIn(world, resource, zones);
  const unknownTemplate = doubtOf(resource, { path: "launchTemplate", why: "is not known" });
  addHost(world, resource, {
    kind: "instanceGroup",
    subnets,
    groups: template?.groups(subnets) ?? [{ state: "unknown", doubt: unknownTemplate }],
    publicIpv4: template ? (template.publicIpv4() ?? "subnet") : maybe(unknownTemplate),
    ipv6: template?.ipv6() ?? "subnet",
  });
}

/** What a launch template or configuration says of the network of what it launches. */
class Template {
  private readonly face: Reader | undefined;

  constructor(
    private readonly world: World,
    private readonly resource: Resource,
  ) {
    // The first interface is the one that gets the address; others of an instance share its fate here.
    this.face = itemsOf(given(resource, "networkInterfaces"))?.[0];
  }

  at(key: string): Reader {
    return this.face?.at(key) ?? given(this.resource, key);
  }

  groups(subnets?: readonly Ref<Subnet>[]): readonly Ref<SecurityGroup>[] | undefined {
    const onInterface = this.face?.at("securityGroups");
    const general = firstGiven(given(this.resource, "vpcSecurityGroupIds"), given(this.resource, "securityGroups"));
    const reader = onInterface && !isUnset(onInterface) ? onInterface : general;
    if (isUnset(reader) && !subnets) return undefined;
    return groupsIn(this.world, this.resource, reader, subnets ?? []);
  }

  /** Undefined when it leaves it to the subnet. */
  publicIpv4(): Answer | undefined {
    const interfaces = given(this.resource, "networkInterfaces");
    if (interfaces.isUnknown()) return maybe(doubtOf(this.resource, { path: "networkInterfaces" }));
    const asked = this.at("associatePublicIpAddress");
    const text = textOf(asked);
    return text.state === "absent" && asked.isAbsent() ? undefined : answerOf(this.resource, asked.flag(), no);
  }

  ipv6(): Answer | "subnet" {
    const count = this.at("ipv6AddressCount").number();
    const listed = this.at("ipv6Addresses");
    return (count.state === "known" && count.value > 0) || !isUnset(listed) ? yes : "subnet";
  }
}

function templateOf(
  world: World,
  resource: Resource,
  spec: Reader,
  idKey = "id",
  nameKey = "name",
): Template | undefined {
  const [first] = itemsOf(spec) ?? [];
  if (!first) return undefined;
  for (const read of [textOf(first.at(idKey)), textOf(first.at(nameKey))]) {
    const target = read.state === "absent" ? undefined : world.stack.target(resource, read, ...templateTypes);
    if (target?.state === "known") return new Template(world, target.value);
  }
  return undefined;
}

function configurationOf(world: World, resource: Resource): Template | undefined {
  const read = textOf(given(resource, "launchConfiguration"));
  const target = read.state === "absent" ? undefined : world.stack.target(resource, read, configurationType);
  return target?.state === "known" ? new Template(world, target.value) : undefined;
}

/** The interfaces that an instance is given instead of a subnet. */
function interfacesOf(world: World, instance: Resource): Host[] {
  const items = [
    ...(itemsOf(given(instance, "networkInterfaces")) ?? []),
    ...(itemsOf(given(instance, "primaryNetworkInterface")) ?? []),
  ];
  return items
    .map((item) => world.stack.target(instance, item.text("networkInterfaceId"), interfaceType))
    .map((target) => (target.state === "known" ? world.hosts.of(target.value) : undefined))
    .filter((host) => host !== undefined);
}

/** Elastic addresses, by the instance or interface that has one. */
function elasticAddresses(world: World): Map<string, Answer> {
  const addressed = new Map<string, Answer>();
  for (const resource of world.stack.ofType(...addressTypes)) {
    const keys = resource.type.endsWith(":Eip")
      ? ["instance", "networkInterface"]
      : ["instanceId", "networkInterfaceId"];
    for (const key of keys) {
      const id = textOf(given(resource, key));
      if (id.state === "absent") continue;
      const types = [...instanceTypes, interfaceType];
      const target = world.stack.target(resource, id, ...types);
      if (target.state === "known") addressed.set(target.value.urn, yes);
      if (target.state !== "unknown") continue;
      const doubt = doubtOf(resource, target);
      for (const { urn } of world.stack.dependencies(resource, key, types))
        if (!addressed.has(urn)) addressed.set(urn, maybe(doubt));
    }
  }
  for (const resource of world.stack.ofType(interfaceAttachmentType)) {
    const target = (key: string, types: readonly string[]): Read<Resource> =>
      world.stack.target(resource, given(resource, key).text(), ...types);
    const [host, face] = [target("instanceId", instanceTypes), target("networkInterfaceId", [interfaceType])];
    const has = face.state === "known" ? addressed.get(face.value.urn) : undefined;
    if (host.state === "known" && has) addressed.set(host.value.urn, has);
  }
  return addressed;
}

/** Groups that resources of their own attach to interfaces, by the interface or instance. */
function attachedGroups(world: World): Map<string, Ref<SecurityGroup>[]> {
  const attached = new Map<string, Ref<SecurityGroup>[]>();
  for (const resource of world.stack.ofType(groupAttachmentType)) {
    const group = world.refs.one(resource, resource.properties.text("securityGroupId"), world.groups);
    const id = resource.properties.text("networkInterfaceId");
    const types = [interfaceType, ...instanceTypes];
    const target = world.stack.target(resource, id, ...types);
    const hosts = target.state === "known" ? [target.value] : world.stack.dependencies(resource, id.path, types);
    for (const { urn } of group ? hosts : []) {
      const certain: Ref<SecurityGroup> | undefined =
        group && target.state === "unknown"
          ? { state: "ambiguous", among: meant(group), doubt: doubtOf(resource, target) }
          : group;
      if (certain) attached.set(urn, [...(attached.get(urn) ?? []), certain]);
    }
  }
  return attached;
}

function ipv6Of(resource: Resource): Answer | "subnet" {
  const count = given(resource, "ipv6AddressCount").number();
  return (count.state === "known" && count.value > 0) || !isUnset(given(resource, "ipv6Addresses")) ? yes : "subnet";
}

function addressOf(reader: Reader): AddressSet | undefined {
  const read = textOf(reader);
  const range = read.state === "known" ? parseCidr(`${read.value}/32`) : undefined;
  return range && [range];
}

function firstGiven(first: Reader, second: Reader | undefined): Reader {
  return second && isUnset(first) ? second : first;
}

function isUnset(reader: Reader): boolean {
  if (reader.isUnknown()) return false;
  const texts = reader.texts();
  return texts.state === "absent" || (texts.state === "known" && texts.value.length === 0);
}
