"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

class Pair extends pulumi.ComponentResource {
  constructor(name, opts) {
    super("pair:index:Pair", name, {}, opts);
    const first = new aws.sns.Topic(`${name}-first`, {}, { parent: this });
    new aws.sns.TopicSubscription(
      `${name}-second`,
      { topic: first.arn, protocol: "email", endpoint: "a@example.com" },
      { parent: first },
    );
    this.registerOutputs();
  }
}

const ireland = new aws.Provider("ireland", {
  region: "eu-west-1",
  allowedAccountIds: ["123456789012"],
  defaultTags: { tags: { place: "ireland" } },
  skipMetadataApiCheck: true,
});
const tokyo = new aws.Provider("tokyo", { region: "ap-northeast-1", secretKey: pulumi.secret("hush") });
const role = new aws.iam.Role("role", { assumeRolePolicy: "{}" }, { provider: ireland });
const assumed = new aws.Provider("assumed", {
  region: "eu-west-1",
  assumeRoles: [{ roleArn: role.arn, sessionName: "preview" }],
});

new Pair("of-default");
new Pair("by-provider", { provider: ireland });
new Pair("by-providers", { providers: { aws: tokyo } });
new Pair("by-list", { providers: [tokyo] });
const late = new aws.sns.Topic("late", { name: "known-name" }, { provider: assumed });
// Nothing that an unconfigured provider makes is known, not even what was given.
new aws.ssm.Parameter("note", { type: "String", value: late.name }, { provider: ireland, dependsOn: [assumed] });

exports.lateName = late.name;
exports.providerRegion = ireland.region;
exports.lateRead = aws.s3.Bucket.get("read", "existing", { bucket: "existing" }, { provider: assumed }).bucket;
exports.lateAccount = aws.getCallerIdentityOutput({}, { provider: assumed }).accountId;
