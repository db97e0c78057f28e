"use strict";
const { PolicyPack } = require("@pulumi/policy");

new PolicyPack("thrower", {
  policies: [
    {
      name: "broken",
      description: "Has a fault of its own.",
      enforcementLevel: "advisory",
      validateResource: (args) => {
        if (args.type === "aws:s3/bucket:Bucket") throw new Error("the rule is broken");
      },
    },
  ],
});
