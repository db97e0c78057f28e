import { z } from "zod";
import { declarations, declared } from "../../policy-pack/declarations";
import type { Family, Rule } from "../../policy-pack/frame/rule";
import { settingsSchema } from "../../policy-pack/frame/settingsSchema";
import { singletonTag } from "../../policy-pack/models/singletons";
import { rules } from "../../policy-pack/rules";
import type { GeneratedFile } from "./generatedFile";

const ruleNames = rules.map((rule) => rule.name);

/** The settings as JSON schema: what the engine checks a policy configuration against. */
export const policySettingsSchema: GeneratedFile = {
  file: "policy-pack/frame/settings.schema.json",
  render() {
    const { properties } = z.toJSONSchema(settingsSchema(ruleNames), { target: "draft-7" });
    return JSON.stringify({ properties }, undefined, 2);
  },
};

/** What each family protects, as the introduction of its section. */
const families: Record<Family, string> = {
  "private-networking": "Nothing is reachable from the internet but what is declared to be.",
  "least-privilege": "Nobody may do more than the work asks for.",
  "free-tier": "A free account stays free. Judged under the plans `legacy-free` and `free-plan`.",
  "data-protection": "Data is encrypted at rest and in transit, kept as long as needed and not lost by accident.",
  reliability: "A bad deployment or a dead task does not take the service down.",
  cost: "Nothing is paid for that nobody asked for.",
  hygiene: "Everything can be told apart, traced and repeated.",
};

/** The reference of every rule. */
export const policiesPage: GeneratedFile = {
  file: "docs/policies.md",
  render() {
    const { shape } = settingsSchema(ruleNames);
    const settings = Object.entries(shape).map(
      ([key, schema]) => `- \`cloister-policy:${key}\`: ${schema.description}`,
    );
    const sections = Object.entries(families).flatMap(([family, introduction]) => {
      const members = rules.filter((rule) => rule.family === family);
      return members.length === 0 ? [] : [`## ${family}`, introduction, ...members.map(ruleSection)];
    });
    return [
      "# Policies",
      "<!-- Generated from the rules by `npm run docs`. Edit policy-pack/, not this page. -->",
      `The pack holds ${rules.length} rules for any Pulumi program that uses AWS. They run in \`npm run preview\`, and with \`pulumi preview --policy-pack policy-pack\` and \`pulumi up --policy-pack policy-pack\`.`,
      verdicts,
      "## Settings",
      "In the stack's configuration, or under the policy `configuration-valid` of a `--policy-pack-config` file, which wins. All faults are told in one violation of `configuration-valid`; a faulty key is not in force.",
      settings.join("\n"),
      "## Declarations",
      `What is refused by default can be declared: a load balancer that faces the internet by the tag \`${declarations.internetFacing.tag} = ${declared}\`, an internal one that speaks plain HTTP by \`${declarations.plainHttp.tag} = ${declared}\`. Without tags, list their URNs or globs in the settings \`${declarations.internetFacing.setting}\` and \`${declarations.plainHttp.setting}\`. A service or an Auto Scaling group of which there must never be two carries \`${singletonTag} = ${declared}\`: \`ecs-deploy-keeps-capacity\` then lets it stop before it starts, and \`singleton-not-scaled\` watches over it.`,
      exemptions,
      ...sections,
    ].join("\n\n");
  },
};

const verdicts = [
  "## Verdicts",
  "A rule passes in silence, fails, or is **undetermined** because a value is not known before the deployment. Undetermined verdicts are told by the advisory policy `undetermined`; with `onUnknown: deny`, or under `strict` for rules that guard exposure or permissions, they are violations.",
  "A rule that needs only the resource itself blocks its creation. A rule that needs the rest of the plan blocks early what is already certain, and is heard again when the plan is complete.",
].join("\n\n");

const exemptions = [
  "## Exemptions",
  "A fault that somebody answers for until a day (inclusive, UTC). What it covers is told by the advisory policy `exempted`; an exemption that has ended or covers nothing is a violation of `exemptions-current`. A secret in its trial of 30 days is a good example: exempt it until the trial ends.",
  '```yaml\ncloister-policy:exemptions:\n  - rule: rds-not-public\n    resource: "*::aws:rds/instance:Instance::reporting"\n    reason: The reporting tool of the vendor connects from outside until the tunnel is built.\n    owner: data-team\n    expires: "2027-03-31"\n```',
].join("\n\n");

function ruleSection(rule: Rule): string {
  const facts = [
    `- Level: ${rule.level}, severity ${rule.severity}${rule.guardsExposure ? "; undetermined denies under `strict`" : ""}`,
    ...(rule.plans.length < 3 ? [`- Plans: ${rule.plans.map((plan) => `\`${plan}\``).join(", ")}`] : []),
    `- Judges: ${judged(rule)}`,
    `- Fix: ${rule.remediation}`,
    `- Requirement: ${rule.requirement}`,
    ...(rule.checks.length > 0 ? [`- Corresponds to: ${rule.checks.join(", ")}`] : []),
    `- AWS: <${rule.url}>`,
  ];
  return [`### ${rule.name}`, rule.description, facts.join("\n")].join("\n\n");
}

/** What a rule looks at: its types, or how many when they would fill the page. */
function judged({ types, judgeStack }: Rule): string {
  const listed = types.length > 20 ? `${types.length} types` : types.map((type) => `\`${type}\``).join(", ");
  return [...(types.length > 0 ? [listed] : []), ...(judgeStack ? ["the stack as a whole"] : [])].join(", and ");
}
