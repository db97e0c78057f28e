import { planned, unknown, usualProvider, type Planned } from "../support/bench";
import type { Mutation } from "./mutations";

const service = "aws:ecs/service:Service";
const task = "aws:ecs/taskDefinition:TaskDefinition";
const cluster = "aws:rds/cluster:Cluster";
const instance = "aws:rds/instance:Instance";
const template = "aws:ec2/launchTemplate:LaunchTemplate";
const topic = "aws:sns/topic:Topic";

const own = (type: string, name: string, properties: Record<string, unknown>, refersTo: Planned["refersTo"] = {}) => ({
  ...planned(type, name, properties, refersTo),
  provider: usualProvider,
});
const bucket = own("aws:s3/bucket:Bucket", "uploads", {});

interface Container {
  portMappings?: object[];
}

/** Mutations of the later rules on data and reliability. */
export const dataAndReliability: readonly Mutation[] = [
  {
    rule: "storage-encrypted",
    stack: "prod",
    given: "a search domain stored in the clear",
    says: "encryptAtRest.enabled is false",
    also: ["opensearch-in-vpc", "no-internet-path-to-data"],
    change: (plan) =>
      plan.add(
        own("aws:opensearch/domain:Domain", "search", {
          encryptAtRest: { enabled: false },
          nodeToNodeEncryption: { enabled: true },
          domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-2019-07" },
        }),
      ),
  },
  {
    rule: "database-backups",
    stack: "dev",
    given: "a database without backups",
    says: "backupRetentionPeriod is 0",
    change: (plan) => plan.edit(instance, "database-database", { backupRetentionPeriod: 0 }),
  },
  {
    rule: "database-deletion-protection",
    stack: "prod",
    given: "a database that one command deletes",
    says: "deletionProtection is false",
    change: (plan) => plan.edit(cluster, "database-database", { deletionProtection: false }),
  },
  {
    rule: "bucket-public-access-blocked",
    stack: "prod",
    given: "a bucket that a policy may open",
    says: "blockPublicPolicy is false",
    change: (plan) =>
      plan.add(
        bucket,
        own(
          "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
          "uploads-block",
          {
            bucket: unknown,
            blockPublicAcls: true,
            blockPublicPolicy: false,
            ignorePublicAcls: true,
            restrictPublicBuckets: true,
          },
          { bucket: [bucket] },
        ),
      ),
  },
  {
    rule: "imdsv2-required",
    stack: "dev",
    given: "a NAT instance that answers IMDSv1",
    says: "httpTokens is optional",
    change: (plan) =>
      plan.edit(template, "network-nat-instance-template", { "metadataOptions.httpTokens": "optional" }),
  },
  {
    rule: "secret-recovery-window",
    stack: "prod",
    given: "a secret that is deleted at once",
    says: "recoveryWindowInDays is 0",
    change: (plan) =>
      plan.edit("aws:secretsmanager/secret:Secret", "database-connection-secret", { recoveryWindowInDays: 0 }),
  },
  {
    rule: "ecs-health-checks",
    stack: "dev",
    given: "a service that nothing checks",
    says: "Nothing checks its tasks",
    change: (plan) =>
      plan
        .edit(service, "app-api-service", { loadBalancers: [] })
        .editJson(task, "app-api-task-definition", "containerDefinitions", (containers: object[]) =>
          containers.map((container) => ({ ...container, healthCheck: undefined })),
        ),
  },
  {
    rule: "ecs-read-only-root",
    stack: "prod",
    given: "a container that may write to its image",
    says: "Set readonlyRootFilesystem to true",
    change: (plan) =>
      plan.editJson(task, "app-web-task-definition", "containerDefinitions", (containers: object[]) =>
        containers.map((container) => ({ ...container, readonlyRootFilesystem: false })),
      ),
  },
  {
    rule: "ecs-deploy-keeps-capacity",
    stack: "prod",
    given: "deployments on half of the tasks",
    says: "deploymentMinimumHealthyPercent is 50",
    change: (plan) => plan.edit(service, "app-web-service", { deploymentMinimumHealthyPercent: 50 }),
  },
  {
    rule: "target-group-deregistration",
    stack: "prod",
    given: "AWS's five minutes of draining",
    says: "300 s",
    change: (plan) =>
      plan.edit("aws:lb/targetGroup:TargetGroup", "app-web-target-group", { deregistrationDelay: undefined }),
  },
  {
    rule: "alarm-has-action",
    stack: "prod",
    given: "an alarm that nobody hears",
    says: "Has no action",
    change: (plan) =>
      plan.edit("aws:cloudwatch/metricAlarm:MetricAlarm", "app-web-cpu-alarm", { alarmActions: [], okActions: [] }),
  },
  {
    rule: "alarm-has-action",
    stack: "prod",
    given: "a topic under AWS's own key",
    says: "alias/aws/sns",
    change: (plan) => plan.edit(topic, "alarm-topic", { kmsMasterKeyId: "alias/aws/sns" }),
  },
  {
    rule: "alarm-has-action",
    stack: "dev",
    given: "a topic for events only",
    says: "does not let cloudwatch.amazonaws.com publish",
    change: (plan) =>
      plan.edit("aws:sns/topicPolicy:TopicPolicy", "alarm-topic-policy", {
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "events.amazonaws.com" },
              Action: "sns:Publish",
              Resource: "*",
              Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
            },
          ],
        }),
      }),
  },
  {
    rule: "autoscaling-owned-fields-ignored",
    stack: "prod",
    given: "a deployment that sets the scaled count back",
    says: "app-web-scaling-target changes desiredCount",
    change: (plan) => plan.option(service, "app-web-service", { ignoreChanges: [] }),
  },
  {
    rule: "autoscaling-owned-fields-ignored",
    stack: "dev",
    given: "a deployment that wakes a sleeping service",
    says: "changes minCapacity",
    change: (plan) =>
      plan.option("aws:appautoscaling/target:Target", "app-api-scaling-target", { ignoreChanges: ["maxCapacity"] }),
  },
  {
    rule: "service-connect-grpc-timeout",
    stack: "prod",
    given: "a gRPC port with AWS's request timeout",
    says: "not set, which is 15",
    change: (plan) =>
      plan
        .edit(service, "app-api-service", {
          serviceConnectConfiguration: { enabled: true, services: [{ portName: "grpc" }] },
        })
        .editJson(task, "app-api-task-definition", "containerDefinitions", (containers: Container[]) =>
          containers.map((container) => ({
            ...container,
            portMappings: [
              ...(container.portMappings ?? []),
              { name: "grpc", containerPort: 7233, appProtocol: "grpc" },
            ],
          })),
        ),
  },
  {
    rule: "singleton-not-scaled",
    stack: "prod",
    given: "a singleton that deployments run twice",
    says: "a deployment runs two",
    change: (plan) =>
      plan.add(
        own(service, "scheduler", {
          desiredCount: 1,
          deploymentCircuitBreaker: { enable: true, rollback: true },
          loadBalancers: [{ targetGroupArn: unknown }],
          tags: { "cloister:singleton": "declared" },
        }),
      ),
  },
  {
    rule: "multi-zone",
    stack: "prod",
    given: "a cluster without a reader",
    says: "one instance",
    change: (plan) => plan.remove("aws:rds/clusterInstance:ClusterInstance", "database-1-instance"),
  },
];
