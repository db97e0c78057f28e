"use strict";
const { PolicyPack } = require("@pulumi/policy");

/** A value as JSON; what is unknown and may not be read is named so. */
function seen(value) {
  // The engine takes no message above 4 MB from a pack.
  if (typeof value === "string" && value.length > 10_000) return `(${value.length} characters)`;
  if (Array.isArray(value)) return Array.from(value, (_, index) => seenAt(value, index));
  if (typeof value !== "object" || value === null) return value === undefined ? "(undefined)" : value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, seenAt(value, key)]),
  );
}

function seenAt(holder, key) {
  try {
    return seen(holder[key]);
  } catch (error) {
    return `(${error.message})`;
  }
}

const text = (value) => JSON.stringify(seen(value));
const sorted = (resources) => resources.map(({ urn }) => urn).sort();

/** Reports everything that it is shown, so that two runs can be compared. */
new PolicyPack("witness", {
  policies: [
    {
      name: "each",
      description: "Every resource is seen before it is made.",
      enforcementLevel: "advisory",
      validateResource(
        { type, name, urn, props, opts, provider, isType, getConfig, stackTags, notApplicable, ...more },
        report,
      ) {
        report(text({ type, name, urn, props, opts, provider, config: getConfig(), tags: [...stackTags.keys()] }));
        report(`also given: ${Object.keys(more).sort().join(", ")}`);
      },
    },
    {
      name: "whole",
      description: "Every resource is seen\nwhen all are there.",
      enforcementLevel: "advisory",
      validateStack({ resources }, report) {
        for (const {
          type,
          name,
          urn,
          props,
          opts,
          provider,
          parent,
          dependencies,
          propertyDependencies,
        } of resources) {
          const byProperty = Object.fromEntries(
            Object.entries(propertyDependencies).map(([key, targets]) => [key, sorted(targets)]),
          );
          report(
            text({
              type,
              name,
              props,
              opts,
              provider,
              parent: parent?.urn,
              dependencies: sorted(dependencies),
              byProperty,
            }),
            urn,
          );
        }
        report(`${resources.length} resources`);
      },
    },
  ],
});
