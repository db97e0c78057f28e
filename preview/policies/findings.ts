import { EnforcementLevel, PolicySeverity, type PolicyInfo } from "@pulumi/pulumi/proto/analyzer_pb";
import type { Registry } from "../engine/registry";
import { exemptedPolicy, undeterminedPolicy } from "../../policy-pack/findings";
import type { Exemption, Finding, Policies } from "../report/document";
import type { Pack } from "./pack";
import type { Report } from "./session";
import { readMessage, type Told } from "./told";

/** Sorts what policies reported into violations, undetermined and exempted findings, and counts the silent rules. */
export function collectFindings(
  packs: Pack[],
  reports: Report[],
  registry: Registry,
  inapplicable: ReadonlySet<string>,
): Policies {
  const policies: Policies = { violations: [], undetermined: [], exempted: [], passed: 0 };
  const spoke = new Set<string>();
  for (const report of reports) {
    const { pack, urn } = report;
    const told = readMessage(report.policy, report.message, report.diagnostic?.getDescription());
    const { rule } = told;
    const info = infoOf(pack, rule);
    spoke.add(`${pack.name} ${rule}`);
    const finding: Finding = {
      policyPack: pack.name,
      rule,
      family: familyOf(info),
      level: levelOf(report, rule, told.verdict !== "violation"),
      severity: severityOf(report, info),
      urn,
      message: told.message,
      location: registry.get(urn)?.location ?? null,
    };
    if (told.verdict === "undetermined") policies.undetermined.push(finding);
    else if (told.verdict === "exempted") policies.exempted.push(exemption(finding, told));
    else policies.violations.push(finding);
  }
  policies.passed = packs.reduce((sum, pack) => sum + silentRules(pack, spoke, inapplicable), 0);
  return policies;
}

function exemption(finding: Finding, told: Told): Exemption {
  const { reason = "", owner = "", expires = "" } = told;
  return { ...finding, reason, owner, expires };
}

function infoOf(pack: Pack, rule: string): PolicyInfo | undefined {
  return pack.info.getPoliciesList().find((policy) => policy.getName() === rule);
}

export function familyOf(info: PolicyInfo | undefined): string | null {
  const tag = info?.getTagsList().find((one) => one.startsWith("family:"));
  return tag?.slice("family:".length) ?? null;
}

/** A finding told through a collector, or that the SDK made advisory, has the level of the rule it is about. */
function levelOf(report: Report, rule: string, indirect: boolean): Finding["level"] {
  const ofRule = report.pack.settings.get(rule)?.level;
  const level = indirect ? ofRule : (report.diagnostic?.getEnforcementlevel() ?? ofRule);
  // A remediation that left a violation is as strict as a mandatory rule.
  return level === EnforcementLevel.MANDATORY || level === EnforcementLevel.REMEDIATE ? "mandatory" : "advisory";
}

const severities: Record<PolicySeverity, Finding["severity"]> = {
  [PolicySeverity.POLICY_SEVERITY_UNSPECIFIED]: null,
  [PolicySeverity.POLICY_SEVERITY_LOW]: "low",
  [PolicySeverity.POLICY_SEVERITY_MEDIUM]: "medium",
  [PolicySeverity.POLICY_SEVERITY_HIGH]: "high",
  [PolicySeverity.POLICY_SEVERITY_CRITICAL]: "critical",
};

function severityOf(report: Report, info: PolicyInfo | undefined): Finding["severity"] {
  const told = severities[report.diagnostic?.getSeverity() ?? PolicySeverity.POLICY_SEVERITY_UNSPECIFIED];
  return told ?? infoSeverity(info);
}

export function infoSeverity(info: PolicyInfo | undefined): Finding["severity"] {
  return severities[info?.getSeverity() ?? PolicySeverity.POLICY_SEVERITY_UNSPECIFIED];
}

/** Rules that judged and found nothing; those of another plan did not judge, and the frame's own policies are no rules. */
function silentRules(pack: Pack, spoke: ReadonlySet<string>, inapplicable: ReadonlySet<string>): number {
  return pack.info.getPoliciesList().filter((policy) => {
    const tags = policy.getTagsList();
    const key = `${pack.name} ${policy.getName()}`;
    const ofAnotherPlan = inapplicable.has(key) && tags.some((tag) => tag.startsWith("plan:"));
    return (
      !spoke.has(key) &&
      !ofAnotherPlan &&
      !tags.includes("frame") &&
      ![undeterminedPolicy, exemptedPolicy].includes(policy.getName()) &&
      pack.settings.get(policy.getName())?.level !== EnforcementLevel.DISABLED
    );
  }).length;
}
