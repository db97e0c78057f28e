import type { CostLine } from "../../../cost/types";
import { costOfOurs, type OurStack } from "./ours";

/** Where the components' idle cost is read, with how the page calls it. */
const places: readonly (readonly [OurStack, string])[] = [
  ["dev", "the stack `dev`, asleep outside working hours"],
  ["prod", "the stack `prod`"],
  ["temporalDevelopment", "`examples/temporal-dev`, asleep outside working hours"],
];
const partsNamed = 4;

/** What a component costs in our stacks before anybody uses it, as lines of its page; empty where it is in none. */
export async function idleCost(component: string): Promise<string[]> {
  const rows: string[] = [];
  const unpriced = new Set<string>();
  for (const [stack, what] of places) {
    const { lines, unpriced: nameless } = await costOfOurs(stack);
    const own = lines.filter((line) => line.kind === "fixed" && isOf(line.component, component));
    if (own.length === 0) continue;
    for (const { resource, reason } of nameless) if (resource.includes(`:${component}$`)) unpriced.add(reason);
    const total = own.reduce((sum, { amount }) => sum + amount, 0);
    rows.push(`| ${what} | ${total.toFixed(2)} | ${largest(own)} |`);
  }
  if (rows.length === 0) return [];
  return [
    "## Cost",
    "In US dollars a month before anybody uses it, On-Demand in a paid account, estimated by the same library as `cloister preview`:",
    ["| In | USD a month | Most of it |", "| --- | ---: | --- |", ...rows].join("\n"),
    ...(unpriced.size > 0 ? [`Not in these sums: ${[...unpriced].join("; ")}.`] : []),
    "What use adds, and every line: `npx cloister estimate-costs`. See [docs/cost.md](../cost.md).",
  ];
}

function isOf(urn: string | null, component: string): boolean {
  return urn?.split("::")[2]?.split("$").at(-1) === `cloister:index:${component}`;
}

/** The largest things that are billed, the same ones of several resources summed. */
function largest(lines: readonly CostLine[]): string {
  const sums = new Map<string, number>();
  for (const { item, amount } of lines) sums.set(item, (sums.get(item) ?? 0) + amount);
  return [...sums]
    .sort(([, a], [, b]) => b - a)
    .slice(0, partsNamed)
    .filter(([, amount]) => amount >= 0.005)
    .map(([item, amount]) => `${item} ${amount.toFixed(2)}`)
    .join("; ");
}
