import { createHash } from "node:crypto";
import { shown, type Problems } from "../internal/problems";

/** One listener rule: its patterns lead to its service. */
export interface ListenerRulePlan {
  /** Name among its service's rules, which stays when other services or shallower paths come and go. */
  id: string;
  service: string;
  priority: number;
  patterns: string[];
}

/** What the plan needs to know of a service. */
export interface RoutedService {
  paths: readonly string[];
  priority?: number;
}

/** Values, and wildcards in them, that one rule may hold. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const valuesPerRule = 5;
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html */
const lastPriority = 50_000;
/** Automatic priorities: a band of numbers for each depth of path, the deepest first. */
const deepest = 8;
const bandSize = 6_000;
/** Room at the end of a band for the further rules of a long list. */
const bandReserve = 100;

/** Path that takes everything no other service takes: the listener's default. */
export const everything = "/*";

/** The patterns that a path stands for: `/api` and `/api/*` both are the pair; anything with another wildcard is itself. */
export function patternsOf(path: string): string[] {
  const base = path.endsWith("/*") ? path.slice(0, -2) : path;
  return base === "" || path === "/" || /[*?]/.test(base) ? [path] : [base, `${base}/*`];
}

/** Number of path segments, without a last `/*`: what is deeper is more specific. */
function depthOf(path: string): number {
  const segments = path.replace(/\/\*$/, "").split("/").filter(Boolean).length;
  return Math.min(Math.max(segments, 1), deepest);
}

/** A number that follows from the text alone. */
function numberOf(text: string, limit: number): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0) % limit;
}

/** Splits patterns over as few rules as the limits allow, in the order given. */
export function splitPatterns(patterns: readonly string[]): string[][] {
  const rules: string[][] = [];
  for (const pattern of patterns) {
    const last = rules.at(-1);
    const wildcards = [...(last ?? []), pattern].join("").replace(/[^*?]/g, "").length;
    if (last && last.length < valuesPerRule && wildcards <= valuesPerRule) last.push(pattern);
    else rules.push([pattern]);
  }
  return rules;
}

/**
 * The rules of one service. With a priority of its own they take the numbers from there on. Otherwise the paths are
 * grouped by depth, and each group's number follows from depth and key alone: deeper paths come first, and no other
 * service's coming or going ever moves a rule.
 */
export function rulesOf(service: string, { paths, priority }: RoutedService): ListenerRulePlan[] {
  const numbered = (id: string, first: number, group: readonly string[]) =>
    splitPatterns(group.flatMap(patternsOf)).map((patterns, index) => ({
      id: index === 0 ? id : `${id}-${index + 1}`,
      service,
      priority: first + index,
      patterns,
    }));
  if (paths.includes(everything)) return [];
  if (priority !== undefined) return numbered("rule", priority, paths);
  const depths = [...new Set(paths.map(depthOf))];
  return depths.flatMap((depth) => {
    const first = (deepest - depth) * bandSize + 1 + numberOf(service, bandSize - bandReserve);
    return numbered(
      `rule-depth-${depth}`,
      first,
      paths.filter((path) => depthOf(path) === depth),
    );
  });
}

/** Plans every rule and records what is wrong with paths and priorities. */
export function planRules(problems: Problems, services: Readonly<Record<string, RoutedService>>): ListenerRulePlan[] {
  for (const [key, service] of Object.entries(services)) checkPaths(problems, key, service);
  const rules = Object.entries(services).flatMap(([key, service]) => rulesOf(key, service));
  checkOwners(problems, services);
  checkPriorities(problems, rules);
  checkReachable(problems, rules);
  return rules;
}

