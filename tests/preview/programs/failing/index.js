// Ways in which programs fail.
"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

function thrower() {
  throw new Error("thrown on purpose");
}
const ways = {
  duplicate: () => [new aws.sns.Topic("twin"), new aws.sns.Topic("twin")],
  throws: thrower,
  hangs: () => setInterval(() => undefined, 1000),
  asset: () => new aws.s3.BucketObject("o", { bucket: "b", source: new pulumi.asset.FileAsset("no-such-file.txt") }),
  unanswered: () => [aws.kms.getKeyOutput({ keyId: "alias/x" }), new pulumi.StackReference("acme/net/prod")],
  exits: () => process.exit(7),
};
ways[new pulumi.Config().require("how")]();
