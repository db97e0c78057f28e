import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arnOf, globalArnOf, type DeploymentIdentity } from "./identity";
import type { Problems } from "./problems";

/** AWS services that tell the topic: alarms, budgets, failed backups, events. */
const publishers = ["cloudwatch", "budgets", "backup", "events"].map((service) => `${service}.amazonaws.com`);

/** What the account's administrators need to look after a key; using it to read messages is not among it. */
const keyAdministration = [
  "CancelKeyDeletion",
  "CreateAlias",
  "DeleteAlias",
  "DescribeKey",
  "DisableKey",
  "EnableKey",
  "EnableKeyRotation",
  "GetKeyPolicy",
  "GetKeyRotationStatus",
  "ListResourceTags",
  "PutKeyPolicy",
  "ScheduleKeyDeletion",
  "TagResource",
  "UntagResource",
  "UpdateKeyDescription",
].map((action) => `kms:${action}`);

/** A topic that everything that goes wrong is told to. */
export interface AlarmTopicSettings {
  identity: DeploymentIdentity;
  /** Physical name, up to 256 letters, digits, hyphens and underscores. */
  topicName: string;
  /** Addresses that are told; each must confirm the mail that AWS sends at the first deployment. */
  emails: readonly string[];
  /**
   * Encrypt messages with a key of the topic's own (1 USD a month). Without it SNS stores them unencrypted by us:
   * the AWS-managed key `alias/aws/sns` cannot be used, because CloudWatch may not use it.
   * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
   */
  encrypt: boolean;
  tags?: Record<string, pulumi.Input<string>>;
}

/** A topic to which CloudWatch, Budgets, Backup and EventBridge may publish. Its ARN is known at the first preview. */
export function createAlarmTopic(name: string, settings: AlarmTopicSettings, opts: pulumi.CustomResourceOptions) {
  const { identity, topicName, tags } = settings;
  const key = settings.encrypt ? createTopicKey(name, settings, opts) : undefined;
  const topic = new aws.sns.Topic(
    name,
    { name: topicName, kmsMasterKeyId: key?.arn, tags },
    { ...opts, deleteBeforeReplace: true },
  );
  const policy = new aws.sns.TopicPolicy(
    `${name}-policy`,
    { arn: topic.arn, policy: topicPolicy(identity, topicName) },
    opts,
  );
  subscribe(name, topic.arn, settings.emails, opts);
  // Known at preview, and whoever uses it waits for the policy that lets it publish.
  const arn = pulumi.all([topic.name, policy.urn]).apply(([known]) => arnOf(identity, "sns", known));
  return { arn };
}

/** Sends a topic's messages to addresses. */
export function subscribe(
  name: string,
  topicArn: pulumi.Input<string>,
  emails: readonly string[],
  opts: pulumi.CustomResourceOptions,
): void {
  for (const email of emails) {
    new aws.sns.TopicSubscription(`${name}-${email}`, { topic: topicArn, protocol: "email", endpoint: email }, opts);
  }
}

/** Services of this account may publish, over TLS; nobody else may. */
function topicPolicy(identity: DeploymentIdentity, topicName: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ServicesOfThisAccountPublish",
        Effect: "Allow",
        Principal: { Service: publishers },
        Action: "sns:Publish",
        Resource: arnOf(identity, "sns", topicName),
        Condition: { StringEquals: { "aws:SourceAccount": identity.accountId } },
      },
    ],
  });
}

function createTopicKey(name: string, settings: AlarmTopicSettings, opts: pulumi.CustomResourceOptions): aws.kms.Key {
  const { identity, tags } = settings;
  const thisKey = "*"; // in a key policy, `*` is the key the policy is attached to
  return new aws.kms.Key(
    `${name}-key`,
    {
      description: `Encrypts the alarm topic of ${identity.environment}`,
      enableKeyRotation: true,
      deletionWindowInDays: 7,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "AccountAdministers",
            Effect: "Allow",
            Principal: { AWS: globalArnOf(identity, "iam", "root") },
            Action: keyAdministration,
            Resource: thisKey,
          },
          {
            Sid: "PublishersEncrypt",
            Effect: "Allow",
            Principal: { Service: publishers },
            Action: ["kms:Decrypt", "kms:GenerateDataKey"],
            Resource: thisKey,
            Condition: { StringEquals: { "aws:SourceAccount": identity.accountId } },
          },
        ],
      }),
      tags,
    },
    opts,
  );
}

/** The ARN of the topic that alarms tell: CloudWatch tells topics of its own region alone. */
export function checkTopicArn<T extends pulumi.Input<string>>(
  problems: Problems,
  path: string,
  arn: T,
  region: string,
) {
  const shape = `the ARN of a topic in ${region}, where the alarms are, arn:aws:sns:${region}:ACCOUNT:NAME`;
  return problems.matches(path, arn, new RegExp(`^arn:aws[a-z-]*:sns:${region}:\\d{12}:[\\w-]{1,256}$`), shape);
}
