"use strict";
// What a deployment of this program runs into is its configuration.
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const config = new pulumi.Config();
const encrypted = config.getBoolean("encrypted") ?? true;
const { first = 0, second = 0 } = config.getObject("takesMs") ?? {};

const orders = new aws.sqs.Queue("orders", { sqsManagedSseEnabled: encrypted, tags: { "takes-ms": String(first) } });
const late = new aws.sqs.Queue(
  "late",
  { sqsManagedSseEnabled: true, tags: { "takes-ms": String(second) } },
  { dependsOn: orders },
);
if (config.getBoolean("unknownPolicy")) new aws.sqs.QueuePolicy("policy", { queueUrl: late.id, policy: late.id });
if (config.getBoolean("fails")) throw new Error("the program is broken");

exports.owner = config.get("owner");
exports.password = config.getSecret("password");
exports.ordersId = orders.id;
