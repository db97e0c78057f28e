import type { Read, Reader } from "../../../../plan/reader";
import type { Resource } from "../../../../plan/resource";
import type { Doubt } from "../certainty";
import { parseCidr } from "../cidr";
import type { Gateway, GatewayKind, Ref, Route, RouteTable, Subnet } from "../facts";
import { doubtOf, given, itemsOf, textOf } from "./reading";
import { doubtsOf, meant } from "./references";
import type { PrefixList } from "./vpcs";
import { adopt, emptyTable, gatewayTypes, tableTypes, type World } from "./world";

const defaultTableType = "aws:ec2/defaultRouteTable:DefaultRouteTable";
const routeType = "aws:ec2/route:Route";
const associationType = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const mainAssociationType = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation";
const prefixListType = "aws:ec2/managedPrefixList:ManagedPrefixList";
const propagationType = "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation";

/** Properties of a route that name where it leads. */
const viaKeys = [
  "gatewayId",
  "natGatewayId",
  "egressOnlyGatewayId",
  "vpcPeeringConnectionId",
  "transitGatewayId",
  "networkInterfaceId",
  "vpcEndpointId",
  "carrierGatewayId",
  "localGatewayId",
  "coreNetworkArn",
  "odbNetworkArn",
  "instanceId",
] as const;

/** The kind of gateway that a property names; `gatewayId` names internet gateways and virtual private ones. */
const kindsByKey: Readonly<Record<string, GatewayKind>> = {
  natGatewayId: "nat",
  egressOnlyGatewayId: "egressOnly",
  vpcPeeringConnectionId: "peering",
  transitGatewayId: "transit",
};

/** Properties that name gateways of which the model follows none to the internet, whatever their value is. */
const elsewhere: readonly string[] = viaKeys.slice(5);

/** Those of them that name an appliance, such as a NAT instance. */
const appliances: readonly string[] = ["networkInterfaceId", "instanceId"];

/** Route tables, their routes in all forms, and which subnets use which table. */
export function readRouting(world: World, prefixLists: ReadonlyMap<string, PrefixList>): void {
  for (const [type, kind] of Object.entries(gatewayTypes))
    for (const { name, urn } of world.stack.ofType(type)) world.gateways.add(urn, { name, urn, outside: false, kind });
  for (const resource of world.stack.ofType(...tableTypes)) readTable(world, resource, prefixLists);
  for (const resource of world.stack.ofType(routeType)) {
    const owner = world.refs.one(resource, resource.properties.text("routeTableId"), world.tables);
    if (!owner) continue;
    const owners = owner.state === "unknown" ? anyHere(world, resource, "routeTableId") : meant(owner);
    for (const table of owners)
      table.routes.push(...readRoute(world, resource, (key) => given(resource, key), prefixLists, doubtsOf(owner)[0]));
  }
  for (const resource of world.stack.ofType(propagationType)) {
    const owner = world.refs.one(resource, resource.properties.text("routeTableId"), world.tables);
    for (const table of owner ? meant(owner) : [])
      table.routes.push({
        via: { state: "known", to: vpnGateway(resource) },
        doubt: doubtOf(resource, { path: "routes" }),
      });
  }
  readMainAssociations(world);
  readAssociations(world);
}

function readTable(world: World, resource: Resource, prefixLists: ReadonlyMap<string, PrefixList>): void {
  const isDefault = resource.type === defaultTableType;
  const companion = isDefault
    ? world.refs.one(resource, resource.properties.text("defaultRouteTableId"), world.tables)
    : undefined;
  const { name, urn } = resource;
  const table =
    companion?.state === "known" ? adopt(companion.to, resource) : emptyTable({ name, urn, outside: false });
  table.doubts.length = 0;
  world.tables.add(urn, table);
  const routes = itemsOf(given(resource, "routes"));
  if (!routes) table.doubts.push({ resource: name, property: "routes", why: "is not known before deployment" });
  for (const item of routes ?? []) table.routes.push(...readRoute(world, resource, (key) => item.at(key), prefixLists));
}

/** A route: one for a CIDR block, several for a prefix list. */
function readRoute(
  world: World,
  resource: Resource,
  at: (key: string) => Reader,
  prefixLists: ReadonlyMap<string, PrefixList>,
  doubt?: Doubt,
): Route[] {
  const via = readVia(world, resource, at);
  const destinations = ["cidrBlock", "ipv6CidrBlock", "destinationCidrBlock", "destinationIpv6CidrBlock"];
  for (const read of destinations.map((key) => textOf(at(key)))) {
    if (read.state === "absent") continue;
    const range = read.state === "known" ? parseCidr(read.value) : undefined;
    return [
      range ? { destination: [range], via, doubt } : { via, doubt: doubtOf(resource, read, "is no address range") },
    ];
  }
  const list = textOf(at("destinationPrefixListId"));
  if (list.state === "absent") return [];
  const found = world.stack.target(resource, list, prefixListType);
  const entries = found.state === "known" ? prefixLists.get(found.value.urn) : undefined;
  if (!entries) return [{ via, doubt: doubtOf(resource, list, "is a prefix list whose addresses are not known") }];
  return [
    ...entries.ranges.map((destination) => ({ destination, via, doubt })),
    ...entries.doubts.map((unsure): Route => ({ via, doubt: unsure })),
  ];
}

