import type { Read, Reader } from "../../../../plan/reader";
import type { Resource } from "../../../../plan/resource";
import { anyOf, exactly, perhaps, serviceAlgebra, type Bounds, type Doubt } from "../certainty";
import type { Answer, Host, Ref, SecurityGroup } from "../facts";
import { allTcp, noServices, servicesOf, tcpPort, udpPort, uniteServices, type ServiceSet } from "../services";
import { addHost, groupsIn, subnetsIn } from "./hosts";
import { answerOf, doubtOf, given, isEmptyList, itemsOf, known, maybe, no, textOf, yes } from "./reading";
import { doubtsOf, meant, Registry } from "./references";
import { readTargetGroups, type TargetGroup } from "./targetGroups";
import type { World } from "./world";

const balancerType = "aws:lb/loadBalancer:LoadBalancer";
const listenerType = "aws:lb/listener:Listener";
const listenerRuleType = "aws:lb/listenerRule:ListenerRule";

/** Load balancers with what they pass on. They come after all other hosts, which are their targets. */
export function readBalancers(world: World): void {
  const balancers = new Registry<Host>([balancerType]);
  for (const resource of world.stack.ofType(balancerType)) balancers.add(resource.urn, readBalancer(world, resource));
  const targetGroups = readTargetGroups(world);
  const listeners = new Map<string, Opening[]>();
  for (const resource of world.stack.ofType(listenerType))
    listeners.set(resource.urn, readListener(world, resource, balancers, targetGroups));
  for (const resource of world.stack.ofType(listenerRuleType)) {
    const id = resource.properties.text("listenerArn");
    const found = world.stack.target(resource, id, listenerType);
    const owners =
      found.state === "known" ? [found.value] : world.stack.dependencies(resource, id.path, [listenerType]);
    const doubts = found.state === "unknown" ? [doubtOf(resource, found)] : [];
    for (const opening of owners.flatMap(({ urn }) => listeners.get(urn) ?? []))
      forward(world, resource, "actions", { ...opening, doubts: [...opening.doubts, ...doubts] }, targetGroups);
  }
}

function readBalancer(world: World, resource: Resource): Host {
  const type = textOf(given(resource, "loadBalancerType"));
  const isNetwork = type.state === "known" && type.value !== "application";
  const mappings = given(resource, "subnetMappings");
  const subnets = isEmptyList(mappings)
    ? subnetsIn(world, resource, given(resource, "subnets"))
    : world.refs.each(resource, mappedSubnets(mappings), world.subnets);
  const groups = given(resource, "securityGroups");
  const isUnguarded = isNetwork && isEmptyList(groups);
  const unsure: Ref<SecurityGroup>[] = [{ state: "unknown", doubt: doubtOf(resource, type) }];
  const inward = answerOf(resource, given(resource, "internal").flag(), no);
  const addresses = textOf(given(resource, "ipAddressType"));
  const isDual =
    addresses.state === "unknown"
      ? maybe(doubtOf(resource, addresses))
      : (known(addresses) ?? "ipv4") === "ipv4"
        ? no
        : yes;
  const isOnlyIpv6 = known(addresses) === "dualstack-without-public-ipv4";
  return addHost(world, resource, {
    kind: "loadBalancer",
    subnets,
    groups: isUnguarded ? undefined : type.state === "unknown" ? unsure : groupsIn(world, resource, groups, subnets),
    publicIpv4: isOnlyIpv6 ? no : not(inward),
    // An internal balancer keeps internet gateways off its IPv6 addresses by default.
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
    ipv6: both(isDual, not(inward)),
    listens: exactly(noServices),
  });
}

function mappedSubnets(mappings: Reader): Read<string>[] {
  const items = itemsOf(mappings);
  return items ? items.map((item) => item.text("subnetId")) : [mappings.at("subnetId").text()];
}

/** What a listener opens on a load balancer. */
interface Opening {
  readonly balancer: Host;
  readonly listener: Resource;
  readonly services: Bounds<ServiceSet>;
  readonly doubts: readonly Doubt[];
}

