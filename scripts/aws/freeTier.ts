import { billingRegion } from "./account";
import type { Clients } from "./clients";
import { isFault } from "./faults";
import { signedRequest } from "./signedRequest";

/** What the account has used of one allowance this month. AWS: https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_freetier_FreeTierUsage.html */
export interface AllowanceUsage {
  service: string;
  operation: string;
  usageType: string;
  region: string;
  used: number;
  /** By the end of the month. */
  forecast: number;
  limit: number;
  unit: string;
  /** `Always Free`, `12 Months Free`, `Free Trial`. */
  kind: string;
  description: string;
}

/** The account's plan, of accounts opened since 15 July 2025. */
export interface AccountPlan {
  /** `FREE` or `PAID`. */
  type: string;
  /** `NOT_STARTED`, `ACTIVE`, `EXPIRED`. */
  status: string;
  /** US dollars. */
  creditsLeft?: number;
  /** YYYY-MM-DD. */
  ends?: string;
}

/** What the account has used of every allowance this month. */
export async function freeTierUsage(aws: Clients, signal: AbortSignal): Promise<AllowanceUsage[]> {
  const usage: AllowanceUsage[] = [];
  let nextToken: unknown;
  do {
    const answer = await ask(aws, "GetFreeTierUsage", { ...(nextToken !== undefined && { nextToken }) }, signal);
    const page = Array.isArray(answer["freeTierUsages"]) ? (answer["freeTierUsages"] as Record<string, unknown>[]) : [];
    usage.push(...page.map(usageOf));
    nextToken = answer["nextToken"];
  } while (typeof nextToken === "string" && nextToken !== "");
  return usage;
}

/** The account's plan; undefined for an account that is on none. */
export async function accountPlan(aws: Clients, signal: AbortSignal): Promise<AccountPlan | undefined> {
  try {
    const answer = await ask(aws, "GetAccountPlanState", {}, signal);
    const credits = answer["accountPlanRemainingCredits"] as { amount?: number } | undefined;
    const ends = answer["accountPlanExpirationDate"];
    return {
      type: text(answer["accountPlanType"]),
      status: text(answer["accountPlanStatus"]),
      ...(credits?.amount !== undefined && { creditsLeft: credits.amount }),
      ...((typeof ends === "number" || typeof ends === "string") && { ends: dayOf(ends) }),
    };
  } catch (error) {
    if (isFault(error, "ResourceNotFoundException")) return undefined;
    throw error;
  }
}

function ask(aws: Clients, action: string, body: object, signal: AbortSignal) {
  return signedRequest(aws, {
    service: "freetier",
    region: billingRegion,
    endpoint: `https://freetier.${billingRegion}.api.aws`,
    target: `AWSFreeTierService.${action}`,
    body,
    signal,
  });
}

function usageOf(row: Record<string, unknown>): AllowanceUsage {
  return {
    service: text(row["service"]),
    operation: text(row["operation"]),
    usageType: text(row["usageType"]),
    region: text(row["region"]),
    used: Number(row["actualUsageAmount"] ?? 0),
    forecast: Number(row["forecastedUsageAmount"] ?? 0),
    limit: Number(row["limit"] ?? 0),
    unit: text(row["unit"]),
    kind: text(row["freeTierType"]),
    description: text(row["description"]),
  };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** AWS writes a time as seconds since 1970, or as ISO 8601. */
function dayOf(time: number | string): string {
  return new Date(typeof time === "number" ? time * 1000 : time).toISOString().slice(0, 10);
}
