import type { PriceRule } from "../rules";

type Places = Pick<PriceRule, "service" | "usageType"> & Partial<Pick<PriceRule, "where" | "isGlobal">>;

/** A GB kept for a month. */
function kept(key: string, places: Places): PriceRule {
  return { key, ...places, unit: "GB-month", awsUnits: ["gb-mo"] };
}

/** A GB moved. */
function moved(key: string, places: Places): PriceRule {
  return { key, ...places, unit: "GB", awsUnits: ["gb"] };
}

/** A thing held for a month, in the unit that AWS counts it in. */
function held(key: string, awsUnit: string, places: Places): PriceRule {
  return { key, ...places, unit: "month", awsUnits: [awsUnit] };
}

/** A million of what AWS prices one by one. */
function million(key: string, awsUnits: readonly string[], places: Places): PriceRule {
  return { key, ...places, unit: "million", awsUnits, times: 1_000_000 };
}

/** A thousand of what AWS prices one by one. */
function thousand(key: string, awsUnit: string, places: Places): PriceRule {
  return { key, ...places, unit: "thousand", awsUnits: [awsUnit], times: 1000 };
}

const requests = ["requests", "request", "api requests"];

const efs = { service: "AmazonEFS" };
const files: PriceRule[] = [
  // One Zone has usage types of its own, TimedStorage-Z-ByteHrs.
  kept("efs.standard", { ...efs, usageType: "TimedStorage-ByteHrs" }),
  kept("efs.oneZone", { ...efs, usageType: "TimedStorage-Z-ByteHrs" }),
  kept("efs.ia", { ...efs, usageType: "IATimedStorage-ByteHrs" }),
  moved("efs.ia.read", { ...efs, usageType: "IADataAccess-Bytes", where: { accessType: "Read" } }),
  moved("efs.elastic.read", { ...efs, usageType: "ETDataAccess-Bytes", where: { accessType: "Read" } }),
  moved("efs.elastic.write", { ...efs, usageType: "ETDataAccess-Bytes", where: { accessType: "Write" } }),
  kept("backup.efs", { service: "AWSBackup", usageType: "WarmStorage-ByteHrs-EFS" }),
  kept("ecr.storage", { service: "AmazonECR", usageType: "TimedStorage-ByteHrs" }),
  kept("s3.standard", {
    service: "AmazonS3",
    usageType: "TimedStorage-ByteHrs",
    where: { volumeType: "Standard" },
  }),
  million("s3.put", requests, { service: "AmazonS3", usageType: "Requests-Tier1", where: { group: "S3-API-Tier1" } }),
  million("s3.get", requests, { service: "AmazonS3", usageType: "Requests-Tier2", where: { group: "S3-API-Tier2" } }),
];

const watch = { service: "AmazonCloudWatch" };
const prometheus = { service: "AmazonPrometheus" };
const datapoints = ["metric datapoints"];
const observability: PriceRule[] = [
  moved("logs.ingest", { ...watch, usageType: "DataProcessing-Bytes" }),
  moved("logs.ingest.infrequent", { ...watch, usageType: "DataProcessingIA-Bytes" }),
  moved("logs.vended", { ...watch, usageType: "VendedLog-Bytes" }),
  kept("logs.storage", { ...watch, usageType: "TimedStorage-ByteHrs" }),
  moved("logs.query", { ...watch, usageType: "DataScanned-Bytes" }),
  held("cloudwatch.metric", "metrics", { ...watch, usageType: "CW:MetricMonitorUsage" }),
  held("cloudwatch.alarm", "alarms", { ...watch, usageType: "CW:AlarmMonitorUsage" }),
  held("cloudwatch.alarm.highResolution", "alarms", { ...watch, usageType: "CW:HighResAlarmMonitorUsage" }),
  held("cloudwatch.alarm.composite", "alarms", { ...watch, usageType: "CW:CompositeAlarmMonitorUsage" }),
  thousand("cloudwatch.api", "metrics", { ...watch, usageType: "CW:GMD-Metrics" }),
  {
    key: "rds.databaseInsights.advanced.vcpu",
    ...watch,
    usageType: "CW:DatabaseInsights-vCPU-Hours",
    unit: "vCPU-hour",
    awsUnits: ["vcpu-hours", "vcpu-hour", "hours", "hrs"],
  },
  million("amp.ingest", datapoints, { ...prometheus, usageType: "AMP:MetricSampleCount" }),
  million("amp.query", datapoints, { ...prometheus, usageType: "AMP:QuerySamplesProcessed" }),
  kept("amp.storage", { ...prometheus, usageType: "AMP:MetricStorageByteHrs" }),
];

