// Values of every kind on their way through the engine.
"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const config = new pulumi.Config();
const bucket = new aws.s3.Bucket("bucket", { bucket: "known", tags: { gone: undefined, empty: "" } });
const object = (name, args) => new aws.s3.BucketObject(name, { bucket: bucket.bucket, key: name, ...args });
object("string-asset", { source: new pulumi.asset.StringAsset("hello") });
object("file-asset", { source: new pulumi.asset.FileAsset("./file.txt") });
object("folder-archive", { source: new pulumi.asset.FileArchive("./folder") });
object("mixed-archive", {
  source: new pulumi.asset.AssetArchive({
    text: new pulumi.asset.StringAsset("inside"),
    file: new pulumi.asset.FileAsset("file.txt"),
    folder: new pulumi.asset.FileArchive("folder"),
  }),
});
object("numbers", { metadata: { float: 3.25, zero: 0, no: false, nothing: null, list: [1, [2, [3]]] } });
object("secrets", {
  content: config.requireSecret("password"),
  metadata: { inner: pulumi.secret({ deep: ["x", bucket.arn] }), late: pulumi.secret(bucket.arn), known: "yes" },
});
object("unknowns", { metadata: { all: bucket.tagsAll, one: bucket.arn, list: ["a", bucket.id] } });
object("large", { content: "x".repeat(5 * 1024 * 1024) });

exports.settings = {
  text: config.require("text"),
  count: config.requireNumber("count"),
  flag: config.requireBoolean("flag"),
  list: config.requireObject("list"),
  plain: config.require("plain"),
  region: new pulumi.Config("aws").require("region"),
  old: new pulumi.Config("other").require("old"),
};
exports.map = config.requireSecretObject("map").apply((map) => Object.keys(map));
exports.nested = [bucket.id, { arn: bucket.arn, name: bucket.bucket }];
exports.nothing = undefined;
exports.none = null;
exports.hidden = pulumi.secret("quiet");
exports.organization = pulumi.getOrganization();
