"use strict";
const { PolicyPack } = require("@pulumi/policy");

const ofType = (type, then) => (args, report) => (args.type === type ? then(args, report) : undefined);

new PolicyPack("remedies", {
  policies: [
    {
      name: "tag-buckets",
      description: "Buckets are tagged.",
      enforcementLevel: "remediate",
      remediateResource: ofType("aws:s3/bucket:Bucket", ({ props }) => ({
        ...props,
        tags: { ...props.tags, by: "remedy" },
      })),
      validateResource: ofType("aws:s3/bucket:Bucket", ({ props }, report) =>
        report(`tags ${JSON.stringify(props.tags)}`),
      ),
    },
    {
      name: "second-remedy",
      description: "Sees what the first one left.",
      enforcementLevel: "remediate",
      remediateResource: ofType("aws:s3/bucket:Bucket", ({ props }) =>
        props.tags?.by === "remedy" ? { ...props, forceDestroy: true } : undefined,
      ),
    },
    {
      name: "reads-unknown",
      description: "Cannot be decided.",
      enforcementLevel: "remediate",
      remediateResource: ofType("aws:s3/bucketPolicy:BucketPolicy", ({ props }) => ({
        ...props,
        bucket: props.bucket.trim(),
      })),
    },
    {
      name: "only-advice",
      description: "A remedy below its level is not applied.",
      enforcementLevel: "advisory",
      remediateResource: ofType("aws:sns/topic:Topic", ({ props }) => ({ ...props, displayName: "changed" })),
    },
  ],
});
