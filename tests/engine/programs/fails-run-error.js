"use strict";
const pulumi = require("@pulumi/pulumi");

throw new pulumi.RunError("choose a colour: red or green");
