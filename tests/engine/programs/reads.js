"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

class Home extends pulumi.ComponentResource {
  constructor(name) {
    super("home:index:Home", name);
    this.topic = aws.sns.Topic.get(`${name}-topic`, "arn:aws:sns:us-east-1:123456789012:there", {}, { parent: this });
    this.registerOutputs({ topic: this.topic.arn });
  }
}

const bucket = aws.s3.Bucket.get("bucket", "existing", { bucket: "existing", tags: { a: "1" } });
const home = new Home("home");
const made = new aws.s3.Bucket("made", { bucket: "made" });
const late = aws.sqs.Queue.get("late", made.id, undefined, { dependsOn: [home] });
new aws.s3.BucketPolicy("policy", { bucket: bucket.id, policy: pulumi.interpolate`{"arn":"${bucket.arn}"}` });
new aws.ssm.Parameter("parameter", { type: "String", value: late.url, tags: { name: bucket.bucket } });

exports.id = bucket.id;
exports.given = bucket.bucket;
exports.notGiven = bucket.arn;
exports.topic = home.topic.name;
