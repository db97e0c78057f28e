import euWest1 from "./data/prices/eu-west-1.json";
import usEast1 from "./data/prices/us-east-1.json";

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

const tables = new Map(
  Object.entries({ "us-east-1": usEast1, "eu-west-1": euWest1 }).map(([region, rows]) => [
    region,
    new Map(Object.entries(rows as Record<string, Row>)),
  ]),
);

/** The regions that have prices. Elsewhere everything is unpriced. */
export const pricedRegions: readonly string[] = [...tables.keys()];

/** The price of something in a region; undefined where no source was found, which is to be told by name. */
export function price(region: string, key: string): Price | undefined {
  const row = tables.get(region)?.get(key);
  return row && { key, region, ...row };
}

/** Every price of a region; none for a region without prices. */
export function pricesOf(region: string): Price[] {
  return [...(tables.get(region) ?? [])].map(([key, row]) => ({ key, region, ...row }));
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
