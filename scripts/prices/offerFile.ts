import { Transform, Writable, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { asStream } from "stream-json/parser.js";
import type { Attributes, PriceRule } from "./rules";

/** One step of a price: so much a unit, from so many units a month on. */
export interface Tier {
  readonly from: number;
  /** US dollars for one of AWS's units; undefined where AWS names another currency only. */
  readonly usd: number | undefined;
  readonly unit: string;
}

/** A product that fits a rule, with its price on demand. */
export interface Row {
  readonly rule: PriceRule;
  readonly sku: string;
  readonly usageType: string;
  readonly tiers: Tier[];
}

/** What was read of a price file. */
export interface Offer {
  readonly offerCode: string;
  /** As AWS writes it, such as 2026-09-25T17:45:21Z. */
  readonly publicationDate: string;
  readonly rows: readonly Row[];
  readonly products: number;
  /** The regions that its products are of. */
  readonly regions: ReadonlySet<string>;
}

/** A price file that is not what it should be. */
export class OfferFault extends Error {}

/** What the parser says of the file, step by step. */
interface Token {
  readonly name: string;
  readonly value?: unknown;
}

/**
 * Takes a price file token by token and keeps only the rows that fit: a product's attributes are held until its end,
 * and of the terms only those on demand of a product that fitted. In AWS's files products come before terms.
 */
class OfferReader {
  private readonly path: string[] = [];
  private key = "";
  private readonly head: Record<string, string> = {};
  private attributes: Record<string, string> = {};
  private tier: Record<string, string> = {};
  private readonly bySku = new Map<string, Row[]>();
  private readonly regions = new Set<string>();
  private products = 0;
  private termsSeen = false;

  constructor(private readonly match: (product: Attributes) => PriceRule[]) {}

  take({ name, value }: Token): void {
    if (name === "keyValue") this.key = String(value);
    else if (name === "startObject" || name === "startArray") this.enter();
    else if (name === "endObject" || name === "endArray") this.leave();
    else this.leaf(String(value));
  }

  private enter(): void {
    this.path.push(this.key);
    const [, part, , sku] = this.path;
    if (part === "terms") this.termsSeen = true;
    if (this.path.length === 3 && part === "products") {
      if (this.termsSeen) throw new OfferFault("its terms come before its products, which this reader does not know");
      this.attributes = {};
    }
    if (this.isTier() && this.bySku.has(sku ?? "")) this.tier = {};
  }

  private leaf(value: string): void {
    const [, part] = this.path;
    if (this.path.length === 1) this.head[this.key] = value;
    else if (part === "products") {
      if (this.path.length === 4 && this.path[3] === "attributes") this.attributes[this.key] = value;
      else if (this.path.length === 3) this.attributes[this.key] ??= value; // sku, productFamily
    } else if (part === "terms" && this.bySku.has(this.path[3] ?? "")) {
      if (this.isTier()) this.tier[this.key] = value;
      else if (this.path.length === 8 && this.path[7] === "pricePerUnit") this.tier[`price ${this.key}`] = value;
    }
  }

  /** Inside terms/OnDemand/SKU/TERM/priceDimensions/RATE. */
  private isTier(): boolean {
    return this.path.length === 7 && this.path[2] === "OnDemand" && this.path[5] === "priceDimensions";
  }

  private leave(): void {
    const [, part, sku, onDemandSku] = this.path;
    if (this.path.length === 3 && part === "products") this.endProduct(sku ?? "");
    else if (part === "terms" && this.isTier()) this.endTier(this.bySku.get(onDemandSku ?? ""));
    this.path.pop();
  }

  private endProduct(sku: string): void {
    this.products++;
    const region = this.attributes["regionCode"] || this.attributes["fromRegionCode"];
    if (region) this.regions.add(region);
    const rules = this.match(this.attributes);
    const usageType = this.attributes["usagetype"] ?? "";
    if (rules.length > 0)
      this.bySku.set(
        sku,
        rules.map((rule) => ({ rule, sku, usageType, tiers: [] })),
      );
  }

  private endTier(rows: readonly Row[] | undefined): void {
    if (!rows) return;
    const { beginRange = "0", unit = "", "price USD": usd } = this.tier;
    for (const { tiers } of rows)
      tiers.push({ from: Number(beginRange), unit, usd: usd === undefined ? undefined : Number(usd) });
  }

  result(): Offer {
    const { offerCode, publicationDate } = this.head;
    if (offerCode === undefined || publicationDate === undefined)
      throw new OfferFault("it names no offerCode or publicationDate, as AWS's price files do");
    const { products, regions } = this;
    return { offerCode, publicationDate, rows: [...this.bySku.values()].flat(), products, regions };
  }
}

/**
 * Reads a price file as it comes, in memory that does not grow with it.
 *
 * @throws OfferFault when it is no price file or not a whole one; the stream's own error when that breaks
 */
export async function readOffer(
  source: Readable,
  match: (product: Attributes) => PriceRule[],
  signal: AbortSignal,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<Offer> {
  const reader = new OfferReader(match);
  const parser = asStream({ streamValues: false });
  // A fault goes on to all the streams: the first to tell it is the one that has it.
  let faulty: "source" | "parser" | undefined;
  source.once("error", () => (faulty ??= "source"));
  parser.once("error", () => (faulty ??= "parser"));
  const sink = new Writable({
    objectMode: true,
    write(token: Token, _encoding, done) {
      try {
        reader.take(token);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
  try {
    await pipeline(source, counter(onBytes), parser, sink, { signal });
  } catch (error) {
    if (faulty === "parser" && !(error instanceof OfferFault) && !signal.aborted)
      throw new OfferFault(`it is no JSON, or ends in the middle (${(error as Error).message})`, { cause: error });
    throw error;
  }
  return reader.result();
}

/** Lets bytes through and says how many there were so far. */
function counter(tell: (bytes: number) => void): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.length;
      tell(bytes);
      done(null, chunk);
    },
  });
}
