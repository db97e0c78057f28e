import type { Finding, Policies } from "../preview/report/document";
import { PolicyNotEvaluatedError, PolicyViolationError } from "./errors";

/** What happens to a resource, in the engine's words: create, update, replace, delete, same, read, refresh, import. */
export type Operation = string;

/** A resource that a preview shows. */
export interface PlannedResource {
  urn: string;
  /** Type token, as `aws:ec2/vpc:Vpc`. */
  type: string;
  name: string;
  /** What would happen to it. Absent in an account-free preview, where everything would be created. */
  operation?: Operation;
}

/**
 * What a preview shows. Both `previewStack` (with the Pulumi CLI, against what exists) and `previewOffline` (of creation
 * from nothing, with no account and no CLI) give it, so one gate works with either.
 */
export interface PreviewResult {
  project: string;
  stack: string;
  resources: readonly PlannedResource[];
  /** The stack's outputs; secrets are the string `[secret]`. */
  outputs: Readonly<Record<string, unknown>>;
  /** What policies say. */
  policies: PolicyFindings;
}

/** What policies say of a stack. */
export type PolicyFindings = Readonly<Pick<Policies, "violations" | "undetermined" | "exempted">>;

/** How strict a gate is. */
export interface GateOptions {
  /**
   * Rules that need not be evaluated: their names. A rule is not evaluated when it needs a value that is unknown until
   * the deployment. Default: none, every rule must be.
   */
  allowUndetermined?: readonly string[];
}

/**
 * Passes only what every policy has judged and no mandatory one refuses.
 * @throws PolicyViolationError for mandatory violations, else PolicyNotEvaluatedError for rules that could not decide
 */
export function assertPoliciesHold(result: PreviewResult, options: GateOptions = {}): void {
  const { violations, undetermined } = result.policies;
  const mandatory = violations.filter(({ level }) => level === "mandatory");
  if (mandatory.length > 0) throw new PolicyViolationError(mandatory, result);
  const open = undetermined.filter(({ rule }) => options.allowUndetermined?.includes(rule) !== true);
  if (open.length > 0) throw new PolicyNotEvaluatedError(open, result);
}

/** How many resources each operation has, as `{ create: 12, same: 3 }`. */
export function operationCounts(result: PreviewResult): Record<Operation, number> {
  const counts: Record<Operation, number> = {};
  for (const { operation = "create" } of result.resources) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}

export type { Finding };
