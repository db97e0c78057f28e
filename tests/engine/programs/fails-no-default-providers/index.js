"use strict";
const aws = require("@pulumi/aws");

const provider = new aws.Provider("named", { region: "us-east-1" });
new aws.sns.Topic("allowed", {}, { provider });
new aws.sns.Topic("refused");
