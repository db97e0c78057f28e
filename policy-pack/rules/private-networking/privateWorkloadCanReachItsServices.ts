import { defineRule, type Judgement } from "../../frame/rule";
import { taskOf } from "../../../plan/ecs";
import {
  given,
  networkOf,
  type Certain,
  type Doubt,
  type Host,
  type Network,
  type RouteTable,
  type Subnet,
} from "../../models/network";
import { doubtsOf, meant } from "../../models/network/extract/references";
import type { Read } from "../../../plan/reader";
import type { Resource } from "../../../plan/resource";
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
    const network = the.stack.view(networkOf);
    const host = network.host(the.resource);
    const fargate = isFargate(the);
    if (!host || (fargate.state === "known" && !fargate.value)) return;
    const out = network.toInternet(host);
    if (out.verdict === "reachable") return;
    const doubts = [...out.doubts, ...host.subnets.flatMap(doubtsOf), ...(host.groups ?? []).flatMap(doubtsOf)];
    if (doubts.some(isElsewhere)) return;
    const [doubt] = doubts;
    const subnets = doubt ? undefined : wholeSubnets(host);
    if (!doubt && !subnets) return;
    the.known(taskOf(the.resource, the.stack), (definition) => {
      if (!definition) return;
      the.known(needsOf(definition), (needs = []) => {
        const seen = judgeNeeds(needs, network, host, subnets ?? []);
        if (seen.missing.length + seen.unsure.length === 0) return;
        if (fargate.state === "unknown") the.doubt(fargate);
        else if (doubt) the.undetermined(`${doubt.property} of ${doubt.resource}`, doubt.why);
        else if (seen.missing.length > 0)
          the.fail(
            `Its tasks never start: they have no way to the internet, and none to ${seen.missing.join(", ")} (${seen.purposes.join(", ")}). Add VPC endpoints, a NAT, or an egress rule on port 443.`,
          );
        else the.undetermined(`endpoints for ${seen.unsure.join(", ")}`, "cannot be told before deployment");
      });
    });
  },
});

/** Absent counts as no: the cluster's default decides then, and instances pull images for their tasks. */
function isFargate({ resource }: Judgement): Read<boolean> {
  const answer = (path: string, value: boolean): Read<boolean> => ({ state: "known", path, value });
  const type = given(resource, "launchType").text();
  if (type.state === "unknown") return type;
  if (type.state === "known") return answer(type.path, type.value === "FARGATE");
  const providers = given(resource, "capacityProviderStrategies").list();
  if (providers.state !== "known") return providers.state === "unknown" ? providers : answer(providers.path, false);
  const names = providers.value.map((one) => one.text("capacityProvider"));
  const hidden = names.find((name) => name.state === "unknown");
  const isAll = names.every((name) => name.state === "known" && name.value.startsWith("FARGATE"));
  return hidden?.state === "unknown" ? hidden : answer(providers.path, names.length > 0 && isAll);
}

/** Whether a doubt is about another stack's part of the network, which may have ways of its own. */
function isElsewhere({ property, why }: Doubt): boolean {
  return why.includes("outside the stack") || property === "where it leads";
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
  const isKnown = routes.every(({ via }) => via.state === "known" && plainGateways.includes(via.to.kind));
  return !outside && doubts.length === 0 && isKnown;
}

interface Seen {
  /** What is asked for in vain, and what for. */
  readonly missing: string[];
  readonly purposes: string[];
  /** What may be reached. */
  readonly unsure: string[];
}

/** What the needs ask for besides the internet, which is out of reach here. */
function judgeNeeds(needs: readonly Need[], network: Network, host: Host, subnets: readonly Subnet[]): Seen {
  const [missing, purposes, unsure] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const { purpose, services } of needs) {
    const answers = services?.map((service): [string, Certain] => [
      service,
      endpointFor(service, network, host, subnets),
    ]);
    for (const [service, certain] of answers ?? [["the registry", "no"] as const]) {
      if (certain === "maybe") unsure.add(service);
      if (certain !== "no") continue;
      missing.add(service);
      purposes.add(purpose);
    }
  }
  return { missing: [...missing], purposes: [...purposes], unsure: [...unsure] };
}

/** Whether the host reaches a VPC endpoint of the service. */
function endpointFor(service: Service, network: Network, host: Host, subnets: readonly Subnet[]): Certain {
  const { hosts, gatewayEndpoints } = network.facts;
  const interfaces = hosts.map((endpoint): Certain => {
    const serves = endpoint.kind === "endpoint" ? servesBy(endpoint.resource, service) : "no";
    if (serves === "no") return "no";
    const { verdict } = network.between(host, endpoint);
    return verdict === "not" ? "no" : verdict === "reachable" ? serves : "maybe";
  });
  const gateways = gatewayEndpoints.map(({ resource, tables }): Certain => {
    const serves = servesBy(resource, service);
    const isHidden = given(resource, "routeTableIds").isUnknown() && tables.length === 0;
    if (isHidden || tables.some((ref) => ref.state !== "known")) return serves === "no" ? "no" : "maybe";
    return subnets.some(({ table }) => tables.some((ref) => meant(ref).some((one) => meant(table).includes(one))))
      ? serves
      : "no";
  });
  const all = [...interfaces, ...gateways];
  return all.includes("yes") ? "yes" : all.includes("maybe") ? "maybe" : "no";
}

/** Whether an endpoint serves a service; its type may be unknown, as its service may. */
function servesBy(endpoint: Resource, service: Service): Certain {
  const name = given(endpoint, "serviceName").text();
  if (name.state === "known" && !name.value.endsWith(`.${service}`)) return "no";
  return name.state === "known" && !given(endpoint, "vpcEndpointType").isUnknown() ? "yes" : "maybe";
}
