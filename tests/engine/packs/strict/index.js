"use strict";
const { PolicyPack, validateResourceOfType } = require("@pulumi/policy");
const aws = require("@pulumi/aws");

new PolicyPack("strict", {
  enforcementLevel: "mandatory",
  policies: [
    {
      name: "bucket-tagged",
      description: "Buckets are tagged.",
      severity: "high",
      validateResource: validateResourceOfType(aws.s3.Bucket, (bucket, _args, report) => {
        if (bucket.tags === undefined) report("no tags");
        if (bucket.tags?.owner === undefined) report("no owner,\nand so nobody to ask");
      }),
    },
    {
      name: "parameter-value",
      description: "Parameters have short values.",
      validateResource: validateResourceOfType(aws.ssm.Parameter, (parameter, _args, report) => {
        if (parameter.value.length > 3) report(`too long: ${parameter.value.length}`);
      }),
    },
    {
      name: "advice",
      description: "Topics have a display name.",
      enforcementLevel: "advisory",
      validateResource: (args, report) => {
        if (args.type === "aws:sns/topic:Topic" && args.props.displayName === undefined) report("give one");
      },
    },
    {
      name: "off",
      description: "Never runs.",
      enforcementLevel: "disabled",
      validateResource: (_args, report) => report("ran"),
    },
    {
      name: "applies-not",
      description: "Says why it does not apply.",
      validateResource: (args) => args.notApplicable("for another day"),
    },
    {
      name: "late",
      description: "Judges when it can.",
      validateResource: async (args, report) => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        if (args.type === "aws:s3/bucket:Bucket") report(`late about ${args.name}`);
      },
    },
    {
      name: "stack-wide",
      description: "The stack as a whole is good.",
      validateStack: ({ resources }, report) => {
        report("about the stack");
        report("about a bucket", resources.find(({ name }) => name === "owned")?.urn);
        report("about nothing that exists", "urn:pulumi:dev::none::none:none:None::none");
      },
    },
    {
      name: "stack-reads",
      description: "Outputs are read.",
      validateStack: ({ resources }, report) => {
        for (const { type, props } of resources)
          if (type === "aws:s3/bucketPolicy:BucketPolicy") report(props.bucket.trim());
      },
    },
  ],
});
