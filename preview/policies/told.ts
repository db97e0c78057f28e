import { parseFinding, type Finding } from "../../policy-pack/findings";

/** How the SDK begins when a policy read a value that is unknown until the deployment. */
const cannotRun = /^can't run (?:policy|remediation) '([^']+)' from policy pack '[^']*' during preview: /;

/** What a policy's message says. */
export interface Told extends Finding {
  /** The rule could not be run at all: the SDK made it advisory, whatever its level is. */
  blocked: boolean;
}

/**
 * Reads a policy's message: which rule it is about and what it decided.
 *
 * @param description the policy's description, when known: the SDK repeats it before the message, and it is taken off
 */
export function readMessage(policy: string, message: string, description?: string): Told {
  const blocked = cannotRun.exec(message)?.[1];
  const finding = parseFinding(policy, message, description);
  if (blocked === undefined) return { ...finding, blocked: false };
  return { ...finding, rule: blocked, verdict: "undetermined", blocked: true };
}
