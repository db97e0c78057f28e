import prices from "./data/unitPrices.json";

/** What is priced by the unit, for what goes beyond a free quantity. */
export type Priced = keyof typeof prices;

/** Whether there is a price with a source for it. */
export function isPriced(item: string): item is Priced {
  return Object.hasOwn(prices, item);
}

/** US dollars per unit (hour, GB-month and so on) in us-east-1, on demand. */
export function unitPrice(item: Priced): number {
  return prices[item].price;
}

/** What goes beyond a free quantity costs, as the end of a sentence: `; the 738 h above cost about 7.68 USD a month`. */
export function overrun(quantity: number, unit: string, usd: number | undefined): string {
  if (usd === undefined) return "";
  return `; the ${shownQuantity(quantity)} ${unit} above cost about ${usd.toFixed(2)} USD a month`;
}

/** At most one decimal: hours and gigabytes are counted, not measured. */
export function shownQuantity(quantity: number): string {
  return String(Math.round(quantity * 10) / 10);
}
