import { defineRule, type Bench } from "../../frame/rule";
import type { Read, Reader } from "../../../plan/reader";
import type { Resource } from "../../../plan/resource";

const budgetType = "aws:budgets/budget:Budget";

/** What costs by the hour: a stack with none of it needs no budget of its own. */
const billedTypes = [
  "aws:ec2/instance:Instance",
  "aws:ec2/natGateway:NatGateway",
  "aws:ec2/vpcEndpoint:VpcEndpoint",
  "aws:autoscaling/group:Group",
  "aws:ecs/service:Service",
  "aws:eks/cluster:Cluster",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:elb/loadBalancer:LoadBalancer",
  "aws:rds/instance:Instance",
  "aws:rds/cluster:Cluster",
  "aws:opensearch/domain:Domain",
  "aws:elasticache/cluster:Cluster",
  "aws:elasticache/replicationGroup:ReplicationGroup",
];

/** Percent of the budget at which somebody must have been told. */
const latestPercent = 80;

const kinds = ["ACTUAL", "FORECASTED"] as const;

/** Filters that still leave the stack's own costs whole. */
const wholeFilters = ["TagKeyValue", "LinkedAccount"];

/**
 * Somebody is told before money is lost: the stack makes a monthly cost budget, no larger than what is configured.
 * One good budget is enough. A paid account is asked for one when `monthlyBudgetUsd` is set, free ones always, as soon
 * as the stack has something that costs by the hour.
 */
export const budgetExists = defineRule({
  name: "budget-exists",
  family: "free-tier",
  severity: "high",
  title: "There is a budget that warns in time",
  description:
    "The stack makes a monthly cost budget of at most monthlyBudgetUsd, which tells somebody at 80 percent or below, both of actual and of forecast costs. Under plan paid this is asked only with a monthlyBudgetUsd.",
  remediation: "Add an aws.budgets.Budget with ACTUAL and FORECASTED notifications at 80 percent and a subscriber.",
  url: "https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html",
  checks: [],
  requirement: "Free-tier source: a budget of 10 USD a month that alerts at 80 percent.",
  judgeStack(the) {
    const { settings, stack, fail } = the;
    const ceiling = settings.monthlyBudgetUsd;
    if (settings.plan === "paid" && ceiling === undefined) return;
    if (stack.ofType(...billedTypes).length === 0) return;
    const trials = stack.ofType(budgetType).map((budget) => ({ budget, ...tryBudget(budget, ceiling) }));
    if (trials.length === 0) {
      const amount = ceiling === undefined ? "" : ` of at most ${ceiling} USD`;
      fail(`There is no budget. Add one${amount} that tells somebody at ${latestPercent} percent.`, {
        finding: "none",
      });
      return;
    }
    if (trials.some(({ faults, doubts }) => faults.length + doubts.length === 0)) return;
    const open = trials.filter(({ faults }) => faults.length === 0);
    for (const { budget, faults, doubts } of open.length > 0 ? open : trials) tell(the, budget, faults, doubts);
  },
});

function tell({ fail, doubt }: Bench, at: Resource, faults: readonly string[], doubts: readonly Read<unknown>[]): void {
  if (faults.length > 0) fail(`The budget is no warning: ${faults.join("; ")}.`, { at, finding: "budget" });
  else for (const read of doubts) doubt(read, { at, finding: "budget" });
}

/** What is wrong with a budget, and what cannot be told of it. */
function tryBudget({ properties }: Resource, ceiling: number | undefined) {
  const faults: string[] = [];
  const doubts: Read<unknown>[] = [];
  const use = <T>(read: Read<T>, check: (value: T | undefined) => string | false | undefined) => {
    if (read.state === "unknown") doubts.push(read);
    else {
      const fault = check(read.state === "known" ? read.value : undefined);
      if (fault) faults.push(fault);
    }
  };
  use(properties.text("budgetType"), (kind) => kind !== "COST" && `budgetType is ${kind ?? "not set"}, not COST`);
  use(properties.text("timeUnit"), (unit) => unit !== "MONTHLY" && `timeUnit is ${unit ?? "not set"}, not MONTHLY`);
  use(properties.text("limitUnit"), (unit = "USD") => unit !== "USD" && `limitUnit is ${unit}, not USD`);
  use(properties.list("costFilters"), (filters = []) => {
    for (const filter of filters)
      use(
        filter.text("name"),
        (name = "") => !wholeFilters.includes(name) && `it counts only a part, filtered by ${name}`,
      );
    return undefined;
  });
  const limit = properties.number("limitAmount");
  const amount = limit.state === "known" ? limit.value : undefined;
  if (limit.state === "absent") doubts.push({ ...limit, state: "unknown", why: "is not set: the amount moves" });
  else
    use(
      limit,
      (usd = 0) =>
        ceiling !== undefined && usd > ceiling && `limitAmount is ${usd} of ${ceiling} USD (monthlyBudgetUsd)`,
    );
  use(properties.list("notifications"), (list = []) => {
    for (const kind of kinds) {
      const answers = list.map((notification) => warns(notification, kind, amount));
      const unread = answers.find((answer) => answer.state === "unknown");
      if (answers.some((answer) => answer.state === "known" && answer.value)) continue;
      if (unread) doubts.push(unread);
      else faults.push(`nobody is told of ${kind} costs at ${latestPercent} percent or below`);
    }
    return undefined;
  });
  return { faults, doubts };
}

/** Whether a notification tells somebody of a kind of cost in time. */
function warns(notification: Reader, kind: string, amount: number | undefined): Read<boolean> {
  const say = (value: boolean): Read<boolean> => ({ state: "known", path: notification.path, value });
  const about = notification.text("notificationType");
  if (about.state === "known" && about.value !== kind) return say(false);
  const operator = notification.text("comparisonOperator");
  const unit = notification.text("thresholdType");
  const threshold = notification.number("threshold");
  for (const read of [about, operator, unit, threshold]) if (read.state === "unknown") return read;
  const value = threshold.state === "known" ? threshold.value : Number.POSITIVE_INFINITY;
  const isAbsolute = unit.state === "known" && unit.value === "ABSOLUTE_VALUE";
  if (isAbsolute && amount === undefined)
    return { state: "unknown", path: threshold.path, why: "is an amount of a budget that is not known" };
  const percent = isAbsolute ? (value / (amount ?? 0)) * 100 : value;
  if (percent > latestPercent || operator.state !== "known" || operator.value !== "GREATER_THAN") return say(false);
  const hearers = ["subscriberSnsTopicArns", "subscriberEmailAddresses"].map((key) => notification.texts(key));
  const isHeard = hearers.some((list) => list.state === "known" && list.value.length > 0);
  const unread = hearers.find((list) => list.state === "unknown");
  return !isHeard && unread?.state === "unknown" ? unread : say(isHeard);
}
