import {
  flag,
  list,
  listOf,
  record,
  recordOf,
  recordWith,
  required,
  secretRecord,
  text,
  type Shapes,
} from "../internal/shapes";

const service = recordWith({
  paths: required(listOf(text)),
  environment: secretRecord,
  secrets: secretRecord,
  secretVersions: record,
  spot: flag,
  healthCheck: recordWith({ path: text, command: listOf(text), containerCheck: flag }),
  scaling: record,
  schedule: record,
  stickiness: flag,
  fileSystemMounts: listOf(record),
  readOnlyRootFilesystem: flag,
  writablePaths: listOf(text),
  taskPolicyStatements: list,
  securityGroupIds: list,
});

/** What is looked into before it is asked for. */
export const argumentShapes: Shapes = {
  taskSubnetIds: required(list),
  loadBalancerSubnetIds: required(list),
  loadBalancer: required(
    recordWith({
      internal: flag,
      domain: recordWith({ name: required(text) }),
      allowPlainHttp: flag,
      allowedCidrBlocks: listOf(text),
      allowedSecurityGroupIds: record,
      deletionProtection: flag,
      accessLogs: record,
    }),
  ),
  services: required(recordOf(service)),
  migration: recordWith({ command: required(listOf(text)), environment: secretRecord, secrets: secretRecord }),
  efs: recordWith({ subnetIdByZone: required(record), accessPoints: required(recordOf(record)) }),
  allowInternetEgress: flag,
  secretsKmsKeyArns: list,
  containerInsights: flag,
  executeCommand: flag,
  alarms: listOf(text),
  tags: record,
};
