"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const word = pulumi.secret("open sesame");
const parameter = new aws.ssm.Parameter("parameter", { type: "SecureString", value: word, name: "fixed" });
const bucket = new aws.s3.Bucket(
  "bucket",
  {
    bucket: "known",
    tags: { plain: "1", hidden: word, mixed: pulumi.interpolate`the word is ${word}` },
    corsRules: [
      { allowedMethods: ["GET"], allowedOrigins: ["*"] },
      { allowedMethods: ["PUT"], allowedOrigins: [word] },
    ],
  },
  { additionalSecretOutputs: ["bucket", "nothing"] },
);
new aws.ssm.Parameter("copy", { type: "String", value: bucket.bucket, description: pulumi.unsecret(word) });
new aws.secretsmanager.SecretVersion("version", {
  secretId: "arn",
  secretString: pulumi.jsonStringify({ word, arn: bucket.arn }),
});

exports.word = word;
exports.nested = { word, list: [1, word], plain: true };
exports.value = parameter.value;
exports.name = parameter.name;
exports.bucketName = bucket.bucket;
exports.known = pulumi.unsecret(word);
exports.late = pulumi.secret(bucket.arn);
