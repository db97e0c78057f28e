"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const config = new pulumi.Config();
const read = (name) => config.get(name) ?? "(absent)";
exports.texts = Object.fromEntries(
  ["number", "exponent", "yes", "flag", "empty", "quoted", "date", "list", "object", "multiline", "absent"].map(
    (name) => [name, read(name)],
  ),
);
exports.count = config.requireNumber("count");
exports.size = config.requireNumber("size");
exports.verbose = config.requireBoolean("verbose");
exports.places = config.requireObject("places");
exports.settings = config.requireObject("settings");
exports.settingsText = config.get("settings");
exports.title = config.get("title");
exports.label = config.get("label");
exports.other = new pulumi.Config("other").get("key");
exports.region = aws.config.region;
exports.secretText = config.requireSecret("password");
exports.secretObject = config.getSecretObject("credentials");
exports.plainOfSecret = config.get("password");
exports.env = process.env.PULUMI_CONFIG === undefined ? "no" : "yes";
new aws.ssm.Parameter("parameter", { type: "SecureString", value: config.requireSecret("password") });
new aws.sns.Topic("topic", { displayName: config.require("title") });
