import type * as pulumi from "@pulumi/pulumi";
import { namePattern, partitionOf } from "../internal/identity";
import { shown, type Problems } from "../internal/problems";
import type { PrivateNetworkArgs } from "../privateNetwork";
import { awsServiceName, gatewayEndpointServices, interfaceEndpointServices } from "./endpointServices";
import { privateNetworkDefaults } from "./options";

/** A service with a full name, complete. */
export interface ResolvedEndpointService {
  serviceName: pulumi.Input<string>;
  port: number;
  privateDns: boolean;
}

/** Checks and completes everything about endpoints. `region` is undefined when the zones are wrong. */
export function resolveEndpoints(problems: Problems, args: PrivateNetworkArgs, region: string | undefined) {
  const interfaceEndpoints = args.interfaceEndpoints ?? [...privateNetworkDefaults.interfaceEndpoints];
  const gatewayEndpoints = args.gatewayEndpoints ?? [...privateNetworkDefaults.gatewayEndpoints];
  checkList(problems, "interfaceEndpoints", interfaceEndpoints, (service) => {
    if (gatewayEndpointServices.includes(service)) {
      return `must not be ${shown(service)}: list it in gatewayEndpoints, where it is free`;
    }
    if (interfaceEndpointServices.includes(service)) return undefined;
    return `must be a short name that has an endpoint on port 443, such as ecr.api or logs, got ${shown(service)}; any other service goes into endpointServices with its full name and port`;
  });
  checkList(problems, "gatewayEndpoints", gatewayEndpoints, (service) =>
    gatewayEndpointServices.includes(service)
      ? undefined
      : `must be one of ${gatewayEndpointServices.join(", ")}, got ${shown(service)}; other services have interface endpoints`,
  );
  if (region && partitionOf(region) === "aws-cn" && interfaceEndpoints.length > 0) {
    problems.add(
      "interfaceEndpoints",
      `must be empty in ${region}: endpoint names in China follow no single pattern; list the services in endpointServices with their full names`,
    );
  }
  const endpointServices = resolveEndpointServices(problems, args);
  if (region) checkOverlap(problems, region, interfaceEndpoints, endpointServices);
  return { interfaceEndpoints, gatewayEndpoints, endpointServices };
}

/** Checks each entry, and that none comes twice: AWS refuses a second endpoint with private DNS for one service. */
function checkList(problems: Problems, path: string, list: string[], fault: (one: string) => string | undefined) {
  if (!Array.isArray(list)) return problems.add(path, `must be a list of names, got ${shown(list)}`);
  list.forEach((service, position) => {
    const reason = fault(service);
    if (reason !== undefined) return problems.add(`${path}[${position}]`, reason);
    const first = list.indexOf(service);
    if (first !== position) {
      problems.add(`${path}[${position}]`, `must be listed once, got ${shown(service)} again, as at ${first}`);
    }
  });
}

function resolveEndpointServices(problems: Problems, args: PrivateNetworkArgs) {
  const resolved: Record<string, ResolvedEndpointService> = {};
  for (const [key, service] of Object.entries(args.endpointServices ?? {})) {
    const path = `endpointServices.${key}`;
    problems.matches(path, key, namePattern, "a key of lower-case letters, digits and single hyphens");
    resolved[key] = {
      serviceName: problems.matches(
        `${path}.serviceName`,
        service.serviceName,
        /^[a-z0-9-]+(\.[a-z0-9-]+){2,}$/,
        "the full name of an endpoint service, such as com.amazonaws.eu-west-1.dsql-fnh4",
      ),
      port: problems.wholeNumber(`${path}.port`, service.port ?? 443, 1, 65535),
      privateDns: service.privateDns ?? true,
    };
  }
  return resolved;
}

/** Two endpoints for one service claim the same private names, which AWS refuses at deployment. */
function checkOverlap(
  problems: Problems,
  region: string,
  interfaceEndpoints: string[],
  services: Record<string, ResolvedEndpointService>,
): void {
  const owners = new Map(
    Array.isArray(interfaceEndpoints)
      ? interfaceEndpoints.map((service, at) => [awsServiceName(region, service), `interfaceEndpoints[${at}]`])
      : [],
  );
  for (const [key, { serviceName }] of Object.entries(services)) {
    if (typeof serviceName !== "string") continue;
    const path = `endpointServices.${key}.serviceName`;
    const owner = owners.get(serviceName);
    if (owner !== undefined) problems.add(path, `must be listed once, got ${shown(serviceName)} again, as at ${owner}`);
    else owners.set(serviceName, path);
  }
}
