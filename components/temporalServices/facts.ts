/** The four roles of a Temporal server. Together they are one ring: each finds and calls every other. */
export const TemporalRole = {
  history: "history",
  matching: "matching",
  frontend: "frontend",
  worker: "worker",
} as const;
export type TemporalRole = (typeof TemporalRole)[keyof typeof TemporalRole];

/** Everything that runs as a service. */
export const TemporalServiceKey = { ...TemporalRole, ui: "ui", grafana: "grafana", adot: "adot" } as const;
export type TemporalServiceKey = (typeof TemporalServiceKey)[keyof typeof TemporalServiceKey];

/** The three kinds of nodes. */
export type NodeKey = "a" | "b" | "c";

/** The `workload` attribute of each kind of node, by which services are placed. */
export const nodeWorkloads: Readonly<Record<NodeKey, string>> = { a: "history", b: "frontend", c: "worker" };

/** Which of the component's images a container runs. */
export type ImageKey = "server" | "adminTools" | "ui" | "grafana" | "adot";

/** What is fixed about one service. */
export interface ServiceFacts {
  /** Names the container; with the project the family, the service and the log group as `service`. */
  container: string;
  service: string;
  image: ImageKey;
  node: NodeKey;
  /** Ports by what they are for. Those of Temporal: https://docs.temporal.io/references/configuration */
  ports: Readonly<Record<string, number>>;
  /** `server`: others find it by its `container` name; `client`: it finds others; `none`: it is not in the mesh. */
  serviceConnect: "server" | "client" | "none";
  /** Services that have to run before it: the order of the first start. */
  after: TemporalServiceKey[];
  /** A member of the ring, with the server's configuration. */
  role?: TemporalRole;
  /** Never two tasks at once, also while it is deployed: its successor starts when it has ended. */
  single?: true;
}

/** What is fixed about a member of the ring. */
interface RoleFacts extends ServiceFacts {
  ports: Readonly<{ grpc: number; membership: number; metrics: number }>;
  role: TemporalRole;
}

/** What is fixed about a service with a page. */
interface PageFacts extends ServiceFacts {
  ports: Readonly<{ http: number }>;
}

/** Port on which each of the four tells its metrics. */
export const metricsPort = 9090;

function member(
  role: TemporalRole,
  node: NodeKey,
  grpc: number,
  membership: number,
  rest: Partial<Pick<ServiceFacts, "serviceConnect" | "after">> = {},
): RoleFacts {
  return {
    container: `temporal-${role}`,
    service: `temporal-${role}`,
    image: "server",
    node,
    ports: { grpc, membership, metrics: metricsPort },
    serviceConnect: "server",
    after: [],
    role,
    ...rest,
  };
}

/** The one table of services, in the order in which they start; everything else derives from it. */
export const serviceFacts: Readonly<
  Record<TemporalRole, RoleFacts> & Record<"ui" | "grafana", PageFacts> & Record<"adot", ServiceFacts>
> = {
  history: member("history", "a", 7234, 6934),
  matching: member("matching", "b", 7235, 6935),
  frontend: member("frontend", "b", 7233, 6933, { after: ["history", "matching"] }),
  worker: member("worker", "c", 7239, 6939, { serviceConnect: "client", after: ["frontend"] }),
  ui: {
    container: "temporal-ui",
    service: "temporal-ui",
    image: "ui",
    node: "b",
    ports: { http: 8080 },
    serviceConnect: "client",
    after: ["frontend"],
  },
  grafana: {
    container: "grafana",
    service: "grafana",
    image: "grafana",
    node: "b",
    ports: { http: 3000 },
    serviceConnect: "none",
    after: [],
  },
  adot: {
    container: "adot-collector",
    service: "adot",
    image: "adot",
    node: "c",
    ports: {},
    serviceConnect: "none",
    after: ["history", "matching", "frontend", "worker"],
    single: true, // each discovers every task, so two would write every sample twice
  },
};

/** Where members of the Service Connect namespace find the frontend. */
export const frontendAddress = `${serviceFacts.frontend.container}:${serviceFacts.frontend.ports.grpc}`;

/** Keys of all services, in the order in which they start. */
export const serviceKeys = Object.keys(serviceFacts) as TemporalServiceKey[];

/** The four roles, in the order in which they start. */
export const roles = serviceKeys.filter((key): key is TemporalRole => serviceFacts[key].role !== undefined);

/** The one-off tasks that prepare the stores, in the order in which they are run, before any service starts. */
export const SetupTask = { dsqlSchema: "dsqlSchema", openSearchIndex: "openSearchIndex" } as const;
export type SetupTask = (typeof SetupTask)[keyof typeof SetupTask];

/** Names of the setup tasks in families, containers and log groups. */
export const setupNames: Readonly<Record<SetupTask, string>> = {
  dsqlSchema: "dsql-schema-setup",
  openSearchIndex: "opensearch-setup",
};

/** Port of DSQL: https://docs.aws.amazon.com/aurora-dsql/latest/userguide/accessing.html */
export const dsqlPort = 5432;
