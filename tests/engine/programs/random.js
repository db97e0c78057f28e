"use strict";
const aws = require("@pulumi/aws");
const random = require("@pulumi/random");

const password = new random.RandomPassword("password", { length: 32, special: false });
const pet = new random.RandomPet("pet", { prefix: "my", keepers: { always: "same" } });
const id = new random.RandomId("id", { byteLength: 4 });
new aws.ssm.Parameter("parameter", { type: "SecureString", value: password.result, name: pet.id });
new aws.s3.Bucket("bucket", { bucketPrefix: id.hex });
exports.password = password.result;
exports.length = password.length;
exports.pet = pet.id;
