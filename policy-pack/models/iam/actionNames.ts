import { expandAction } from "./actions";

/**
 * Actions that AWS's own documents write and its reference does not list, in lower case.
 * Topics: https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 */
export const actionsBesideTheReference: ReadonlySet<string> = new Set(["sns:receive"]);

/** The action of the same service whose name is nearest to a misspelt one; undefined when none is near. */
export function closestAction(name: string): string | undefined {
  const [service = "", written = ""] = name.split(":");
  if (/[*?]/.test(name)) return undefined;
  const near = expandAction(`${service}:*`)
    .map((action) => ({ action, apart: distance(written, action.name.slice(service.length + 1).toLowerCase()) }))
    .toSorted((one, other) => one.apart - other.apart)[0];
  return near && near.apart <= Math.max(2, written.length / 3) ? near.action.name : undefined;
}

/** Levenshtein's distance: how many letters to insert, drop or change. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 0; i < one.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < other.length; j++) {
      const changed = (row[j] ?? 0) + (one[i] === other[j] ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
