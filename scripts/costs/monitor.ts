import type { Command } from "commander";
import { dailyCosts, forecast, requestUsd, type DayCost } from "../aws/costs";
import type { Context } from "../command/context";
import { exitCodes } from "../command/errors";
import { commonOptions, dollars, examples } from "../command/flags";
import { runs, type Outcome } from "../command/run";
import { tagOption, type CostFlags } from "./options";
import { isoDay } from "./daily";
import { anomalies, byService, sum } from "./figures";

interface MonitorFlags extends CostFlags {
  budget?: number;
}

/** Days before the month that its first days are compared with. */
const daysBefore = 14;

export function addMonitor(parent: Command): void {
  const command = commonOptions(parent.command("monitor"))
    .description("Compare this month's cost, and its forecast, with a budget; name days that stand out")
    .option("--budget <usd>", "US dollars a month; above it, spent or forecast, the exit code is 3", dollars)
    .addOption(tagOption())
    .action(runs<MonitorFlags>(monitor));
  examples(command, "costs monitor --budget 50", "costs monitor --tag environment=dev --json");
  command.addHelpText("after", "\nExit codes: 0 within the budget or without one, 1 an error, 3 above it.");
}

async function monitor({ aws, say }: Context, { budget, tag }: MonitorFlags): Promise<Outcome> {
  say(`Cost Explorer bills ${requestUsd} USD for each page of its answers; this is about ${2 * requestUsd} USD.`);
  const now = new Date();
  const [today, monthStart, nextMonth] = [now, monthOf(now, 0), monthOf(now, 1)].map((date) => isoDay(date.getTime()));
  const from = isoDay(monthOf(now, 0).getTime() - daysBefore * 86_400_000);
  const tomorrow = isoDay(now.getTime() + 86_400_000);
  const days = await dailyCosts(aws, { from, to: tomorrow, tag });
  const month = days.filter(({ day }) => day >= (monthStart ?? ""));
  const spent = sum(month);
  // The forecast begins with today.
  const ahead = await forecast(aws, { from: today ?? "", to: nextMonth ?? "", tag });
  const expected = ahead === undefined ? undefined : sum(month.filter(({ day }) => day < (today ?? ""))) + ahead;
  const strange = anomalies(days.filter(isWhole)).filter(({ day }) => day >= (monthStart ?? ""));
  const isOver = budget !== undefined && Math.max(spent, expected ?? 0) > budget;
  const text = [
    `Since ${monthStart}: ${spent.toFixed(2)} USD${share(spent, budget)}`,
    expected === undefined
      ? "AWS has no forecast yet: it needs some weeks of use."
      : `Forecast for the month: ${expected.toFixed(2)} USD${share(expected, budget)}`,
    ...byService(month)
      .slice(0, 5)
      .map(([service, usd]) => `  ${usd.toFixed(2).padStart(9)}  ${service}`),
    ...strange.map(
      ({ day, usd, usual, service }) =>
        `${day} stands out: ${usd.toFixed(2)} USD, usually ${usual.toFixed(2)}; ${service} grew most.`,
    ),
    ...(isOver ? ["The budget is passed, or will be: see docs/runbooks/free-tier-exceeded.md"] : []),
  ];
  const data = { month: monthStart, spent, forecast: expected ?? null, budget: budget ?? null, anomalies: strange };
  return { data, text: text.join("\n"), exitCode: isOver ? exitCodes.limit : exitCodes.clean };

  /** Today is not over: it would look cheap, and tomorrow dear. */
  function isWhole({ day }: DayCost): boolean {
    return day < (today ?? "");
  }
}

/** The first of a month, counted from this one, in UTC. */
function monthOf(now: Date, offset: number): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1));
}

function share(usd: number, budget: number | undefined): string {
  return budget === undefined ? "" : `, ${((100 * usd) / budget).toFixed(0)} % of the budget of ${budget.toFixed(2)}`;
}
