import type { Resource } from "../../../plan/resource";
import type { Bounds, Certain, Doubt } from "./certainty";
import type { AddressSet } from "./cidr";
import type { Region } from "./region";
import type { ServiceSet } from "./services";

/** Something of the network: a resource of the stack, or what a literal id of another place stands for. */
export interface Fact {
  /** Logical name; of what lies outside the stack its id. */
  readonly name: string;
  readonly urn?: string;
  /** It is not made here, so more may be true of it than is known. */
  readonly outside: boolean;
}

/** What a property refers to. Facts outside the stack are known, too: by their id. */
export type Ref<T> =
  | { readonly state: "known"; readonly to: T }
  | { readonly state: "ambiguous"; readonly among: readonly T[]; readonly doubt: Doubt }
  | { readonly state: "unknown"; readonly doubt: Doubt };

export interface Vpc extends Fact {
  readonly addresses: AddressSet;
  /** The table that AWS makes with the VPC. */
  readonly ownTable: RouteTable;
  /** The list that AWS makes with the VPC. */
  readonly ownAcl: NetworkAcl;
  /** The group that AWS makes with the VPC. */
  readonly ownGroup: SecurityGroup;
  /** The table of subnets without an association: `ownTable` unless another one was made main. */
  mainTable: Ref<RouteTable>;
  /** Gateways whose traffic goes through a route table of their own before it reaches a subnet. */
  readonly edgeTables: Doubt[];
}

export interface Subnet extends Fact {
  readonly vpc: Ref<Vpc>;
  /** Its own addresses; absent while unknown. */
  readonly addresses?: AddressSet;
  readonly addressesDoubt?: Doubt;
  table: Ref<RouteTable>;
  acl: Ref<NetworkAcl>;
  /** What is launched here gets a public IPv4 address, unless it says otherwise. */
  readonly publicOnLaunch: Answer;
  /** What is launched here gets an IPv6 address. */
  readonly ipv6OnLaunch: Answer;
  /** It has IPv6 addresses to give. */
  readonly hasIpv6: Answer;
}

/** Yes, no or maybe, with why. */
export interface Answer {
  readonly certain: Certain;
  readonly doubts: readonly Doubt[];
}

/** Where a route leads. `interface` is a NAT instance or another appliance; `other` leads to no place of the internet. */
export type GatewayKind = "internet" | "nat" | "egressOnly" | "peering" | "transit" | "interface" | "other";

export interface Gateway extends Fact {
  readonly kind: GatewayKind;
}

export interface Route {
  /** The destination as one or more CIDR ranges; absent while unknown. */
  readonly destination?: AddressSet;
  readonly via: Ref<Gateway>;
  /** Why the destination is unknown, or why it is not certain that the table has the route. */
  readonly doubt?: Doubt;
}

export interface RouteTable extends Fact {
  readonly routes: Route[];
  /** There may be routes that are not known. */
  readonly doubts: Doubt[];
}

export interface AclRule {
  /** Rules are tried in order of number. */
  readonly number: number;
  readonly allows: boolean;
  readonly traffic: Bounds<Region>;
}

/** One direction of a network ACL. */
export interface AclSide {
  readonly rules: AclRule[];
  /** What it lets through cannot be told. */
  readonly doubts: Doubt[];
}

export interface NetworkAcl extends Fact {
  readonly ingress: AclSide;
  readonly egress: AclSide;
}

export interface GroupRule extends Fact {
  readonly services: Bounds<ServiceSet>;
  readonly addresses: Bounds<AddressSet>;
  readonly groups: readonly Ref<SecurityGroup>[];
  /** Why it is not certain that the group has the rule. */
  readonly doubt?: Doubt;
}

/** One direction of a security group. */
export interface GroupSide {
  readonly rules: GroupRule[];
  /** There may be rules that are not known. */
  readonly doubts: Doubt[];
}

export interface SecurityGroup extends Fact {
  readonly ingress: GroupSide;
  readonly egress: GroupSide;
  /** Hosts that have the group, or may have it. */
  readonly members: Host[];
}

/** What a host is. Only instances, tasks and functions run code of one's own and can go on to other hosts. */
export type HostKind =
  | "instance"
  | "instanceGroup"
  | "networkInterface"
  | "task"
  | "function"
  | "loadBalancer"
  | "database"
  | "databaseProxy"
  | "cache"
  | "search"
  | "fileSystem"
  | "broker"
  | "endpoint";

/** Anything with network interfaces in a VPC. */
export interface Host extends Fact {
  readonly kind: HostKind;
  readonly resource: Resource;
  /** The subnets of its interfaces, each of them one that it really has; none when it lives outside every VPC. */
  readonly subnets: readonly Ref<Subnet>[];
  /** Its security groups; absent when nothing filters its traffic, as with a network load balancer without groups. */
  readonly groups?: readonly Ref<SecurityGroup>[];
  /** Whether it has a public IPv4 address; `subnet`: as the subnet gives on launch. */
  readonly publicIpv4: Answer | "subnet";
  /** Whether it has an IPv6 address; `subnet`: as the subnet gives on launch. */
  readonly ipv6: Answer | "subnet";
  /** What it answers to. */
  readonly listens: Bounds<ServiceSet>;
  /** Its private address, where the program gives one. */
  readonly addresses?: AddressSet;
  /** AWS gives it an endpoint on the internet that no security group guards. */
  readonly openEndpoint: Answer;
  readonly forwards: Forward[];
}

/** Traffic that a load balancer passes on. */
export interface Forward {
  /** Of the listener. */
  readonly name: string;
  /** What clients connect to. */
  readonly services: Bounds<ServiceSet>;
  readonly target: Host;
  /** What the target is sent. */
  readonly targetServices: Bounds<ServiceSet>;
  /** The target sees the client's address, not the load balancer's. */
  readonly keepsClientAddress: Answer;
  /** Why it is not certain that it forwards there. */
  readonly doubts: readonly Doubt[];
}

/** A VPC endpoint of the gateway type, which works by routes. */
export interface GatewayEndpoint extends Fact {
  readonly resource: Resource;
  /** Such as `com.amazonaws.eu-west-1.s3`; absent while unknown. */
  readonly service?: string;
  readonly vpc?: Ref<Vpc>;
  readonly tables: readonly Ref<RouteTable>[];
}

/** Everything known of the network that a plan makes. */
export interface Facts {
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  readonly tables: readonly RouteTable[];
  readonly acls: readonly NetworkAcl[];
  readonly groups: readonly SecurityGroup[];
  readonly hosts: readonly Host[];
  readonly gatewayEndpoints: readonly GatewayEndpoint[];
}