function readVia(world: World, resource: Resource, at: (key: string) => Reader): Ref<Gateway> {
  const set = viaKeys.map((key) => [key, textOf(at(key))] as const).filter(([, read]) => read.state !== "absent");
  const [key, read] = set.find(([, one]) => one.state === "known") ?? set[0] ?? ["gatewayId", undefined];
  if (!read) return { state: "unknown", doubt: { resource: resource.name, property: key, why: "is not given" } };
  if (elsewhere.includes(key) || (read.state === "known" && read.value === "local"))
    return { state: "known", to: named(read, resource, appliances.includes(key) ? "interface" : "other") };
  const found = world.refs.one(resource, read, world.gateways);
  const kind = kindsByKey[key];
  if (found?.state === "ambiguous") return narrowed(found, kind);
  if (found?.state === "unknown" && kind) return { state: "known", to: named(read, resource, kind) };
  return found ?? { state: "unknown", doubt: doubtOf(resource, read) };
}

/** The property says of what kind the gateway is: of what a list of routes was computed from, only that is meant. */
function narrowed(found: Ref<Gateway> & { state: "ambiguous" }, kind: GatewayKind | undefined): Ref<Gateway> {
  const fits = (one: Gateway) => (kind ? one.kind === kind : one.kind === "internet" || one.kind === "other");
  const among = found.among.filter(fits);
  const [only] = among;
  if (only && among.length === 1) return { state: "known", to: only };
  return among.length > 0 ? { ...found, among } : found;
}

/** A gateway that is certainly of a kind, though it is not known which one. */
function named(read: Read<string>, resource: Resource, kind: GatewayKind): Gateway {
  return { name: read.state === "known" ? read.value : `${read.path} of ${resource.name}`, outside: true, kind };
}

function vpnGateway(resource: Resource): Gateway {
  return { name: resource.name, urn: resource.urn, outside: true, kind: "other" };
}

function readMainAssociations(world: World): void {
  for (const resource of world.stack.ofType(mainAssociationType)) {
    const vpc = world.refs.one(resource, resource.properties.text("vpcId"), world.vpcs);
    const table = world.refs.one(resource, resource.properties.text("routeTableId"), world.tables);
    if (!vpc || !table) continue;
    if (vpc.state === "known") vpc.to.mainTable = table;
    const maybeMain = vpc.state === "unknown" ? world.vpcs.all().filter((one) => !one.outside) : meant(vpc);
    if (vpc.state !== "known")
      for (const one of maybeMain) one.mainTable = alternatives([one.mainTable, table], vpc.doubt);
  }
}

/** Gives every subnet its route table: the associated one, else the main one of its VPC. */
function readAssociations(world: World): void {
  const associated = new Map<Subnet, Ref<RouteTable>>();
  const unsure: { subnets?: readonly Subnet[]; table: Ref<RouteTable>; doubt: Doubt }[] = [];
  for (const resource of world.stack.ofType(associationType)) {
    const table = world.refs.one(resource, resource.properties.text("routeTableId"), world.tables);
    const subnet = world.refs.one(resource, given(resource, "subnetId").text(), world.subnets);
    if (!given(resource, "gatewayId").isAbsent()) markEdge(world, resource, table);
    if (!table || !subnet) continue;
    if (subnet.state === "known") associated.set(subnet.to, table);
    else if (subnet.state === "ambiguous") unsure.push({ subnets: subnet.among, table, doubt: subnet.doubt });
    else if (world.refs.mayBeHere(resource, "subnetId")) unsure.push({ table, doubt: subnet.doubt });
  }
  for (const subnet of world.subnets.all()) {
    const own = associated.get(subnet);
    subnet.table = own ?? mainTableOf(subnet);
    if (own) continue;
    for (const { subnets, table, doubt } of unsure)
      if (!subnets || subnets.includes(subnet)) subnet.table = alternatives([subnet.table, table], doubt);
  }
}

function mainTableOf(subnet: Subnet): Ref<RouteTable> {
  const { vpc } = subnet;
  if (vpc.state === "known") return vpc.to.mainTable;
  return vpc.state === "unknown"
    ? vpc
    : alternatives(
        vpc.among.map((one) => one.mainTable),
        vpc.doubt,
      );
}

/** A reference that may be any of several; unknown when one of them is. */
export function alternatives<T>(refs: readonly Ref<T>[], doubt: Doubt): Ref<T> {
  const unknown = refs.find((ref) => ref.state === "unknown");
  return unknown ?? { state: "ambiguous", among: [...new Set(refs.flatMap((ref) => meant(ref)))], doubt };
}

/** A gateway's own route table may send what comes in through a filter that the model does not know. */
function markEdge(world: World, resource: Resource, table: Ref<RouteTable> | undefined): void {
  const doubt = doubtOf(resource, {
    path: "gatewayId",
    why: "sends what comes in through a route table of the gateway",
  });
  for (const route of (table ? meant(table) : []).flatMap((one) => one.routes))
    if (route.via.state === "known" && ["other", "interface"].includes(route.via.to.kind))
      for (const vpc of world.vpcs.all()) vpc.edgeTables.push(doubt);
}

function anyHere(world: World, resource: Resource, property: string): readonly RouteTable[] {
  return world.refs.mayBeHere(resource, property) ? world.tables.all().filter((table) => !table.outside) : [];
}
