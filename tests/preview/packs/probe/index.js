"use strict";
const { PolicyPack } = require("@pulumi/policy");

new PolicyPack("probe", {
  policies: [
    {
      name: "bucket-destroyable",
      description: "Buckets keep what they hold.",
      enforcementLevel: "mandatory",
      severity: "high",
      tags: ["family:data-protection"],
      validateResource: ({ type, props }, report) => {
        if (type === "aws:s3/bucket:Bucket" && props.forceDestroy === true) report("forceDestroy is true");
      },
    },
    {
      name: "topic-tags-known",
      description: "Topics have readable tags.",
      enforcementLevel: "mandatory",
      tags: ["family:hygiene"],
      validateResource: ({ type, props }, report) => {
        if (type === "aws:sns/topic:Topic" && props.tags && props.tags.late === "nothing") report("never");
      },
    },
    {
      name: "undetermined",
      description: "What could not be decided.",
      enforcementLevel: "advisory",
      validateStack: ({ resources }, report) => {
        const policy = resources.find(({ type }) => type === "aws:s3/bucketPolicy:BucketPolicy");
        if (policy) report("topic-tags-known: policy is unknown until deployment", policy.urn);
      },
    },
    {
      name: "exempted",
      description: "What is exempted.",
      enforcementLevel: "advisory",
      validateStack: ({ resources }, report) => {
        const bucket = resources.find(({ type }) => type === "aws:s3/bucket:Bucket");
        if (bucket) {
          const exempt = 'exempt until 2030-01-31, owner "team-a", reason "kept for an audit (see the ticket)"';
          report(`bucket-destroyable: ${exempt}: it is fine`, bucket.urn);
        }
      },
    },
    {
      name: "silent",
      description: "Finds nothing.",
      enforcementLevel: "mandatory",
      validateStack: () => undefined,
    },
  ],
});
