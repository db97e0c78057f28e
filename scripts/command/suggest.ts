import { closest, distance } from "fastest-levenshtein";

/** The known name that is most likely meant: at most a third of its letters differ. Undefined: none is close. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const best = closest(name.toLowerCase(), known);
  return distance(name.toLowerCase(), best.toLowerCase()) <= Math.max(1, Math.floor(best.length / 3))
    ? best
    : undefined;
}

/** `Did you mean X?`, or the list of what there is. */
export function suggestion(name: string, known: readonly string[]): string {
  const best = nearest(name, known);
  if (best !== undefined) return `Did you mean ${best}?`;
  return known.length === 0 ? "There is none." : `There are: ${[...known].sort().join(", ")}.`;
}
