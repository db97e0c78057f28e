"use strict";
const aws = require("@pulumi/aws");

const bucket = new aws.s3.Bucket("bucket", { bucket: "known", tags: { a: "1" } });
new aws.s3.Bucket("bare");
new aws.s3.Bucket("owned", { tags: { owner: "me" } });
new aws.s3.BucketPolicy("policy", { bucket: bucket.id, policy: "{}" });
new aws.ssm.Parameter("long", { type: "String", value: "long enough" });
new aws.ssm.Parameter("short", { type: "String", value: "abc" });
new aws.ssm.Parameter("late", { type: "String", value: bucket.arn });
new aws.sns.Topic("topic");
exports.tags = bucket.tags;
