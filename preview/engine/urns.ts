/** Type of the resource that stands for the stack; it is no part of its children's URNs. */
export const stackType = "pulumi:pulumi:Stack";

const prefix = "urn:pulumi:";

/** What a URN is made of: `urn:pulumi:STACK::PROJECT::PARENT-TYPE$TYPE::NAME`. */
export interface UrnParts {
  stack: string;
  project: string;
  /** Types of all ancestors and the resource's own, joined by `$`. */
  qualifiedType: string;
  name: string;
}

/** Reads a URN; undefined when it is none. The name may hold `::`. */
export function parseUrn(urn: string): UrnParts | undefined {
  if (!urn.startsWith(prefix)) return undefined;
  const [stack, project, qualifiedType, ...name] = urn.slice(prefix.length).split("::");
  if (stack === undefined || project === undefined || qualifiedType === undefined || name.length === 0)
    return undefined;
  return { stack, project, qualifiedType, name: name.join("::") };
}

/** A new resource's URN, with its parent's types before its own. */
export function makeUrn(stack: string, project: string, parent: string, type: string, name: string): string {
  const parentType = parseUrn(parent)?.qualifiedType;
  const qualified = parentType === undefined || parentType === stackType ? type : `${parentType}$${type}`;
  return `${prefix}${stack}::${project}::${qualified}::${name}`;
}

/** A resource's own type: the last of the qualified one. */
export function typeOfUrn(urn: string): string {
  return parseUrn(urn)?.qualifiedType.split("$").at(-1) ?? "";
}

export function nameOfUrn(urn: string): string {
  return parseUrn(urn)?.name ?? urn;
}

/** Package of a type or function token: what stands before the first colon. */
export function packageOf(token: string): string {
  return token.split(":")[0] ?? "";
}

const providerPrefix = "pulumi:providers:";

export function isProviderType(type: string): boolean {
  return type.startsWith(providerPrefix);
}

export function providerType(packageName: string): string {
  return providerPrefix + packageName;
}

/** The package a provider resource serves. */
export function packageOfProvider(type: string): string {
  return type.slice(providerPrefix.length);
}

/** A provider reference is `URN::ID`; this is the URN. */
export function urnOfReference(reference: string): string {
  const end = reference.lastIndexOf("::");
  return end < 0 ? reference : reference.slice(0, end);
}
