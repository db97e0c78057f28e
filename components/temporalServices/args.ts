import type * as pulumi from "@pulumi/pulumi";
import type { DeploymentIdentity } from "../internal/identity";
import type { WorkingHours } from "../internal/workingHours";

export { SetupTask, TemporalRole, TemporalServiceKey } from "./facts";

/** Every value this component picks when the caller is silent. */
export const temporalServicesDefaults = {
  instanceType: "m7g.large",
  uiTag: "2.34.0",
  grafanaTag: "12.1.1",
  adotTag: "v0.49.0",
  cpuUnits: 512,
  memoryMiB: 1024,
  smallCpuUnits: 256,
  smallMemoryMiB: 512,
  desiredCount: 1,
  dynamicConfigTmpfsMiB: 1,
  logRetentionDays: 7,
  collectAllMetrics: false,
  openSearchInstanceType: "t3.small.search",
  openSearchNodes: 1,
  openSearchVolumeGiB: 10,
  stage: "infrastructure",
} as const;

/** How far a deployment goes. */
export const TemporalStage = {
  /** Everything exists and nothing runs: the stores are prepared meanwhile. Every count is 0. */
  infrastructure: "infrastructure",
  /** The services run, in the counts given. */
  running: "running",
} as const;
export type TemporalStage = (typeof TemporalStage)[keyof typeof TemporalStage];

/** Size and count of one service's tasks. */
export interface TemporalServiceSize {
  /** CPU units of a task, 1024 to a vCPU. Whole number, 128 to 16384. Default: 512; the UI and the collector 256. */
  cpuUnits?: number;
  /** Memory of a task in MiB. Whole number, 128 to 122880. Default: 1024; the UI and the collector 512. */
  memoryMiB?: number;
  /** Tasks in stage `running`. Whole number, 0 to 100; the collector at most 1, which discovers every task. Default: 1. */
  desiredCount?: number;
}

/** The services' sizes; what is absent has the defaults. */
export interface TemporalServiceSizes {
  /** The history role. Default: 512 CPU units, 1024 MiB, one task. */
  history?: TemporalServiceSize;
  /** The matching role. Default: 512 CPU units, 1024 MiB, one task. */
  matching?: TemporalServiceSize;
  /** The frontend role. Default: 512 CPU units, 1024 MiB, one task. */
  frontend?: TemporalServiceSize;
  /** The worker role, which runs Temporal's own workflows. Default: 512 CPU units, 1024 MiB, one task. */
  worker?: TemporalServiceSize;
  /** The web UI. Default: 256 CPU units, 512 MiB, one task. */
  ui?: TemporalServiceSize;
  /** Grafana. Default: 512 CPU units, 1024 MiB, one task. */
  grafana?: TemporalServiceSize;
  /** The metrics collector. Default: 256 CPU units, 512 MiB, one task. */
  adot?: TemporalServiceSize;
}

/** The OpenSearch domain that workflows are searched in. */
export interface TemporalOpenSearch {
  /** Instance type of the data nodes: of a family with gp3 volumes and encryption, in a size that OpenSearch has. Default: `t3.small.search`. */
  instanceType?: string;
  /** Data nodes: a multiple of the zones. Whole number, 1 to 80, of T3 to 10. Default: 1. */
  nodes?: number;
  /** Zones that the nodes are spread over, 1 to 3, at most the subnets. Default: 1 with one node, else 2 or 3 by the nodes. */
  zones?: number;
  /**
   * Volume of each node in GiB, gp3. Whole number from 10, with OR1, OR2 and OM2 from 20, to the most of the type: 100
   * with `t3.small.search`, 768 with `m7g.large.search`. Default: 10.
   * AWS: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/limits.html#ebsresource
   */
  volumeGiB?: number;
}

