/*
 * What the estimator says. It is pure: a planned stack, an account's plan and usage assumptions in, lines out. The
 * preview, the policy pack and the command line only show or judge what stands here.
 */
import type { AccountPlan } from "./freeTier";
import type { Price } from "./prices";

/** Named sets of usage assumptions, from least to most. */
export type UsageProfile = "dev" | "small" | "medium";

/** How to estimate. */
export interface EstimateOptions {
  /** What AWS offers the account; decides allowances and credits. */
  readonly plan: AccountPlan;
  /** Assumptions for what only use decides; default `small`. */
  readonly usageProfile?: UsageProfile;
  /** Single assumptions that replace those of the profile, by their names (see `cost/usage.ts`). */
  readonly usage?: Readonly<Record<string, number>>;
  /** Region of resources that say none and whose provider says none. */
  readonly defaultRegion?: string;
  /** The day from whose month on twelve months are averaged, YYYY-MM-DD; default today, in UTC. */
  readonly today?: string;
  /** Hours a month in which what can sleep (instances, databases, services) is awake, in place of its schedules. */
  readonly awakeHours?: number;
}

/** An amount between two bounds: what autoscaling, Spot and serverless capacity leave open. US dollars a month. */
export interface Range {
  readonly minimum: number;
  readonly maximum: number;
}

/** One billed thing of one resource. Amounts are US dollars and never rounded. */
export interface CostLine {
  /** URN. */
  readonly resource: string;
  /** URN of the outermost component that the resource is in; null if it is in none. */
  readonly component: string | null;
  /** What is billed, such as `vCPU, ARM`. */
  readonly item: string;
  /** Units a month, before allowances. */
  readonly quantity: number;
  readonly unit: string;
  /** US dollars per unit. */
  readonly unitPrice: number;
  /** US dollars a month, after allowances. */
  readonly amount: number;
  /** `fixed`: what exists decides; `usage`: an assumption about use decides. */
  readonly kind: "fixed" | "usage";
  /** How the quantity comes about, such as `2 tasks × 0.25 vCPU × 195 awake hours`. */
  readonly arithmetic: string;
  /** The assumption behind a usage line, such as `logGigabytes = 1 (dev)`; null for fixed lines. */
  readonly assumption: string | null;
  /** Present where the amount may lie between bounds; `amount` is then at the desired state. */
  readonly range: Range | null;
  /** The part that an allowance pays; null if none does. */
  readonly freeTier: { readonly allowance: string; readonly quantity: number } | null;
  /** The row of the price table. */
  readonly price: Price;
  /** What does the same for less; null if nothing is known. */
  readonly cheaper: string | null;
}

/** A resource, or a part of one, that AWS bills and nobody here has a price for. Never counted as 0. */
export interface Unpriced {
  /** URN. */
  readonly resource: string;
  readonly type: string;
  /** What has no price, and why: no price row, a value not known yet, a type not modelled. */
  readonly reason: string;
  /** A value that decides the price comes only with the deployment. */
  readonly undecided: boolean;
}

/** A resource that costs nothing, by a named rule. */
export interface FreeResource {
  /** URN. */
  readonly resource: string;
  readonly type: string;
  /** Why, such as `AWS does not bill IAM`. */
  readonly rule: string;
}

/** One allowance of the account's plan, pooled over the whole stack as AWS pools it. */
export interface AllowanceUse {
  readonly allowance: string;
  /** Units a month. */
  readonly limit: number;
  /** Units a month that the stack plans, which may be more than the limit. */
  readonly used: number;
  readonly unit: string;
  /** URNs of the resources that use it, most first. */
  readonly resources: readonly string[];
  readonly source: string;
}

/** What a stack costs. */
export interface Estimate {
  readonly currency: "USD";
  /** The day of the oldest price used, YYYY-MM-DD; null without lines. */
  readonly pricesAsOf: string | null;
  /** US dollars a month after allowances, and the bounds of the total. */
  readonly monthly: { readonly fixed: number; readonly usage: number; readonly total: number } & Range;
  /** Ordered by amount, most first; equal ones by URN and item. */
  readonly lines: readonly CostLine[];
  readonly unpriced: readonly Unpriced[];
  readonly free: readonly FreeResource[];
  readonly freeTier: readonly AllowanceUse[];
  /** What the plan's credits must pay, for plans that have credits. US dollars. */
  readonly credits: {
    readonly months: number;
    readonly granted: number;
    /** Total of all months. */
    readonly spent: number;
  } | null;
  /** What the reader must know, such as `AWS Fargate has no free tier`. */
  readonly notes: readonly string[];
}
