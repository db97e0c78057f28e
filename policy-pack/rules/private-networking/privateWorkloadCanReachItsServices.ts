import { defineRule, type Judgement } from "../../frame/rule";
import { taskOf } from "../../models/ecs";
import { given, networkOf, type Host, type Network, type RouteTable, type Subnet } from "../../models/network";
import { doubtsOf, meant } from "../../models/network/extract/references";
import { needsOf, type Need, type Service } from "../../models/taskNeeds";

/** Gateways by which a table leads to the internet or nowhere; others may lead to a way out elsewhere. */
const plainGateways: readonly string[] = ["internet", "nat", "egressOnly", "interface"];

/**
 * Private tasks start: what Fargate asks for them before their containers run can be reached, over the internet or by
 * VPC endpoints. It speaks only when it sees everything, VPC, routes and groups alike: a network outside the stack may
 * have endpoints of its own.
 */
export const privateWorkloadCanReachItsServices = defineRule({
  name: "private-workload-can-reach-its-services",
  family: "private-networking",
  severity: "high",
  title: "Private tasks reach what they need to start",
  description:
    "Fargate tasks have a way to their image registry, their log group and their secrets: a route to the internet, or VPC endpoints.",
  remediation: "Add the endpoints that the message names, a NAT, or the egress rule on port 443.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html",
  checks: [],
  requirement:
    "Every source: tasks in private subnets pull their images and write their logs without public addresses.",
  types: ["aws:ecs/service:Service"],
  needsStack: true,
  judge(the) {
    if (!isFargate(the)) return;
    const network = the.stack.view(networkOf);
    const host = network.host(the.resource);
    if (!host || network.toInternet(host).verdict !== "not") return;
    const subnets = wholeSubnets(host);
    if (!subnets) return;
    the.known(taskOf(the.resource, the.stack), (definition) => {
      if (!definition) return;
      the.known(needsOf(definition), (needs = []) => {
        const unmet = needs.filter((need) => missing(need, network, host, subnets).length > 0);
        const [first] = unmet;
        if (!first) return;
        const services = new Set(unmet.flatMap((need) => missing(need, network, host, subnets)));
        const purposes = [...new Set(unmet.map(({ purpose }) => purpose))];
        the.fail(
          `Its tasks never start: they have no way to the internet, and none to ${[...services].join(", ")} (${purposes.join(", ")}). Add VPC endpoints, a NAT, or an egress rule on port 443.`,
        );
      });
    });
  },
});

function isFargate({ resource }: Judgement): boolean {
  const type = given(resource, "launchType").text();
  if (type.state === "known") return type.value === "FARGATE";
  const providers = given(resource, "capacityProviderStrategies").list();
  if (type.state === "unknown" || providers.state !== "known" || providers.value.length === 0) return false;
  return providers.value.every((one) => {
    const name = one.text("capacityProvider");
    return name.state === "known" && name.value.startsWith("FARGATE");
  });
}

/** The subnets of a host when all is known of them that decides where it can go. */
function wholeSubnets(host: Host): Subnet[] | undefined {
  const subnets: Subnet[] = [];
  for (const ref of host.subnets) {
    if (ref.state !== "known" || ref.to.outside || doubtsOf(ref.to.table).length > 0) return undefined;
    const { vpc } = ref.to;
    if (vpc.state !== "known" || vpc.to.outside || !meant(ref.to.table).every(isPlain)) return undefined;
    subnets.push(ref.to);
  }
  return (host.groups ?? []).every((ref) => ref.state === "known" && !ref.to.outside) ? subnets : undefined;
}

function isPlain({ outside, doubts, routes }: RouteTable): boolean {
  const isKnown = routes.every(
    ({ via, doubt }) => !doubt && via.state === "known" && plainGateways.includes(via.to.kind),
  );
  return !outside && doubts.length === 0 && isKnown;
}

/** What a need asks for in vain; the internet is out of reach here. */
function missing({ services }: Need, network: Network, host: Host, subnets: readonly Subnet[]): string[] {
  if (!services) return ["the registry"];
  return services.filter((service) => !hasEndpoint(service, network, host, subnets));
}

function hasEndpoint(service: Service, network: Network, host: Host, subnets: readonly Subnet[]): boolean {
  const serves = (name: string | undefined) => name === undefined || name.endsWith(`.${service}`);
  const byInterface = network.facts.hosts.some((endpoint) => {
    if (endpoint.kind !== "endpoint") return false;
    const name = endpoint.resource.properties.text("serviceName");
    return serves(name.state === "known" ? name.value : undefined) && network.between(host, endpoint).verdict !== "not";
  });
  if (byInterface) return true;
  const gateways = network.facts.gatewayEndpoints.filter((one) => serves(one.service));
  return gateways.some(({ tables }) =>
    tables.some((ref) => ref.state !== "known" || subnets.some(({ table }) => meant(table).includes(ref.to))),
  );
}
