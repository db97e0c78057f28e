// A program in a folder of its own that exports an async function.
"use strict";
const path = require("node:path");
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

module.exports = async () => {
  await new Promise((resolve) => setTimeout(resolve, 10));
  const topic = new aws.sns.Topic("topic", { displayName: new pulumi.Config().require("greeting") });
  new aws.s3.BucketObject("object", { bucket: "b", source: new pulumi.asset.FileAsset("note.txt") });
  return {
    folder: path.basename(process.cwd()),
    title: process.title,
    root: path.basename(pulumi.getProject()),
    stack: pulumi.getStack(),
    topic: topic.displayName,
  };
};
