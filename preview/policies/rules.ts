import { EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb";
import type { Finding } from "../report/document";
import { familyOf, infoSeverity } from "./findings";
import { startPack } from "./pack";

/** A rule of a policy pack, as the pack describes it. */
export interface PackRule {
  name: string;
  /** What the SDK puts before each of its messages. */
  description: string;
  family: Finding["family"];
  severity: Finding["severity"];
  /** How strictly the rule says it is enforced. */
  declared: Finding["level"] | "disabled";
  /** How strictly it is, after the pack's `initialConfig`. */
  level: Finding["level"] | "disabled";
}

/** A policy pack and its rules. */
export interface PackRules {
  pack: string;
  rules: ReadonlyMap<string, PackRule>;
}

/**
 * Asks a Node.js policy pack for its rules. Needs no CLI. Rejects with a PreviewError when the pack is none, is written in
 * another language, or does not start.
 */
export async function readPackRules(folder: string, run: { project: string; stack: string }): Promise<PackRules> {
  const context = {
    ...run,
    organization: "organization",
    settings: { values: new Map(), secretKeys: new Set<string>() },
  };
  const nobody = "127.0.0.1:1"; // a pack that only describes itself says nothing to the engine
  const started = startPack(folder, context, nobody, () => undefined);
  try {
    const { name: pack, info, settings } = await started.ready;
    const rules = info.getPoliciesList().map((policy): PackRule => {
      const name = policy.getName();
      const declared = levelName(policy.getEnforcementlevel());
      const level = levelName(settings.get(name)?.level ?? policy.getEnforcementlevel());
      return {
        name,
        description: policy.getDescription(),
        family: familyOf(policy),
        severity: infoSeverity(policy),
        declared,
        level,
      };
    });
    return { pack, rules: new Map(rules.map((rule) => [rule.name, rule])) };
  } finally {
    started.child.stop();
  }
}

function levelName(level: EnforcementLevel): PackRule["level"] {
  if (level === EnforcementLevel.DISABLED) return "disabled";
  // A remediation that left a violation is as strict as a mandatory rule.
  return level === EnforcementLevel.ADVISORY ? "advisory" : "mandatory";
}
