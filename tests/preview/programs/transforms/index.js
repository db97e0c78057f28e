// Functions that change resources on their way, and hooks that must not run.
"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

pulumi.runtime.registerStackTransformation(({ props, opts }) => ({ props: { ...props, fromOld: "stack" }, opts }));
pulumi.runtime.registerStackTransform(({ type, props, opts }) =>
  type === "aws:sns/topic:Topic" ? { props: { ...props, tags: { ...props.tags, from: "stack" } }, opts } : undefined,
);
pulumi.runtime.registerInvokeTransform(({ token, args, opts }) =>
  token.endsWith("getRegion") ? { args: { ...args, region: "eu-south-1" }, opts } : undefined,
);

class Box extends pulumi.ComponentResource {
  constructor(name, opts) {
    super("box:index:Box", name, { size: 1 }, opts);
    new aws.sns.Topic(`${name}-topic`, { displayName: "inner" }, { parent: this });
    this.registerOutputs({});
  }
}
const first = new aws.sns.Topic("first", { displayName: "first" });
new Box("box", {
  transforms: [
    ({ type, props, opts }) => ({
      props: type.startsWith("aws:") ? { ...props, displayName: "changed by the box" } : props,
      opts: pulumi.mergeOptions(opts, { protect: true }),
    }),
  ],
});
new aws.sns.Topic(
  "own",
  { displayName: first.arn, kmsMasterKeyId: pulumi.secret("key") },
  { transforms: [async ({ props, opts }) => ({ props: { ...props, name: "renamed", links: first.id }, opts })] },
);
const hook = new pulumi.ResourceHook("shout", () => {
  console.log("the hook ran");
});
new aws.sns.Topic("hooked", {}, { hooks: { beforeCreate: [hook], afterCreate: [hook] } });

exports.region = aws.getRegionOutput().name;
