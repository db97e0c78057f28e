import * as fs from "node:fs";
import * as path from "node:path";

/** A product of a price file, with its price on demand: one figure, or tiers by where each begins. */
export interface Product {
  readonly usagetype: string;
  readonly usd: number | Readonly<Record<number, number>>;
  /** AWS's unit; default `Hrs`. */
  readonly unit?: string;
  readonly productFamily?: string;
  readonly currency?: string;
  /** Whether it is sold by the hour at all, or reserved only; default true. */
  readonly onDemand?: boolean;
  /** Further attributes. */
  readonly [attribute: string]: unknown;
}

/** A file in the shape of AWS's: products, then terms on demand and reserved ones, which cost less. */
export function priceFile(
  offerCode: string,
  regionCode: string,
  products: readonly Product[],
  published = day,
): object {
  const skus = products.map((product, index) => ({ product, sku: `SKU${String(index).padStart(5, "0")}` }));
  return {
    formatVersion: "v1.0",
    disclaimer: 'Prices "as they are", \\ in \u20ac or $',
    offerCode,
    version: "20260925174521",
    publicationDate: published,
    products: Object.fromEntries(
      skus.map(
        ({
          sku,
          product: { usd: _usd, unit: _unit, currency: _c, onDemand: _o, productFamily = "Compute", ...attributes },
        }) => [sku, { sku, productFamily, attributes: { servicecode: offerCode, regionCode, ...attributes } }],
      ),
    ),
    terms: {
      OnDemand: Object.fromEntries(
        skus.flatMap(({ sku, product }) =>
          product.onDemand === false ? [] : [[sku, term(sku, "JRTCKXETXF", product, 1)] as const],
        ),
      ),
      Reserved: Object.fromEntries(skus.map(({ sku, product }) => [sku, term(sku, "38NPMPTW36", product, 0.6)])),
    },
    attributesList: {},
  };
}

const day = "2026-09-25T17:45:21Z";

function term(sku: string, code: string, { usd, unit = "Hrs", currency = "USD" }: Product, part: number): object {
  const tiers = typeof usd === "number" ? { 0: usd } : usd;
  const begins = Object.keys(tiers).map(Number);
  const dimensions = begins.map((begin, index) => {
    const rateCode = `${sku}.${code}.RATE${index}`;
    const endRange = String(begins[index + 1] ?? "Inf");
    const pricePerUnit = { [currency]: ((tiers[begin] ?? 0) * part).toFixed(10) };
    return [rateCode, { rateCode, unit, beginRange: String(begin), endRange, appliesTo: [], pricePerUnit }] as const;
  });
  const priceDimensions = Object.fromEntries(dimensions);
  return { [`${sku}.${code}`]: { offerTermCode: code, sku, priceDimensions, termAttributes: {} } };
}

/** A machine that fits, unless some of it is put otherwise. */
export function machine(usagetype: string, usd: number, otherwise: object = {}): Product {
  return {
    usagetype,
    usd,
    productFamily: "Compute Instance",
    instanceType: usagetype.replace(/^.*:/, ""),
    operatingSystem: "Linux",
    tenancy: "Shared",
    preInstalledSw: "NA",
    capacitystatus: "Used",
    operation: "RunInstances",
    ...otherwise,
  };
}

/** A database instance of RDS that fits, unless some of it is put otherwise. */
export function database(usagetype: string, usd: number, otherwise: object = {}): Product {
  const deploymentOption = usagetype.includes("Multi-AZ") ? "Multi-AZ" : "Single-AZ";
  return { usagetype, usd, databaseEngine: "PostgreSQL", deploymentOption, ...otherwise };
}

/** Writes the files of a folder, each under its service's name. */
export function writePriceFiles(folder: string, files: readonly object[]): void {
  for (const file of files as { offerCode: string }[])
    fs.writeFileSync(path.join(folder, `${file.offerCode}.json`), JSON.stringify(file));
}

/**
 * A price file of a given size, piece by piece: machines that nobody asks for (dedicated, with Windows), with the one
 * that is asked for in their middle.
 */
export function* bigPriceFile(bytes: number, wanted: Product): Generator<string> {
  const half = Math.ceil(bytes / 2 / 900);
  const decoy = (index: number) =>
    machine(`EU-DedicatedUsage:m5.${index}`, 0.2, {
      tenancy: "Dedicated",
      operatingSystem: "Windows",
      note: "x".repeat(120),
    });
  const at = (index: number) => (index === half ? wanted : decoy(index));
  const count = half * 2 + 1;
  const piece = (index: number, part: "products" | "terms") => {
    const file = priceFile("AmazonEC2", "eu-west-1", [at(index)]) as {
      products: Record<string, object>;
      terms: { OnDemand: Record<string, object> };
    };
    const value = part === "products" ? file.products["SKU00000"] : file.terms.OnDemand["SKU00000"];
    return `${index === 0 ? "" : ","}"S${index}":${JSON.stringify(value)}`;
  };
  yield `{"formatVersion":"v1.0","offerCode":"AmazonEC2","publicationDate":"${day}","products":{`;
  for (let index = 0; index < count; index++) yield piece(index, "products");
  yield `},"terms":{"OnDemand":{`;
  for (let index = 0; index < count; index++) yield piece(index, "terms");
  yield `}}}`;
}
