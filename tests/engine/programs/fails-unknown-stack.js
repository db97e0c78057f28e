"use strict";
const pulumi = require("@pulumi/pulumi");

const other = new pulumi.StackReference("organization/elsewhere/dev");
exports.value = other.getOutput("value");
