export { collectorConfig, collectorConfigLimit, type CollectorValues } from "./collector";
export type { StartFiles } from "./files";
export { dashboards, grafanaFiles } from "./grafana";
export { metricsSource, shownMetrics, type TemporalMetric } from "./metrics";
export { probes } from "./probes";
export { serverEnvironment, serverFiles, type RolePorts, type ServerValues } from "./server";
export {
  namespaceEnvironment,
  namespaceScript,
  schemaSetupEnvironment,
  schemaSetupScript,
  searchIndexPrefix,
  searchSetupEnvironment,
  searchSetupScript,
} from "./setup";
