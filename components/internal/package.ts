/** The package name that every type token carries; Pulumi accepts no module but `index` in a component package. */
export const packageName = "cloister";

/** The type token of a component class, `cloister:index:Class`. */
export function typeToken(className: string): string {
  return `${packageName}:index:${className}`;
}