const security: PriceRule[] = [
  held("secrets.secret", "secrets", { service: "AWSSecretsManager", usageType: "AWSSecretsManager-Secrets" }),
  thousand("secrets.requests", "api requests", {
    service: "AWSSecretsManager",
    // The name differs by region.
    usageType: ["AWSSecretsManagerAPIRequest", "AWSSecretsManager-APIRequests"],
  }),
  held("kms.key", "keys", { service: "awskms", usageType: "KMS-Keys" }),
  thousand("kms.requests", "requests", { service: "awskms", usageType: "KMS-Requests" }),
  held("waf.acl", "webacls", { service: "awswaf", usageType: "WebACLV2" }),
  held("waf.rule", "rules", { service: "awswaf", usageType: "RuleV2" }),
  million("waf.requests", requests, { service: "awswaf", usageType: "RequestV2-Tier1" }),
];

const searchTypes = [
  ...["t3.small", "t3.medium", "m6g.large", "m7g.medium", "m7g.large", "r6g.large", "r7g.large"],
  ...["or1.medium", "or1.large", "or2.medium", "or2.large"],
];
const search: PriceRule[] = [
  ...searchTypes.map((type): PriceRule => ({
    key: `opensearch.${type}.search`,
    service: "AmazonES",
    usageType: [`ESInstance:${type}`, `ESInstance:${type}.search`],
    where: { instanceType: `${type}.search` },
    unit: "hour",
    awsUnits: ["hrs"],
  })),
  kept("opensearch.storage.gp3", { service: "AmazonES", usageType: "ES:GP3-Storage" }),
  kept("opensearch.storage.gp2", { service: "AmazonES", usageType: "ES:GP2-Storage" }),
];

const dynamo = { service: "AmazonDynamoDB" };
const dns = { service: "AmazonRoute53", isGlobal: true } as const;
const lambda = { service: "AWSLambda" };
const gigabyteSecond = { unit: "GB-second", awsUnits: ["lambda-gb-second", "gb-second", "seconds"] } as const;
const others: PriceRule[] = [
  million("dsql.dpu", ["dpu", "dpus"], { service: "AuroraDSQL", usageType: "DSQL-DistributedProcessingUnits" }),
  million("dynamodb.read", ["readrequestunits"], { ...dynamo, usageType: "ReadRequestUnits" }),
  million("dynamodb.write", ["writerequestunits"], { ...dynamo, usageType: "WriteRequestUnits" }),
  kept("dynamodb.storage", { ...dynamo, usageType: "TimedStorage-ByteHrs" }),
  ...["cache.t3.micro", "cache.t4g.micro"].map((type): PriceRule => ({
    key: `elasticache.${type}`,
    service: "AmazonElastiCache",
    usageType: `NodeUsage:${type}`,
    where: { cacheEngine: "Redis" },
    unit: "hour",
    awsUnits: ["hrs"],
  })),
  held("route53.zone", "hostedzone", { ...dns, usageType: "HostedZone" }),
  million("route53.queries", ["queries"], { ...dns, usageType: "DNS-Queries" }),
  million("sns.requests", requests, { service: "AmazonSNS", usageType: "Requests-Tier1" }),
  million("sns.email", ["notifications"], { service: "AmazonSNS", usageType: "DeliveryAttempts-SMTP" }),
  million("sqs.requests", requests, {
    service: "AWSQueueService",
    usageType: ["Requests-RBP", "Requests-Tier1"],
    where: { queueType: "Standard" },
  }),
  million("sqs.requests.fifo", requests, {
    service: "AWSQueueService",
    usageType: "Requests-FIFO-RBP",
    where: { queueType: "FIFO (first-in, first-out)" },
  }),
  million("lambda.requests", requests, {
    ...lambda,
    usageType: "Request",
    where: { group: "AWS-Lambda-Requests" },
  }),
  {
    key: "lambda.gigabyteSecond",
    ...lambda,
    usageType: "Lambda-GB-Second",
    where: { group: "AWS-Lambda-Duration" },
    ...gigabyteSecond,
  },
  {
    key: "lambda.gigabyteSecond.arm",
    ...lambda,
    usageType: "Lambda-GB-Second-ARM",
    where: { group: "AWS-Lambda-Duration-ARM" },
    ...gigabyteSecond,
  },
];

/** Everything besides machines, network and relational databases. */
export const serviceRules: readonly PriceRule[] = [...files, ...observability, ...security, ...search, ...others];
