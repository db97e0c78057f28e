import * as pulumi from "@pulumi/pulumi";
import { faultsOf } from "./internal/faults";
import { typeToken } from "./internal/package";
import type { WorkingHours } from "./internal/workingHours";
import { createVpc } from "./privateNetwork/context";
import { createEgress } from "./privateNetwork/egress";
import { createGatewayEndpoints, createInterfaceEndpoints, createServiceEndpoints } from "./privateNetwork/endpoints";
import { createFlowLog } from "./privateNetwork/flowLogs";
import type { EndpointServiceSettings, FlowLogSettings, NetworkEgress } from "./privateNetwork/options";
import { resolveSettings } from "./privateNetwork/settings";
import { createDataSubnets, createPublicSide, createSubnets, idByZone } from "./privateNetwork/subnets";

export {
  ec2CapacityWithoutNat,
  ecsExec,
  fargateWithoutNat,
  FlowLogTraffic,
  NetworkEgress,
  privateNetworkDefaults,
  temporal,
  type EndpointServiceSettings,
  type FlowLogSettings,
} from "./privateNetwork/options";

/** What a caller may set on a PrivateNetwork. */
export interface PrivateNetworkArgs {
  /**
   * Environment, such as `dev` or `prod`: begins the names of the flow log's group and of roles. Lower-case letters,
   * digits and single hyphens, 2 to 16 characters, first a letter.
   */
  environment: string;
  /** AWS account number: 12 digits, in quotes. */
  accountId: string;
  /**
   * Availability zones, 1 to 6, all of one region, such as `["eu-west-1a", "eu-west-1b"]`. A zone's position is its
   * place in the address plan: add zones at the end. The first zone holds a single NAT.
   */
  availabilityZones: string[];
  /**
   * Addresses of the network: a private range (RFC 1918 or 100.64.0.0/10) of size /16 to /20 with host bits zero.
   * Choose /19 or larger with `publicSubnets`: AWS asks for load-balancer subnets of /27 or larger. Replacing it
   * replaces everything. Default: `10.0.0.0/16`.
   * AWS: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
   */
  cidrBlock?: string;
  /**
   * Ranges of networks that this one is or will be connected with (offices, VPNs, peers), such as `["10.20.0.0/16"]`.
   * Nothing is made of them: `cidrBlock` is refused when it overlaps one, because no route could tell them apart.
   * Default: none.
   */
  connectedCidrBlocks?: string[];
  /**
   * How private subnets reach the internet, by cost and risk (us-east-1, a month of 730 hours).
   * `none`: 0 USD, nothing leaves but through endpoints.
   * `natInstance`: about 7.40 USD (3.07 the instance, 0.64 its disk, 3.65 its address), no charge per GB; one small
   * instance carries everything, and its loss cuts all private subnets off until EC2 has recovered it.
   * `natGateway`: about 36.50 USD and 0.045 USD a GB; kept alive by AWS, but the loss of the first zone cuts all off.
   * `natGatewayPerZone`: about 36.50 USD for each zone and 0.045 USD a GB; the loss of a zone touches that zone alone.
   * Changing the kind changes the public addresses, replaces no subnet and no route table that stays. Default: `none`.
   */
  egress?: NetworkEgress;
  /**
   * A public subnet in every zone, for internet-facing load balancers only; no instance there gets a public address
   * by itself. A load balancer needs two zones. Default: false.
   */
  publicSubnets?: boolean;
  /** A data subnet in every zone that is isolated: no route out of the network at all, not even to S3. Default: true. */
  dataSubnets?: boolean;
  /**
   * AWS services reached through interface endpoints, by short name: `ecr.api`, `logs`, `secretsmanager` and so on.
   * Each costs about 7.30 USD a month in every zone and 0.01 USD a GB. Presets: `fargateWithoutNat`, `ecsExec`,
   * `temporal`, `ec2CapacityWithoutNat`. Default: none.
   * AWS: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
   */
  interfaceEndpoints?: string[];
  /**
   * Services reached through gateway endpoints, which are free: `s3` and `dynamodb`. Attached to every private route
   * table. Default: `s3`.
   */
  gatewayEndpoints?: string[];
  /**
   * Endpoints for services with a full name of their own, by a key of lower-case words and hyphens, such as `dsql`.
   * Each has a security group of its own. About 7.30 USD a month in every zone. Default: none.
   */
  endpointServices?: Record<string, EndpointServiceSettings>;
  /** Record the network's connections in CloudWatch Logs. Default: no flow log. */
  flowLogs?: FlowLogSettings;
  /**
   * EC2 type of the NAT instance, Arm (`t4g.nano`) or x86 (`t3.nano`); the image follows from it. Only with `egress`
   * `natInstance`. Default: `t4g.nano` (512 MiB, up to 5 Gbit/s in bursts).
   */
  natInstanceType?: string;
  /**
   * Working hours outside of which the NAT instance is stopped: private subnets are then cut off from the internet.
   * Only with `egress` `natInstance`. Default: it never sleeps.
   */
  sleepSchedule?: WorkingHours;
  /** Tags for everything that can carry them, beside a `Name`. Default: none. */
  tags?: Record<string, pulumi.Input<string>>;
}

