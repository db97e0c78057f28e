"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

class Vault extends pulumi.ComponentResource {
  constructor(name, opts) {
    super("vault:index:Vault", name, {}, opts);
    const first = new aws.s3.Bucket(`${name}-first`, {}, { parent: this });
    new aws.s3.Bucket(`${name}-second`, {}, { parent: first, protect: false, retainOnDelete: false });
    this.registerOutputs();
  }
}

new Vault("vault", { protect: true, retainOnDelete: true });
new aws.s3.Bucket(
  "bucket",
  { bucket: "b" },
  {
    ignoreChanges: ["tags", "corsRules[0].allowedMethods"],
    replaceOnChanges: ["bucket"],
    deleteBeforeReplace: true,
    customTimeouts: { create: "5m", update: "1h1m1s", delete: "1.5h" },
    additionalSecretOutputs: ["arn"],
    aliases: ["urn:pulumi:dev::options::aws:s3/bucket:Bucket::older", { type: "aws:s3/old:Old" }],
    hideDiffs: ["tags"],
  },
);
new aws.s3.Bucket("no-before", {}, { deleteBeforeReplace: false });
new aws.sns.Topic("triggered", {}, { replacementTrigger: pulumi.output("v1") });
