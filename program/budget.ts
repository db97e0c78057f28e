import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

export interface BudgetSettings {
  environment: string;
  /** US dollars a month for the whole account, after credits. */
  monthlyUsd: number;
  /** Percent of the budget at which actual and forecast costs are told. */
  alertPercent: number;
  topicArn: pulumi.Input<string>;
}

/** A monthly cost budget that tells the topic when the alert level is reached, and when it is forecast to be. */
export function createBudget(settings: BudgetSettings, opts: pulumi.CustomResourceOptions): aws.budgets.Budget {
  const notify = (notificationType: "ACTUAL" | "FORECASTED") => ({
    notificationType,
    comparisonOperator: "GREATER_THAN",
    threshold: settings.alertPercent,
    thresholdType: "PERCENTAGE",
    subscriberSnsTopicArns: [settings.topicArn],
  });
  return new aws.budgets.Budget(
    "budget",
    {
      name: `${settings.environment}-monthly`,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: settings.monthlyUsd.toFixed(2),
      limitUnit: "USD",
      costTypes: { includeCredit: true },
      notifications: [notify("ACTUAL"), notify("FORECASTED")],
    },
    { ...opts, deleteBeforeReplace: true },
  );
}
