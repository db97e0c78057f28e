import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { tagsOf, type NetworkContext } from "./context";
import { createNatInstance } from "./natInstance";
import { NetworkEgress } from "./options";
import { associate, createRouteTable, type PublicSide, type SubnetsByZone } from "./subnets";

/** Where private traffic goes on its way out of one zone's NAT. */
interface Nat {
  target: { natGatewayId: pulumi.Input<string> } | { networkInterfaceId: pulumi.Input<string> };
  publicIp: pulumi.Output<string>;
  /** What the target needs beside itself before it forwards anything. */
  ready: pulumi.Resource[];
}

/**
 * The private subnets' way out: NATs by kind, route tables, and routes.
 *
 * One table is shared while there is at most one NAT, so that a zone is added by an association alone. A NAT gateway
 * in every zone needs a table for every zone. Between the two kinds nothing that stays is replaced: associations and
 * the gateway endpoints move to other tables in place, the first zone keeps its gateway and address, and the tables
 * left over go last. Instance and gateway have addresses of their own, so that neither waits for the other's.
 *
 * `ready` is what must exist before anything in the private subnets has its way out.
 */
export function createEgress(context: NetworkContext, privateSubnets: SubnetsByZone, publicSide?: PublicSide) {
  const { settings } = context;
  const nats = new Map<string, Nat>();
  if (publicSide) {
    for (const zone of settings.natZones) {
      const subnet = publicSide.subnets[zone];
      if (subnet) nats.set(zone, createNat(context, zone, subnet, publicSide));
    }
  }
  const { tables, routing } =
    settings.egress === NetworkEgress.natGatewayPerZone
      ? createTablePerZone(context, privateSubnets, nats)
      : createSharedTable(context, privateSubnets, [...nats.values()][0]);
  return {
    tables,
    natPublicIps: [...nats.values()].map(({ publicIp }) => publicIp),
    ready: [...routing, ...[...nats.values()].flatMap((nat) => nat.ready)],
  };
}

function createNat(context: NetworkContext, zone: string, subnet: aws.ec2.Subnet, publicSide: PublicSide): Nat {
  if (context.settings.egress === NetworkEgress.natInstance) {
    const { instance, address, association } = createNatInstance(context, subnet, publicSide);
    return {
      target: { networkInterfaceId: instance.primaryNetworkInterfaceId },
      publicIp: address.publicIp,
      ready: [association],
    };
  }
  const { name, settings, opts } = context;
  // AWS asks for both: an address and a gateway are usable only once the internet gateway is attached.
  const afterGateway = { ...opts, dependsOn: [publicSide.gateway] };
  const gatewayName = `${name}-nat-${zone}-gateway`;
  const addressName = `${gatewayName}-address`;
  const address = new aws.ec2.Eip(addressName, { domain: "vpc", tags: tagsOf(settings, addressName) }, afterGateway);
  const gateway = new aws.ec2.NatGateway(
    gatewayName,
    { allocationId: address.id, subnetId: subnet.id, tags: tagsOf(settings, gatewayName) },
    afterGateway,
  );
  return { target: { natGatewayId: gateway.id }, publicIp: address.publicIp, ready: [] };
}

function createSharedTable(context: NetworkContext, subnets: SubnetsByZone, nat: Nat | undefined) {
  const table = createRouteTable(context, "private");
  const routing: pulumi.Resource[] = associate(context, "private", subnets, () => table);
  if (nat) routing.push(createEgressRoute(context, "private", table, nat));
  return { tables: [table], routing };
}

function createTablePerZone(context: NetworkContext, subnets: SubnetsByZone, nats: ReadonlyMap<string, Nat>) {
  const routing: pulumi.Resource[] = [];
  const tables = Object.entries(subnets).map(([zone, subnet]) => {
    const table = createRouteTable(context, `private-${zone}`);
    routing.push(...associate(context, "private", { [zone]: subnet }, () => table));
    const nat = nats.get(zone);
    if (nat) routing.push(createEgressRoute(context, `private-${zone}`, table, nat));
    return table;
  });
  return { tables, routing };
}

function createEgressRoute({ name, opts }: NetworkContext, role: string, table: aws.ec2.RouteTable, nat: Nat) {
  return new aws.ec2.Route(
    `${name}-${role}-egress-route`,
    { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", ...nat.target },
    opts,
  );
}
