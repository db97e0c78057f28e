import "./frame/lightStart";
import { PolicyPack } from "@pulumi/policy";
import { createPolicies } from "./frame/policies";
import { shareDecodedProperties } from "./frame/sharedDecoding";
import { loadSettings } from "./frame/stackSettings";
import { rules } from "./rules";

const settings = loadSettings(
  process.env.PULUMI_CONFIG,
  rules.map((rule) => rule.name),
);
shareDecodedProperties();

// Serves the pack. Its version is that of the package.json beside the manifest, where the engine starts it.
new PolicyPack("cloister", {
  displayName: "Cloister",
  description: "Private networks, least privilege, free-tier limits and safe defaults for AWS.",
  provider: "aws",
  enforcementLevel: "mandatory",
  policies: createPolicies(rules, settings) as never,
});
