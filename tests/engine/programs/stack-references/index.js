"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const network = new pulumi.StackReference("organization/network/prod");
const again = new pulumi.StackReference("short-name", { name: "organization/network/prod" });
new aws.ec2.SecurityGroup("group", {
  vpcId: network.requireOutput("vpcId"),
  tags: { password: network.getOutput("password"), subnet: again.getOutput("subnets").apply(([first]) => first) },
});
exports.vpcId = network.getOutput("vpcId");
exports.password = network.getOutput("password");
exports.deep = network.getOutput("deep");
exports.absent = network.getOutput("absent");
exports.all = again.outputs;
exports.name = again.name;
exports.detailed = network.getOutputDetails("vpcId").then(({ value }) => value);
