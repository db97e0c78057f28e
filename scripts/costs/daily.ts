import { plot } from "asciichart";
import { Option, type Command } from "commander";
import { table } from "../../preview/report/table";
import { dailyCosts, requestUsd } from "../aws/costs";
import { commonOptions, examples, wholeNumber } from "../command/flags";
import { runs } from "../command/run";
import { tagOption, type CostFlags } from "./options";
import { byService, only, sum } from "./figures";

interface DailyFlags extends CostFlags {
  days: number;
  services?: string[];
}

/** Most days that Cost Explorer keeps by day: https://docs.aws.amazon.com/cost-management/latest/userguide/ce-what-is.html */
const mostDays = 365;

const dayMs = 86_400_000;

export function addDaily(parent: Command): void {
  const command = commonOptions(parent.command("daily"))
    .description("Show what each day cost, as a chart and by service")
    .addOption(new Option("--days <number>", "days until yesterday").argParser(wholeNumber(1, mostDays)).default(30))
    .option("--services <names>", "only these, as in ec2,rds,ecs,cloudwatch", (text: string) => text.split(","))
    .addOption(tagOption())
    .action(
      runs<DailyFlags>(async ({ aws, say, style }, { days: count, services, tag }) => {
        const to = new Date();
        const query = { from: isoDay(to.getTime() - count * dayMs), to: isoDay(to.getTime()), tag };
        say(`Cost Explorer bills ${requestUsd} USD for each page of its answer; this is one or a few.`);
        const all = await dailyCosts(aws, query);
        const days = services === undefined ? all : only(all, services);
        const rows = byService(days).map(([service, usd]) => [service, usd.toFixed(2)]);
        const columns = [{ heading: "Service" }, { heading: "USD", align: "right" as const }];
        const text = [
          `${query.from} until ${query.to}: ${sum(days).toFixed(2)} USD`,
          days.length > 1 ? chart(days.map(({ total }) => total)) : "",
          rows.length === 0 ? "Nothing was billed." : table(columns, rows, style),
        ];
        return { data: { ...query, total: sum(days), days }, text: text.filter((part) => part !== "").join("\n\n") };
      }),
    );
  examples(command, "costs daily", "costs daily --days 14 --services ec2,rds,ecs,cloudwatch");
}

/** One column for each day, US dollars upwards. */
function chart(totals: number[]): string {
  return plot(totals, { height: 8, min: Math.min(0, ...totals), format: (usd) => usd.toFixed(2).padStart(9) });
}

export function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
