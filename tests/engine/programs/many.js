"use strict";
const aws = require("@pulumi/aws");

// Enough registrations under way at once to meet every order of arrival.
const topics = Array.from(
  { length: 60 },
  (_, index) => new aws.sns.Topic(`topic-${index}`, { name: `topic-${index}` }),
);
topics.forEach((topic, index) => {
  const next = topics[(index + 1) % topics.length];
  new aws.ssm.Parameter(`parameter-${index}`, { type: "String", value: topic.name, tags: { next: next.arn } });
});
exports.names = topics.map(({ name }) => name);
