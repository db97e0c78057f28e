"use strict";
const aws = require("@pulumi/aws");

const topic = new aws.sns.Topic("topic", { name: "known" });
topic.name.apply((name) => {
  throw new TypeError(`cannot use ${name}`);
});
