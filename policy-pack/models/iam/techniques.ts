import escalationTechniques from "./data/escalationTechniques.json";
import type { IdentityKind } from "./identities";

/**
 * On what an action must be allowed: the target itself, a managed policy of it, a resource that works with it, the
 * holder itself, a managed policy or a group of the holder, or anything at all.
 */
export type NeedOn = "target" | "targetPolicy" | "worker" | "self" | "ownPolicy" | "ownGroup" | "any";

/**
 * A known way from some permissions to more. The ids are those of the public catalogue at https://pathfinding.cloud;
 * words and conditions are this package's own.
 */
export interface Technique {
  readonly id: string;
  /** What the holder does, for `A <title> B`. */
  readonly title: string;
  /** Who can use it. Default: roles and users. */
  readonly holder?: IdentityKind;
  /** Whose permissions it leads to. Absent: it raises the holder itself. */
  readonly target?: IdentityKind;
  /** Services one of which the target must trust, or `actor`: it must trust the holder. */
  readonly trusts?: readonly string[] | "actor";
  /** Types of resources one of which must work with the target. */
  readonly workers?: readonly string[];
  /** Every action that must be allowed. */
  readonly needs: Readonly<Record<string, NeedOn>>;
  /** What is known of the request beyond its action and resource. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
  /** `target`: the permissions that the target has. `administrator`: any permission at all. */
  readonly gains: "target" | "administrator";
  readonly source: string;
  readonly asOf: string;
}

/** Those that need more come first, so that the closest description is given. */
export const techniques = escalationTechniques as readonly object[] as readonly Technique[];

const needs = new Map(techniques.map((technique) => [technique, Object.entries(technique.needs)]));

/** The needs of a technique, as pairs. */
export function needsOf(technique: Technique): readonly (readonly [action: string, on: NeedOn])[] {
  return needs.get(technique) ?? Object.entries(technique.needs);
}

/** The needs of a technique on some kinds of things. */
export function needsOn(technique: Technique, ...on: readonly NeedOn[]): string[] {
  return needsOf(technique).flatMap(([action, one]) => (on.includes(one) ? [action] : []));
}
