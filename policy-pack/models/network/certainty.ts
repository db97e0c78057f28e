import type { AddressSet } from "./cidr";
import { intersection, union } from "./cidr";
import { intersectRegions, nothing, uniteRegions, type Region } from "./region";
import { intersectServices, uniteServices, type ServiceSet } from "./services";

/** Why something could not be told. */
export interface Doubt {
  /** Logical name of the resource whose property it is, or the id of what lies outside the stack. */
  readonly resource: string;
  readonly property: string;
  readonly why: string;
}

/** An answer to a question of yes or no. */
export type Certain = "yes" | "no" | "maybe";

/**
 * A set of which some members are certain and others only possible: whatever the unknown values turn out to be, the
 * real set holds `sure` and lies within `may`. Doubts say what stands between the two.
 */
export interface Bounds<T> {
  readonly sure: T;
  readonly may: T;
  readonly doubts: readonly Doubt[];
}

export function exactly<T>(set: T): Bounds<T> {
  return { sure: set, may: set, doubts: [] };
}

export function perhaps<T>(none: T, set: T, ...doubts: readonly Doubt[]): Bounds<T> {
  return { sure: none, may: set, doubts };
}

/** How sets of a kind are joined. */
export interface Algebra<T extends readonly unknown[]> {
  readonly none: T;
  unite(sets: readonly T[]): T;
  intersect(a: T, b: T): T;
}

const noAddresses: AddressSet = [];
export const addressAlgebra: Algebra<AddressSet> = {
  none: noAddresses,
  unite: (sets) => union(...sets),
  intersect: intersection,
};
export const serviceAlgebra: Algebra<ServiceSet> = {
  none: [],
  unite: (sets) => uniteServices(...sets),
  intersect: intersectServices,
};
export const regionAlgebra: Algebra<Region> = { none: nothing, unite: uniteRegions, intersect: intersectRegions };

/** What is in any of the sets. */
export function anyOf<T extends readonly unknown[]>(algebra: Algebra<T>, sets: readonly Bounds<T>[]): Bounds<T> {
  const [only] = sets;
  if (only && sets.length === 1) return only;
  return {
    sure: algebra.unite(sets.map((set) => set.sure)),
    may: algebra.unite(sets.map((set) => set.may)),
    doubts: distinct(sets.flatMap((set) => set.doubts)),
  };
}

/** What is in both sets. A doubt in one of them is void where the other certainly has nothing. */
export function bothOf<T extends readonly unknown[]>(algebra: Algebra<T>, a: Bounds<T>, b: Bounds<T>): Bounds<T> {
  const may = algebra.intersect(a.may, b.may);
  if (may.length === 0) return { sure: algebra.none, may, doubts: [] };
  return { sure: algebra.intersect(a.sure, b.sure), may, doubts: distinct([...a.doubts, ...b.doubts]) };
}

/** What is in that one of the sets which holds, when it is not known which one does. */
export function oneOf<T extends readonly unknown[]>(
  algebra: Algebra<T>,
  sets: readonly Bounds<T>[],
  doubt: Doubt,
): Bounds<T> {
  const [first, ...rest] = sets;
  if (!first) return exactly(algebra.none);
  return {
    sure: rest.reduce((sure, set) => algebra.intersect(sure, set.sure), first.sure),
    may: algebra.unite(sets.map((set) => set.may)),
    doubts: distinct([doubt, ...sets.flatMap((set) => set.doubts)]),
  };
}

/** Doubts without repetition, in order. */
export function distinct(doubts: readonly Doubt[]): readonly Doubt[] {
  if (doubts.length < 2) return doubts;
  const seen = new Map(doubts.map((doubt) => [`${doubt.resource} ${doubt.property} ${doubt.why}`, doubt]));
  return seen.size === doubts.length ? doubts : [...seen.values()];
}

/** A doubt in words. */
export function describeDoubt({ resource, property, why }: Doubt): string {
  return `${property} of ${resource} ${why}`;
}
