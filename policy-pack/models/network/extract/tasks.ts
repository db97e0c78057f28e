import type { Reader } from "../../../../plan/reader";
import type { Resource } from "../../../../plan/resource";
import { addHost, groupsIn, subnetsIn } from "./hosts";
import { answerOf, given, itemsOf, no } from "./reading";
import type { World } from "./world";

/** Where each type that starts ECS tasks says how their network interfaces are made. */
const taskStarters: readonly (readonly [string, (resource: Resource) => Reader])[] = [
  ["aws:ecs/service:Service", (resource) => given(resource, "networkConfiguration")],
  ["aws:ecs/taskSet:TaskSet", (resource) => given(resource, "networkConfiguration")],
  ["aws:cloudwatch/eventTarget:EventTarget", (resource) => given(resource, "ecsTarget").at("networkConfiguration")],
  ["aws:scheduler/schedule:Schedule", (resource) => given(resource, "target").at("ecsParameters.networkConfiguration")],
];

/**
 * ECS tasks with interfaces of their own. Tasks in the bridge and host modes have none: they are reached through the
 * instance that runs them, which is a host itself.
 */
export function readTasks(world: World): void {
  for (const [type, configurationOf] of taskStarters)
    for (const resource of world.stack.ofType(type)) {
      const configuration = configurationOf(resource);
      const [item] = itemsOf(configuration) ?? [configuration];
      if (!item || item.isAbsent()) continue;
      const subnets = subnetsIn(world, resource, item.at("subnets"));
      addHost(world, resource, {
        kind: "task",
        subnets,
        groups: groupsIn(world, resource, item.at("securityGroups"), subnets),
        publicIpv4: answerOf(resource, item.at("assignPublicIp").flag(), no),
        ipv6: "subnet",
      });
    }
}
