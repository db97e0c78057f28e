import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { tagsOf, type NetworkContext } from "./context";

/** Subnets by zone name. */
export type SubnetsByZone = Record<string, aws.ec2.Subnet>;

/** A subnet of one kind in each of the zones. None of them gives out public addresses. */
export function createSubnets(
  { name, settings, vpcId, opts }: NetworkContext,
  kind: "private" | "public" | "data",
  zones: readonly string[],
): SubnetsByZone {
  const made: SubnetsByZone = {};
  for (const plan of settings.zones) {
    if (!zones.includes(plan.zone)) continue;
    const subnetName = `${name}-${kind}-${plan.zone}-subnet`;
    made[plan.zone] = new aws.ec2.Subnet(
      subnetName,
      {
        vpcId,
        cidrBlock: plan[kind],
        availabilityZone: plan.zone,
        mapPublicIpOnLaunch: false,
        tags: tagsOf(settings, subnetName),
      },
      opts,
    );
  }
  return made;
}

/**
 * Subnet ids by zone name, in the order of the zones. Whoever uses one waits for `ready`: AWS refuses an
 * internet-facing load balancer before the internet gateway is attached, and a task that starts before its way out
 * exists cannot pull its image. URNs are waited for rather than ids, so that a later addition makes no id unknown.
 */
export function idByZone(
  subnets: SubnetsByZone,
  ready: readonly pulumi.Resource[] = [],
): Record<string, pulumi.Output<string>> {
  const waits = pulumi.all(ready.map(({ urn }) => urn));
  return Object.fromEntries(
    Object.entries(subnets).map(([zone, { id }]) => [zone, pulumi.all([id, waits]).apply(([subnetId]) => subnetId)]),
  );
}

/** One route table for all subnets of a kind. */
export function createRouteTable({ name, settings, vpcId, opts }: NetworkContext, role: string): aws.ec2.RouteTable {
  const tableName = `${name}-${role}-route-table`;
  return new aws.ec2.RouteTable(tableName, { vpcId, tags: tagsOf(settings, tableName) }, opts);
}

/** Associates each subnet with its zone's table. The association is changed in place when the table is another. */
export function associate(
  { name, opts }: NetworkContext,
  kind: "private" | "public" | "data",
  subnets: SubnetsByZone,
  tableOf: (zone: string) => aws.ec2.RouteTable,
): aws.ec2.RouteTableAssociation[] {
  return Object.entries(subnets).map(
    ([zone, subnet]) =>
      new aws.ec2.RouteTableAssociation(
        `${name}-${kind}-${zone}-route-table-association`,
        { subnetId: subnet.id, routeTableId: tableOf(zone).id },
        opts,
      ),
  );
}

/**
 * Data subnets with a table of their own that has no route but the network's own: the explicit association keeps
 * them isolated whatever becomes of the main table.
 */
export function createDataSubnets(context: NetworkContext): SubnetsByZone {
  const { settings } = context;
  if (!settings.dataSubnets) return {};
  const subnets = createSubnets(
    context,
    "data",
    settings.zones.map(({ zone }) => zone),
  );
  const table = createRouteTable(context, "data");
  associate(context, "data", subnets, () => table);
  return subnets;
}

/**
 * The way to the internet: public subnets, their table and the internet gateway. They exist for load balancers
 * (`publicSubnets`) or where a NAT stands; without either nothing of it is made.
 */
export function createPublicSide(context: NetworkContext) {
  const { name, settings, vpcId, opts } = context;
  const zones = settings.publicSubnets ? settings.zones.map(({ zone }) => zone) : settings.natZones;
  if (zones.length === 0) return undefined;
  const gatewayName = `${name}-internet-gateway`;
  const gateway = new aws.ec2.InternetGateway(gatewayName, { vpcId, tags: tagsOf(settings, gatewayName) }, opts);
  const subnets = createSubnets(context, "public", zones);
  const table = createRouteTable(context, "public");
  const route = new aws.ec2.Route(
    `${name}-public-internet-route`,
    { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id },
    opts,
  );
  const associations = associate(context, "public", subnets, () => table);
  return { gateway, subnets, ready: [gateway, route, ...associations] };
}

export type PublicSide = NonNullable<ReturnType<typeof createPublicSide>>;
