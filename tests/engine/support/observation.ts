/** JSON. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** One resource of a run, in the form that is compared. Lists of URNs are sorted: their order is chance. */
export interface ObservedResource {
  type: string;
  custom: boolean;
  /** Read, not created. */
  external: boolean;
  /** Null for the stack and default providers. */
  parent: string | null;
  /** URN of the provider; null for components and providers. */
  provider: string | null;
  /** Secrets are `[secret]`, unknown values the protocol's marker. */
  inputs: Json;
  dependencies: string[];
  /** Inputs that depend on nothing are left out. */
  propertyDependencies: Record<string, string[]>;
}

/** Something a policy reported, without the policy's description that precedes every message. */
export interface ObservedFinding {
  pack: string;
  /** The rule it is about, also where another policy collects the finding. */
  rule: string;
  verdict: "violation" | "undetermined" | "exempted";
  level: "advisory" | "mandatory";
  urn: string;
  message: string;
}

/** What one run of a program showed. */
export interface Observation {
  /** By URN. */
  resources: Record<string, ObservedResource>;
  outputs: Json;
  /** Sorted by content: their order is chance. */
  findings: ObservedFinding[];
}

/** A run, or why there was none. */
export type Outcome = { observation: Observation } | { failure: string };

/** Sorts findings by everything they hold. */
export function sortedFindings(findings: ObservedFinding[]): ObservedFinding[] {
  const key = (one: ObservedFinding) => [one.pack, one.rule, one.urn, one.verdict, one.level, one.message].join("\n");
  return findings
    .map((finding) => ({ finding, key: key(finding) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ finding }) => finding);
}