/**
 * A network in which nothing is reachable from the internet unless a load balancer is put in front of it.
 *
 * Creates a VPC with DNS names, its default security group closed; a private and an isolated data subnet in every
 * zone; on request public subnets, a way out (`egress`), endpoints and a flow log. Nothing in it gets a public
 * address by itself; a NAT alone has one.
 *
 * Address plan, for `10.0.0.0/16` (in general the same sixteenths and 256ths of a /16 to /20):
 *
 * ```
 *            zone 0           zone 1           zone 2         ...  zone 5
 * private    10.0.0.0/20      10.0.16.0/20     10.0.32.0/20   ...  10.0.80.0/20     cidrsubnet(v, 4, i)
 *            (10.0.96.0 to 10.0.191.255 stays free: for subnets of your own)
 * data       10.0.192.0/24    10.0.193.0/24    10.0.194.0/24  ...  10.0.197.0/24    cidrsubnet(v, 8, 192 + i)
 *            (10.0.198.0 to 10.0.249.255 stays free)
 * public     10.0.255.0/24    10.0.254.0/24    10.0.253.0/24  ...  10.0.250.0/24    cidrsubnet(v, 8, 255 - i)
 * ```
 *
 * A zone's addresses depend on its position alone and its resources' names on the zone's name alone, so adding a
 * zone at the end or turning a feature on renumbers and replaces nothing. Reordering zones moves their addresses,
 * which AWS refuses while the old subnets exist.
 *
 * Idle cost: nothing with the defaults. A NAT instance about 7.40 USD a month, a NAT gateway about 36.50 USD, an
 * interface endpoint about 7.30 USD in every zone (us-east-1, 730 hours).
 *
 * Refuses public or overlapping ranges, host bits, sizes outside /16 to /20, zones of several regions, Local Zones, the same
 * zone or endpoint twice, and options of a NAT instance without one.
 */
