/** A service's own container among those of its task: called as the service is, or the only one. */
export function ownContainer(names: readonly string[], service: string): string | undefined {
  const key = service.slice(service.lastIndexOf("/") + 1);
  const found = names.find((name) => name === key || name === `temporal-${key}`);
  return found ?? (names.length === 1 ? names[0] : undefined);
}
