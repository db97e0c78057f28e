import { declares } from "../../declarations";
import type { Settings } from "../../frame/settings";
import type { Read } from "../../../plan/reader";
import type { Resource } from "../../../plan/resource";
import type { Stack } from "../../../plan/stack";
import { securityGroupTypes } from "./ingress";

export const loadBalancerTypes = ["aws:lb/loadBalancer:LoadBalancer", "aws:elb/loadBalancer:LoadBalancer"] as const;

/** Whether a load balancer has public addresses: it does unless it says `internal`. */
export function facesInternet(loadBalancer: Resource): Read<boolean> {
  const internal = loadBalancer.properties.flag("internal");
  return internal.state === "unknown"
    ? internal
    : { state: "known", path: internal.path, value: !(internal.state === "known" && internal.value) };
}

/**
 * Whether a security group belongs to a load balancer that faces the internet and is declared to: one certain owner
 * is enough; otherwise an owner that may be one makes it unknown.
 */
export function guardsDeclaredFront(group: Resource, stack: Stack, settings: Settings): Read<boolean> {
  let doubt: Read<boolean> | undefined;
  for (const balancer of stack.ofType(...loadBalancerTypes)) {
    const groups = stack.targets(balancer, balancer.properties.texts("securityGroups"), ...securityGroupTypes);
    if (groups.state === "absent" || (groups.state === "known" && !groups.value.includes(group))) continue;
    const answers = [groups, facesInternet(balancer), declares(balancer, "internetFacing", settings)];
    const unknown = answers.find((answer) => answer.state === "unknown");
    if (unknown) doubt ??= { ...unknown, path: `${unknown.path} of ${balancer.name}` };
    else if (answers.every((answer) => answer.state === "known" && answer.value !== false))
      return { state: "known", path: "securityGroups", value: true };
  }
  return doubt ?? { state: "known", path: "securityGroups", value: false };
}
