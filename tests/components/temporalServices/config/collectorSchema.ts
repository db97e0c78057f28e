/** An object of these properties, all of which are there, and of no others. */
function exactly(properties: Record<string, object>, optional: string[] = []) {
  const required = Object.keys(properties).filter((key) => !optional.includes(key));
  return { type: "object", properties, required, additionalProperties: false };
}

const text = { type: "string", minLength: 1 };
const duration = { type: "string", pattern: "^[0-9]+(ms|s|m|h)$" };
const flag = { type: "boolean" };
const percent = { type: "integer", minimum: 1, maximum: 100 };
const list = (items: object) => ({ type: "array", items });

const relabeling = exactly(
  {
    source_labels: list({ type: "string", pattern: "^[a-zA-Z_][a-zA-Z0-9_]*$" }),
    target_label: { type: "string", pattern: "^[a-zA-Z_][a-zA-Z0-9_]*$" },
    regex: text,
    action: { enum: ["replace", "keep", "drop"] },
  },
  ["target_label", "regex", "action"],
);

const observer = exactly({
  cluster_name: text,
  cluster_region: { type: "string", pattern: "^[a-z]{2}(-[a-z]+)+-[0-9]$" },
  refresh_interval: duration,
  result_file: { type: "string", pattern: "^/" },
  services: list(
    exactly({
      name_pattern: text,
      container_name_pattern: text,
      metrics_ports: { ...list({ type: "integer", minimum: 1, maximum: 65_535 }), uniqueItems: true, minItems: 1 },
      metrics_path: { type: "string", pattern: "^/" },
    }),
  ),
});

const scrape = exactly({
  job_name: text,
  scrape_interval: duration,
  scrape_timeout: duration,
  file_sd_configs: list(
    exactly({ files: list({ type: "string", pattern: "\\.(json|ya?ml)$" }), refresh_interval: duration }),
  ),
  relabel_configs: list(relabeling),
  metric_relabel_configs: list(relabeling),
});

/**
 * What the parts of the collector that are used here take, written from their documentation at version 0.156.0, which
 * AWS's collector 0.49.0 is made of: extension/observer/ecsobserver, extension/sigv4authextension,
 * receiver/prometheusreceiver, exporter/prometheusremotewriteexporter of
 * https://github.com/open-telemetry/opentelemetry-collector-contrib, processor/memorylimiterprocessor and
 * processor/batchprocessor of https://github.com/open-telemetry/opentelemetry-collector.
 */
export const collectorSchema = exactly({
  extensions: exactly({
    health_check: { type: "null" },
    sigv4auth: exactly({ region: text, service: { const: "aps" } }),
    ecs_observer: observer,
  }),
  receivers: exactly({
    prometheus: exactly({ config: exactly({ scrape_configs: { ...list(scrape), minItems: 1 } }) }),
  }),
  processors: exactly({
    memory_limiter: exactly({
      check_interval: duration,
      limit_percentage: percent,
      spike_limit_percentage: percent,
    }),
    batch: exactly({ timeout: duration }),
  }),
  exporters: exactly({
    prometheusremotewrite: exactly({
      endpoint: text,
      auth: exactly({ authenticator: { const: "sigv4auth" } }),
      translation_strategy: {
        enum: ["UnderscoreEscapingWithSuffixes", "UnderscoreEscapingWithoutSuffixes"],
      },
      resource_to_telemetry_conversion: exactly({ enabled: flag }),
      target_info: exactly({ enabled: flag }),
      disable_scope_info: flag,
    }),
  }),
  service: exactly({
    extensions: { type: "array", items: { enum: ["health_check", "sigv4auth", "ecs_observer"] }, minItems: 3 },
    pipelines: exactly({
      metrics: exactly({
        receivers: { const: ["prometheus"] },
        processors: { const: ["memory_limiter", "batch"] },
        exporters: { const: ["prometheusremotewrite"] },
      }),
    }),
  }),
});
