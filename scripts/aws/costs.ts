import {
  CostExplorerClient,
  GetCostAndUsageCommand,
  GetCostForecastCommand,
  type Expression,
  type ResultByTime,
} from "@aws-sdk/client-cost-explorer";
import { billingRegion } from "./account";
import type { Clients } from "./clients";
import { isFault } from "./faults";

/** What each page of an answer costs, in US dollars. AWS: https://aws.amazon.com/aws-cost-management/aws-cost-explorer/pricing/ */
export const requestUsd = 0.01;

/** What one day cost. */
export interface DayCost {
  /** YYYY-MM-DD, in UTC, as AWS bills. */
  day: string;
  /** US dollars by service. */
  services: Record<string, number>;
  total: number;
  /** AWS may still change it. */
  estimated: boolean;
}

/** Which costs: of the days from `from` until before `to`, and only with a tag where one is given. */
export interface CostQuery {
  from: string;
  to: string;
  tag?: { key: string; value: string };
}

/** Costs by day, after credits and discounts that AWS books to the service; each page is billed. */
export async function dailyCosts(aws: Clients, query: CostQuery): Promise<DayCost[]> {
  const client = await aws.client(CostExplorerClient, billingRegion);
  const days = new Map<string, DayCost>();
  let NextPageToken: string | undefined;
  do {
    const answer = await client.send(
      new GetCostAndUsageCommand({
        TimePeriod: { Start: query.from, End: query.to },
        Granularity: "DAILY",
        Metrics: ["UnblendedCost"],
        GroupBy: [{ Type: "DIMENSION", Key: "SERVICE" }],
        ...(query.tag && { Filter: tagFilter(query.tag) }),
        ...(NextPageToken !== undefined && { NextPageToken }),
      }),
    );
    for (const result of answer.ResultsByTime ?? []) add(days, result);
    NextPageToken = answer.NextPageToken;
  } while (NextPageToken !== undefined);
  return [...days.values()].sort((a, b) => a.day.localeCompare(b.day));
}

/** A day may be spread over pages. */
function add(days: Map<string, DayCost>, { TimePeriod, Groups = [], Estimated = false }: ResultByTime): void {
  const day = TimePeriod?.Start ?? "";
  const cost = days.get(day) ?? { day, services: {}, total: 0, estimated: Estimated };
  for (const { Keys = [], Metrics } of Groups) {
    const service = Keys[0] ?? "other";
    const amount = Number(Metrics?.["UnblendedCost"]?.Amount ?? 0);
    cost.services[service] = (cost.services[service] ?? 0) + amount;
    cost.total += amount;
  }
  days.set(day, cost);
}

/** What the days from `from` until before `to` are forecast to cost; undefined where AWS knows too little to say. */
export async function forecast(aws: Clients, query: CostQuery): Promise<number | undefined> {
  const client = await aws.client(CostExplorerClient, billingRegion);
  try {
    const { Total } = await client.send(
      new GetCostForecastCommand({
        TimePeriod: { Start: query.from, End: query.to },
        Metric: "UNBLENDED_COST",
        Granularity: "MONTHLY",
        ...(query.tag && { Filter: tagFilter(query.tag) }),
      }),
    );
    return Number(Total?.Amount ?? 0);
  } catch (error) {
    if (isFault(error, "DataUnavailableException")) return undefined;
    throw error;
  }
}

function tagFilter({ key, value }: { key: string; value: string }): Expression {
  return { Tags: { Key: key, Values: [value] } };
}
