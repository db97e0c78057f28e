import { defineRule, type Judgement } from "../../frame/rule";
import type { Read } from "../../../plan/reader";
import type { Resource } from "../../../plan/resource";
import type { Stack } from "../../../plan/stack";

const bucketTypes = ["aws:s3/bucket:Bucket"];
const blockType = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const accountType = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";
const aclType = "aws:s3/bucketAcl:BucketAcl";
/** Canned lists that let everybody in, or everybody with an AWS account. */
const publicAcls: readonly string[] = ["public-read", "public-read-write", "authenticated-read"];
const publicGroups = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;
const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

/**
 * No bucket can be opened to the public: all four blocks hold, on the bucket or on the whole account, as far as the
 * stack makes them. A flag left out of a block is a fault, since it is off. A bucket without any block is
 * undetermined: S3 blocks a bucket made since April 2023 by itself, but neither one that is older nor one whose block
 * was taken away, and the plan does not show which it is.
 */
export const bucketPublicAccessBlocked = defineRule({
  name: "bucket-public-access-blocked",
  family: "data-protection",
  severity: "high",
  title: "Buckets block public access",
  description:
    "All four public access blocks hold for every bucket, by the bucket or the account; a flag left out of a block is off, and a bucket without a block is blocked by S3 only when it is new.",
  remediation: "Give the bucket a BucketPublicAccessBlock with all four flags true.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  checks: [
    ...["CKV_AWS_20", "CKV_AWS_57", "CKV_AWS_53", "CKV_AWS_54", "CKV_AWS_55", "CKV_AWS_56", "CKV2_AWS_6"],
    ...["AWS-0086", "AWS-0087", "AWS-0091", "AWS-0093", "AwsSolutions-S2"],
  ],
  requirement: "Every source: nothing is reachable from the internet but the load balancer that is asked for.",
  guardsExposure: true,
  types: [blockType, aclType, ...bucketTypes],
  needsStack: true,
  judge(the) {
    judgeAcl(the);
    if (the.resource.type === aclType) return;
    if (the.resource.type === blockType) judgeBlock(the);
    else judgeBucket(the);
  },
});

/** A list that opens the bucket, be it refused by a block or not. */
function judgeAcl({ resource: { properties }, known, fail }: Judgement): void {
  known(properties.text("acl"), (acl = "") => {
    if (publicAcls.includes(acl)) fail(`acl is ${acl}: strangers are let in. Remove it.`, { finding: "acl" });
  });
  known(properties.list("accessControlPolicy.grants"), (grants = []) => {
    for (const grant of grants)
      known(grant.text("grantee.uri"), (uri = "") => {
        if (publicGroups.test(uri))
          fail(`${grant.path} lets ${uri} in. Name an account, or remove it.`, { finding: grant.path });
      });
  });
}

function judgeBlock(the: Judgement): void {
  for (const flag of flags)
    the.known(the.resource.properties.flag(flag), (isOn) => {
      if (isOn) return;
      the.known(blockedByAccount(the.stack, flag), (isCovered) => {
        if (!isCovered) the.fail(`${flag} is ${isOn ?? "not set"}, which is off. Set it to true.`, { finding: flag });
      });
    });
}

function judgeBucket(the: Judgement): void {
  const { resource, stack } = the;
  if (stack.ofType(blockType).some((block) => mayBlock(block, resource, stack))) return;
  for (const flag of flags) {
    const covered = blockedByAccount(stack, flag);
    if (covered.state === "known" && covered.value) continue;
    the.undetermined(
      "the bucket",
      "has no public access block in the stack: S3 blocks it only if it was made since April 2023 and left so. Add a BucketPublicAccessBlock with all four flags",
    );
    return;
  }
}

/** A block whose bucket cannot be told yet may be this one's: two answers to one question would be one too many. */
function mayBlock(block: Resource, bucket: Resource, stack: Stack): boolean {
  const target = stack.target(block, block.properties.text("bucket"), ...bucketTypes);
  if (target.state === "known") return target.value === bucket;
  const named = block.properties.text("bucket");
  const name = bucket.properties.text("bucket");
  if (named.state === "known") return name.state === "known" && name.value === named.value;
  return named.state === "unknown";
}

/** Whether the stack makes the whole account block. */
function blockedByAccount(stack: Stack, flag: string): Read<boolean> {
  const [account] = stack.ofType(accountType);
  const read = account?.properties.flag(flag);
  return read === undefined || read.state === "absent" ? { state: "known", path: flag, value: false } : read;
}
