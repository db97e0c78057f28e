import type { PriceUnit } from "../../cost/prices";

/** How one row of AWS's Price List is told from every other. All of it must fit, letter by letter. */
export interface PriceRule {
  /** Key in our table. */
  readonly key: string;
  /** AWS's code of the service whose file has the row, such as `AmazonEC2`. */
  readonly service: string;
  /** Usage type without the region's prefix, or the several names that AWS has for it. */
  readonly usageType: string | readonly string[];
  /** Further attributes that must have this value, or one of these. */
  readonly where?: Readonly<Record<string, string | readonly string[]>>;
  /** Unit in our table. */
  readonly unit: PriceUnit;
  /** AWS's units that the row may have, in small letters: another one is not understood, and refused. */
  readonly awsUnits: readonly string[];
  /** How many of AWS's units make one of ours; default 1. */
  readonly times?: number;
  /** The service has one price in the world and its usage type has no prefix. */
  readonly isGlobal?: true;
}

/** What AWS says of a product in a price file. */
export type Attributes = Readonly<Record<string, string>>;

/**
 * The prefixes of usage types, by region. us-east-1's rows have `USE1-` or none; some services write the region out
 * (`us-east-1-KMS-Requests`), everywhere.
 */
const prefixes: Readonly<Record<string, readonly string[]>> = {
  "us-east-1": ["USE1-", ""],
  "us-east-2": ["USE2-"],
  "us-west-1": ["USW1-"],
  "us-west-2": ["USW2-"],
  "ca-central-1": ["CAN1-"],
  "eu-west-1": ["EU-", "EUW1-"],
  "eu-west-2": ["EUW2-"],
  "eu-west-3": ["EUW3-"],
  "eu-central-1": ["EUC1-"],
  "eu-south-1": ["EUS1-"],
  "eu-north-1": ["EUN1-"],
  "ap-northeast-1": ["APN1-"],
  "ap-northeast-2": ["APN2-"],
  "ap-northeast-3": ["APN3-"],
  "ap-southeast-1": ["APS1-"],
  "ap-southeast-2": ["APS2-"],
  "ap-south-1": ["APS3-"],
  "me-south-1": ["MES1-"],
  "sa-east-1": ["SAE1-"],
};

/** The regions whose prefix is known. */
export const knownRegions: readonly string[] = Object.keys(prefixes);

/** The usage types that a rule may have in a region. */
function usageTypesOf(rule: PriceRule, region: string): string[] {
  const names = typeof rule.usageType === "string" ? [rule.usageType] : rule.usageType;
  const known = rule.isGlobal ? [""] : [...(prefixes[region] ?? []), `${region}-`];
  return names.flatMap((name) => known.map((prefix) => `${prefix}${name}`));
}

/** Whether a product's region is the one asked for. Some products name none, or name where traffic starts. */
function isOfRegion(rule: PriceRule, { regionCode, fromRegionCode }: Attributes, region: string): boolean {
  const said = regionCode || fromRegionCode;
  return rule.isGlobal === true || said === undefined || said === "" || said === region;
}

function fits(rule: PriceRule, product: Attributes): boolean {
  return Object.entries(rule.where ?? {}).every(([name, wanted]) =>
    typeof wanted === "string" ? product[name] === wanted : wanted.includes(product[name] ?? ""),
  );
}

/** Finds the rules of a service that a product fits, quickly: most of the products of a file fit none. */
export function createMatcher(rules: readonly PriceRule[], region: string): (product: Attributes) => PriceRule[] {
  const byUsageType = new Map<string, PriceRule[]>();
  for (const rule of rules)
    for (const usageType of usageTypesOf(rule, region))
      byUsageType.set(usageType, [...(byUsageType.get(usageType) ?? []), rule]);
  return (product) =>
    (byUsageType.get(product["usagetype"] ?? "") ?? []).filter(
      (rule) => isOfRegion(rule, product, region) && fits(rule, product),
    );
}
