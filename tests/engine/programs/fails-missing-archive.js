"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const code = new pulumi.asset.FileArchive("no/such/folder");
new aws.lambda.Function("function", { role: "r", runtime: "nodejs20.x", handler: "h", code });
