import type { Resource } from "../../../plan/resource";
import { Stack } from "../../../plan/stack";
import { extractFacts } from "./extract";
import { Network } from "./network";

/** The network of the given resources. */
export function buildNetwork(resources: readonly Resource[]): Network {
  return networkOf(new Stack(resources));
}

/** The network of a plan; rules ask for `stack.view(networkOf)`, and so share one. */
export function networkOf(stack: Stack): Network {
  return new Network(extractFacts(stack));
}

export { describeDoubt, type Bounds, type Certain, type Doubt } from "./certainty";
export { describeAddresses, describeWay, exposureOf, sourcesOf, type Exposure } from "./exposure";
export type { InternetExposure, TierExposure } from "./exposure";
export type * from "./facts";
export { given } from "./extract/reading";
export { Network, type Admission, type Connection, type FrontDoors, type InternetReach, type Verdict } from "./network";
export { describePath, type Step } from "./reach/path";
export type { Flow, Way, WayKind } from "./reach/ways";
export { allServices, describeServices, portsOf, tcpPort, udpPort, type Ports, type ServiceSet } from "./services";
