"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const tokyo = new aws.Provider("tokyo", { region: "ap-northeast-1", allowedAccountIds: ["210987654321"] });

async function main() {
  const account = await aws.getCallerIdentity();
  const zones = await aws.getAvailabilityZones({ state: "available" });
  const region = aws.getRegionOutput();
  const elsewhere = aws.getRegionOutput({}, { provider: tokyo });
  const document = aws.iam.getPolicyDocumentOutput({
    statements: [
      { sid: "One", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*", "arn:aws:s3:::a/*"] },
      {
        effect: "Deny",
        actions: ["*"],
        resources: ["*"],
        principals: [{ type: "AWS", identifiers: ["*"] }],
        conditions: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
      },
    ],
  });
  const topic = new aws.sns.Topic("topic", { tags: { account: account.accountId, zone: zones.names[0] } });
  // A document that holds something unknown is unknown: the data source is not asked.
  const late = aws.iam.getPolicyDocumentOutput({ statements: [{ actions: ["sns:Publish"], resources: [topic.arn] }] });
  new aws.iam.Policy("policy", { policy: document.json });
  new aws.sns.TopicPolicy("topic-policy", { arn: topic.arn, policy: late.json });
  return {
    account: account.accountId,
    zones: zones.names,
    region: region.name,
    elsewhere: elsewhere.name,
    otherAccount: aws.getCallerIdentityOutput({}, { provider: tokyo }).accountId,
    partition: aws.getPartitionOutput().partition,
    document: document.json,
    late: late.json,
  };
}

module.exports = main;
