"use strict";
const { PolicyPack } = require("@pulumi/policy");

new PolicyPack("queues", {
  policies: [
    {
      name: "queue-encrypted",
      description: "Queues are encrypted.",
      enforcementLevel: "mandatory",
      tags: ["family:data-protection"],
      validateResource: ({ type, props }, report) => {
        if (type === "aws:sqs/queue:Queue" && props.sqsManagedSseEnabled === false) report("not encrypted");
      },
    },
    {
      name: "policy-closed",
      description: "Queue policies name who may send.",
      enforcementLevel: "mandatory",
      validateResource: ({ type, props }, report) => {
        if (type === "aws:sqs/queuePolicy:QueuePolicy" && props.policy.includes('"*"')) report("open to everyone");
      },
    },
  ],
});
