import type { Reader } from "../../../plan/reader";
import type { Notes } from "./document";
import { parsePatterns, type Pattern } from "./patterns";

/** `aws`: an account, a role or a user by ARN or account id. */
export type PrincipalType = "anyone" | "aws" | "service" | "federated" | "canonical";

export interface PrincipalEntry {
  readonly type: PrincipalType;
  readonly pattern: Pattern;
}

/** Those that a statement speaks of, or everyone but them. */
export interface Principals {
  readonly not: boolean;
  readonly entries: readonly PrincipalEntry[];
}

const types: Readonly<Record<string, PrincipalType>> = {
  AWS: "aws",
  Service: "service",
  Federated: "federated",
  CanonicalUser: "canonical",
};

/** Reads Principal or NotPrincipal: `"*"`, or a map of types to names. */
export function parsePrincipals(statement: Reader, notes: Notes): Principals | undefined {
  const [key, other] = statement.has("Principal") ? ["Principal", "NotPrincipal"] : ["NotPrincipal", "Principal"];
  if (!statement.has(key)) return undefined;
  if (statement.has(other))
    notes.faults.push({ path: statement.path, message: "both Principal and NotPrincipal are given" });
  const isNot = key === "NotPrincipal";

  const text = statement.text(key);
  if (text.state === "known") {
    if (text.value !== "*")
      notes.faults.push({ path: text.path, message: `"${text.value}" is no principal; name its type` });
    const type = text.value === "*" ? "anyone" : "aws";
    return { not: isNot, entries: [{ type, pattern: { ...fixed(text.value), path: text.path } }] };
  }
  const map = statement.entries(key);
  if (map.state !== "known") {
    const why = map.state === "unknown" ? map.why : "is empty";
    notes.unknowns.push({ path: map.path, why });
    return { not: isNot, entries: [{ type: "aws", pattern: { ...unknownPattern, path: map.path } }] };
  }
  const entries = map.value.flatMap(([name, names]): PrincipalEntry[] => {
    const type = types[name];
    if (!type) {
      notes.faults.push({
        path: names.path,
        message: `${name} is no type of principal; types are ${Object.keys(types).join(", ")}`,
      });
      return [];
    }
    return parsePatterns(names.texts(), false, notes).map((pattern) => ({
      type: type === "aws" && pattern.certainty === "fixed" && pattern.text === "*" ? "anyone" : type,
      pattern,
    }));
  });
  return { not: isNot, entries };
}

const unknownPattern = { text: "*", shown: "a value not known yet", certainty: "unknown" } as const;

function fixed(text: string) {
  return { text, shown: text, certainty: "fixed" } as const;
}

/** The account of an ARN or of an account id; undefined when it has none. */
export function accountOf(principal: string): string | undefined {
  if (/^\d{12}$/.test(principal)) return principal;
  return /^arn:[^:]+:[^:]+:[^:]*:(\d{12}):/.exec(principal)?.[1];
}
