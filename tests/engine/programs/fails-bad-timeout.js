"use strict";
const aws = require("@pulumi/aws");

new aws.sns.Topic("topic", {}, { customTimeouts: { create: "soon" } });
