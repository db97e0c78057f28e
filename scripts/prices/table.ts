import * as fs from "node:fs";
import * as path from "node:path";
import type { Price } from "../../cost/prices";
import { CommandError } from "../command/errors";
import type { Offer, Row } from "./offerFile";
import type { PriceRule } from "./rules";

/** A row of a region's file, under its key. */
export type TableRow = Omit<Price, "key" | "region">;
export type Table = Readonly<Record<string, TableRow>>;

/** What a rule came to. */
export type Finding =
  | { readonly key: string; readonly row: TableRow }
  | { readonly key: string; readonly refused: string }
  | { readonly key: string; readonly missing: true };

/** What AWS's file says for a rule of its service. Rows that agree are one; rows that differ are no price. */
export function find(rule: PriceRule, offer: Offer): Finding {
  const { key } = rule;
  const rows = offer.rows.filter((row) => row.rule === rule);
  const [first] = rows;
  if (!first) return { key, missing: true };
  const prices = rows.map((row) => priced(row));
  const faults = prices.flatMap((price) => (typeof price === "string" ? [price] : []));
  if (faults[0] !== undefined) return { key, refused: faults[0] };
  if (new Set(prices).size > 1)
    return {
      key,
      refused: `${rows.length} rows differ: ${rows.map((row, i) => `${row.sku} ${row.usageType} ${prices[i]} USD`).join(", ")}`,
    };
  return {
    key,
    row: {
      price: prices[0] as number,
      unit: rule.unit,
      usageType: first.usageType,
      source: `AWS Price List, ${rule.service}, published ${offer.publicationDate}`,
      asOf: offer.publicationDate.slice(0, 10),
    },
  };
}

/**
 * US dollars for one of our units, or why there is no price. A tier of 0 before another is an allowance, which is no
 * matter of the price; a row of nothing but 0 is another product (on Outposts, in a trial) and no price.
 */
function priced({ rule, sku, usageType, tiers }: Row): number | string {
  const name = `${sku} ${usageType}`;
  if (tiers.length === 0) return `${name} has no price on demand`;
  const strange = tiers.find(({ unit }) => !rule.awsUnits.includes(unit.toLowerCase()));
  if (strange) return `${name} is counted in ${strange.unit}, not in ${rule.awsUnits.join(" or ")}`;
  const first = tiers.toSorted((a, b) => a.from - b.from).find(({ usd }) => usd !== 0);
  if (!first) return `${name} costs 0`;
  if (first.usd === undefined || !(first.usd > 0)) return `${name} has no price in USD`;
  // Twelve digits are more than AWS gives and fewer than binary fractions need.
  return Number((first.usd * (rule.times ?? 1)).toPrecision(12));
}

/** What is different from what the table said. */
export interface Difference {
  readonly changed: readonly { key: string; from: number; to: number; unit: string }[];
  readonly added: readonly { key: string; to: number; unit: string }[];
  /** Prices that AWS has confirmed. */
  readonly confirmed: readonly string[];
  /** Rows of the table that AWS's files no longer have; they stay as they were. */
  readonly missing: readonly string[];
  /** Rules that no row was found for, and the table has none either. */
  readonly unlisted: readonly string[];
  /** What could not be told for sure; the table stays as it was there. */
  readonly refused: readonly { key: string; reason: string }[];
}

export function compare(before: Table, findings: readonly Finding[]): Difference {
  const found = findings.flatMap((finding) => ("row" in finding ? [finding] : []));
  const absent = findings.flatMap((finding) => ("missing" in finding ? [finding.key] : []));
  const isNew = (key: string) => !Object.hasOwn(before, key);
  return {
    changed: found.flatMap(({ key, row }) => {
      const from = before[key]?.price;
      return from === undefined || isNew(key) || from === row.price
        ? []
        : [{ key, from, to: row.price, unit: row.unit }];
    }),
    added: found.flatMap(({ key, row }) => (isNew(key) ? [{ key, to: row.price, unit: row.unit }] : [])),
    confirmed: found.flatMap(({ key, row }) => (before[key]?.price === row.price ? [key] : [])),
    missing: absent.filter((key) => !isNew(key)),
    unlisted: absent.filter(isNew),
    refused: findings.flatMap((finding) =>
      "refused" in finding ? [{ key: finding.key, reason: finding.refused }] : [],
    ),
  };
}

/** The table with what was found; what was not found stays. Sorted by key. */
export function merged(before: Table, findings: readonly Finding[]): Table {
  const rows = { ...before, ...Object.fromEntries(findings.flatMap((f) => ("row" in f ? [[f.key, f.row]] : []))) };
  return Object.fromEntries(Object.entries(rows).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A region's table; empty where there is no file. */
export function readTable(file: string): Table {
  if (!fs.existsSync(file)) return {};
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")) as Table;
  } catch (error) {
    throw new CommandError(`${file} is no JSON: ${(error as Error).message}.`, "Mend or remove it.", { cause: error });
  }
}

/** In one step, so that no reader ever sees half a table. */
export function writeTable(file: string, table: Table): void {
  const fresh = `${file}.${process.pid}.new`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(fresh, `${JSON.stringify(table, null, 2)}\n`);
    fs.renameSync(fresh, file);
  } catch (error) {
    fs.rmSync(fresh, { force: true });
    throw new CommandError(`${file} cannot be written: ${(error as Error).message}.`, "Name another file with --out.", {
      cause: error,
    });
  }
}
