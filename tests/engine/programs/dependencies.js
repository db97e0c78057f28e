"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

class Group extends pulumi.ComponentResource {
  constructor(name, opts) {
    super("group:index:Group", name, {}, opts);
    this.direct = new aws.sns.Topic(`${name}-direct`, {}, { parent: this });
    this.below = new aws.sns.Topic(`${name}-below`, {}, { parent: this.direct });
    this.registerOutputs({ arn: this.direct.arn });
  }
}

const first = new aws.sns.Topic("first", { name: "first" });
const second = new aws.sns.Topic("second", { name: "second" });
const group = new Group("group", { dependsOn: first });
const nested = new Group("nested", { parent: group });

new aws.ssm.Parameter(
  "by-value",
  {
    type: "String",
    value: pulumi.interpolate`${first.arn},${second.name}`,
    tags: { first: first.name, both: pulumi.all([first.arn, second.arn]).apply((arns) => arns.join()), none: "x" },
    allowedPattern: pulumi.output("plain"),
  },
  { deletedWith: first },
);
new aws.ssm.Parameter("by-option", { type: "String", value: "x" }, { dependsOn: [first, second] });
new aws.ssm.Parameter("by-component", { type: "String", value: "x" }, { dependsOn: group });
new aws.ssm.Parameter("by-promise", { type: "String", value: "x" }, { dependsOn: Promise.resolve([nested]) });
new aws.ssm.Parameter("by-output", { type: "String", value: "x" }, { dependsOn: pulumi.output([second]) });
new aws.ssm.Parameter("twice", { type: "String", value: second.arn }, { dependsOn: [second, second] });
new aws.ec2.SecurityGroup("list", {
  ingress: [
    { protocol: "tcp", fromPort: 1, toPort: 2, cidrBlocks: ["10.0.0.0/8"], description: first.name },
    { protocol: "tcp", fromPort: 3, toPort: 4, securityGroups: [group.direct.id] },
  ],
});
