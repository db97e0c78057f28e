import { estimate } from "../../cost/estimate";
import type { EstimateOptions } from "../../cost/types";
import type { Stack } from "../../plan/stack";
import { parseSettings } from "../../policy-pack/frame/settingsSchema";
import type { Cost } from "./costSchema";

const namespace = "cloister-policy:";

/** Settings of the policy pack that decide about money. A bad value is the pack's to report; here its default holds. */
const moneyKeys = ["plan", "monthlyBudgetUsd", "usageProfile", "usage"];

/**
 * What the stack costs, by the plan and the assumptions in its configuration.
 *
 * @param config the stack's configuration, `namespace:key` to text
 */
export function costOf(
  stack: Stack,
  config: Readonly<Record<string, string>>,
  options: Pick<EstimateOptions, "defaultRegion" | "awakeHours" | "today">,
): Cost {
  const given = moneyKeys.flatMap((key): [string, string][] => {
    const value = config[namespace + key];
    return value === undefined ? [] : [[key, value]];
  });
  const { settings } = parseSettings(Object.fromEntries(given), []);
  const { plan, usageProfile, usage, monthlyBudgetUsd } = settings;
  const { monthly, lines, unpriced, free, freeTier, credits, ...rest } = estimate(stack, {
    plan,
    usageProfile,
    usage,
    ...options,
  });
  return {
    plan,
    usageProfile,
    ...rest,
    monthly,
    budget:
      monthlyBudgetUsd === undefined
        ? null
        : { monthlyUsd: monthlyBudgetUsd, usedShare: monthly.fixed / monthlyBudgetUsd },
    lines: lines.map(({ freeTier: part, range, price, ...line }) => ({
      ...line,
      range: range && { ...range },
      freeTier: part && { ...part },
      price: { ...price },
    })),
    unpriced: unpriced.map((one) => ({ ...one })),
    free: free.map((one) => ({ ...one })),
    freeTier: freeTier.map(({ resources, ...one }) => ({ ...one, resources: [...resources] })),
    credits: credits && { ...credits },
    notes: [...rest.notes],
  };
}
