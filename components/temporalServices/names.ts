import { serviceFacts, type TemporalServiceKey } from "./facts";
import type { TemporalSettings } from "./settings";

/*
 * Names that are fixed, so that rights, commands and container definitions can say them before anything exists.
 */

/** A service's name, `PROJECT-temporal-history` and so on. */
export function serviceNameOf({ prefix }: TemporalSettings, key: TemporalServiceKey): string {
  return `${prefix}-${serviceFacts[key].service}`;
}

/** Name of the cluster; fixed, so that rights and commands can name it before it exists. */
export function clusterNameOf({ prefix }: TemporalSettings): string {
  return `${prefix}-cluster`;
}

/** Log group to which every session of ECS Exec is written. */
export function execLogGroupNameOf({ prefix }: TemporalSettings): string {
  return `/ecs/${prefix}/ecs-exec`;
}

/** Name of the domain: at most 28 characters. */
export function domainNameOf({ prefix }: TemporalSettings): string {
  return `${prefix}-visibility`;
}

/** Name of the parameter that holds the domain's host name: it is known only when the domain exists. */
export function searchEndpointParameterOf({ prefix }: TemporalSettings): string {
  return `/${prefix}/opensearch/endpoint`;
}

/** Tag by whose value rights are limited to this project's workspace. */
export const metricsTag = "cloister:temporal-metrics";

/** Name of the parameter that holds the collector's configuration. */
export function collectorParameterOf({ prefix }: TemporalSettings): string {
  return `/${prefix}/adot/collector-config`;
}

/** Names of the parameters with the workspace's addresses. */
export function metricsParametersOf({ prefix }: TemporalSettings) {
  return { write: `/${prefix}/metrics/remote-write-url`, query: `/${prefix}/metrics/query-url` };
}

/** What `es:ESHttp*` stands for, written out: a star would also allow what AWS adds next year. */
export const searchActions = ["Delete", "Get", "Head", "Patch", "Post", "Put"].map((verb) => `es:ESHttp${verb}`);

/** Log group of a service or a setup task, by its name after the project's. */
export function logGroupNameOf({ prefix }: TemporalSettings, service: string): string {
  return `/ecs/${prefix}/${service}`;
}
