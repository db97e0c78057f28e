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

// Services by name, each with the revision of its task definition; what watches one depends on it.
const revisions = config.getObject("services") ?? {};
const services = Object.entries(revisions).map(([name, revision]) => {
  const taskDefinition = `arn:aws:ecs:eu-west-1:123456789012:task-definition/app:${revision}`;
  const service = new aws.ecs.Service(name, { name, cluster: "dev-app", taskDefinition });
  new aws.sqs.Queue(`${name}-watch`, { tags: { service: service.id } });
  return [name, service.name];
});
if (services.length > 0) {
  exports.ecsClusterName = "dev-app";
  exports.serviceNames = Object.fromEntries(services);
}
if (config.getBoolean("migration")) {
  exports.runMigrationInput = JSON.stringify({ cluster: "dev-app", taskDefinition: "migrate" });
}
if (config.getBoolean("fails")) throw new Error("the program is broken");

exports.owner = config.get("owner");
exports.password = config.getSecret("password");
exports.ordersId = orders.id;
