"use strict";
const aws = require("@pulumi/aws");

function fail() {
  throw new Error("out of paint");
}

new aws.sns.Topic("topic");
fail();
