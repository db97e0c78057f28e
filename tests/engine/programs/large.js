"use strict";
const aws = require("@pulumi/aws");

// Above the 4 MB that gRPC allows by default, both ways.
const content = "0123456789abcdef".repeat(330_000);
const object = new aws.s3.BucketObject("object", { bucket: "b", key: "k", content });
exports.length = object.content.apply((text) => text?.length);
