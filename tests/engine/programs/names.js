"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

class Folder extends pulumi.ComponentResource {
  constructor(name, opts) {
    super("names:deep/module:Folder", name, {}, opts);
  }
}

let parent;
for (const name of ["a", "a", "b"]) parent = new Folder(name, parent === undefined ? {} : { parent });
for (const name of ["with space", "ünïcödé", "a::b", "dollar$sign", "slash/slash", "UPPER", "x".repeat(200), "a"]) {
  new aws.sns.Topic(name, { displayName: name }, { parent });
}
new aws.sqs.Queue("a");
