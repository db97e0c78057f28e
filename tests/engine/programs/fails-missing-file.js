"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

new aws.s3.BucketObject("object", { bucket: "b", key: "k", source: new pulumi.asset.FileAsset("no/such/file.txt") });
