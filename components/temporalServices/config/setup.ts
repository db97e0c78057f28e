import { bareFile } from "./files";
import { searchEnvironment } from "./server";

/** How an OpenSearch index of Temporal begins: the template of mappings in the tools covers no other. */
export const searchIndexPrefix = "temporal_visibility_v1";

/** Makes or updates Temporal's tables in DSQL, for `/bin/sh -c` in the tools' image. */
export function schemaSetupScript(): string {
  return bareFile("schema-setup.sh");
}

/** What `temporal-dsql-tool` reads: it signs in as `admin` by the task's role, over TLS. */
export function schemaSetupEnvironment(values: { region: string; dsqlEndpoint: string; dsqlPort: number }) {
  return {
    AWS_REGION: values.region,
    CLUSTER_ENDPOINT: values.dsqlEndpoint,
    SQL_PORT: String(values.dsqlPort),
    SQL_USER: "admin",
    SQL_DATABASE: "postgres",
  };
}

/** Prepares OpenSearch and makes the index, for `/bin/sh -c` in the tools' image. The host comes as `ES_SEEDS`. */
export function searchSetupScript(): string {
  return bareFile("search-setup.sh");
}

/** What the script reads besides `ES_SEEDS`; the tool signs each request itself, for the service `es`. */
export function searchSetupEnvironment(values: { region: string; visibilityIndex: string }) {
  return { ...searchEnvironment(values), AWS_REGION: values.region };
}

/** Makes a namespace where it does not exist, for `/bin/sh -c` in the tools' image. */
export function namespaceScript(): string {
  return bareFile("namespace.sh");
}

/** What `temporal` reads. Retention in days, at least 1: how long a closed workflow is kept. */
export function namespaceEnvironment(values: { address: string; namespace: string; retentionDays: number }) {
  return {
    TEMPORAL_ADDRESS: values.address,
    TEMPORAL_NAMESPACE: values.namespace,
    NAMESPACE_RETENTION: `${values.retentionDays * 24}h`,
  };
}
