import { z } from "zod";
import { TemporalStage } from "../components";

const text = z.string().min(1);
const count = z.number();

const taskSize = z
  .strictObject({ cpuUnits: count.optional(), memoryMiB: count.optional(), desiredCount: count.optional() })
  .optional();

/** The Temporal cluster; what it needs when it is enabled is checked by the component. */
export const temporal = z.strictObject({
  enabled: z.boolean().default(false),
  projectName: text.optional(),
  stage: z.enum(TemporalStage).optional(),
  instanceType: text.optional(),
  eniTrunking: z.boolean().optional(),
  /** Tag of the server's and the tools' images in the cluster's own repositories. Default: `temporalImage` and `adminToolsImage`. */
  imageTag: text.optional(),
  temporalImage: text.optional(),
  adminToolsImage: text.optional(),
  uiImage: text.optional(),
  grafanaImage: text.optional(),
  adotImage: text.optional(),
  dsqlClusterEndpoint: text.optional(),
  dsqlClusterArn: text.optional(),
  /** Service name of the DSQL cluster's VPC endpoint, for a private way on port 5432. Default: by NAT. */
  dsqlServiceName: text.optional(),
  visibilityIndex: text.optional(),
  historyShards: count.optional(),
  services: z
    .strictObject({
      history: taskSize,
      matching: taskSize,
      frontend: taskSize,
      worker: taskSize,
      ui: taskSize,
      grafana: taskSize,
      adot: taskSize,
    })
    .optional(),
  dynamicConfigTmpfsMiB: count.optional(),
  logRetentionDays: count.optional(),
  collectAllMetrics: z.boolean().optional(),
  openSearch: z
    .strictObject({
      instanceType: text.optional(),
      nodes: count.optional(),
      zones: count.optional(),
      volumeGiB: count.optional(),
    })
    .optional(),
  /** ARN of the secret with Grafana's admin password. Default: `PROJECT/grafana-admin` of the account. */
  grafanaAdminSecretArn: text.optional(),
});
