// A provider whose configuration is known only after a deployment; secrets within lists.
"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const role = new aws.iam.Role("role", { assumeRolePolicy: "{}" });
const late = new aws.Provider("late", { region: "eu-west-1", assumeRoles: [{ roleArn: role.arn }] });
const topic = new aws.sns.Topic("topic", { name: "given" }, { provider: late });
const read = aws.s3.Bucket.get("read", "existing", { bucket: "existing" }, { provider: late });
new aws.ec2.SecurityGroup("group", {
  ingress: [
    { protocol: "tcp", fromPort: 1, toPort: 2, cidrBlocks: ["10.0.0.0/8"] },
    { protocol: "tcp", fromPort: 3, toPort: 4, cidrBlocks: [pulumi.secret("10.1.0.0/16")] },
  ],
  egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["10.0.0.0/8"] }],
});
exports.topicName = topic.name;
exports.readBucket = read.bucket;
exports.account = aws.getCallerIdentityOutput({}, { provider: late }).accountId;
pulumi.log.error("worth a look");
