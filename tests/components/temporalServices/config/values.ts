import type { ServerValues } from "../../../../components/temporalServices/config";

export const ports: ServerValues["ports"] = {
  frontend: { grpc: 7233, membership: 6933 },
  history: { grpc: 7234, membership: 6934 },
  matching: { grpc: 7235, membership: 6935 },
  worker: { grpc: 7239, membership: 6939 },
};

export const serverValues: ServerValues = {
  role: "history",
  ports,
  metricsPort: 9090,
  region: "eu-west-1",
  dsqlEndpoint: "abcdefghijklmnopqrstuvwxyz.dsql.eu-west-1.on.aws",
  dsqlPort: 5432,
  maxConnections: 20,
  historyShards: 512,
  visibilityIndex: "temporal_visibility_v1_dev",
  frontendAddress: "temporal-frontend:7233",
};
