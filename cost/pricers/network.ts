import { averageMonth } from "../../plan/awakeHours";
import { free, times, unpriced, type Entry } from "../entries";
import { known, usageCharge, type Inquiry, type Pricer } from "../inquiry";

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
  const cheaper = "a NAT instance, or gateway endpoints where S3 and DynamoDB are all that is asked";
  yield {
    kind: "charge",
    item: "NAT gateway",
    key: "nat.hour",
    ...times([averageMonth, "hours"]),
    cheaper,
  };
  const traffic = { item: "data through the NAT gateway", key: "nat.gigabyte" } as const;
  yield usageCharge(inquiry, "natGigabytes", "GB", traffic);
}

function* endpoint(inquiry: Inquiry): Iterable<Entry> {
  const { properties } = inquiry.resource;
  const type = known(properties.text("vpcEndpointType")) ?? "Gateway";
  if (type === "Gateway") {
    yield free("gateway endpoints cost nothing");
    return;
  }
  if (type !== "Interface") {
    yield unpriced(`endpoints of type ${type} are not modelled`);
    return;
  }
  yield* interfaceEndpoint(inquiry, known(properties.list("subnetIds"))?.length ?? 1);
}

/** An interface endpoint is billed in each zone that it has a subnet in, from the first hour on. */
export function* interfaceEndpoint(inquiry: Inquiry, zones: number): Iterable<Entry> {
  yield {
    kind: "charge",
    item: "interface endpoint",
    key: "endpoint.interface.hour",
    ...times([zones, zones === 1 ? "zone" : "zones"], [averageMonth, "hours"]),
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
  if (known(properties.flag("internal")) === true) return;
  const subnets = known(properties.list("subnets")) ?? known(properties.list("subnetMappings")) ?? [];
  yield addressCharge(averageMonth, Math.max(subnets.length, isApplication ? 2 : 1));
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
  "aws:ec2/vpcEndpoint:VpcEndpoint": endpoint,
  "aws:lb/loadBalancer:LoadBalancer": loadBalancer,
  "aws:route53/zone:Zone": hostedZone,
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": hostedZone,
  "aws:servicediscovery/publicDnsNamespace:PublicDnsNamespace": hostedZone,
  "aws:wafv2/webAcl:WebAcl": webAcl,
};
