import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { plannedUrl } from "./loadBalancer";
import type { FargateAppSettings } from "./settings";
import type { ServiceSettings } from "./serviceSettings";

/** How services learn the application's own address. */
export interface OwnUrl {
  /** The address itself, where a domain makes it known beforehand. */
  url?: string;
  /** Otherwise the parameter that holds it: the container definition names the parameter and stays known. */
  parameter?: aws.ssm.Parameter;
}

/** Finds how to tell services the address; makes a parameter when one of them asks and the address comes late. */
export function createOwnUrl(
  name: string,
  settings: FargateAppSettings,
  url: pulumi.Output<string>,
  parent: pulumi.Resource,
): OwnUrl {
  const known = plannedUrl(settings);
  const asked = settings.services.some((service) => service.urlEnvironmentName !== undefined);
  if (known !== undefined || !asked) return { url: known };
  const parameter = new aws.ssm.Parameter(
    `${name}-url-parameter`,
    {
      name: `/${settings.identity.environment}/${settings.application}/url`,
      description: `Address of ${settings.prefix}; no secret`,
      type: "String",
      value: url,
      tags: settings.tags,
    },
    { parent, deleteBeforeReplace: true },
  );
  return { parameter };
}

/** The service's variables with the address among them, where it asks for it. */
export function withOwnUrl(
  service: ServiceSettings,
  { url, parameter }: OwnUrl,
): Pick<ServiceSettings, "environment" | "secrets"> {
  const { urlEnvironmentName: variable, environment, secrets } = service;
  if (variable === undefined) return { environment, secrets };
  if (parameter) return { environment, secrets: { ...secrets, [variable]: parameter.name } };
  return { environment: url === undefined ? environment : { ...environment, [variable]: url }, secrets };
}