/** What a caller may set on TemporalServices. */
export interface TemporalServicesArgs extends DeploymentIdentity {
  /**
   * Begins every name. Lower-case letters, digits and single hyphens, first a letter, at most 17 characters, because
   * OpenSearch takes domain names of 28. Default: `temporal-ENVIRONMENT`.
   */
  projectName?: string;
  /** VPC id, shape `vpc-0123456789abcdef0`. */
  vpcId: pulumi.Input<string>;
  /** Private subnets of nodes and tasks, in at least two zones where the loss of one is to be survived. At least one. */
  subnetIds: pulumi.Input<string>[];
  /** Security group of the network's interface endpoints. Needed unless `allowInternetEgress` is true. Default: none. */
  endpointSecurityGroupId?: pulumi.Input<string>;
  /** Prefix list of the network's S3 gateway endpoint: image layers. Needed with `endpointSecurityGroupId` alone. Default: none. */
  s3PrefixListId?: pulumi.Input<string>;
  /** Security group of an interface endpoint of the DSQL cluster, port 5432. Needed unless `allowInternetEgress` is true. Default: none. */
  dsqlSecurityGroupId?: pulumi.Input<string>;
  /** Let nodes and tasks out by NAT: to 443 anywhere, and to 5432 for DSQL where it has no endpoint. Default: false. */
  allowInternetEgress?: boolean;
  /** EC2 type of the nodes: Graviton, medium to 16xlarge of the families c6g to r8g and t4g. Default: `m7g.large`. */
  instanceType?: string;
  /**
   * Raise the limit of network interfaces a node by the account setting `awsvpcTrunking`, which holds for the whole
   * region of the account and stays when the stack goes. Default: computed: on when the services do not fit without.
   */
  eniTrunking?: boolean;
  /**
   * Image of the server, ARM64, by exact version or digest. Stock Temporal cannot speak to DSQL: the image must
   * contain the server with a DSQL plugin named `dsql` that signs in by IAM, at `temporal-server` on its path, a shell
   * `sh`, and busybox's `nc`, `sed` and `wget` for health check and start. Push it to `PROJECT-server`, which is made
   * here.
   */
  temporalImage: string;
  /**
   * Image of the tools, ARM64, by exact version or digest. It must contain `temporal`, `temporal-elasticsearch-tool`,
   * and `temporal-dsql-tool` with its schema, which stock images lack. Push it to `PROJECT-admin-tools`.
   */
  adminToolsImage: string;
  /** Image of the web UI by exact version or digest. Default: version 2.34.0 in the repository `PROJECT-ui`, which is made here. */
  uiImage?: string;
  /** Image of Grafana 12 by exact version or digest: 13 cannot sign what it asks of Prometheus. Default: version 12.1.1 in the repository `PROJECT-grafana`. */
  grafanaImage?: string;
  /** Image of the AWS OpenTelemetry collector by exact version or digest. Default: v0.49.0 in the repository `PROJECT-adot-collector`. */
  adotImage?: string;
  /**
   * Host name of the DSQL cluster: `ID.dsql.REGION.on.aws`, or `ID.dsql-SERVICE.REGION.on.aws` with
   * `dsqlSecurityGroupId`, which is `clusterVpcEndpoint` of `aws dsql get-vpc-endpoint-service-name`. Plain: it is in
   * container definitions known at preview.
   */
  dsqlClusterEndpoint: string;
  /** ARN of the DSQL cluster, shape `arn:aws:dsql:REGION:ACCOUNT:cluster/ID`. Plain: it is in policies known at preview. */
  dsqlClusterArn: string;
  /** OpenSearch index of workflows: begins with `temporal_visibility_v1`, then lower-case letters, digits, `_` and `-`. Default: `temporal_visibility_v1_ENVIRONMENT`. */
  visibilityIndex?: string;
  /** History shards, 1 to 16384; 512 is usual. Immutable: Temporal loses workflows when it changes, so a changed value is refused. */
  historyShards: number;
  /** Sizes and counts of the services. Default: see TemporalServiceSizes. */
  services?: TemporalServiceSizes;
  /** Memory file system for Temporal's dynamic configuration, in MiB. Whole number, 1 to 10. Default: 1. */
  dynamicConfigTmpfsMiB?: number;
  /** Retention of every log group, in days, one of CloudWatch's. Default: 7. */
  logRetentionDays?: number;
  /**
   * Keep every metric that Temporal tells, not only those that the dashboards draw: for questions that no dashboard
   * answers. It is many times as many samples, and Managed Prometheus charges by the sample. The alarms read CloudWatch
   * and need none of them. Default: false.
   */
  collectAllMetrics?: boolean;
  /** The OpenSearch domain. Default: one `t3.small.search` of 10 GiB. */
  openSearch?: TemporalOpenSearch;
  /** Secrets Manager ARN of Grafana's admin password, made by hand or `cloister grafana-secret`; read when Grafana starts. */
  grafanaAdminSecretArn: string;
  /** How far to go: `infrastructure` makes everything and runs nothing; `running` after the setup tasks. Default: `infrastructure`. */
  stage?: TemporalStage;
  /** Topic told when a service lacks tasks or OpenSearch is in trouble. Default: none, and no alarms. */
  alarmTopicArn?: pulumi.Input<string>;
  /** Working hours outside of which services, and after them nodes, are at zero. OpenSearch cannot sleep. Default: always awake. */
  schedule?: WorkingHours;
  /** Tags for everything that can carry them. Default: none. */
  tags?: Record<string, pulumi.Input<string>>;
}
