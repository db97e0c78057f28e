/** What a rule may say of a resource. A pass is silent. */
export type Verdict = "violation" | "undetermined" | "exempted";

/** One finding, as text in a policy message and back: the engine's protocol carries nothing but a policy and a message. */
export interface Finding {
  rule: string;
  verdict: Verdict;
  /** What is wrong, the value, and the fix; or what could not be known. */
  message: string;
  /** Of an exemption: why, who answers for it, and its last day (YYYY-MM-DD). */
  reason?: string;
  owner?: string;
  expires?: string;
}

/** Names of the advisory policies through which findings that do not block are told. */
export const undeterminedPolicy = "undetermined";
export const exemptedPolicy = "exempted";

/** The message of a finding that does not block, as the collecting policies report it. */
export function formatFinding(finding: Finding): string {
  if (finding.verdict === "violation") return finding.message;
  if (finding.verdict === "undetermined") return `${finding.rule}: ${finding.message}`;
  return `${finding.rule}, exempt until ${finding.expires} by ${finding.owner} (${finding.reason}): ${finding.message}`;
}

/** Reads a policy and its message back into a finding. Messages of other packs are violations of their policy. */
export function parseFinding(policy: string, message: string): Finding {
  if (policy === undeterminedPolicy) {
    const match = /^([a-z0-9-]+): ([^]*)$/.exec(message);
    if (match) return { rule: match[1] ?? policy, verdict: "undetermined", message: match[2] ?? message };
  }
  if (policy === exemptedPolicy) {
    const match = /^([a-z0-9-]+), exempt until (\d{4}-\d\d-\d\d) by (.*?) \((.*?)\): ([^]*)$/.exec(message);
    if (match) {
      const [, rule = policy, expires, owner, reason, text = message] = match;
      return { rule, verdict: "exempted", message: text, expires, owner, reason };
    }
  }
  return { rule: policy, verdict: "violation", message };
}
