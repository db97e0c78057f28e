"use strict";
const aws = require("@pulumi/aws");

new aws.sns.Topic("topic", { displayName: "one" });
new aws.sns.Topic("topic", { displayName: "two" });
