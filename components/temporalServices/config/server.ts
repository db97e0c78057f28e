import { bareFile, type StartFiles } from "./files";

/** Ports of one role. */
export interface RolePorts {
  grpc: number;
  membership: number;
}

/** What the configuration of a role is made from. */
export interface ServerValues {
  /** The role that this task runs. */
  role: "history" | "matching" | "frontend" | "worker";
  /** Ports of all four roles: each is told where the others listen. */
  ports: Readonly<Record<ServerValues["role"], RolePorts>>;
  /** Port on which every role tells its metrics. */
  metricsPort: number;
  region: string;
  /** Host name of the DSQL cluster. */
  dsqlEndpoint: string;
  /** Port of DSQL. */
  dsqlPort: number;
  /** Connections that a task keeps at most; DSQL admits 10,000 to a cluster. */
  maxConnections: number;
  /** Number of history shards, which never changes. */
  historyShards: number;
  /** OpenSearch index of workflows; begins as `searchIndexPrefix`. */
  visibilityIndex: string;
  /** Where clients find the frontend, `HOST:PORT`. */
  frontendAddress: string;
  /** Least severe message that is logged. */
  logLevel?: "debug" | "info" | "warn" | "error";
}

/**
 * What `server.yaml.tmpl` reads, but what only a started task knows: the script finds `TEMPORAL_BROADCAST_ADDRESS` and
 * `DYNAMIC_CONFIG_FILE_PATH`, and the domain's host name comes as `ES_SEEDS` from a parameter.
 */
export function serverEnvironment(values: ServerValues): Record<string, string> {
  const ports = Object.entries(values.ports).flatMap(([role, { grpc, membership }]) => [
    [`${role.toUpperCase()}_GRPC_PORT`, String(grpc)],
    [`${role.toUpperCase()}_MEMBERSHIP_PORT`, String(membership)],
  ]);
  return {
    ...dsqlEnvironment(values),
    ...searchEnvironment(values),
    ...(Object.fromEntries(ports) as Record<string, string>),
    SERVICES: values.role,
    NUM_HISTORY_SHARDS: String(values.historyShards),
    PROMETHEUS_ENDPOINT: `0.0.0.0:${values.metricsPort}`,
    PUBLIC_FRONTEND_ADDRESS: values.frontendAddress,
    LOG_LEVEL: values.logLevel ?? "info",
  };
}

/** Temporal signs in as `admin`, to the only database of a cluster. */
function dsqlEnvironment(values: Pick<ServerValues, "region" | "dsqlEndpoint" | "dsqlPort" | "maxConnections">) {
  const connections = String(values.maxConnections);
  return {
    AWS_REGION: values.region,
    CLUSTER_ENDPOINT: values.dsqlEndpoint, // read by the plugin itself, for the token
    DBNAME: "postgres",
    DB_PORT: String(values.dsqlPort),
    POSTGRES_SEEDS: values.dsqlEndpoint,
    POSTGRES_USER: "admin",
    TEMPORAL_SQL_PLUGIN_NAME: "dsql",
    TEMPORAL_SQL_TLS_ENABLED: "true",
    TEMPORAL_SQL_MAX_CONNS: connections,
    // DSQL ends a connection after an hour: https://docs.aws.amazon.com/aurora-dsql/latest/userguide/CHAP_quotas.html
    TEMPORAL_SQL_MAX_CONN_LIFETIME: "55m",
  };
}

/** Where OpenSearch is, but for its host. */
export function searchEnvironment({ visibilityIndex }: Pick<ServerValues, "visibilityIndex">) {
  return { ES_SCHEME: "https", ES_PORT: "443", ES_VIS_INDEX: visibilityIndex };
}

/** How a role starts: its two files, and the script that writes them and starts the server. */
export function serverFiles(): StartFiles {
  return {
    script: bareFile("start-server.sh"),
    environment: {
      // The server looks for this comment before it fills anything in.
      TEMPORAL_CONFIG_TEMPLATE: `# enable-template\n${bareFile("server.yaml.tmpl")}`,
      TEMPORAL_DYNAMIC_CONFIG_CONTENT: bareFile("dynamic-config.yaml"),
    },
  };
}