function checkPaths(problems: Problems, key: string, { paths, priority }: RoutedService): void {
  const at = `services.${key}`;
  problems.require(
    paths.length > 0,
    `${at}.paths`,
    `must hold at least one path, got none; ${everything} takes the rest`,
  );
  problems.require(
    paths.length < 2 || !paths.includes(everything),
    `${at}.paths`,
    `must hold nothing beside ${everything}, which takes every path already, got ${shown(paths)}`,
  );
  paths.forEach((path, index) => {
    problems.check(`${at}.paths[${index}]`, path, pathFault);
  });
  if (priority === undefined) return;
  problems.wholeNumber(`${at}.priority`, priority, 1, lastPriority);
  problems.require(
    !paths.includes(everything),
    `${at}.priority`,
    `must be absent for the service of ${everything}: the listener's default has no priority, got ${priority}`,
  );
  const last = priority + rulesOf(key, { paths, priority }).length - 1;
  problems.require(
    priority > lastPriority || last <= lastPriority,
    `${at}.priority`,
    `must leave room for every rule of the service up to ${lastPriority}, got ${priority}, and the last would be ${last}`,
  );
}

/** Why the load balancer would not take a path. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#path-conditions */
function pathFault(path: string): string | undefined {
  if (!/^\/[\w\-.$/~"'@:+&*?]*$/.test(path)) {
    return `must begin with a slash and hold letters, digits and _-.$/~"'@:+& with * and ? as wildcards, got ${shown(path)}`;
  }
  if (path.includes("//") || (path.length > 1 && path.endsWith("/"))) {
    return `must have no empty part and no slash at its end, got ${shown(path)}; ${shown(path.replace(/\/+/g, "/").replace(/\/$/, ""))} takes what is below it too`;
  }
  if (patternsOf(path).some((pattern) => pattern.length > 128))
    return `must be at most 126 characters, got ${path.length}`;
  const wildcards = path.replace(/[^*?]/g, "").length;
  return wildcards > valuesPerRule ? `must hold at most ${valuesPerRule} wildcards, got ${wildcards}` : undefined;
}

/** No path belongs to two services, or twice to one. */
function checkOwners(problems: Problems, services: Readonly<Record<string, RoutedService>>): void {
  const owners = new Map<string, string>();
  for (const [key, { paths }] of Object.entries(services)) {
    paths.forEach((path, index) => {
      const [first = path] = patternsOf(path);
      const owner = owners.get(first);
      if (owner !== undefined) {
        problems.add(
          `services.${key}.paths[${index}]`,
          `must lead to one service, got ${shown(path)}, which services.${owner} has already`,
        );
      } else owners.set(first, key);
    });
  }
}

function checkPriorities(problems: Problems, rules: readonly ListenerRulePlan[]): void {
  const owners = new Map<number, ListenerRulePlan>();
  for (const rule of rules) {
    const owner = owners.get(rule.priority);
    if (owner) {
      problems.add(
        `services.${rule.service}.priority`,
        `must be its own, got ${rule.priority}, which a rule of services.${owner.service} has; give either another priority`,
      );
    } else owners.set(rule.priority, rule);
  }
}

/** A path that lies wholly under another service's path needs the lower number, or no request ever reaches it. */
function checkReachable(problems: Problems, rules: readonly ListenerRulePlan[]): void {
  for (const rule of rules) {
    const before = rules.filter((other) => other.service !== rule.service && other.priority < rule.priority);
    for (const pattern of rule.patterns) {
      const hiding = before.find((other) => other.patterns.some((covering) => covers(covering, pattern)));
      if (hiding) {
        problems.add(
          `services.${rule.service}.priority`,
          `must be lower than that of services.${hiding.service}, which takes ${shown(pattern)} first, got ${rule.priority} against ${hiding.priority}`,
        );
      }
    }
  }
}

/** Whether a pattern takes everything that another takes; a wildcard of the other counts as a character. */
function covers(pattern: string, other: string): boolean {
  const source = pattern.replace(/[.$+]/g, "\\$&").replace(/\*/g, ".*").replace(/\?/g, "[^*]");
  return new RegExp(`^${source}$`).test(other);
}
