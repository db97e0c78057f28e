import { matches } from "./frame/globs";
import type { Settings } from "./frame/settings";
import type { Read } from "../plan/reader";
import type { Resource } from "../plan/resource";

/**
 * How a stack says on purpose what is refused by default.
 *
 * A load balancer carries a tag, as this package's components set when their caller asks by name; a program without
 * them may tag its load balancers likewise, or name them in the stack's configuration:
 *
 *     cloister-policy:internetFacing: ["urn:pulumi:prod::shop::aws:lb/loadBalancer:LoadBalancer::front"]
 *     cloister-policy:plainHttp: ["*::aws:lb/loadBalancer:LoadBalancer::inner-*"]
 */
export const declarations = {
  /** The load balancer is meant to be reached from the internet, on ports 80 and 443. */
  internetFacing: { tag: "cloister:internet-facing", setting: "internetFacing" },
  /** The internal load balancer is meant to speak plain HTTP to its clients inside the network. */
  plainHttp: { tag: "cloister:plain-http", setting: "plainHttp" },
} as const;

/** The value that the tag must have. */
export const declared = "declared";

export type Declaration = keyof typeof declarations;

/** Whether a load balancer makes the declaration, by its tag or by name in the settings. */
export function declares(loadBalancer: Resource, declaration: Declaration, settings: Settings): Read<boolean> {
  const { tag, setting } = declarations[declaration];
  if (settings[setting].some((pattern) => matches(pattern, loadBalancer.urn)))
    return { state: "known", path: setting, value: true };
  const tags = loadBalancer.properties.entries("tags");
  if (tags.state === "unknown") return tags;
  const value = tags.state === "known" ? tags.value.find(([key]) => key === tag)?.[1].text() : undefined;
  if (value?.state === "unknown") return value;
  return { state: "known", path: "tags", value: value?.state === "known" && value.value === declared };
}

/** How to make the declaration, for messages. */
export function howToDeclare(declaration: Declaration): string {
  const { tag, setting } = declarations[declaration];
  return `tag the load balancer ${tag} = ${declared}, or list its URN in the stack's cloister-policy:${setting}`;
}
