import { averageMonth } from "../../plan/awakeHours";
import type { Resource } from "../../plan/resource";
import type { Stack } from "../../plan/stack";
import { free, times, unpriced, type Entry, type Factor } from "../entries";
import { known, usageCharge, type Inquiry, type Pricer } from "../inquiry";

const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";

/** A public IPv4 address costs the same whether something uses it or not. */
export function addressCharge(hours: number, addresses = 1): Entry {
  return {
    kind: "charge",
    item: "public IPv4 address",
    key: "ipv4.hour",
    ...times([addresses, addresses === 1 ? "address" : "addresses"], [hours, "hours"]),
    allowance: "publicAddressHours",
    cheaper: "no address where nothing must come in from the internet",
  };
}

function* elasticAddress(): Iterable<Entry> {
  yield addressCharge(averageMonth);
}

function* natGateway(inquiry: Inquiry): Iterable<Entry> {
  const { properties } = inquiry.resource;
  const isRegional = known(properties.text("availabilityMode")) === "regional";
  const zones = isRegional ? (known(properties.list("availabilityZoneAddresses"))?.length ?? 0) : 1;
  // AWS: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html
  if (zones === 0) yield unpriced("a regional NAT gateway is billed in each zone that it grows into");
  else
    yield {
      kind: "charge",
      item: "NAT gateway",
      key: "nat.hour",
      ...times(...(isRegional ? [inZones(zones)] : []), [averageMonth, "hours"]),
      cheaper: "a NAT instance, or gateway endpoints where S3 and DynamoDB are all that is asked",
    };
  const traffic = { item: "data through the NAT gateway", key: "nat.gigabyte" } as const;
  yield usageCharge(inquiry, "natGigabytes", "GB", traffic);
}

function* endpoint(inquiry: Inquiry): Iterable<Entry> {
  const { resource, stack } = inquiry;
  const { properties } = resource;
  const type = known(properties.text("vpcEndpointType")) ?? "Gateway";
  if (type === "Gateway") {
    yield free("gateway endpoints cost nothing");
    return;
  }
  if (type !== "Interface") {
    yield unpriced(`endpoints of type ${type} are not modelled`);
    return;
  }
  const own = known(properties.list("subnetIds"))?.length ?? 0;
  yield* interfaceEndpoint(inquiry, Math.max(own + (stack.view(associations).get(resource) ?? 0), 1));
}

/** How many subnets resources of their own give to each endpoint. */
function associations(stack: Stack): Map<Resource, number> {
  const counts = new Map<Resource, number>();
  for (const one of stack.ofType("aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation")) {
    const target = stack.target(one, one.properties.text("vpcEndpointId"), endpointType);
    if (target.state === "known") counts.set(target.value, (counts.get(target.value) ?? 0) + 1);
  }
  return counts;
}

function inZones(zones: number): Factor {
  return [zones, zones === 1 ? "zone" : "zones"];
}

/** An interface endpoint is billed in each zone that it has a subnet in, from the first hour on. */
export function* interfaceEndpoint(inquiry: Inquiry, zones: number): Iterable<Entry> {
  yield {
    kind: "charge",
    item: "interface endpoint",
    key: "endpoint.interface.hour",
    ...times(inZones(zones), [averageMonth, "hours"]),
    cheaper: "the NAT that is there anyway, or a gateway endpoint for S3 and DynamoDB",
  };
  const traffic = { item: "data through the endpoint", key: "endpoint.interface.gigabyte" } as const;
  yield usageCharge(inquiry, "endpointGigabytes", "GB", traffic);
}

function* loadBalancer(inquiry: Inquiry): Iterable<Entry> {
  const { properties } = inquiry.resource;
  const type = known(properties.text("loadBalancerType")) ?? "application";
  if (type !== "application" && type !== "network") {
    yield unpriced(`load balancers of type ${type} are not modelled`);
    return;
  }
  const isApplication = type === "application";
  yield {
    kind: "charge",
    item: `${isApplication ? "Application" : "Network"} Load Balancer`,
    key: isApplication ? "alb.hour" : "nlb.hour",
    ...times([averageMonth, "hours"]),
    allowance: isApplication ? "loadBalancerHours" : undefined,
    cheaper: "one load balancer for several applications, told apart by host or path",
  };
  yield usageCharge(
    inquiry,
    "loadBalancerUnits",
    "LCU",
    {
      item: "load balancer capacity",
      key: isApplication ? "alb.lcu" : "nlb.lcu",
      allowance: isApplication ? "loadBalancerUnitHours" : undefined,
    },
    [averageMonth, "hours"],
  );
  const isWithoutIpv4 = known(properties.text("ipAddressType")) === "dualstack-without-public-ipv4";
  if (isWithoutIpv4 || known(properties.flag("internal")) === true) return;
  const mappings = known(properties.list("subnetMappings")) ?? [];
  const zones = known(properties.list("subnets"))?.length ?? mappings.length;
  // Addresses of the program's own are resources, and billed there.
  const own = mappings.filter((mapping) => mapping.has("allocationId")).length;
  const addresses = Math.max(zones, isApplication ? 2 : 1) - own;
  if (addresses > 0) yield addressCharge(averageMonth, addresses);
}

function* hostedZone(inquiry: Inquiry): Iterable<Entry> {
  yield { kind: "charge", item: "hosted zone", key: "route53.zone", ...times([1, "zone"]), region: "us-east-1" };
  const queries = { item: "DNS queries", key: "route53.queries", region: "us-east-1" } as const;
  yield usageCharge(inquiry, "zoneQueries", "million queries", queries);
}

function* webAcl(inquiry: Inquiry): Iterable<Entry> {
  const rules = known(inquiry.resource.properties.list("rules"))?.length ?? 0;
  yield { kind: "charge", item: "web ACL", key: "waf.acl", ...times([1, "web ACL"]) };
  if (rules > 0) yield { kind: "charge", item: "rules of the web ACL", key: "waf.rule", ...times([rules, "rules"]) };
  const requests = { item: "requests to the web ACL", key: "waf.requests" } as const;
  yield usageCharge(inquiry, "firewallRequests", "million requests", requests);
}

export const networkPricers: Readonly<Record<string, Pricer>> = {
  "aws:ec2/eip:Eip": elasticAddress,
  "aws:ec2/natGateway:NatGateway": natGateway,
  [endpointType]: endpoint,
  "aws:lb/loadBalancer:LoadBalancer": loadBalancer,
  "aws:route53/zone:Zone": hostedZone,
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": hostedZone,
  "aws:servicediscovery/publicDnsNamespace:PublicDnsNamespace": hostedZone,
  "aws:wafv2/webAcl:WebAcl": webAcl,
};
