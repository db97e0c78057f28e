import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arnOf, globalArnOf, type DeploymentIdentity } from "../components/internal/identity";

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

export interface AlarmTopicSettings extends DeploymentIdentity {
  /** Addresses that are told; each must confirm the mail that AWS sends at the first deployment. */
  alarmEmails: string[];
  /**
   * Encrypt messages with a key of the topic's own (1 USD a month). Without it SNS stores them unencrypted by us:
   * the AWS-managed key `alias/aws/sns` cannot be used, because CloudWatch may not use it.
   * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
   */
  encryptAlarmTopic: boolean;
}

/** The one topic to which everything that goes wrong is told. Its ARN is known at the first preview. */
export function createAlarmTopic(settings: AlarmTopicSettings, opts: pulumi.CustomResourceOptions) {
  const name = `${settings.environment}-alarms`;
  const key = settings.encryptAlarmTopic ? createTopicKey(settings, opts) : undefined;
  const topic = new aws.sns.Topic(
    "alarm-topic",
    { name, kmsMasterKeyId: key?.arn },
    { ...opts, deleteBeforeReplace: true },
  );
  const policy = new aws.sns.TopicPolicy(
    "alarm-topic-policy",
    { arn: topic.arn, policy: topicPolicy(settings, name) },
    opts,
  );
  for (const email of settings.alarmEmails) {
    new aws.sns.TopicSubscription(
      `alarm-topic-${email}`,
      { topic: topic.arn, protocol: "email", endpoint: email },
      opts,
    );
  }
  // Known at preview, and whoever uses it waits for the policy that lets it publish.
  const arn = pulumi.all([topic.name, policy.urn]).apply(([topicName]) => arnOf(settings, "sns", topicName));
  return { arn };
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

function createTopicKey(identity: DeploymentIdentity, opts: pulumi.CustomResourceOptions): aws.kms.Key {
  const thisKey = "*"; // in a key policy, `*` is the key the policy is attached to
  return new aws.kms.Key(
    "alarm-topic-key",
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
    },
    opts,
  );
}
