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

/** Their descriptions, which the SDK puts before each of their messages, on a line of its own. */
export const undeterminedDescription = "Every rule can be decided before the deployment.";
export const exemptedDescription = "Findings that an exemption covers are listed.";

/** The message of a finding that does not block, as the collecting policies report it. */
export function formatFinding(finding: Finding): string {
  if (finding.verdict === "violation") return finding.message;
  if (finding.verdict === "undetermined") return `${finding.rule}: ${finding.message}`;
  const { rule, expires = "", owner = "", reason = "", message } = finding;
  return `${rule}: exempt until ${expires}, owner ${JSON.stringify(owner)}, reason ${JSON.stringify(reason)}: ${message}`;
}

const quoted = String.raw`"(?:[^"\\]|\\.)*"`;
const undeterminedPattern = /^([a-z0-9-]+): ([^]*)$/;
const exemptedPattern = new RegExp(
  String.raw`^([a-z0-9-]+): exempt until (\d{4}-\d\d-\d\d), owner (${quoted}), reason (${quoted}): ([^]*)$`,
);

/**
 * Reads a policy and its message back into a finding. Messages of other packs are violations of their policy.
 *
 * @param description the policy's description, when known: the SDK repeats it before the message, and it is taken off
 */
export function parseFinding(policy: string, message: string, description?: string): Finding {
  const text = [description, undeterminedDescription, exemptedDescription].reduce<string>(
    (rest, prefix) => (prefix !== undefined && rest.startsWith(`${prefix}\n`) ? rest.slice(prefix.length + 1) : rest),
    message,
  );
  if (policy === undeterminedPolicy) {
    const [, rule, rest] = undeterminedPattern.exec(text) ?? [];
    if (rule !== undefined && rest !== undefined) return { rule, verdict: "undetermined", message: rest };
  }
  if (policy === exemptedPolicy) {
    const [, rule, expires, owner, reason, rest] = exemptedPattern.exec(text) ?? [];
    if (rule !== undefined && owner !== undefined && reason !== undefined && rest !== undefined) {
      const [plainOwner, plainReason] = [JSON.parse(owner) as string, JSON.parse(reason) as string];
      return { rule, verdict: "exempted", message: rest, expires, owner: plainOwner, reason: plainReason };
    }
  }
  return { rule: policy, verdict: "violation", message: text };
}
