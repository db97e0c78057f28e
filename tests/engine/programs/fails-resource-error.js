"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const topic = new aws.sns.Topic("topic");
throw new pulumi.ResourceError("the topic has no colour", topic, true);
