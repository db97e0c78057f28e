"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const { AssetArchive, FileArchive, FileAsset, StringAsset } = pulumi.asset;
const object = (name, source) => new aws.s3.BucketObject(name, { bucket: "b", key: name, source });
object("file", new FileAsset("files/note.txt"));
object("absolute", new FileAsset(`${__dirname}/files/note.txt`));
object("text", new StringAsset("hello"));
object(
  "late",
  pulumi.output("files/note.txt").apply((file) => new FileAsset(file)),
);

const code = (name, archive) =>
  new aws.lambda.Function(name, {
    role: "arn:aws:iam::123456789012:role/r",
    runtime: "nodejs20.x",
    handler: "h",
    code: archive,
  });
code("folder", new FileArchive("files"));
code("mixed", new AssetArchive({ "a.txt": new FileAsset("files/note.txt"), "b/c.txt": new StringAsset("c") }));
