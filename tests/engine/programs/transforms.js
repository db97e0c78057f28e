"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

class Box extends pulumi.ComponentResource {
  constructor(name, opts) {
    super("box:index:Box", name, { size: 1 }, opts);
    new aws.sns.Topic(`${name}-topic`, { tags: { by: "box" } }, { parent: this });
    this.registerOutputs();
  }
}

const mark =
  (step) =>
  ({ props, opts }) => ({
    props:
      props.tags === undefined ? props : { ...props, tags: { ...props.tags, step: `${props.tags.step ?? ""}${step}` } },
    opts,
  });
pulumi.runtime.registerResourceTransform(mark("stack,"));
pulumi.runtime.registerResourceTransform(async ({ type, props, opts }) =>
  type === "aws:s3/bucket:Bucket" ? { props, opts: { ...opts, protect: true, ignoreChanges: ["tags"] } } : undefined,
);
pulumi.runtime.registerStackTransformation(({ type, props, opts }) =>
  type === "aws:sns/topic:Topic" ? { props: { ...props, displayName: "old way" }, opts } : undefined,
);
pulumi.runtime.registerInvokeTransform(({ token, args, opts }) =>
  token === "aws:index/getCallerIdentity:getCallerIdentity" ? { args, opts } : undefined,
);

const key = new aws.kms.Key("key", { description: "k" });
new aws.s3.Bucket("bucket", { tags: { own: "1" } }, { transforms: [mark("own,"), mark("again,")] });
new Box("box", { transforms: [mark("box,")], transformations: [({ props, opts }) => ({ props, opts })] });
new aws.sqs.Queue(
  "queue",
  { tags: { own: "1" } },
  {
    transforms: [
      ({ props, opts }) => ({
        props: { ...props, kmsMasterKeyId: key.arn, name: "from-transform" },
        opts: { ...opts, dependsOn: [key], customTimeouts: { create: "1h30m" } },
      }),
    ],
  },
);
exports.account = aws.getCallerIdentityOutput().accountId;
