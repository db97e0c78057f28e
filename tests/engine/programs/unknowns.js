"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const bucket = new aws.s3.Bucket("bucket", { tags: { a: "1" } });
const named = new aws.s3.Bucket("named", { bucket: "named", tags: undefined, forceDestroy: null });
new aws.ec2.SecurityGroup("group", {
  ingress: [
    { protocol: "tcp", fromPort: 1, toPort: 2, cidrBlocks: ["10.0.0.0/8", bucket.id] },
    { protocol: "tcp", fromPort: 3, toPort: 4, cidrBlocks: ["10.0.0.0/8"], description: undefined },
  ],
  tags: { known: "yes", late: bucket.arn, nothing: undefined, empty: "" },
});
new aws.s3.BucketPolicy("policy", {
  bucket: bucket.id,
  policy: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: [bucket.arn, named.bucket] }],
  },
});
new aws.ssm.Parameter("late-map", { type: "String", value: "x", tags: bucket.arn.apply((arn) => ({ arn })) });
new aws.cloudwatch.MetricAlarm("numbers", {
  comparisonOperator: "GreaterThanThreshold",
  evaluationPeriods: 0,
  threshold: -1.5e-7,
  datapointsToAlarm: bucket.id.apply((id) => id.length),
  actionsEnabled: false,
  dimensions: {},
  alarmActions: [],
});

exports.absent = undefined;
exports.nothing = null;
exports.zero = 0;
exports.no = false;
exports.empty = "";
exports.list = [bucket.id, named.bucket, { deep: [named.bucket, { deeper: bucket.arn }] }];
exports.emptyList = [];
exports.emptyMap = {};
exports.tags = named.tags;
exports.computed = pulumi.all([named.bucket, bucket.arn]).apply(([name, arn]) => name + arn);
exports.promise = Promise.resolve("later");
exports.json = pulumi.jsonStringify({ name: named.bucket, list: [1, 2] });
