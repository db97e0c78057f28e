import { parseDocument, stringify } from "yaml";
import { bareFile } from "./files";
import { shownMetrics } from "./metrics";

/** What the collector is told. */
export interface CollectorValues {
  region: string;
  clusterName: string;
  /** Services whose tasks are read, each with the container that tells metrics. */
  services: readonly { serviceName: string; containerName: string }[];
  metricsPort: number;
  /**
   * `shown`: the metrics that the dashboards draw; `all`: everything that Temporal tells, many times as much, and
   * Managed Prometheus charges by the sample.
   */
  metrics: "shown" | "all";
}

/** Why a standard parameter: https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
export const collectorConfigLimit = 4096;

/**
 * The collector's configuration as YAML. Behind Service Connect's names it would read one replica at each scrape, a
 * different one each time; so it asks ECS for the tasks of the services and reads each of them.
 */
export function collectorConfig(values: CollectorValues): string {
  const filled: Record<string, unknown> = {
    region: values.region,
    clusterName: values.clusterName,
    services: values.services.map(({ serviceName, containerName }) => ({
      name_pattern: `^${serviceName}$`,
      container_name_pattern: `^${containerName}$`,
      metrics_ports: [values.metricsPort],
      metrics_path: "/metrics",
    })),
    metrics: values.metrics === "all" ? [] : [keepShown()],
  };
  const config = parseDocument(bareFile("collector.yaml")).toJS() as unknown;
  return stringify(fill(config, filled), { lineWidth: 0, aliasDuplicateObjects: false });
}

/** Replaces each `<name>` by its value. */
function fill(node: unknown, values: Record<string, unknown>): unknown {
  if (typeof node === "string") {
    const name = /^<(\w+)>$/.exec(node)?.[1];
    if (name === undefined) return node;
    if (!(name in values)) throw new Error(`collector.yaml asks for <${name}>, which nobody gives`);
    return values[name];
  }
  if (Array.isArray(node)) return node.map((item) => fill(item, values));
  if (node === null || typeof node !== "object") return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, fill(value, values)]));
}

function keepShown() {
  const named = (kinds: readonly string[]) =>
    shownMetrics.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name);
  const histograms = named(["histogram"]).join("|");
  const plain = named(["counter", "gauge"]).join("|");
  return { source_labels: ["__name__"], regex: `${plain}|(${histograms})_(bucket|count|sum)`, action: "keep" };
}
