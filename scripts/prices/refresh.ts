import { CommandError, Interrupted } from "../command/errors";
import { catalog } from "./catalog";
import { OfferFault, readOffer, type Offer } from "./offerFile";
import type { PriceList } from "./priceList";
import { createMatcher, type PriceRule } from "./rules";
import { find, type Finding } from "./table";

/** What was read, and what it says. */
export interface Reading {
  readonly findings: readonly Finding[];
  /** Services with the publication of their file, in the order they were read. */
  readonly read: readonly { service: string; published: string; products: number }[];
  /** Services without a file for the region: their prices stay as they were. */
  readonly withoutFile: readonly string[];
}

/** The services that the catalog reads. */
export const services: readonly string[] = [...new Set(catalog.map(({ service }) => service))].sort();

/**
 * Reads the price files of a region one after the other.
 *
 * @throws CommandError when a file cannot be read whole, or is not what it should be: then nothing is to be believed
 */
export async function readPrices(
  list: PriceList,
  region: string,
  wanted: readonly string[],
  signal: AbortSignal,
  progress: (text: string) => void,
): Promise<Reading> {
  const findings: Finding[] = [];
  const read: { service: string; published: string; products: number }[] = [];
  const withoutFile: string[] = [];
  for (const service of wanted) {
    const rules = catalog.filter((rule) => rule.service === service);
    const offer = await readService(list, service, rules, region, signal, progress);
    if (!offer) withoutFile.push(service);
    else {
      read.push({ service, published: offer.publicationDate, products: offer.products });
      findings.push(...rules.map((rule) => find(rule, offer)));
    }
  }
  if (read.length === 0)
    throw new CommandError(
      `There is no price file for ${region}: ${withoutFile.map((service) => list.nameOf(service)).join(", ")}.`,
      "Check the region, the folder and the names of its files, such as AmazonEC2.json.",
    );
  return { findings, read, withoutFile };
}

async function readService(
  list: PriceList,
  service: string,
  rules: readonly PriceRule[],
  region: string,
  signal: AbortSignal,
  progress: (text: string) => void,
): Promise<Offer | undefined> {
  const name = list.nameOf(service);
  try {
    const isGlobal = rules.every((rule) => rule.isGlobal === true);
    const source = await list.open(service, isGlobal, signal);
    if (!source) return undefined;
    const tell = (bytes: number) => progress(`${service} ${Math.round(bytes / 1e6)} MB`);
    const offer = await readOffer(source, createMatcher(rules, region), signal, tell);
    check(offer, service, isGlobal ? undefined : region);
    return offer;
  } catch (error) {
    if (signal.aborted) throw new Interrupted();
    if (error instanceof CommandError) throw error;
    const reason = error instanceof OfferFault ? error.message : `it broke off (${(error as Error).message})`;
    throw new CommandError(`${name} is not used: ${reason}. Nothing was changed.`, "Get the file again.", {
      cause: error,
    });
  }
}

/** A file under a wrong name would make every price look as if AWS had given it up. */
function check({ offerCode, regions }: Offer, service: string, region: string | undefined): void {
  if (offerCode !== service) throw new OfferFault(`it is the file of ${offerCode}, not of ${service}`);
  if (region !== undefined && regions.size > 0 && !regions.has(region))
    throw new OfferFault(`its products are of ${[...regions].join(", ")}, not of ${region}`);
}
