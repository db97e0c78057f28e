"use strict";
const { PolicyPack } = require("@pulumi/policy");

const tell = (args, report) => {
  if (args.type === "pulumi:pulumi:Stack") report(JSON.stringify(args.getConfig()));
};
const configSchema = {
  properties: {
    limit: { type: "number", default: 7 },
    words: { type: "array", items: { type: "string" }, default: ["a"] },
  },
};

new PolicyPack(
  "configured",
  {
    enforcementLevel: "advisory",
    policies: [
      { name: "defaults", description: "By default.", configSchema, validateResource: tell },
      { name: "given", description: "Given.", configSchema, validateResource: tell },
      { name: "level-only", description: "Level.", configSchema, validateResource: tell },
      {
        name: "disabled",
        description: "Disabled.",
        enforcementLevel: "mandatory",
        configSchema,
        validateResource: tell,
      },
      { name: "own-level", description: "Own.", enforcementLevel: "mandatory", configSchema, validateResource: tell },
    ],
  },
  {
    given: { enforcementLevel: "mandatory", limit: 1 },
    "level-only": "mandatory",
    disabled: "disabled",
    "own-level": { words: ["b", "c"] },
  },
);
