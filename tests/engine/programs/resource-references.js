"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

class Holder extends pulumi.ComponentResource {
  constructor(name, args) {
    super("holder:index:Holder", name, args);
    this.topic = new aws.sns.Topic(`${name}-topic`, {}, { parent: this });
    this.registerOutputs({ topic: this.topic, self: args.bucket });
  }
}

const bucket = new aws.s3.Bucket("bucket", { bucket: "known" });
const holder = new Holder("holder", { bucket, nested: { list: [bucket] } });
new aws.s3.BucketObject("object", { bucket, key: "k", content: "c", metadata: { topic: holder.topic.urn } });
new aws.sns.TopicPolicy("policy", { arn: holder.topic.arn, policy: bucket.urn });

exports.bucket = bucket;
exports.holder = holder;
exports.urn = bucket.urn;
