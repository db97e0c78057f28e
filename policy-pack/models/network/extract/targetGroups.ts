import { notYetKnown, type Read } from "../../../../plan/reader";
import type { Resource } from "../../../../plan/resource";
import { exactly, perhaps, type Bounds, type Doubt } from "../certainty";
import type { Answer, Fact, Host } from "../facts";
import { allTcp, noServices, tcpPort, udpPort, uniteServices, type ServiceSet } from "../services";
import { answerOf, doubtOf, given, itemsOf, known, maybe, no, textOf, yes } from "./reading";
import { doubtsOf, meant, Registry } from "./references";
import type { World } from "./world";

const targetGroupType = "aws:lb/targetGroup:TargetGroup";
const attachmentType = "aws:lb/targetGroupAttachment:TargetGroupAttachment";
const scalingGroupType = "aws:autoscaling/group:Group";
const scalingAttachmentType = "aws:autoscaling/attachment:Attachment";
const taskTypes = ["aws:ecs/service:Service", "aws:ecs/taskSet:TaskSet"] as const;

/** Types that may stand behind a target's id or address. */
export const targetTypes = [
  "aws:ec2/instance:Instance",
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
  "aws:ec2/networkInterface:NetworkInterface",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:rds/instance:Instance",
] as const;

export interface TargetGroup extends Fact {
  readonly keepsClientAddress: Answer;
  readonly members: Member[];
}

/** A target, and what it is sent. */
export interface Member {
  readonly host: Host;
  readonly services: Bounds<ServiceSet>;
  readonly doubts: readonly Doubt[];
}

/** Target groups with their members: ECS services, attached targets, Auto Scaling groups. */
export function readTargetGroups(world: World): Registry<TargetGroup> {
  const groups = new Registry<TargetGroup>([targetGroupType], (id) => ({
    name: id,
    outside: true,
    members: [],
    keepsClientAddress: maybe({ resource: id, property: "preserveClientIp", why: "lies outside the stack" }),
  }));
  const resources = new Map<TargetGroup, Resource>();
  for (const resource of world.stack.ofType(targetGroupType)) {
    const { name, urn } = resource;
    const keepsClientAddress = keepsClient(resource);
    resources.set(groups.add(urn, { name, urn, outside: false, members: [], keepsClientAddress }), resource);
  }
  const add = (
    from: Resource,
    host: Host | undefined,
    ids: readonly Read<string>[],
    port?: Read<number>,
    ...more: Doubt[]
  ) => {
    for (const ref of host ? world.refs.each(from, ids, groups) : [])
      for (const group of meant(ref)) {
        const services = sentTo(from, resources.get(group), port);
        if (host) group.members.push({ host, services, doubts: [...doubtsOf(ref), ...more] });
      }
  };
  readServices(world, add);
  readAttachments(world, add);
  readScalingGroups(world, add);
  return groups;
}

type Add = (
  from: Resource,
  host: Host | undefined,
  ids: readonly Read<string>[],
  port?: Read<number>,
  ...more: Doubt[]
) => void;

function readServices(world: World, add: Add): void {
  for (const resource of world.stack.ofType(...taskTypes)) {
    const host = world.hosts.of(resource);
    const listed = itemsOf(given(resource, "loadBalancers"));
    if (!listed) {
      // It may have any of the target groups that the list was computed from, on any port.
      const hidden = { state: "unknown", path: "loadBalancers", why: notYetKnown } as const;
      add(resource, host, [hidden], hidden, doubtOf(resource, hidden));
    }
    const items = listed ?? [];
    const ids = items.map((item) => textOf(item.at("targetGroupArn")));
    const late = ids.filter((id) => id.state === "unknown").length;
    // Several ids that do not exist yet cannot be told apart; together they are known, each with any of the ports.
    if (late > 1) {
      const ports = items.map((item) => item.number("containerPort"));
      const [first] = ports;
      const isSame = ports.every((port) => known(port) === (first && known(first)));
      add(
        resource,
        host,
        ids,
        isSame ? first : { state: "unknown", path: "loadBalancers", why: "names several ports" },
      );
    } else
      for (const [i, item] of items.entries()) add(resource, host, ids.slice(i, i + 1), item.number("containerPort"));
    for (const item of items) {
      const alternate = textOf(item.at("advancedConfiguration.alternateTargetGroupArn"));
      if (alternate.state !== "absent") add(resource, host, [alternate], item.number("containerPort"));
    }
  }
}

function readAttachments(world: World, add: Add): void {
  for (const resource of world.stack.ofType(attachmentType)) {
    const id = resource.properties.text("targetId");
    const found = world.stack.target(resource, id, ...targetTypes);
    const hosts = found.state === "known" ? [found.value] : world.stack.dependencies(resource, id.path, targetTypes);
    const doubts = found.state === "unknown" ? [doubtOf(resource, found)] : [];
    const port = given(resource, "port").number();
    const group = resource.properties.text("targetGroupArn");
    for (const host of hosts) add(resource, world.hosts.of(host), [group], port, ...doubts);
  }
}

function readScalingGroups(world: World, add: Add): void {
  for (const resource of world.stack.ofType(scalingGroupType)) {
    const host = world.hosts.of(resource);
    const listed = given(resource, "targetGroupArns").texts();
    if (listed.state !== "absent") add(resource, host, listed.state === "known" ? listed.value : [listed]);
    const sources = itemsOf(given(resource, "trafficSources")) ?? [];
    if (sources.length > 0)
      add(
        resource,
        host,
        sources.map((source) => source.text("identifier")),
      );
  }
  for (const resource of world.stack.ofType(scalingAttachmentType)) {
    const group = world.stack.target(resource, resource.properties.text("autoscalingGroupName"), scalingGroupType);
    const target = textOf(given(resource, "lbTargetGroupArn"));
    if (group.state === "known" && target.state !== "absent") add(resource, world.hosts.of(group.value), [target]);
  }
}

/** What a target is sent: on its own port, else on the group's. */
function sentTo(from: Resource, group: Resource | undefined, own: Read<number> | undefined): Bounds<ServiceSet> {
  const port = own && own.state !== "absent" ? own : group && given(group, "port").number();
  const protocol = group && textOf(given(group, "protocol"));
  if (port?.state !== "known")
    return perhaps(noServices, allTcp, doubtOf(from, port ?? { path: "port" }, "is not known before deployment"));
  const [tcp, udp] = [tcpPort(port.value), udpPort(port.value)];
  const name = protocol && known(protocol);
  if (name === "UDP" || name === "QUIC") return exactly(udp);
  return exactly(name === "TCP_UDP" || name === "TCP_QUIC" ? uniteServices(tcp, udp) : tcp);
}

/**
 * Whether targets see the client's address behind a network load balancer.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
 */
function keepsClient(group: Resource): Answer {
  const type = textOf(given(group, "targetType"));
  const protocol = textOf(given(group, "protocol"));
  if (type.state === "unknown") return maybe(doubtOf(group, type));
  const isByAddress = type.state === "known" && type.value === "ip";
  const isDatagram = protocol.state === "known" && /UDP|QUIC/.test(protocol.value);
  return answerOf(group, given(group, "preserveClientIp").flag(), isByAddress && !isDatagram ? no : yes);
}