function readListener(
  world: World,
  resource: Resource,
  balancers: Registry<Host>,
  targetGroups: Registry<TargetGroup>,
): Opening[] {
  const owner = world.refs.one(resource, resource.properties.text("loadBalancerArn"), balancers);
  if (!owner) return [];
  const services = listenerServices(resource);
  return meant(owner).map((balancer) => {
    const doubts = doubtsOf(owner);
    const heard = doubts.length === 0 ? services : perhaps(noServices, services.may, ...doubts);
    hear(balancer, heard);
    const opening = { balancer, listener: resource, services: heard, doubts };
    forward(world, resource, "defaultActions", opening, targetGroups);
    return opening;
  });
}

/** Adds to what a load balancer listens to; in place, because listeners come after it. */
export function hear(balancer: Host, services: Bounds<ServiceSet>): void {
  Object.assign(balancer, { listens: anyOf(serviceAlgebra, [balancer.listens, services]) });
}

function listenerServices(resource: Resource): Bounds<ServiceSet> {
  const port = given(resource, "port").number();
  const protocol = textOf(given(resource, "protocol"));
  if (port.state === "known") return servicesOfListener(known(protocol), port.value, resource, protocol);
  if (port.state === "absent") return exactly(noServices);
  return perhaps(noServices, uniteServices(allTcp, servicesOf(17)), doubtOf(resource, port));
}

function servicesOfListener(
  protocol: string | undefined,
  port: number,
  resource: Resource,
  read: Read<string>,
): Bounds<ServiceSet> {
  const udp = udpPort(port);
  if (read.state === "unknown")
    return { sure: noServices, may: uniteServices(tcpPort(port), udp), doubts: [doubtOf(resource, read)] };
  if (protocol === "UDP" || protocol === "QUIC") return exactly(udp);
  if (protocol === "TCP_UDP" || protocol === "TCP_QUIC") return exactly(uniteServices(tcpPort(port), udp));
  return exactly(tcpPort(port));
}

/** Adds what the forward actions of a listener or a rule pass on. */
function forward(
  world: World,
  resource: Resource,
  property: string,
  opening: Opening,
  targetGroups: Registry<TargetGroup>,
): void {
  const actions = itemsOf(given(resource, property));
  const ids = actions ? actions.flatMap(targetIds) : [given(resource, property).text()];
  for (const ref of world.refs.each(resource, ids, targetGroups)) {
    const anywhere = ref.state === "unknown" && world.refs.mayBeHere(resource, property);
    const groups = anywhere ? targetGroups.all() : meant(ref);
    for (const group of groups)
      for (const member of group.members)
        opening.balancer.forwards.push({
          name: opening.listener.name,
          services: opening.services,
          target: member.host,
          targetServices: member.services,
          keepsClientAddress: keepsClient(opening.balancer, group),
          doubts: [...opening.doubts, ...doubtsOf(ref), ...member.doubts],
        });
  }
}

/** The target groups that an action forwards to, in both of its forms, which name the same one when both are there. */
function targetIds(action: Reader): Read<string>[] {
  const listed = (itemsOf(action.at("forward")) ?? []).flatMap((one) => itemsOf(one.at("targetGroups")) ?? []);
  if (listed.length > 0) return listed.map((one) => one.text("arn"));
  const single = textOf(action.at("targetGroupArn"));
  return single.state === "absent" ? [] : [single];
}

function keepsClient(balancer: Host, group: TargetGroup): Answer {
  const type = known(textOf(given(balancer.resource, "loadBalancerType")));
  return type === "network" ? group.keepsClientAddress : no;
}

function not(answer: Answer): Answer {
  if (answer.certain === "maybe") return answer;
  return answer.certain === "yes" ? no : yes;
}

function both(a: Answer, b: Answer): Answer {
  if (a.certain === "no" || b.certain === "no") return no;
  return a.certain === "yes" ? b : { certain: "maybe", doubts: [...a.doubts, ...b.doubts] };
}
