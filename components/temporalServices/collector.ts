import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { collectorConfig } from "./config";
import { metricsPort, roles, serviceFacts } from "./facts";
import { clusterNameOf, collectorParameterOf, serviceNameOf } from "./names";
import type { TemporalSettings } from "./settings";

/** The collector's configuration as a parameter, which ECS hands to the collector when it starts. */
export function createCollectorParameter(name: string, settings: TemporalSettings, parent: pulumi.Resource) {
  const insecureValue = collectorConfig({
    region: settings.identity.region,
    clusterName: clusterNameOf(settings),
    services: roles.map((role) => ({
      serviceName: serviceNameOf(settings, role),
      containerName: serviceFacts[role].container,
    })),
    metricsPort,
    metrics: settings.collectAllMetrics ? "all" : "shown",
  });
  return new aws.ssm.Parameter(
    `${name}-collector-config-parameter`,
    {
      name: collectorParameterOf(settings),
      type: "String",
      tier: "Standard", // free, and large enough: 4 KB
      insecureValue,
      description: `Configuration of the metrics collector of ${settings.prefix}`,
      tags: settings.tags,
    },
    { parent, deleteBeforeReplace: true },
  );
}
