"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const refuse = () => {
  throw new Error("a preview runs no hook that is not made for it");
};
const onDeployment = new pulumi.ResourceHook("on-deployment", refuse);
const topic = new aws.sns.Topic("topic", {}, { hooks: { beforeCreate: [onDeployment], afterCreate: [onDeployment] } });
exports.arn = topic.arn;
