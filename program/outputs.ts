/** The entries that have a value: Pulumi warns of an output that is undefined. */
export function definedOnly<T extends Record<string, unknown>>(outputs: T): Partial<T> {
  return Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined)) as Partial<T>;
}
