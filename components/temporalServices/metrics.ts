import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { metricsParametersOf, metricsTag } from "./names";
import type { TemporalSettings } from "./settings";

/** The workspace that keeps metrics. */
export interface Metrics {
  workspaceId: pulumi.Output<string>;
  endpoint: pulumi.Output<string>;
  /** Parameters with the addresses to write to and to ask: they are known only when the workspace exists. */
  writeParameter: aws.ssm.Parameter;
  queryParameter: aws.ssm.Parameter;
}

/** A workspace of Amazon Managed Service for Prometheus. */
export function createMetrics(name: string, settings: TemporalSettings, parent: pulumi.Resource): Metrics {
  const { prefix, tags } = settings;
  const workspace = new aws.amp.Workspace(
    `${name}-metrics-workspace`,
    { alias: `${prefix}-metrics`, tags: { ...tags, [metricsTag]: prefix } },
    { parent },
  );
  const names = metricsParametersOf(settings);
  const parameter = (role: string, parameterName: string, insecureValue: pulumi.Output<string>, description: string) =>
    new aws.ssm.Parameter(
      `${name}-metrics-${role}-parameter`,
      { name: parameterName, type: "String", insecureValue, description, tags },
      { parent, deleteBeforeReplace: true },
    );
  const endpoint = workspace.prometheusEndpoint;
  return {
    workspaceId: workspace.id,
    endpoint,
    writeParameter: parameter(
      "write",
      names.write,
      pulumi.interpolate`${endpoint}api/v1/remote_write`,
      `Where the collector of ${prefix} writes metrics`,
    ),
    queryParameter: parameter("query", names.query, endpoint, `Where Grafana of ${prefix} asks for metrics`),
  };
}
