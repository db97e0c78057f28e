import path from "node:path";
import { estimate } from "../../../cost/estimate";
import type { Estimate, UsageProfile } from "../../../cost/types";
import { previewOffline } from "../../../preview";
import { plannedStack } from "../../../preview/report/planned";
import { repositoryRoot } from "../generatedFile";

/** Hours are averaged from this day on, so that pages do not change with the month. */
export const pageDay = "2026-01-01";

/** The stacks whose cost the pages show. */
const stacks = {
  dev: { folder: ".", stack: "dev", usageProfile: "dev" },
  prod: { folder: ".", stack: "prod", usageProfile: "small" },
  webAppProduction: { folder: "examples/web-app-production", stack: "prod", usageProfile: "small" },
  temporalDevelopment: { folder: "examples/temporal-dev", stack: "dev", usageProfile: "dev" },
} as const satisfies Record<string, { folder: string; stack: string; usageProfile: UsageProfile }>;

export type OurStack = keyof typeof stacks;

const estimates = new Map<OurStack, Promise<Estimate>>();

/** What one of our stacks costs in a paid account, as its program plans it; worked out once. */
export function costOfOurs(name: OurStack): Promise<Estimate> {
  const kept = estimates.get(name);
  if (kept) return kept;
  const made = estimated(name);
  estimates.set(name, made);
  return made;
}

async function estimated(name: OurStack): Promise<Estimate> {
  const { folder, stack, usageProfile } = stacks[name];
  const cwd = path.join(repositoryRoot(), folder);
  const { resources } = await previewOffline({ cwd, stack, policyPacks: [] });
  return estimate(plannedStack(resources), { plan: "paid", usageProfile, today: pageDay });
}
