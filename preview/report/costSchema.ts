import { z } from "zod";

const usd = z.number().describe("US dollars, not rounded.");

const range = z
  .object({ minimum: usd, maximum: usd })
  .strict()
  .describe("Bounds of what autoscaling, Spot and serverless capacity leave open.");

const line = z
  .object({
    resource: z.string().describe("URN."),
    component: z.string().nullable().describe("URN of the outermost component that it is in; null for none."),
    item: z.string().describe("What is billed."),
    quantity: z.number().describe("Units a month, before allowances."),
    unit: z.string(),
    unitPrice: usd,
    amount: z.number().describe("US dollars a month after allowances, not rounded."),
    kind: z
      .enum(["fixed", "usage"])
      .describe("`fixed`: what exists decides; `usage`: an assumption about use decides."),
    arithmetic: z.string().describe("How the quantity comes about."),
    assumption: z.string().nullable().describe("The assumption behind a usage line; null for fixed ones."),
    range: range.nullable(),
    freeTier: z
      .object({ allowance: z.string(), quantity: z.number() })
      .strict()
      .nullable()
      .describe("The units that an allowance pays."),
    price: z
      .object({
        key: z.string(),
        region: z.string(),
        price: usd,
        unit: z.string(),
        usageType: z.string().describe("AWS's name of what is billed."),
        source: z.string(),
        asOf: z.string().describe("YYYY-MM-DD."),
      })
      .strict(),
    cheaper: z.string().nullable().describe("What does the same for less."),
  })
  .strict();

const about = { resource: z.string().describe("URN."), type: z.string() };

/** What the stack costs in an average month of 730 hours. */
export const costSchema = z
  .object({
    currency: z.literal("USD"),
    plan: z.enum(["legacy-free", "free-plan", "paid"]).describe("AWS's offer that decides what is free."),
    usageProfile: z.enum(["dev", "small", "medium"]).describe("Set of assumptions about use."),
    pricesAsOf: z.string().nullable().describe("The day of the oldest price used, YYYY-MM-DD; null without lines."),
    monthly: z
      .object({ fixed: usd, usage: usd, total: usd, minimum: usd, maximum: usd })
      .strict()
      .describe("After allowances, before credits."),
    budget: z
      .object({ monthlyUsd: usd, usedShare: z.number().describe("Fixed cost by budget; above 1 it is exceeded.") })
      .strict()
      .nullable()
      .describe("What `cloister-policy:monthlyBudgetUsd` allows for fixed cost; null where it is not set."),
    lines: z.array(line).describe("By amount, most first."),
    unpriced: z
      .array(
        z
          .object({
            ...about,
            reason: z.string(),
            undecided: z.boolean().describe("A value that decides the price comes only with the deployment."),
          })
          .strict(),
      )
      .describe("Billed, and not in any sum."),
    free: z.array(z.object({ ...about, rule: z.string() }).strict()).describe("What costs nothing, by which rule."),
    freeTier: z
      .array(
        z
          .object({
            allowance: z.string(),
            limit: z.number(),
            used: z.number(),
            unit: z.string(),
            resources: z.array(z.string()).describe("URNs of what uses it, most first."),
            source: z.string(),
          })
          .strict(),
      )
      .describe("Allowances of the plan that the stack draws on."),
    credits: z
      .object({ months: z.number(), granted: usd, spent: usd })
      .strict()
      .nullable()
      .describe("What the plan's credits must pay until they end; null for plans without credits."),
    notes: z.array(z.string()),
  })
  .strict();

export type Cost = z.infer<typeof costSchema>;
