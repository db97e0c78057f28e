import { priceInVirginia } from "./prices";

/** What the free tier gives some of, and what is billed for more of it. */
const keys = {
  "t2.micro": "ec2.t2.micro",
  "t3.micro": "ec2.t3.micro",
  "db.t3.micro": "rds.postgres.single.db.t3.micro",
  "db.t4g.micro": "rds.postgres.single.db.t4g.micro",
  "t3.small.search": "opensearch.t3.small.search",
  loadBalancer: "alb.hour",
  volume: "ebs.gp3",
  databaseStorage: "rds.storage.gp3.single",
  alarmMetric: "cloudwatch.alarm",
  customMetric: "cloudwatch.metric",
  taskStorage: "fargate.ephemeral",
  logIngestion: "logs.ingest",
} as const;

/** What is priced by the unit, for what goes beyond a free quantity. */
export type Priced = keyof typeof keys;

/** Whether there is a price for it. */
export function isPriced(item: string): item is Priced {
  return Object.hasOwn(keys, item);
}

/** US dollars per unit (hour, GB-month and so on) in us-east-1, on demand. */
export function unitPrice(item: Priced): number {
  return priceInVirginia(keys[item]).price;
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
