"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const topic = new aws.sns.Topic("topic");
pulumi.log.error("something is wrong with it", topic);
