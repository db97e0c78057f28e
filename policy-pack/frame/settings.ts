import type { UsageProfile } from "../../cost/types";
import type { UsageName } from "../../cost/usage";

/** Which of AWS's offers the account is on; it decides what may cost money. */
export type Plan = "legacy-free" | "free-plan" | "paid";

/** What happens to a verdict "undetermined". */
export type OnUnknown = "advise" | "deny" | "ignore";

/** A fault that somebody answers for until a day. */
export interface Exemption {
  /** Name of the rule. */
  rule: string;
  /** URN of the resource, or a glob over URNs. */
  resource: string;
  /** The one finding that is exempt, or a glob. Default: every finding of the rule on the resource. */
  finding?: string;
  /** Why it is acceptable: at least 20 characters. */
  reason: string;
  /** Who answers for it. */
  owner: string;
  /** Its last day, YYYY-MM-DD in UTC, inclusive. */
  expires: string;
}

/** Stands for the rules that `levels` does not name, as in the engine's own policy configuration. */
export const everyRule = "all";

/** The pack's settings: stack configuration `cloister-policy:<key>`, and the engine's policy configuration. */
export interface Settings {
  plan: Plan;
  /** What the stack may cost a month, in US dollars. */
  monthlyBudgetUsd?: number;
  /** Set of assumptions about use. */
  usageProfile: UsageProfile;
  /** Single assumptions that replace those of the set, by name. */
  usage: Readonly<Partial<Record<UsageName, number>>>;
  /** Undetermined verdicts on public exposure and permissions deny. */
  strict: boolean;
  onUnknown: Readonly<Record<string, OnUnknown>>;
  levels: Readonly<Record<string, "mandatory" | "advisory" | "disabled">>;
  exemptions: readonly Exemption[];
  /** Days that log groups may keep their events. */
  logRetentionCeilingDays: number;
  /** Tag keys that every taggable resource carries. */
  requiredTags: readonly string[];
  /** URNs or globs of load balancers that may face the internet. */
  internetFacing: readonly string[];
  /** URNs or globs of internal load balancers that may speak plain HTTP. */
  plainHttp: readonly string[];
}

/**
 * What holds when nothing is configured. Without a plan the account is taken to be a paid one: the rules for free
 * accounts would refuse things that a paid account is right to have.
 */
export const defaultSettings: Settings = {
  plan: "paid",
  usageProfile: "small",
  usage: {},
  logRetentionCeilingDays: 731,
  strict: false,
  onUnknown: {},
  levels: {},
  exemptions: [],
  requiredTags: ["environment", "project", "managed-by"],
  internetFacing: [],
  plainHttp: [],
};

/** Settings as far as they could be understood, and everything that is wrong with them. */
export interface ParsedSettings {
  settings: Settings;
  /** Keys that were given and are right. */
  given: readonly (keyof Settings)[];
  faults: readonly string[];
}
