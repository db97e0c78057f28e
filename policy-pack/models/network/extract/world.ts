import type { Stack } from "../../../../plan/stack";
import type { Fact, Gateway, GatewayKind, Host, NetworkAcl, RouteTable, SecurityGroup, Subnet, Vpc } from "../facts";
import type { Doubt } from "../certainty";
import { maybe } from "./reading";
import { References, Registry } from "./references";

export const vpcTypes = ["aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc"] as const;
export const subnetTypes = ["aws:ec2/subnet:Subnet", "aws:ec2/defaultSubnet:DefaultSubnet"] as const;
export const tableTypes = ["aws:ec2/routeTable:RouteTable", "aws:ec2/defaultRouteTable:DefaultRouteTable"] as const;
export const aclTypes = ["aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"] as const;
export const groupTypes = [
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
] as const;

/** Types that a route may lead to. */
export const gatewayTypes: Readonly<Record<string, GatewayKind>> = {
  "aws:ec2/internetGateway:InternetGateway": "internet",
  "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": "egressOnly",
  "aws:ec2/natGateway:NatGateway": "nat",
  "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": "peering",
  "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter": "peering",
  "aws:ec2transitgateway/transitGateway:TransitGateway": "transit",
  "aws:ec2/vpnGateway:VpnGateway": "other",
  "aws:ec2/carrierGateway:CarrierGateway": "other",
  "aws:ec2/networkInterface:NetworkInterface": "interface",
  "aws:ec2/instance:Instance": "interface",
  "aws:ec2/vpcEndpoint:VpcEndpoint": "other",
};

/** Beginnings of ids, by what they lead to. */
const gatewayPrefixes: readonly (readonly [string, GatewayKind])[] = [
  ["igw-", "internet"],
  ["eigw-", "egressOnly"],
  ["nat-", "nat"],
  ["pcx-", "peering"],
  ["tgw-", "transit"],
];

/** What is known while a plan is read: the facts found so far, and how properties refer to them. */
export class World {
  readonly refs: References;
  readonly vpcs = new Registry<Vpc>(vpcTypes, outsideVpc);
  readonly subnets = new Registry<Subnet>(subnetTypes, outsideSubnet);
  readonly tables = new Registry<RouteTable>(tableTypes, (id) => emptyTable({ name: id, outside: true }), vpcTypes);
  readonly acls = new Registry<NetworkAcl>(aclTypes, (id) => emptyAcl({ name: id, outside: true }), vpcTypes);
  readonly groups = new Registry<SecurityGroup>(groupTypes, (id) => emptyGroup({ name: id, outside: true }), vpcTypes);
  readonly gateways = new Registry<Gateway>(Object.keys(gatewayTypes), (id) => {
    const kind = gatewayPrefixes.find(([prefix]) => id.startsWith(prefix))?.[1] ?? "other";
    return { name: id, outside: true, kind };
  });
  readonly hosts = new Registry<Host>([]);

  constructor(readonly stack: Stack) {
    this.refs = new References(stack);
  }
}

/** A route table without routes of its own; one outside may have any. */
export function emptyTable(fact: Fact): RouteTable {
  return { ...fact, routes: [], doubts: doubtsOfOutside(fact, "routes") };
}

/** A network ACL that lets nothing through; one outside may let through anything. */
export function emptyAcl(fact: Fact): NetworkAcl {
  const side = () => ({ rules: [], doubts: doubtsOfOutside(fact, "rules") });
  return { ...fact, ingress: side(), egress: side() };
}

/** A security group without rules; one outside may have any. */
export function emptyGroup(fact: Fact): SecurityGroup {
  const side = () => ({ rules: [], doubts: doubtsOfOutside(fact, "rules") });
  return { ...fact, ingress: side(), egress: side(), members: [] };
}

/** Where what is known of something ends. */
export function doubtsOfOutside(fact: Fact, property: string): Doubt[] {
  return fact.outside ? [{ resource: fact.name, property, why: "lie outside the stack" }] : [];
}

function outsideVpc(id: string): Vpc {
  const fact: Fact = { name: id, outside: true };
  const ownTable = emptyTable({ name: `main route table of ${id}`, outside: true });
  return {
    ...fact,
    addresses: [],
    ownTable,
    ownAcl: emptyAcl({ name: `default network ACL of ${id}`, outside: true }),
    ownGroup: emptyGroup({ name: `default security group of ${id}`, outside: true }),
    mainTable: { state: "known", to: ownTable },
    edgeTables: [],
  };
}

function outsideSubnet(id: string): Subnet {
  const doubt = (property: string, why: string): Doubt => ({ resource: id, property, why });
  const outside = "lies outside the stack";
  return {
    name: id,
    outside: true,
    vpc: { state: "unknown", doubt: doubt("VPC", outside) },
    addressesDoubt: doubt("address range", outside),
    table: { state: "unknown", doubt: doubt("route table", outside) },
    acl: { state: "unknown", doubt: doubt("network ACL", outside) },
    publicOnLaunch: maybe(doubt("mapPublicIpOnLaunch", outside)),
    ipv6OnLaunch: maybe(doubt("assignIpv6AddressOnCreation", outside)),
    hasIpv6: maybe(doubt("ipv6CidrBlock", outside)),
  };
}

/**
 * Makes what AWS made with a VPC the fact of the resource that manages it, in place: others refer to it already.
 */
export function adopt<T extends Fact>(companion: T, resource: { name: string; urn: string }): T {
  return Object.assign(companion, { name: resource.name, urn: resource.urn, outside: false });
}
