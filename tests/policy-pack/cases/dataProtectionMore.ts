import { bucketPublicAccessBlocked } from "../../../policy-pack/rules/data-protection/bucketPublicAccessBlocked";
import { databaseBackups } from "../../../policy-pack/rules/data-protection/databaseBackups";
import { databaseDeletionProtection } from "../../../policy-pack/rules/data-protection/databaseDeletionProtection";
import { imdsv2Required } from "../../../policy-pack/rules/data-protection/imdsv2Required";
import { secretRecoveryWindow } from "../../../policy-pack/rules/data-protection/secretRecoveryWindow";
import { planned, unknown, type Planned } from "../support/bench";
import type { RuleCases } from "../support/cases";

const database = (properties: Record<string, unknown>) => planned("aws:rds/instance:Instance", "orders", properties);
const cluster = (properties: Record<string, unknown>) => planned("aws:rds/cluster:Cluster", "orders", properties);
const plain = database({ tags: { backup: "daily" } });
const selection = (properties: Record<string, unknown>, refersTo: Planned["refersTo"] = {}) =>
  planned("aws:backup/selection:Selection", "daily", properties, refersTo);
const byTag = (key: unknown, value: unknown) => selection({ selectionTags: [{ type: "STRINGEQUALS", key, value }] });

const bucket = planned("aws:s3/bucket:Bucket", "files");
const block = (properties: Record<string, unknown> = {}): Planned =>
  planned(
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "files-private",
    {
      bucket: unknown,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
      ...properties,
    },
    { bucket: [bucket] },
  );
const accountBlock = (properties: Record<string, unknown> = {}) =>
  planned("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", "all", {
    ...block().properties,
    bucket: undefined,
    ...properties,
  });

const machine = planned("aws:ec2/instance:Instance", "box", { metadataOptions: { httpTokens: "required" } });
const template = (properties: Record<string, unknown>) =>
  planned("aws:ec2/launchTemplate:LaunchTemplate", "machine", properties);
const accountMetadata = (httpTokens: unknown) =>
  planned("aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults", "all", { httpTokens });

const secret = planned("aws:secretsmanager/secret:Secret", "token", { recoveryWindowInDays: 7 });
const developers = { provider: { defaultTags: JSON.stringify({ tags: { Environment: "dev" } }) } };

