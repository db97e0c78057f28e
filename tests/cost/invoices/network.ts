import { unknown } from "../../policy-pack/support/bench";
import { given, type Given, type Invoice } from "../support";

function endpoint(inputs: Given["inputs"]): Given {
  return given("aws:ec2/vpcEndpoint:VpcEndpoint", "logs", inputs);
}

function zones(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `subnet-${index}`);
}

function balancer(inputs: Given["inputs"]): Given {
  return given("aws:lb/loadBalancer:LoadBalancer", "front", inputs);
}

const nat = given("aws:ec2/natGateway:NatGateway", "nat", { allocationId: unknown, subnetId: unknown });
const address = given("aws:ec2/eip:Eip", "nat", { domain: "vpc" });

export const networkInvoices: readonly Invoice[] = [
  { of: "an Elastic IP", stack: [address], lines: { "public IPv4 address": "730 × 0.005 = 3.65" } },
  {
    of: "an Elastic IP, within the 750 free hours of the first year",
    plan: "legacy-free",
    region: "eu-west-1",
    stack: [address],
    lines: { "public IPv4 address": "730 × 0.005 = 3.65" },
    total: "0 × 0.005 = 0.00",
  },
  {
    of: "a NAT gateway with its address",
    stack: [nat, address],
    lines: {
      "NAT gateway": "730 × 0.045 = 32.85",
      "data through the NAT gateway": "50 × 0.045 = 2.25",
      "public IPv4 address": "730 × 0.005 = 3.65",
    },
    total: "32.85 + 2.25 + 3.65 = 38.75",
  },
  {
    of: "a NAT gateway and 200 GB that the stack says",
    region: "eu-west-1",
    usage: { natGigabytes: 200 },
    stack: [nat],
    lines: { "NAT gateway": "730 × 0.048 = 35.04", "data through the NAT gateway": "200 × 0.048 = 9.60" },
  },
  {
    of: "a regional NAT gateway, billed in each zone that it grows into",
    stack: [given("aws:ec2/natGateway:NatGateway", "nat", { availabilityMode: "regional", vpcId: unknown })],
    lines: { "data through the NAT gateway": "50 × 0.045 = 2.25" },
    unpriced: [/in each zone that it grows into/],
  },
  {
    of: "a regional NAT gateway whose two zones are given",
    stack: [
      given("aws:ec2/natGateway:NatGateway", "nat", {
        availabilityMode: "regional",
        availabilityZoneAddresses: [{ availabilityZone: "us-east-1a" }, { availabilityZone: "us-east-1b" }],
      }),
    ],
    lines: { "NAT gateway": "2 × 730 × 0.045 = 65.70", "data through the NAT gateway": "50 × 0.045 = 2.25" },
  },
  {
    of: "an interface endpoint in one zone",
    stack: [endpoint({ vpcEndpointType: "Interface", subnetIds: zones(1) })],
    lines: { "interface endpoint": "730 × 0.01 = 7.30", "data through the endpoint": "10 × 0.01 = 0.10" },
  },
  {
    of: "an interface endpoint in three zones",
    stack: [endpoint({ vpcEndpointType: "Interface", subnetIds: zones(3) })],
    lines: { "interface endpoint": "3 × 730 × 0.01 = 21.90", "data through the endpoint": "10 × 0.01 = 0.10" },
  },
  {
    of: "an interface endpoint in three zones",
    region: "eu-west-1",
    stack: [endpoint({ vpcEndpointType: "Interface", subnetIds: zones(3) })],
    lines: { "interface endpoint": "3 × 730 × 0.011 = 24.09", "data through the endpoint": "10 × 0.01 = 0.10" },
  },
  {
    of: "an interface endpoint whose two subnets are associated by resources of their own",
    stack: [
      endpoint({ id: "vpce-1", vpcEndpointType: "Interface" }),
      ...["a", "b"].map((zone) =>
        given("aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation", zone, {
          vpcEndpointId: "vpce-1",
          subnetId: unknown,
        }),
      ),
    ],
    lines: { "interface endpoint": "2 × 730 × 0.01 = 14.60", "data through the endpoint": "10 × 0.01 = 0.10" },
  },
  {
    of: "an interface endpoint whose number of zones is not known",
    stack: [endpoint({ vpcEndpointType: "Interface", subnetIds: unknown })],
    lines: {},
    unpriced: [/^subnetIds is not known before deployment$/],
  },
  {
    of: "a gateway endpoint, also where the program says no type",
    stack: [endpoint({ serviceName: "com.amazonaws.us-east-1.s3" })],
    lines: {},
    free: "gateway endpoints cost nothing",
  },
  {
    of: "an internal Application Load Balancer: no public address",
    stack: [balancer({ internal: true, subnets: zones(2) })],
    lines: {
      "Application Load Balancer": "730 × 0.0225 = 16.425",
      "load balancer capacity": "0.5 × 730 × 0.008 = 2.92",
    },
  },
  {
    of: "an internet-facing Application Load Balancer: an address in each zone",
    stack: [balancer({ subnets: zones(3) })],
    lines: {
      "Application Load Balancer": "730 × 0.0225 = 16.425",
      "load balancer capacity": "0.5 × 730 × 0.008 = 2.92",
      "public IPv4 address": "3 × 730 × 0.005 = 10.95",
    },
  },
  {
    of: "an internet-facing Application Load Balancer: an address in each zone",
    region: "eu-west-1",
    stack: [balancer({ loadBalancerType: "application", subnets: zones(2) })],
    lines: {
      "Application Load Balancer": "730 × 0.0252 = 18.396",
      "load balancer capacity": "0.5 × 730 × 0.008 = 2.92",
      "public IPv4 address": "2 × 730 × 0.005 = 7.30",
    },
  },
  {
    of: "an internet-facing Application Load Balancer that has IPv6 addresses only",
    stack: [balancer({ subnets: zones(2), ipAddressType: "dualstack-without-public-ipv4" })],
    lines: {
      "Application Load Balancer": "730 × 0.0225 = 16.425",
      "load balancer capacity": "0.5 × 730 × 0.008 = 2.92",
    },
  },
  {
    of: "an internal Network Load Balancer",
    stack: [balancer({ loadBalancerType: "network", internal: true, subnets: zones(2) })],
    lines: {
      "Network Load Balancer": "730 × 0.0225 = 16.425",
      "load balancer capacity": "0.5 × 730 × 0.006 = 2.19",
    },
  },
  {
    of: "a Network Load Balancer with one Elastic IP of its own: each address is billed once",
    stack: [
      address,
      balancer({
        loadBalancerType: "network",
        subnetMappings: [{ subnetId: "subnet-1", allocationId: unknown }, { subnetId: "subnet-2" }],
      }),
    ],
    lines: {
      "Network Load Balancer": "730 × 0.0225 = 16.425",
      "load balancer capacity": "0.5 × 730 × 0.006 = 2.19",
      "public IPv4 address": "2 × 730 × 0.005 = 7.30",
    },
  },
  {
    of: "a gateway load balancer, which nobody here models",
    stack: [balancer({ loadBalancerType: "gateway" })],
    lines: {},
    unpriced: [/type gateway are not modelled/],
  },
  {
    of: "a hosted zone, at the one price of the world",
    region: "eu-west-1",
    stack: [given("aws:route53/zone:Zone", "shop", { name: "shop.example" })],
    lines: { "hosted zone": "1 × 0.5 = 0.50", "DNS queries": "0.1 × 0.4 = 0.04" },
  },
  {
    of: "a private namespace of Cloud Map, which is a hosted zone",
    stack: [given("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace", "shop", { name: "shop.local" })],
    lines: { "hosted zone": "1 × 0.5 = 0.50", "DNS queries": "0.1 × 0.4 = 0.04" },
  },
  {
    of: "a web ACL with three rules",
    stack: [given("aws:wafv2/webAcl:WebAcl", "front", { rules: [{}, {}, {}] })],
    lines: {
      "web ACL": "1 × 5 = 5.00",
      "rules of the web ACL": "3 × 1 = 3.00",
      "requests to the web ACL": "1 × 0.6 = 0.60",
    },
  },
  {
    of: "a web ACL without rules",
    region: "eu-west-1",
    stack: [given("aws:wafv2/webAcl:WebAcl", "front")],
    lines: { "web ACL": "1 × 5 = 5.00", "requests to the web ACL": "1 × 0.6 = 0.60" },
  },
];
