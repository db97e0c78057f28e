import type { Cost } from "./costSchema";
import type { PreviewDocument } from "./document";
import type { Style } from "./style";
import { table } from "./table";

const largestShown = 8;
const resourcesShown = 3;
const barWidth = 30;

/** The sums of one component. */
export interface ComponentCost {
  name: string;
  fixed: number;
  usage: number;
}

/** Fixed and usage cost by outermost component, most first. */
export function costByComponent({ cost }: PreviewDocument): ComponentCost[] {
  const sums = new Map<string, ComponentCost>();
  for (const { component, kind, amount } of cost.lines) {
    const name = component === null ? "(top level)" : nameOf(component);
    const sum = sums.get(name) ?? { name, fixed: 0, usage: 0 };
    sum[kind] += amount;
    sums.set(name, sum);
  }
  return [...sums.values()].sort((a, b) => b.fixed + b.usage - (a.fixed + a.usage) || (a.name < b.name ? -1 : 1));
}

/** What it costs, against the budget, and what is free of it. */
export function costSection(document: PreviewDocument, style: Style): string {
  const { cost } = document;
  const { monthly } = cost;
  const heading = `${style.bold("Cost")}  about ${usd(monthly.total)} USD a month: ${usd(monthly.fixed)} fixed, ${usd(monthly.usage)} by use`;
  if (cost.lines.length === 0) return [heading, ...gaps(cost, style)].join("\n");
  return [heading, byComponent(document, style), ...bounds(cost), ...budgetLine(cost, style), largest(cost, style)]
    .concat(gaps(cost, style), ledger(cost, style), basis(cost).map(style.dim))
    .join("\n");
}

function byComponent(document: PreviewDocument, style: Style): string {
  const rows = costByComponent(document).map(({ name, fixed, usage }) => [
    name,
    usd(fixed),
    usd(usage),
    usd(fixed + usage),
  ]);
  return table([{ heading: "Component" }, right("Fixed"), right("By use"), right("USD a month")], rows, style);
}

function bounds({ monthly: { minimum, maximum, total } }: Cost): string[] {
  if (maximum - minimum < 0.005) return [];
  return [`Scaling and Spot leave it between ${usd(minimum)} and ${usd(maximum)}; ${usd(total)} is at rest.`];
}

function budgetLine({ budget, monthly }: Cost, style: Style): string[] {
  if (budget === null) return [];
  const { usedShare, monthlyUsd } = budget;
  const filled = Math.min(Math.round(usedShare * barWidth), barWidth);
  const bar = "█".repeat(filled) + "░".repeat(barWidth - filled);
  const paint = usedShare > 1 ? style.red : usedShare > 0.8 ? style.yellow : style.green;
  return [
    `Budget  ${paint(bar)} ${usd(monthly.fixed)} fixed of ${usd(monthlyUsd)} USD (${Math.round(usedShare * 100)} %)`,
  ];
}

function largest({ lines }: Cost, style: Style): string {
  const shown = lines.filter(({ amount }) => amount >= 0.005).slice(0, largestShown);
  const rows = shown.map(({ resource, item, arithmetic, unitPrice, amount, assumption, range }) => [
    nameOf(resource),
    item,
    `${arithmetic} × ${plain(unitPrice)}${assumption === null ? "" : ` (${assumption})`}`,
    usd(amount) + (range === null ? "" : ` [${usd(range.minimum)}, ${usd(range.maximum)}]`),
  ]);
  if (rows.length === 0) return "Every line is within what is free.";
  return `\n${table([{ heading: "Largest" }, { heading: "For" }, { heading: "How" }, right("USD a month")], rows, style)}`;
}

/** What is billed and in no sum: never silently nothing. */
function gaps({ unpriced }: Cost, style: Style): string[] {
  if (unpriced.length === 0) return [];
  const rows = unpriced.map(({ resource, reason }) => `- ${nameOf(resource)}: ${reason}`);
  return ["", style.bold(`Not priced, in no sum  ${unpriced.length}`), ...rows];
}

function ledger({ freeTier, plan, credits }: Cost, style: Style): string[] {
  const rows = freeTier.map(({ allowance, used, limit, unit, resources }) => [
    allowance,
    quantity(used),
    quantity(limit),
    quantity(Math.max(limit - used, 0)),
    unit,
    named(resources),
  ]);
  const columns = [{ heading: "Allowance" }, right("Used"), right("Limit"), right("Left"), { heading: "Unit" }];
  const heading = `\n${style.bold("Free tier")}  ${plan}`;
  const lines = rows.length > 0 ? [heading, table([...columns, { heading: "Used by" }], rows, style)] : [];
  if (credits === null) return lines;
  const { months, granted, spent } = credits;
  const fits = spent <= granted ? `${usd(granted - spent)} left` : style.red(`${usd(spent - granted)} too much`);
  return [
    ...(lines.length > 0 ? lines : [heading]),
    `Credits  ${months} months × ${usd(spent / months)} = ${usd(spent)} of ${usd(granted)} USD, ${fits}`,
  ];
}

function basis({ pricesAsOf, notes, usageProfile }: Cost): string[] {
  const prices =
    pricesAsOf === null ? [] : [`Prices as of ${pricesAsOf}, on demand, before tax; use: ${usageProfile}.`];
  return ["", ...prices, ...notes];
}

function right(heading: string) {
  return { heading, align: "right" as const };
}

/** Two decimals, and nothing that looks free and is not. */
export function usd(amount: number): string {
  return amount > 0 && amount < 0.005 ? "<0.01" : amount.toFixed(2);
}

function plain(price: number): string {
  return String(Number(price.toPrecision(6)));
}

function quantity(units: number): string {
  return String(Math.round(units * 100) / 100);
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

function named(urns: readonly string[]): string {
  const names = urns.slice(0, resourcesShown).map(nameOf).join(", ");
  return urns.length > resourcesShown ? `${names} and ${urns.length - resourcesShown} more` : names;
}
