"use strict";
const pulumi = require("@pulumi/pulumi");

// No resource at all.
exports.names = [pulumi.getProject(), pulumi.getStack(), pulumi.getOrganization()];
exports.dryRun = pulumi.runtime.isDryRun();
exports.folder = process.cwd() === __dirname;
exports.rootDirectory = pulumi.runtime.getRootDirectory?.() === __dirname;
pulumi.log.info("about to end");
pulumi.log.warn("a warning is no failure");
console.log("printed");
console.error("printed as well");
