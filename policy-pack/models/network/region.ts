import type { AddressSet, Range } from "./cidr";
import { intersectServices, sameServices, subtractServices, uniteServices, type ServiceSet } from "./services";

/** What may pass between some addresses and one place: the services that each range of addresses may use. */
export interface Band {
  readonly range: Range;
  readonly services: ServiceSet;
}

/**
 * Pairs of address and service, as bands in order of address, without overlap, none of them empty, and neighbours
 * different: equal regions are equal lists.
 */
export type Region = readonly Band[];

export const nothing: Region = [];

/** Every one of the services from every one of the addresses. */
export function regionOf(addresses: AddressSet, services: ServiceSet): Region {
  return services.length === 0 ? nothing : addresses.map((range) => ({ range, services }));
}

export function uniteRegions(regions: readonly Region[]): Region {
  if (regions.length === 0) return nothing;
  const [only = nothing] = regions;
  if (regions.length === 1) return only;
  const middle = regions.length >> 1;
  return merge(uniteRegions(regions.slice(0, middle)), uniteRegions(regions.slice(middle)), uniteServices);
}

export function intersectRegions(a: Region, b: Region): Region {
  return a === b ? a : merge(a, b, intersectServices);
}

export function subtractRegions(a: Region, b: Region): Region {
  return b.length === 0 ? a : merge(a, b, subtractServices);
}

/** The region with the services of each band replaced. */
export function mapServices(region: Region, change: (services: ServiceSet) => ServiceSet): Region {
  return merge(region, nothing, (services) => change(services));
}

/** The services that any of the addresses may use. */
export function servicesIn(region: Region): ServiceSet {
  return uniteServices(...region.map((band) => band.services));
}

/** The addresses that may use any service. */
export function addressesIn(region: Region): AddressSet {
  const joined: Range[] = [];
  for (const { range } of region) {
    const previous = joined.at(-1);
    if (previous?.version === range.version && previous.last + 1n === range.first)
      joined[joined.length - 1] = { ...previous, last: range.last };
    else joined.push(range);
  }
  return joined;
}

const none: ServiceSet = [];

/** Walks two regions together and joins the services wherever either has some. */
function merge(a: Region, b: Region, join: (a: ServiceSet, b: ServiceSet) => ServiceSet): Region {
  const merged: Band[] = [];
  const [left, right] = [new Walker(a), new Walker(b)];
  for (;;) {
    const first = lower(left.start(), right.start());
    if (!first) return merged;
    const [ours, theirs] = [left.at(first), right.at(first)];
    const last = min(left.endFrom(first), right.endFrom(first));
    append(merged, { version: first.version, first: first.value, last }, join(ours, theirs));
    left.skip(first.version, last);
    right.skip(first.version, last);
  }
}

interface Point {
  readonly version: 4 | 6;
  readonly value: bigint;
}

/** Reads a region from low to high, from any point on. */
class Walker {
  private index = 0;
  private from?: bigint;

  constructor(private readonly region: Region) {}

  /** The lowest point not yet read that lies in a band. */
  start(): Point | undefined {
    const band = this.region[this.index];
    return band && { version: band.range.version, value: this.from ?? band.range.first };
  }

  at(point: Point): ServiceSet {
    const band = this.region[this.index];
    return band && this.covers(point) ? band.services : none;
  }

  /** The last address up to which nothing changes; undefined when nothing more comes in this IP version. */
  endFrom(point: Point): bigint | undefined {
    const band = this.region[this.index];
    if (band?.range.version !== point.version) return undefined;
    return this.covers(point) ? band.range.last : band.range.first - 1n;
  }

  skip(version: 4 | 6, last: bigint): void {
    const band = this.region[this.index];
    if (band?.range.version !== version || last < (this.from ?? band.range.first)) return;
    if (last >= band.range.last) {
      this.index++;
      this.from = undefined;
    } else this.from = last + 1n;
  }

  private covers(point: Point): boolean {
    const start = this.start();
    return start?.version === point.version && start.value <= point.value;
  }
}

function lower(a: Point | undefined, b: Point | undefined): Point | undefined {
  if (!a || !b) return a ?? b;
  if (a.version !== b.version) return a.version < b.version ? a : b;
  return a.value <= b.value ? a : b;
}

function min(a: bigint | undefined, b: bigint | undefined): bigint {
  if (a === undefined) return b ?? 0n;
  return b === undefined || a <= b ? a : b;
}

function append(bands: Band[], range: Range, services: ServiceSet): void {
  if (services.length === 0) return;
  const previous = bands.at(-1);
  const touches = previous?.range.version === range.version && previous.range.last + 1n === range.first;
  if (previous && touches && sameServices(previous.services, services))
    bands[bands.length - 1] = { range: { ...previous.range, last: range.last }, services: previous.services };
  else bands.push({ range, services });
}
