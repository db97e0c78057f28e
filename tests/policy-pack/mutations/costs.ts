import { planned, usualProvider } from "../support/bench";
import type { Mutation } from "./mutations";

/** Cost: what is paid for and does nothing, and a stack above its budget. */
export const costs: readonly Mutation[] = [
  {
    rule: "monthly-cost-within-budget",
    stack: "dev",
    monthlyBudgetUsd: 5,
    given: "a budget of 5 USD",
    also: ["budget-exists"],
    says: /more than the budget of 5\..*The largest: app-load-balancer, .*cheaper: .*; .*cheaper: .*; .*cheaper: /,
    change: (plan) => plan,
  },
  {
    rule: "log-retention-ceiling",
    stack: "prod",
    given: "logs that are kept for ten years",
    says: "3653",
    change: (plan) =>
      plan.edit("aws:cloudwatch/logGroup:LogGroup", "network-flow-log-group", { retentionInDays: 3653 }),
  },
  {
    rule: "previous-generation-instances",
    stack: "prod",
    given: "a monitoring server of an older family",
    says: "m4.large",
    change: (plan) =>
      plan.edit("aws:ec2/launchTemplate:LaunchTemplate", "pmm-launch-template", { instanceType: "m4.large" }),
  },
  {
    rule: "gp2-volumes",
    stack: "prod",
    given: "a data volume on gp2",
    says: "gp2",
    change: (plan) => plan.edit("aws:ebs/volume:Volume", "pmm-data-volume", { type: "gp2" }),
  },
  {
    rule: "unattached-addresses",
    stack: "dev",
    given: "an address that nothing uses",
    says: "Nothing in the stack uses this address",
    change: (plan) => plan.add({ ...planned("aws:ec2/eip:Eip", "spare", { domain: "vpc" }), provider: usualProvider }),
  },
];
