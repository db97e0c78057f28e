import { estimate } from "../../../cost/estimate";
import type { CostLine } from "../../../cost/types";
import { defineRule } from "../../frame/rule";

/** Lines that the message names. */
const largestNamed = 3;

/**
 * What exists costs no more than the budget, whoever uses it how much: fixed cost at the desired counts, after
 * allowances and before credits, which run out. What use adds is shown by the preview.
 */
export const monthlyCostWithinBudget = defineRule({
  name: "monthly-cost-within-budget",
  family: "cost",
  severity: "high",
  title: "The stack costs no more than its budget",
  description:
    "What the stack costs a month without being used, estimated from public prices after the plan's allowances, is within monthlyBudgetUsd.",
  remediation: "Take the cheaper way that the message names for the largest lines, or set a larger monthlyBudgetUsd.",
  url: "https://aws.amazon.com/pricing/",
  checks: [],
  requirement: "Free-tier source: a budget of 10 USD a month; the other sources state their monthly cost.",
  judgeStack({ settings, stack, today, fail, undetermined }) {
    const { monthlyBudgetUsd: budget, plan, usageProfile, usage } = settings;
    if (budget === undefined) return;
    const { monthly, lines, unpriced } = estimate(stack, { plan, usageProfile, usage, today });
    if (monthly.fixed <= budget) {
      const hidden = unpriced.find(({ undecided }) => undecided);
      if (hidden)
        undetermined(`the price of ${nameOf(hidden.resource)}`, `cannot be told: ${hidden.reason}`, { finding: "sum" });
      return;
    }
    const largest = lines.filter(({ kind }) => kind === "fixed").slice(0, largestNamed);
    const gaps = unpriced.length > 0 ? ` ${unpriced.length} billed things have no price here and come on top.` : "";
    fail(
      `The stack costs about ${monthly.fixed.toFixed(2)} USD a month before anybody uses it, ` +
        `${(monthly.fixed - budget).toFixed(2)} more than the budget of ${budget}.${gaps} ` +
        `The largest: ${largest.map(described).join("; ")}.`,
      { finding: "sum" },
    );
  },
});

function described({ resource, item, amount, cheaper }: CostLine): string {
  const way = cheaper === null ? "" : ` (cheaper: ${cheaper})`;
  return `${nameOf(resource)}, ${item}, ${amount.toFixed(2)}${way}`;
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}
