"use strict";
const aws = require("@pulumi/aws");

new aws.s3.BucketPolicy("policy", { bucket: "b" });
new aws.s3.BucketObject("object", {});