export const dataProtectionMore: RuleCases[] = [
  {
    rule: databaseBackups,
    passing: [database({ backupRetentionPeriod: 7 })],
    passes: [
      { given: "a cluster without a word, which keeps one day", plan: [cluster({ engine: "aurora-postgresql" })] },
      { given: "a replica", plan: [database({ replicateSourceDb: "orders" })] },
      {
        given: "a backup plan that names it",
        plan: [plain, selection({ resources: [unknown] }, { resources: [plain] })],
      },
      { given: "a backup plan for everything", plan: [plain, selection({ resources: ["*"] })] },
      { given: "a backup plan for every database", plan: [plain, selection({ resources: ["arn:aws:rds:*:*:db:*"] })] },
      { given: "a backup plan for its tag", plan: [plain, byTag("backup", "daily")] },
    ],
    fails: [
      { given: "none", change: { backupRetentionPeriod: 0 }, says: "backupRetentionPeriod is 0" },
      { given: "no word", change: { backupRetentionPeriod: undefined }, says: "backupRetentionPeriod is not set" },
      { given: "a backup plan for another tag", plan: [plain, byTag("backup", "weekly")], says: "not set" },
      {
        given: "a backup plan for something else",
        plan: [plain, selection({ resources: ["arn:aws:dynamodb:*:*:table/*"] })],
        says: "not set",
      },
    ],
    undetermined: [
      {
        given: "an unknown number",
        change: { backupRetentionPeriod: unknown },
        says: "backupRetentionPeriod is not known",
      },
      {
        given: "a copy of a snapshot",
        plan: [database({ snapshotIdentifier: "last" })],
        says: "follows what snapshotIdentifier",
      },
      {
        given: "an unknown selection",
        plan: [plain, selection({ resources: unknown })],
        says: "resources is not known",
      },
      { given: "an unknown tag to select by", plan: [plain, byTag("backup", unknown)], says: "value is not known" },
    ],
  },
  {
    rule: databaseDeletionProtection,
    settings: { plan: "paid" },
    passing: [database({ deletionProtection: true })],
    passes: [
      { given: "a free plan", change: { deletionProtection: false }, settings: { plan: "free-plan" } },
      { given: "development", plan: [{ ...database({}), ...developers }] },
      { given: "development by its own tag", plan: [database({ tags: { environment: "dev-7" } })] },
      { given: "a replica", plan: [database({ replicateSourceDb: "orders" })] },
    ],
    fails: [
      { given: "none", change: { deletionProtection: false }, says: "deletionProtection is false" },
      { given: "no word", plan: [cluster({})], says: "deletionProtection is not set" },
      {
        given: "production by its own tag in a provider for development",
        plan: [{ ...database({ tags: { environment: "prod" } }), ...developers }],
        says: "deletionProtection is not set",
      },
      {
        given: "an environment whose name only begins alike",
        plan: [database({ tags: { environment: "device" } })],
        says: "not set",
      },
    ],
    undetermined: [
      { given: "an unknown flag", change: { deletionProtection: unknown }, says: "deletionProtection is not known" },
      { given: "unknown tags", change: { deletionProtection: false, tags: unknown }, says: "tags is not known" },
    ],
  },
  {
    rule: bucketPublicAccessBlocked,
    passing: [bucket, block()],
    passes: [
      { given: "a block of the account", plan: [bucket, accountBlock()] },
      {
        given: "a lax block under one of the account",
        plan: [bucket, block({ ignorePublicAcls: false }), accountBlock()],
      },
      {
        given: "a block that names the bucket",
        plan: [
          { ...bucket, properties: { bucket: "files" } },
          { ...block({ bucket: "files" }), refersTo: {} },
        ],
      },
    ],
    fails: [
      {
        given: "a flag that is off",
        plan: [bucket, block({ blockPublicPolicy: false })],
        says: "blockPublicPolicy is false",
      },
      ...["aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2"].map((type) => ({
        given: `a public list, ${type}`,
        plan: [bucket, block(), planned(type, "open", { acl: "public-read" })],
        says: "acl is public-read",
      })),
      {
        given: "a flag left out",
        plan: [bucket, block({ restrictPublicBuckets: undefined })],
        says: "restrictPublicBuckets is not set, which is off",
      },
      {
        given: "a flag that the account leaves out too",
        plan: [bucket, block({ ignorePublicAcls: false }), accountBlock({ ignorePublicAcls: undefined })],
        says: "ignorePublicAcls is false",
      },
      {
        given: "a block of a bucket elsewhere",
        plan: [{ ...block({ bucket: "theirs", blockPublicAcls: false }), refersTo: {} }],
        says: "blockPublicAcls is false",
      },
    ],
    undetermined: [
      { given: "no block", plan: [bucket], says: "has no public access block in the stack" },
      {
        given: "a block of one of two buckets",
        plan: [bucket, { ...bucket, name: "more-files" }, block()],
        says: "has no public access block in the stack",
      },
      {
        given: "a block of another bucket",
        plan: [bucket, { ...block({ bucket: "theirs" }), refersTo: {} }],
        says: "has no public access block in the stack",
      },
      {
        given: "a block of half of the account",
        plan: [bucket, accountBlock({ restrictPublicBuckets: false })],
        says: "has no public access block in the stack",
      },
      {
        given: "an unknown flag",
        plan: [bucket, block({ blockPublicAcls: unknown })],
        says: "blockPublicAcls is not known",
      },
    ],
  },
  {
    rule: imdsv2Required,
    passing: [machine],
    passes: [
      { given: "no metadata service", change: { metadataOptions: { httpEndpoint: "disabled" } } },
      { given: "one hop more for containers", change: { "metadataOptions.httpPutResponseHopLimit": 2 } },
      {
        given: "an instance of a launch template",
        plan: [{ ...machine, properties: { launchTemplate: { id: unknown } } }],
      },
      { given: "an account that requires it", plan: [template({}), accountMetadata("required")] },
      {
        given: "an image that requires it",
        plan: [
          template({ imageId: "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64" }),
        ],
      },
    ],
    fails: [
      { given: "no word", change: { metadataOptions: undefined }, says: "httpTokens is not set" },
      { given: "both versions", change: { "metadataOptions.httpTokens": "optional" }, says: "httpTokens is optional" },
      {
        given: "a launch template without a word",
        plan: [template({ imageId: "ami-1" })],
        says: "httpTokens is not set",
      },
      {
        given: "both versions in an account that requires one",
        plan: [template({ metadataOptions: { httpTokens: "optional" } }), accountMetadata("required")],
        says: "httpTokens is optional",
      },
      {
        given: "many hops",
        change: { "metadataOptions.httpPutResponseHopLimit": 3 },
        says: "httpPutResponseHopLimit is 3",
      },
    ],
    undetermined: [
      {
        given: "an unknown setting",
        change: { "metadataOptions.httpTokens": unknown },
        says: "httpTokens is not known",
      },
      {
        given: "an unknown setting of the account",
        plan: [template({}), accountMetadata(unknown)],
        says: "httpTokens is not known",
      },
    ],
  },
  {
    rule: secretRecoveryWindow,
    settings: { plan: "paid" },
    passing: [secret],
    passes: [
      { given: "AWS's 30 days", change: { recoveryWindowInDays: undefined } },
      { given: "none under a free plan", change: { recoveryWindowInDays: 0 }, settings: { plan: "legacy-free" } },
      { given: "none in development", plan: [{ ...secret, properties: { recoveryWindowInDays: 0 }, ...developers }] },
    ],
    fails: [{ given: "none", change: { recoveryWindowInDays: 0 }, says: "recoveryWindowInDays is 0" }],
    undetermined: [
      {
        given: "an unknown number",
        change: { recoveryWindowInDays: unknown },
        says: "recoveryWindowInDays is not known",
      },
      {
        given: "none in an unknown environment",
        change: { recoveryWindowInDays: 0, tags: { environment: unknown } },
        says: "environment is not known",
      },
    ],
  },
];
