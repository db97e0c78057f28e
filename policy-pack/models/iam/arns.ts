import type { Resource } from "../../../plan/resource";
import type { Stack } from "../../../plan/stack";

/** What an ARN says of an identity whatever the account: `role/path/name`. */
export function localName(arn: string): string | undefined {
  return /^arn:[^:]*:iam::[^:]*:(.+)$/.exec(arn)?.[1];
}

/**
 * The target with those parts of its place filled in that are not known and that the pattern names: a resource of
 * the stack whose account or region is not known is taken to be where the policy says.
 */
export function aligned(target: string, pattern: string): string {
  if (!target.includes("*") || !pattern.startsWith("arn:")) return target;
  const [mine, theirs] = [target.split(":"), pattern.split(":")];
  if (mine.length < 6 || theirs.length < 6) return target;
  for (const part of [1, 3, 4]) {
    const named = theirs[part];
    if (mine[part] === "*" && named !== undefined && !/[*?]/.test(named)) mine[part] = named;
  }
  return mine.join(":");
}

/** The account that most ARNs of the stack's resources name. */
export function accountOfStack(stack: Stack): string | undefined {
  const counts = new Map<string, number>();
  for (const resource of stack.resources) {
    const arn = resource.properties.text("arn");
    const [, account] = (arn.state === "known" && /^arn:[^:]+:[^:]+:[^:]*:(\d{12}):/.exec(arn.value)) || [];
    if (account !== undefined) counts.set(account, (counts.get(account) ?? 0) + 1);
  }
  return [...counts].toSorted(([, one], [, two]) => two - one)[0]?.[0];
}

export function policyArn(resource: Resource, account: string | undefined): string {
  return arnPattern(resource, "policy", account);
}

/** The ARN of something of IAM, as far as it is known. A name that Pulumi or AWS makes up holds the logical name. */
export function arnPattern(
  resource: Resource,
  kind: "role" | "user" | "group" | "policy",
  account: string | undefined,
): string {
  const { properties } = resource;
  const arn = properties.text("arn");
  if (arn.state === "known") return arn.value;
  const [name, prefix, path] = [properties.text("name"), properties.text("namePrefix"), properties.text("path")];
  const unnamed = prefix.state === "known" ? `${prefix.value}*` : `*${resource.name}*`;
  const shown = name.state === "known" ? name.value : name.state === "unknown" ? "*" : unnamed;
  const folder = path.state === "known" ? path.value : path.state === "unknown" ? "/*" : "/";
  return `arn:*:iam::${account ?? "*"}:${kind}${folder}${shown}`;
}