export class PrivateNetwork extends pulumi.ComponentResource {
  /** VPC id, shape `vpc-0123456789abcdef0`. */
  public readonly vpcId: pulumi.Output<string>;
  /** Addresses of the network, such as `10.0.0.0/16`. */
  public readonly cidrBlock: pulumi.Output<string>;
  /** The zones, in the order of the arguments; the subnet lists have the same order. */
  public readonly availabilityZones: pulumi.Output<string>[];
  /** Private subnet ids, one a zone. Whoever uses one is made after the subnets' routes and NAT. */
  public readonly privateSubnetIds: pulumi.Output<string>[];
  /** Private subnet ids by zone name, with the same wait. */
  public readonly privateSubnetIdByZone: Record<string, pulumi.Output<string>>;
  /** Data subnet ids, one a zone; empty with `dataSubnets` false. */
  public readonly dataSubnetIds: pulumi.Output<string>[];
  /**
   * Subnet ids for internet-facing load balancers, one a zone; empty unless `publicSubnets` is true. Whoever uses one
   * is made after the internet gateway, without which AWS refuses such a load balancer.
   */
  public readonly publicSubnetIds: pulumi.Output<string>[];
  /** Private route table ids: one for each zone with a NAT gateway per zone, otherwise a single one. */
  public readonly privateRouteTableIds: pulumi.Output<string>[];
  /** Security group of the interface endpoints, to which callers need egress on 443. Absent without interface endpoints. */
  public readonly endpointSecurityGroupId?: pulumi.Output<string>;
  /** Security group of each of `endpointServices`, by key, to which callers need egress on the service's port. */
  public readonly endpointServiceSecurityGroupIds: Record<string, pulumi.Output<string>>;
  /** Public addresses from which private subnets reach the internet, for others' allow lists; empty without NAT. */
  public readonly natPublicIps: pulumi.Output<string>[];
  /** Prefix list id of each gateway endpoint by service (`s3`, `dynamodb`), for egress rules by reference. */
  public readonly gatewayPrefixListIds: Record<string, pulumi.Output<string>>;

  constructor(name: string, args: PrivateNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    const settings = resolveSettings(name, args);
    super(typeToken("PrivateNetwork"), name, args, opts);
    const zones = settings.zones.map(({ zone }) => zone);

    const { vpc, context } = createVpc(name, settings, { parent: this });
    const privateSubnets = createSubnets(context, "private", zones);
    const dataSubnets = createDataSubnets(context);
    const publicSide = createPublicSide(context);
    const { tables, natPublicIps, ready } = createEgress(context, privateSubnets, publicSide);
    const gatewayPrefixListIds = createGatewayEndpoints(context, tables);
    const endpointSecurityGroupId = createInterfaceEndpoints(context, privateSubnets);
    const endpointServiceSecurityGroupIds = createServiceEndpoints(context, privateSubnets);
    createFlowLog(context);

    this.vpcId = vpc.id;
    this.cidrBlock = vpc.cidrBlock;
    this.availabilityZones = zones.map((zone) => pulumi.output(zone));
    this.privateSubnetIdByZone = idByZone(privateSubnets, ready);
    this.privateSubnetIds = Object.values(this.privateSubnetIdByZone);
    this.dataSubnetIds = Object.values(idByZone(dataSubnets));
    this.publicSubnetIds =
      settings.publicSubnets && publicSide ? Object.values(idByZone(publicSide.subnets, publicSide.ready)) : [];
    this.privateRouteTableIds = tables.map(({ id }) => id);
    this.endpointSecurityGroupId = endpointSecurityGroupId;
    this.endpointServiceSecurityGroupIds = endpointServiceSecurityGroupIds;
    this.natPublicIps = natPublicIps;
    this.gatewayPrefixListIds = gatewayPrefixListIds;
    this.registerOutputs({
      vpcId: this.vpcId,
      cidrBlock: this.cidrBlock,
      availabilityZones: this.availabilityZones,
      privateSubnetIds: this.privateSubnetIds,
      privateSubnetIdByZone: this.privateSubnetIdByZone,
      dataSubnetIds: this.dataSubnetIds,
      publicSubnetIds: this.publicSubnetIds,
      privateRouteTableIds: this.privateRouteTableIds,
      endpointSecurityGroupId: this.endpointSecurityGroupId,
      endpointServiceSecurityGroupIds: this.endpointServiceSecurityGroupIds,
      natPublicIps: this.natPublicIps,
      gatewayPrefixListIds: this.gatewayPrefixListIds,
    });
  }
}

/** What a PrivateNetwork of these arguments would refuse; empty when it would be made. Registers nothing. */
export function checkPrivateNetwork(
  name: string,
  args: PrivateNetworkArgs,
): readonly pulumi.InputPropertyErrorDetails[] {
  return faultsOf(() => resolveSettings(name, args));
}
