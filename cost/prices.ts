import * as fs from "node:fs";
import * as path from "node:path";

/** What a price is for: one hour, one GB kept for a month, a million requests and so on. */
export type PriceUnit = (typeof priceUnits)[number];

/** The units that a price may have. */
export const priceUnits = [
  "hour",
  "month",
  "vCPU-hour",
  "ACU-hour",
  "LCU-hour",
  "GB-hour",
  "GB-second",
  "GB-month",
  "IOPS-month",
  "MBps-month",
  "vCPU-month",
  "GB",
  "thousand",
  "million",
] as const;

/** What AWS bills one unit of something with in a region, on demand and before tax. */
export interface Price {
  /** What is billed, such as `ec2.t4g.small`; the same in every region. */
  readonly key: string;
  readonly region: string;
  /** US dollars per unit. */
  readonly price: number;
  readonly unit: PriceUnit;
  /** AWS's name for it in a bill of the region, such as `EU-NatGateway-Hours`. */
  readonly usageType: string;
  /** Where the price was read. */
  readonly source: string;
  /** The day that the source gives the price for, YYYY-MM-DD. */
  readonly asOf: string;
}

/** A row of a region's file: the key and the region are those of the row's place. */
type Row = Omit<Price, "key" | "region">;

/** One file for each region, so that `cloister refresh-prices` can add a region. */
const folder = path.join(__dirname, "data", "prices");

/** The regions that have prices. Elsewhere everything is unpriced. */
export const pricedRegions: readonly string[] = fs
  .readdirSync(folder)
  .flatMap((name) => (name.endsWith(".json") ? [name.slice(0, -".json".length)] : []))
  .sort();

const tables = new Map<string, ReadonlyMap<string, Row>>();

/** The rows of a region, read once. */
function tableOf(region: string): ReadonlyMap<string, Row> {
  const known = tables.get(region);
  if (known) return known;
  const text = pricedRegions.includes(region) ? fs.readFileSync(path.join(folder, `${region}.json`), "utf8") : "{}";
  const table = new Map(Object.entries(JSON.parse(text) as Record<string, Row>));
  tables.set(region, table);
  return table;
}

/** The price of something in a region; undefined where no source was found, which is to be told by name. */
export function price(region: string, key: string): Price | undefined {
  const row = tableOf(region).get(key);
  return row && { key, region, ...row };
}

/** Every price of a region; none for a region without prices. */
export function pricesOf(region: string): Price[] {
  return [...tableOf(region)].map(([key, row]) => ({ key, region, ...row }));
}

/**
 * The price of something in us-east-1, for the free-tier rules, which say what an overrun costs there.
 * @throws Error when the table has no such row: the keys that are asked for stand in this library
 */
export function priceInVirginia(key: string): Price {
  const row = price("us-east-1", key);
  if (!row) throw new Error(`cost/data/prices/us-east-1.json has no row ${key}`);
  return row;
}
