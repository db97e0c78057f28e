import {
  BudgetsClient,
  CreateBudgetCommand,
  CreateNotificationCommand,
  CreateSubscriberCommand,
  DescribeBudgetCommand,
  DescribeNotificationsForBudgetCommand,
  DescribeSubscribersForNotificationCommand,
  UpdateBudgetCommand,
  type Budget,
  type Notification,
  type Subscriber,
} from "@aws-sdk/client-budgets";
import { billingRegion } from "./account";
import type { Clients } from "./clients";
import { isFault } from "./faults";

/** A notice of a budget: at which percent of what, and to whom. */
export interface Alert {
  /** `ACTUAL`: spent; `FORECASTED`: to be spent by the end of the month. */
  of: "ACTUAL" | "FORECASTED";
  percent: number;
  /** Mail addresses, and ARNs of topics. */
  to: readonly string[];
}

/** A monthly budget of costs. */
export interface CostBudget {
  name: string;
  /** US dollars a month. */
  limit: number;
  alerts: readonly Alert[];
}

/** A budget with its alerts; undefined where there is none of the name. */
export async function readBudget(aws: Clients, account: string, name: string): Promise<CostBudget | undefined> {
  const client = await aws.client(BudgetsClient, billingRegion);
  const place = { AccountId: account, BudgetName: name };
  try {
    const { Budget: budget } = await client.send(new DescribeBudgetCommand(place));
    const { Notifications = [] } = await client.send(new DescribeNotificationsForBudgetCommand(place));
    const alerts: Alert[] = [];
    for (const notification of Notifications) {
      const request = new DescribeSubscribersForNotificationCommand({ ...place, Notification: notification });
      const { Subscribers = [] } = await client.send(request);
      alerts.push({
        of: notification.NotificationType === "FORECASTED" ? "FORECASTED" : "ACTUAL",
        percent: notification.Threshold ?? 0,
        to: Subscribers.map(({ Address = "" }) => Address),
      });
    }
    return { name, limit: Number(budget?.BudgetLimit?.Amount ?? 0), alerts };
  } catch (error) {
    if (isFault(error, "NotFoundException")) return undefined;
    throw error;
  }
}

export async function createBudget(aws: Clients, account: string, budget: CostBudget): Promise<void> {
  const client = await aws.client(BudgetsClient, billingRegion);
  await client.send(
    new CreateBudgetCommand({
      AccountId: account,
      Budget: shapeOf(budget),
      NotificationsWithSubscribers: budget.alerts.map((alert) => ({
        Notification: notificationOf(alert),
        Subscribers: alert.to.map(subscriberOf),
      })),
    }),
  );
}

export async function setLimit(aws: Clients, account: string, budget: CostBudget): Promise<void> {
  const client = await aws.client(BudgetsClient, billingRegion);
  await client.send(new UpdateBudgetCommand({ AccountId: account, NewBudget: shapeOf(budget) }));
}

export async function addAlert(aws: Clients, account: string, budget: string, alert: Alert): Promise<void> {
  const client = await aws.client(BudgetsClient, billingRegion);
  await client.send(
    new CreateNotificationCommand({
      AccountId: account,
      BudgetName: budget,
      Notification: notificationOf(alert),
      Subscribers: alert.to.map(subscriberOf),
    }),
  );
}

/** Adds whom an alert tells. */
export async function addSubscribers(aws: Clients, account: string, budget: string, alert: Alert): Promise<void> {
  const client = await aws.client(BudgetsClient, billingRegion);
  for (const address of alert.to)
    await client.send(
      new CreateSubscriberCommand({
        AccountId: account,
        BudgetName: budget,
        Notification: notificationOf(alert),
        Subscriber: subscriberOf(address),
      }),
    );
}

function shapeOf({ name, limit }: CostBudget): Budget {
  return {
    BudgetName: name,
    BudgetType: "COST",
    TimeUnit: "MONTHLY",
    BudgetLimit: { Amount: limit.toFixed(2), Unit: "USD" },
  };
}

function notificationOf({ of, percent }: Alert): Notification {
  return {
    NotificationType: of,
    ComparisonOperator: "GREATER_THAN",
    Threshold: percent,
    ThresholdType: "PERCENTAGE",
  };
}

function subscriberOf(address: string): Subscriber {
  return { SubscriptionType: address.startsWith("arn:") ? "SNS" : "EMAIL", Address: address };
}
