import type { Reader } from "./reader";

/** A resource as rules see it. */
export interface Resource {
  /** Type token, with aliases of one type made the same: `aws:alb/listener:Listener` is `aws:lb/listener:Listener`. */
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  /** URN of the parent; absent for the stack, for what has none, and where the engine does not tell. */
  readonly parent?: string;
  readonly properties: Reader;
  /** Settings of the provider that makes it; absent for components and when the engine does not tell. */
  readonly provider?: Reader;
  /** URNs of the resources that each property was computed from; empty while only inputs are known. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** Names of the properties that the program itself wrote; absent when only outputs are told. */
  readonly written?: readonly string[];
  /** Paths of the properties whose changes the program leaves alone (the option `ignoreChanges`). */
  readonly ignoreChanges?: readonly string[];
}

/** Modules that hold the same resource types under an older or a second name. */
const moduleAliases: Readonly<Record<string, string>> = {
  "aws:alb": "aws:lb",
  "aws:elasticloadbalancingv2": "aws:lb",
  "aws:applicationloadbalancing": "aws:lb",
};

/** What version 6 of the provider named anew, and version 7 names as before. */
const secondVersion = /^(aws:s3\/\w+)V2:(\w+)V2$/;

/** The one name by which rules know a type. */
export function canonicalType(type: string): string {
  const [, path, name] = secondVersion.exec(type) ?? [];
  if (path !== undefined && name !== undefined) return `${path}:${name}`;
  const module = type.slice(0, Math.max(type.indexOf("/"), 0));
  const canonical = moduleAliases[module];
  return canonical === undefined ? type : canonical + type.slice(module.length);
}
