import * as fs from "node:fs";
import * as path from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { defaultPolicyPack } from "../preview/packageFolder";
import { readPackRules, type PackRules } from "../preview/policies/rules";
import { readMessage } from "../preview/policies/told";
import type { Exemption, Finding } from "../preview/report/document";
import { PolicyDowngradedError } from "./errors";
import type { RunOptions } from "./options";
import type { PolicyFindings } from "./result";

/** Policy packs of a call, ready for the engine. */
export interface PreparedPacks {
  /** Folders. */
  policyPacks: string[];
  /** A file of settings for each, or none at all where no pack has any: the CLI takes as many as packs, or none. */
  policyPackConfigs: string[];
  /** What the packs say of their rules; packs in other languages than Node.js say nothing. */
  known: readonly PackRules[];
}

/**
 * Writes the packs' settings to a folder, and asks the packs for their rules.
 * @throws PolicyDowngradedError when a pack's initialConfig makes a mandatory rule advisory
 */
export async function preparePacks(
  options: RunOptions,
  folder: string,
  run: { project: string; stack: string },
): Promise<PreparedPacks> {
  const given = (options.policyPacks ?? [defaultPolicyPack()]).map((pack) =>
    typeof pack === "string" ? { path: pack } : pack,
  );
  const asked = await Promise.all(
    given.map(async ({ path: pack }) => {
      try {
        return await readPackRules(pack, run);
      } catch {
        return undefined; // the engine, which runs packs of every language, says what is wrong with it
      }
    }),
  );
  const known = asked.filter((rules) => rules !== undefined);
  for (const { pack, rules } of known) {
    const downgraded = [...rules.values()]
      .filter(({ declared, level }) => declared === "mandatory" && level === "advisory")
      .map(({ name }) => name)
      .filter((name) => options.allowDowngraded?.includes(name) !== true);
    if (downgraded.length > 0) throw new PolicyDowngradedError(pack, downgraded);
  }
  return {
    policyPacks: given.map(({ path: pack }) => path.resolve(pack)),
    policyPackConfigs: given.every(({ config }) => config === undefined)
      ? []
      : given.map(({ config = {} }, index) => {
          const file = path.join(folder, `policy-config-${index}.json`);
          fs.writeFileSync(file, JSON.stringify(config));
          return file;
        }),
    known,
  };
}

/** Sorts the engine's policy events; what is said twice is kept once. */
export function findingsOf(events: readonly EngineEvent[], known: readonly PackRules[]): PolicyFindings {
  const violations = new Map<string, Finding>();
  const undetermined = new Map<string, Finding>();
  const exempted = new Map<string, Exemption>();
  for (const { policyEvent: event } of events) {
    if (event === undefined) continue;
    const rules = known.find(({ pack }) => pack === event.policyPackName)?.rules;
    const told = readMessage(event.policyName, event.message.trimEnd(), rules?.get(event.policyName)?.description);
    const rule = rules?.get(told.rule);
    const finding: Finding = {
      policyPack: event.policyPackName,
      rule: told.rule,
      family: rule?.family ?? null,
      level: told.verdict === "violation" ? levelOf(event.enforcementLevel) : mandatoryUnlessAdvisory(rule?.level),
      severity: rule?.severity ?? null,
      urn: event.resourceUrn ?? "",
      message: told.message,
      location: null,
    };
    const key = JSON.stringify([finding.policyPack, finding.rule, finding.urn, finding.message]);
    if (told.verdict === "undetermined") undetermined.set(key, finding);
    else if (told.verdict === "violation") violations.set(key, finding);
    else {
      const { reason = "", owner = "", expires = "" } = told;
      exempted.set(key, { ...finding, reason, owner, expires });
    }
  }
  return {
    violations: [...violations.values()],
    undetermined: [...undetermined.values()],
    exempted: [...exempted.values()],
  };
}

/** The engine's words are `advisory`, `mandatory`, `remediate`; a remediation that left a violation is mandatory. */
function levelOf(level: string): Finding["level"] {
  return level === "advisory" || level === "warning" ? "advisory" : "mandatory";
}

/** A rule that could not be judged is told as advisory, whatever it is; where nothing is known of it, it may be strict. */
function mandatoryUnlessAdvisory(level: string | undefined): Finding["level"] {
  return level === "advisory" ? "advisory" : "mandatory";
}
