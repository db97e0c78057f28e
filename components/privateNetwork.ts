import * as pulumi from "@pulumi/pulumi";
import { typeToken } from "./internal/package";
import type { WorkingHours } from "./internal/workingHours";
import type { EndpointServiceSettings, FlowLogSettings, NetworkEgress } from "./privateNetwork/options";

export {
  ec2CapacityWithoutNat,
  ecsExec,
  fargateWithoutNat,
  FlowLogTraffic,
  NetworkEgress,
  temporal,
  type EndpointServiceSettings,
  type FlowLogSettings,
} from "./privateNetwork/options";

/** What a PrivateNetwork does where the caller is silent. */
export const privateNetworkDefaults = {
  cidrBlock: "10.0.0.0/16",
  egress: "none",
  publicSubnets: false,
  dataSubnets: true,
  interfaceEndpoints: [],
  gatewayEndpoints: ["s3"],
  natInstanceType: "t4g.nano",
  flowLogRetentionDays: 30,
  flowLogTrafficType: "ALL",
} as const;

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

/** A network in which nothing is reachable from the internet unless a load balancer is put in front of it. */
export class PrivateNetwork extends pulumi.ComponentResource {
  /** VPC id, shape `vpc-0123456789abcdef0`. */
  public readonly vpcId: pulumi.Output<string>;
  /** Addresses of the network, such as `10.0.0.0/16`. */
  public readonly cidrBlock: pulumi.Output<string>;
  /** The zones, in the order of the arguments; the subnet lists have the same order. */
  public readonly availabilityZones: pulumi.Output<string>[];
  /** Private subnet ids, one a zone. */
  public readonly privateSubnetIds: pulumi.Output<string>[];
  /** Private subnet ids by zone name. */
  public readonly privateSubnetIdByZone: Record<string, pulumi.Output<string>>;
  /** Data subnet ids, one a zone; empty with `dataSubnets` false. */
  public readonly dataSubnetIds: pulumi.Output<string>[];
  /** Subnet ids for internet-facing load balancers, one a zone; empty unless `publicSubnets` is true. */
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
    super(typeToken("PrivateNetwork"), name, args, opts);
    const unknown = pulumi.output("");
    this.vpcId = unknown;
    this.cidrBlock = unknown;
    this.availabilityZones = [];
    this.privateSubnetIds = [];
    this.privateSubnetIdByZone = {};
    this.dataSubnetIds = [];
    this.publicSubnetIds = [];
    this.privateRouteTableIds = [];
    this.endpointServiceSecurityGroupIds = {};
    this.natPublicIps = [];
    this.gatewayPrefixListIds = {};
    this.registerOutputs({ vpcId: this.vpcId });
  }
}
