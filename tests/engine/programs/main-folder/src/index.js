"use strict";
const path = require("node:path");
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

new aws.s3.BucketObject("object", { bucket: "b", key: "k", source: new pulumi.asset.FileAsset("page.html") });
exports.folder = path.basename(process.cwd());
