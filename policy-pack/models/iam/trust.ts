import confusedDeputy from "./data/confusedDeputy.json";
import oidcProviders from "./data/oidcProviders.json";
import { isNegative, type Condition } from "./conditions";
import type { PolicyDocument, Statement, Unknown } from "./document";
import { all, any, type Grade } from "./grade";
import { narrowing, type Narrowing } from "./narrowing";
import { picks } from "./patterns";
import { accountOf, type PrincipalEntry } from "./principals";

/** `identity`: one role or user. `account`: whoever that account lets. `anyone`: every AWS account there is. */
export type PartyKind = "anyone" | "account" | "identity" | "service" | "oidc" | "saml" | "unknown";

/** Somebody who may assume a role. */
export interface Party {
  readonly kind: PartyKind;
  /** An account id, an ARN, `ecs-tasks.amazonaws.com`, or the host of an OIDC provider. */
  readonly name: string;
  readonly account?: string;
  readonly statement: Statement;
}

const assumeActions = ["sts:assumerole", "sts:assumerolewithwebidentity", "sts:assumerolewithsaml"];

/**
 * Everybody whom a trust policy lets in, and what of it cannot be known. Denials are not taken off: rather one too many
 * is told than one too few.
 */
export function partiesOf(trust: PolicyDocument): { parties: readonly Party[]; unknowns: readonly Unknown[] } {
  const parties = trust.statements
    .filter((statement) => statement.effect === "Allow" && letsAssume(statement) !== "no")
    .flatMap((statement) => {
      const { principals } = statement;
      if (!principals) return [];
      if (principals.not) return [{ kind: "anyone", name: "everyone but a few", statement } as const];
      return principals.entries.map((entry) => partyOf(entry, statement));
    });
  return { parties, unknowns: trust.unknowns };
}

function letsAssume(statement: Statement): Grade {
  return any(assumeActions.map((action) => picks(statement.actions, action)));
}

function partyOf({ type, pattern }: PrincipalEntry, statement: Statement): Party {
  const name = pattern.shown;
  if (type === "service") return { kind: pattern.certainty === "unknown" ? "unknown" : "service", name, statement };
  if (type === "anyone") return { kind: "anyone", name: "*", statement };
  if (type === "federated") {
    const host = providerHost(name) ?? hostOfConditions(statement.conditions);
    if (host !== undefined) return { kind: "oidc", name: host, statement };
    return { kind: name.includes(":saml-provider/") ? "saml" : "unknown", name, statement };
  }
  const account = accountOf(name);
  if (pattern.certainty === "unknown" || account === undefined) return { kind: "unknown", name, statement };
  const isWhole = name === account || name.endsWith(":root");
  return { kind: isWhole ? "account" : "identity", name: isWhole ? account : name, account, statement };
}

/** The host of an OIDC provider, from its ARN or from the name of one that AWS knows itself. */
function providerHost(name: string): string | undefined {
  const [, host] = /:oidc-provider\/(.+)$/.exec(name) ?? [];
  return host ?? (/^[a-z0-9.-]+\.[a-z]+$/.test(name) ? name : undefined);
}

/** The ARN of a provider made in the same program is not known yet; conditions on its claims tell its host. */
function hostOfConditions(conditions: readonly Condition[]): string | undefined {
  return conditions.map(({ key }) => /^([a-z0-9-]+(?:\.[a-z0-9-]+)+[^:]*):(sub|aud)$/.exec(key)?.[1]).find(Boolean);
}

/** How a trust policy stands to a service acting for the resources of strangers. */
export interface DeputyJudgement {
  /**
   * `guarded`: only for accounts or organizations that are named. `notNeeded`: the service cannot be misled, or cannot
   * be asked. `unlisted`: AWS documents nothing of it that the table knows.
   */
  readonly verdict: "guarded" | "open" | "notNeeded" | "unlisted" | "undetermined";
  readonly narrowing: Narrowing;
  /** What to write as `aws:SourceArn`. */
  readonly sourceArn?: string;
  readonly source?: string;
}

interface DeputyEntry {
  readonly isNeeded: boolean;
  readonly sourceArn?: string;
  readonly source: string;
}

const deputies = confusedDeputy as Readonly<Record<string, DeputyEntry>>;

/** Judges the trust in a service against the confused deputy. https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html */
export function judgeDeputy(party: Party): DeputyJudgement {
  const found = narrowing(party.statement.conditions, ["accounts", "organization"]);
  const entry = Object.hasOwn(deputies, party.name) ? deputies[party.name] : undefined;
  const about = { narrowing: found, sourceArn: entry?.sourceArn, source: entry?.source };
  if (found.grade === "yes") return { verdict: "guarded", ...about };
  if (entry && !entry.isNeeded) return { verdict: "notNeeded", ...about };
  if (found.grade === "unknown" || party.kind === "unknown") return { verdict: "undetermined", ...about };
  return { verdict: entry ? "open" : "unlisted", ...about };
}

/** Whether a trust in an OIDC provider is held to one subject of it. */
export interface SubjectJudgement {
  readonly verdict: "scoped" | "open" | "undetermined";
  /** The claims that were tested, as `sub repo:acme/*`. */
  readonly claims: readonly string[];
  /** A subject as it may be written. */
  readonly example?: string;
}

interface ProviderEntry {
  readonly claims: Readonly<Record<string, string>>;
  readonly example: string;
}

const providers = oidcProviders as Readonly<Record<string, ProviderEntry>>;

/**
 * Judges whether a claim names whose tokens are taken. Of providers that many share, it must name the owner and the
 * project; of any other, `sub` or `aud` must have a value that is more than a wildcard.
 */
export function judgeSubject(party: Party): SubjectJudgement {
  const entry = Object.hasOwn(providers, party.name) ? providers[party.name] : undefined;
  const expected = entry?.claims ?? { sub: "^[^*?]{3}", aud: "^[^*?]{3}" };
  const tests = party.statement.conditions.filter((one) => one.key.startsWith(`${party.name.toLowerCase()}:`));
  const isForAws = (one: Condition) =>
    one.key.endsWith(":aud") && one.values.every((v) => v.text === "sts.amazonaws.com");
  const grades = tests.map((condition): Grade => {
    const shape = expected[condition.key.slice(party.name.length + 1)];
    // That a token is meant for AWS is true of every token that somebody shows it.
    if (shape === undefined || !isBinding(condition) || isForAws(condition)) return "no";
    return all(condition.values.map((value) => subjectGrade(condition, value, new RegExp(shape))));
  });
  const unread = party.statement.conditions.some((condition) => condition.key === "");
  const grade = any([...grades, unread ? "unknown" : "no"]);
  const verdict = grade === "yes" ? "scoped" : grade === "unknown" ? "undetermined" : "open";
  const claims = tests.map(
    ({ key, values }) => `${key.slice(party.name.length + 1)} ${values.map((v) => v.shown).join(", ")}`,
  );
  return { verdict, claims, ...(entry && { example: entry.example }) };
}

function isBinding({ ifExists, set, operator, values }: Condition): boolean {
  return !ifExists && set !== "all" && !isNegative(operator) && operator !== "Null" && values.length > 0;
}

function subjectGrade({ operator }: Condition, value: Condition["values"][number], shape: RegExp): Grade {
  if (value.certainty === "unknown") return "unknown";
  // Where wildcards are no wildcards they match nobody, so any value names somebody or nobody.
  if (operator.startsWith("StringEquals")) return "yes";
  return shape.test(value.text) ? "yes" : "no";
}
