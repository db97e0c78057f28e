import type { Reader } from "../../../../plan/reader";
import type { Resource } from "../../../../plan/resource";
import { perhaps, type Bounds, type Doubt } from "../certainty";
import { allAddresses, parseCidr } from "../cidr";
import type { AclSide, NetworkAcl, Ref, Subnet } from "../facts";
import { nothing, regionOf, type Region } from "../region";
import { allServices, noServices, parseProtocol, servicesOfRule, type ServiceSet } from "../services";
import { doubtOf, given, itemsOf, textOf } from "./reading";
import { doubtsOf, meant } from "./references";
import { alternatives } from "./routing";
import { aclTypes, adopt, emptyAcl, type World } from "./world";

const defaultAclType = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl";
const ruleType = "aws:ec2/networkAclRule:NetworkAclRule";
const associationType = "aws:ec2/networkAclAssociation:NetworkAclAssociation";

/** Network ACLs with their rules in both forms, and which subnets they guard. */
export function readAcls(world: World): void {
  const guards = new Guards(world);
  for (const resource of world.stack.ofType(...aclTypes)) {
    const acl = readAcl(world, resource);
    const subnets = world.refs.list(resource, given(resource, "subnetIds"), world.subnets) ?? [];
    for (const subnet of subnets) guards.add(subnet, { state: "known", to: acl });
  }
  for (const resource of world.stack.ofType(ruleType)) readRule(world, resource);
  for (const resource of world.stack.ofType(associationType)) {
    const acl = world.refs.one(resource, resource.properties.text("networkAclId"), world.acls);
    const subnet = world.refs.one(resource, resource.properties.text("subnetId"), world.subnets);
    if (acl && subnet) guards.add(subnet, acl);
  }
  guards.assign();
}

function readAcl(world: World, resource: Resource): NetworkAcl {
  const isDefault = resource.type === defaultAclType;
  const id = isDefault ? resource.properties.text("defaultNetworkAclId") : undefined;
  const companion = id && world.refs.one(resource, id, world.acls);
  const { name, urn } = resource;
  const acl = companion?.state === "known" ? adopt(companion.to, resource) : emptyAcl({ name, urn, outside: false });
  world.acls.add(urn, acl);
  for (const direction of ["ingress", "egress"] as const) {
    const side = acl[direction];
    side.rules.length = side.doubts.length = 0;
    const items = itemsOf(given(resource, direction));
    if (!items) side.doubts.push({ resource: name, property: direction, why: "is not known before deployment" });
    for (const item of items ?? []) addRule(side, resource, (key) => item.at(key), ["ruleNo", "action"]);
  }
  return acl;
}

/** A rule of its own. Which of several lists has it, and in which direction, must be certain: its place decides. */
function readRule(world: World, resource: Resource): void {
  const owner = world.refs.one(resource, resource.properties.text("networkAclId"), world.acls);
  if (!owner) return;
  const egress = resource.properties.flag("egress");
  const directions =
    egress.state === "unknown" ? (["ingress", "egress"] as const) : ([isTrue(egress) ? "egress" : "ingress"] as const);
  const isAnywhere = owner.state === "unknown" && world.refs.mayBeHere(resource, "networkAclId");
  const owners = isAnywhere ? world.acls.all().filter((acl) => !acl.outside) : meant(owner);
  const doubts = [...doubtsOf(owner), ...(egress.state === "unknown" ? [doubtOf(resource, egress)] : [])];
  for (const side of owners.flatMap((acl) => directions.map((direction) => acl[direction])))
    if (doubts.length > 0) side.doubts.push(...doubts);
    else addRule(side, resource, (key) => given(resource, key), ["ruleNumber", "ruleAction"]);
}

function addRule(
  side: AclSide,
  resource: Resource,
  at: (key: string) => Reader,
  [numberKey, actionKey]: readonly [string, string],
): void {
  const number = at(numberKey).number();
  const action = textOf(at(actionKey));
  if (number.state !== "known" || action.state !== "known") {
    side.doubts.push(doubtOf(resource, number.state === "known" ? action : number));
    return;
  }
  side.rules.push({
    number: number.value,
    allows: action.value.toLowerCase() === "allow",
    traffic: trafficOf(resource, at),
  });
}

function trafficOf(resource: Resource, at: (key: string) => Reader): Bounds<Region> {
  const services = servicesOf(resource, at);
  const blocks = ["cidrBlock", "ipv6CidrBlock"].map((key) => textOf(at(key))).filter((read) => read.state !== "absent");
  const [block] = blocks;
  const range = block?.state === "known" ? parseCidr(block.value) : undefined;
  if (range)
    return { sure: regionOf([range], services.sure), may: regionOf([range], services.may), doubts: services.doubts };
  const doubt = doubtOf(resource, block ?? { path: "cidrBlock" });
  return perhaps(nothing, regionOf(allAddresses, services.may), doubt, ...services.doubts);
}

function servicesOf(resource: Resource, at: (key: string) => Reader): Bounds<ServiceSet> {
  const protocol = textOf(at("protocol"));
  const number = protocol.state === "known" ? parseProtocol(protocol.value) : undefined;
  if (number === undefined) return perhaps(noServices, allServices, doubtOf(resource, protocol));
  const isIcmp = number === 1 || number === 58;
  const [from, to] = isIcmp
    ? [at("icmpType").number(), at("icmpCode").number()]
    : [at("fromPort").number(), at("toPort").number()];
  const unknown = [from, to].find((read) => read.state === "unknown");
  if (unknown && number !== "all") return perhaps(noServices, servicesOfRule(number), doubtOf(resource, unknown));
  const value = (read: typeof from) => (read.state === "known" ? read.value : undefined);
  // Providers write 0 to 0 where a protocol of all ports is meant; with TCP and UDP it is what it says.
  const services = servicesOfRule(number, value(from), value(to));
  return { sure: services, may: services, doubts: [] };
}

function isTrue(read: { state: string; value?: boolean }): boolean {
  return read.state === "known" && read.value === true;
}

/** Which network ACL guards which subnet. */
class Guards {
  private readonly certain = new Map<Subnet, Ref<NetworkAcl>>();
  private readonly unsure: { subnets?: readonly Subnet[]; acl: Ref<NetworkAcl>; doubt: Doubt }[] = [];

  constructor(private readonly world: World) {}

  add(subnet: Ref<Subnet>, acl: Ref<NetworkAcl>): void {
    if (subnet.state === "known") this.certain.set(subnet.to, acl);
    else
      this.unsure.push({ subnets: subnet.state === "ambiguous" ? subnet.among : undefined, acl, doubt: subnet.doubt });
  }

  /** Gives every subnet its list: the one it was put under, else the default one of its VPC. */
  assign(): void {
    for (const subnet of this.world.subnets.all()) {
      const own = this.certain.get(subnet);
      subnet.acl = own ?? defaultAclOf(subnet);
      if (own) continue;
      for (const { subnets, acl, doubt } of this.unsure)
        if (!subnets || subnets.includes(subnet)) subnet.acl = alternatives([subnet.acl, acl], doubt);
    }
  }
}

function defaultAclOf({ vpc }: Subnet): Ref<NetworkAcl> {
  if (vpc.state === "known") return { state: "known", to: vpc.to.ownAcl };
  return vpc.state === "unknown"
    ? vpc
    : alternatives(
        vpc.among.map((one) => ({ state: "known", to: one.ownAcl })),
        vpc.doubt,
      );
}
