import { isDeepStrictEqual } from "node:util";
import { isProviderType } from "../engine/urns";
import type { PreviewDocument, PreviewResource } from "./document";

/** One billed thing before and after, in US dollars a month; 0 where it is not there. */
export interface CostChange {
  readonly resource: string;
  readonly item: string;
  readonly before: number;
  readonly after: number;
}

/** What differs between two previews of a stack. */
export interface Changes {
  /** URNs. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly { readonly urn: string; readonly inputs: readonly string[] }[];
  /** What is not the same amount, the largest change first. */
  readonly costs: readonly CostChange[];
}

/** Smaller changes are those of rounding. */
const leastChange = 0.005;

/** What a change does, from the previews before and after it. */
export function changesSince(before: PreviewDocument, after: PreviewDocument): Changes {
  const was = inputsByUrn(before);
  const is = inputsByUrn(after);
  const changed = [...is].flatMap(([urn, inputs]) => {
    const old = was.get(urn);
    const names = old === undefined ? [] : differing(old, inputs);
    return names.length > 0 ? [{ urn, inputs: names }] : [];
  });
  return {
    added: [...is.keys()].filter((urn) => !was.has(urn)),
    removed: [...was.keys()].filter((urn) => !is.has(urn)),
    changed,
    costs: costChanges(before, after),
  };
}

type Inputs = Readonly<Record<string, unknown>>;

/** What the program would create: no providers, no components, nothing that exists already. */
export function managedResources({ resources }: PreviewDocument): PreviewResource[] {
  return resources.filter(({ custom, external, type }) => custom && !external && !isProviderType(type));
}

function inputsByUrn(document: PreviewDocument): Map<string, Inputs> {
  return new Map(managedResources(document).map(({ urn, inputs }) => [urn, inputs]));
}

function differing(before: Inputs, after: Inputs): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !isDeepStrictEqual(before[name], after[name])).toSorted();
}

function costChanges(before: PreviewDocument, after: PreviewDocument): CostChange[] {
  const sums = new Map<string, { resource: string; item: string; before: number; after: number }>();
  for (const [side, { cost }] of [
    ["before", before],
    ["after", after],
  ] as const)
    for (const { resource, item, amount } of cost.lines) {
      const key = `${resource} ${item}`;
      const sum = sums.get(key) ?? { resource, item, before: 0, after: 0 };
      sum[side] += amount;
      sums.set(key, sum);
    }
  const size = (change: CostChange) => Math.abs(change.after - change.before);
  return [...sums.values()].filter((change) => size(change) >= leastChange).sort((a, b) => size(b) - size(a));
}
