import type { Policy, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import {
  exemptedDescription,
  exemptedPolicy,
  formatFinding,
  undeterminedDescription,
  undeterminedPolicy,
  type Finding,
} from "../findings";
import { fromInputs } from "../models/fromEngine";
import { canonicalType } from "../../plan/resource";
import { hearResource, hearStack } from "./hearing";
import type { Rule } from "./rule";
import { Run } from "./run";
import { everyRule, type ParsedSettings } from "./settings";
import schema from "./settings.schema.json";
import { readSettings } from "./stackSettings";

/** A policy that the SDK calls for each resource, for the whole stack, or for both. */
export type PackPolicy = Policy & Partial<ResourceValidationPolicy & StackValidationPolicy>;

export const configurationPolicy = "configuration-valid";
export const exemptionsPolicy = "exemptions-current";

/** The type of the resource that stands for the whole program: the first to be registered. */
const rootType = "pulumi:pulumi:Stack";

/**
 * The policies of the pack, in the order in which the SDK runs them for every request: first the one that reads the
 * configuration, then the rules, then those that tell what does not block.
 *
 * Every rule judges a resource about to be made, since only that blocks its creation at `pulumi up`: stack policies
 * are heard when everything exists. A rule that needs the rest of the plan for an answer is heard again then, and
 * does not repeat what it has said. The engine configures and disables each rule by its name as usual.
 */
export function createPolicies(
  rules: readonly Rule[],
  stackSettings: ParsedSettings,
  today: () => string = () => new Date().toISOString().slice(0, 10),
): PackPolicy[] {
  const run = new Run(stackSettings, today);
  const names = rules.map((rule) => rule.name);
  const { levels } = stackSettings.settings;
  return [
    configurationValid(run, names),
    ...rules.map((rule) => rulePolicy(run, rule, levels[rule.name] ?? levels[everyRule] ?? rule.level)),
    collector(run, undeterminedPolicy, "undetermined", undeterminedDescription),
    collector(run, exemptedPolicy, "exempted", exemptedDescription),
    exemptionsCurrent(run),
  ];
}

function rulePolicy(run: Run, rule: Rule, enforcementLevel: PackPolicy["enforcementLevel"]): PackPolicy {
  const planTags = rule.plans.length < 3 ? rule.plans.map((plan) => `plan:${plan}`) : [];
  return {
    name: rule.name,
    displayName: rule.title,
    description: rule.description,
    enforcementLevel,
    severity: rule.severity,
    remediationSteps: rule.remediation,
    url: rule.url,
    tags: [`family:${rule.family}`, ...planTags, ...rule.checks],
    validateResource(args, report) {
      if (!run.isActive(rule)) {
        if (args.type !== rootType) return;
        args.notApplicable(`Judged only under plan ${rule.plans.join(" or ")}; the plan is ${run.settings.plan}.`);
      }
      run.ran.add(rule.name);
      if (!rule.types.includes(canonicalType(args.type))) return;
      for (const verdict of hearResource(rule, fromInputs(args), run))
        run.settle(rule, verdict, !rule.needsStack, report);
    },
    ...(rule.needsStack && {
      validateStack(args, report) {
        if (!run.isActive(rule)) return;
        run.ran.add(rule.name);
        for (const verdict of hearStack(rule, run.stackFor(rule.name, args.resources), run))
          run.settle(rule, verdict, true, report);
      },
    }),
  };
}

/** Reads what the engine configures, and tells once everything that is wrong with the configuration. */
function configurationValid(run: Run, ruleNames: readonly string[]): PackPolicy {
  let current = "{}";
  const configure = (config: object) => {
    const text = JSON.stringify(config);
    if (text === current) return;
    current = text;
    run.configure(readSettings(config as Record<string, unknown>, ruleNames));
  };
  const tell = (report: (message: string) => void) => {
    if (run.faults.length === 0) return;
    run.once(configurationPolicy, () => {
      const count = run.faults.length === 1 ? "1 setting is" : `${run.faults.length} settings are`;
      report([`${count} wrong and not in force:`, ...run.faults.map((fault) => `  ${fault}`)].join("\n"));
    });
  };
  return {
    name: configurationPolicy,
    displayName: "Configuration is valid",
    description: "The settings of the policy pack are complete and correct.",
    enforcementLevel: "mandatory",
    severity: "high",
    remediationSteps: "Correct the named keys in Pulumi.<stack>.yaml, or in the policy configuration of this policy.",
    tags: ["frame"],
    configSchema: { properties: schema.properties as Required<Policy>["configSchema"]["properties"] },
    validateResource(args, report) {
      configure(args.getConfig());
      run.remember(args);
      tell(report);
    },
    validateStack(args, report) {
      configure(args.getConfig());
      tell(report);
    },
  };
}

/** Tells findings of one verdict: under the rule's own name, a mandatory rule would block with them. */
function collector(run: Run, name: string, verdict: Finding["verdict"], description: string): PackPolicy {
  return {
    name,
    displayName: verdict === "exempted" ? "Exempted findings" : "Undetermined rules",
    description,
    enforcementLevel: "advisory",
    severity: "low",
    tags: ["collector"],
    validateResource(args, report) {
      for (const note of run.takeNotes(verdict, args.urn)) report(formatFinding(note.finding));
    },
    validateStack(_args, report) {
      for (const note of run.takeNotes(verdict)) report(formatFinding(note.finding), note.urn);
    },
  };
}

/** The last policy of the list: when it is heard, every finding has met its exemption. */
function exemptionsCurrent(run: Run): PackPolicy {
  return {
    name: exemptionsPolicy,
    displayName: "Exemptions are current",
    description: "Every exemption is in force and covers a finding.",
    enforcementLevel: "mandatory",
    severity: "medium",
    remediationSteps: "Remove the exemption, renew it with a reason, or correct its resource.",
    tags: ["frame"],
    validateStack(args, report) {
      for (const fault of run.exemptionFaults(args.resources.map(({ urn }) => urn))) report(fault);
      run.end();
    },
  };
}
