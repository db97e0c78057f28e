import { price } from "../../../cost/prices";
import type { Clients } from "../clients";

/** Something that nothing uses any more. */
export interface Leftover {
  /** What the command line names it by: an id or an ARN. */
  id: string;
  /** Such as `volume`. */
  kind: string;
  /** Name, size, age: what a person recognises it by. */
  what: string;
  tags: Record<string, string>;
  /** US dollars a month; undefined where the region has no price. */
  monthlyUsd: number | undefined;
  /** Milliseconds since 1970; absent where AWS keeps no date. */
  created?: number;
}

/** What is looked for. */
export interface Search {
  aws: Clients;
  region: string;
  /** URLs of the stack's image repositories, by which untagged images are found. */
  repositories: readonly string[];
}

/** A kind of leftover: how it is found, and how one of it is deleted. */
export interface Kind {
  kinds: readonly string[];
  find(search: Search): Promise<Leftover[]>;
  remove(search: Search, leftover: Leftover): Promise<void>;
}

/** Hours of an average month. */
const hoursPerMonth = 730;

/** What something costs a month; undefined where the region has no price for it. */
export function monthly(region: string, key: string, quantity = 1): number | undefined {
  const found = price(region, key);
  if (found === undefined) return undefined;
  return found.price * quantity * (found.unit === "hour" ? hoursPerMonth : 1);
}

/** Tags as AWS lists them. */
export function tagsOf(list: readonly { Key?: string; Value?: string }[] | undefined): Record<string, string> {
  return Object.fromEntries((list ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** Texts that are there, with a space between. */
export function words(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join(" ");
}
