import type { Resource } from "../../../../plan/resource";
import { exactly, perhaps, type Bounds, type Doubt } from "../certainty";
import type { Host } from "../facts";
import { allTcp, noServices, tcpPort, type ServiceSet } from "../services";
import { hear } from "./balancers";
import { addHost, groupsIn, subnetsIn } from "./hosts";
import { answerOf, doubtOf, given, itemsOf, no, yes } from "./reading";
import type { World } from "./world";

const balancerType = "aws:elb/loadBalancer:LoadBalancer";
const attachmentTypes = ["aws:elb/attachment:Attachment", "aws:autoscaling/attachment:Attachment"] as const;
const scalingGroupType = "aws:autoscaling/group:Group";
const taskType = "aws:ecs/service:Service";
const instanceType = "aws:ec2/instance:Instance";

/** Classic load balancers, whose targets are instances. */
export function readClassicBalancers(world: World): void {
  const resources = world.stack.ofType(balancerType);
  if (resources.length === 0) return;
  for (const resource of resources) {
    const subnets = subnetsIn(world, resource, given(resource, "subnets"));
    const inward = answerOf(resource, given(resource, "internal").flag(), no);
    const balancer = addHost(world, resource, {
      kind: "loadBalancer",
      subnets,
      groups: groupsIn(world, resource, given(resource, "securityGroups"), subnets),
      publicIpv4: inward.certain === "maybe" ? inward : inward.certain === "yes" ? no : yes,
      listens: exactly(noServices),
    });
    for (const { services } of listenersOf(resource)) hear(balancer, services);
    attach(world, resource, "instances", resource, [instanceType]);
  }
  for (const resource of world.stack.ofType(...attachmentTypes)) {
    const balancer = world.stack.target(resource, given(resource, "elb").text(), balancerType);
    if (balancer.state !== "known") continue;
    attach(world, resource, "instance", balancer.value, [instanceType]);
    attach(world, resource, "autoscalingGroupName", balancer.value, [scalingGroupType]);
  }
  for (const resource of world.stack.ofType(scalingGroupType, taskType)) {
    const key = resource.type === scalingGroupType ? "loadBalancers" : "loadBalancers.elbName";
    const named = resource.type === scalingGroupType ? given(resource, key) : undefined;
    const items = named ? [] : (itemsOf(given(resource, "loadBalancers")) ?? []);
    const found = named
      ? world.stack.targets(resource, named.texts(), balancerType)
      : world.stack.targets(
          resource,
          { state: "known", path: "loadBalancers", value: items.map((item) => item.text("elbName")) },
          balancerType,
        );
    for (const balancer of found.state === "known" ? found.value : [])
      pass(world.hosts.of(balancer), balancer, world.hosts.of(resource), []);
  }
}

function attach(world: World, from: Resource, key: string, balancer: Resource, types: readonly string[]): void {
  const ids = given(from, key).texts();
  const found = world.stack.targets(from, ids, ...types);
  if (found.state === "absent") return;
  const doubts = found.state === "unknown" ? [doubtOf(from, found)] : [];
  const targets = found.state === "known" ? found.value : world.stack.dependencies(from, key, types);
  for (const target of targets) pass(world.hosts.of(balancer), balancer, world.hosts.of(target), doubts);
}

function pass(
  balancer: Host | undefined,
  resource: Resource,
  target: Host | undefined,
  doubts: readonly Doubt[],
): void {
  if (!balancer || !target) return;
  for (const { services, targetServices } of listenersOf(resource))
    balancer.forwards.push({ name: balancer.name, services, target, targetServices, keepsClientAddress: no, doubts });
}

function listenersOf(resource: Resource): { services: Bounds<ServiceSet>; targetServices: Bounds<ServiceSet> }[] {
  const listeners = given(resource, "listeners");
  const items = itemsOf(listeners);
  const unknown = (path: string) => perhaps(noServices, allTcp, doubtOf(resource, { path }));
  if (!items) return [{ services: unknown(listeners.path), targetServices: unknown(listeners.path) }];
  return items.map((item) => {
    const [front, back] = [item.number("lbPort"), item.number("instancePort")];
    return {
      services: front.state === "known" ? exactly(tcpPort(front.value)) : unknown(front.path),
      targetServices: back.state === "known" ? exactly(tcpPort(back.value)) : unknown(back.path),
    };
  });
}
