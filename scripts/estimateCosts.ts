import { createRequire } from "node:module";
import type { Command } from "commander";
import type * as Preview from "../preview";
import type * as CostText from "../preview/report/costText";
import type * as StyleModule from "../preview/report/style";
import { CommandError, exitCodes } from "./command/errors";
import { colorChoice, examples, wholeNumber, type CommonFlags } from "./command/flags";
import { runs } from "./command/run";

interface EstimateFlags extends CommonFlags {
  answers?: string;
  hoursPerDay?: number;
  days?: number;
}

const daysOfMonth = 31;

export function register(program: Command): void {
  const command = program
    .command("estimate-costs")
    .description("Say what a stack would cost a month, from public prices, with no account and no network")
    .option("-s, --stack <name>", "stack to estimate (default: dev, or the only one)")
    .option("-C, --cwd <folder>", "run as if started there")
    .option("--answers <file>", "answers to stack references and data sources (default: cloister.answers.yaml)")
    .option("--hours-per-day <hours>", "what can sleep is awake so long, not by its schedules", wholeNumber(1, 24))
    .option("--days <days>", "on so many days of a month (default: 31)", wholeNumber(1, daysOfMonth))
    .option("-j, --json", "print one JSON document, errors too")
    .option("--color <when>", "auto, always or never", colorChoice)
    .action(
      runs<EstimateFlags>(async ({ signal }, flags) => {
        // Loaded here: help and other commands do without.
        const load = createRequire(__filename);
        const { previewOffline, PreviewError } = load("../preview") as typeof Preview;
        const { costSection } = load("../preview/report/costText") as typeof CostText;
        const { createStyle, useColor } = load("../preview/report/style") as typeof StyleModule;
        try {
          const document = await previewOffline({
            cwd: flags.cwd,
            stack: flags.stack,
            answersFile: flags.answers,
            policyPacks: [],
            awakeHours: awakeHours(flags),
            signal,
          });
          const { project, stack, cost } = document;
          const isOver = cost.budget !== null && cost.budget.usedShare > 1;
          return {
            data: { project, stack, ...cost },
            text: `${project} / ${stack}\n${costSection(document, createStyle(useColor(flags.color)))}`,
            exitCode: isOver ? exitCodes.limit : exitCodes.clean,
          };
        } catch (fault) {
          if (fault instanceof PreviewError) throw new CommandError(fault.message);
          throw fault;
        }
      }),
    );
  examples(command, "estimate-costs --stack prod", "estimate-costs --stack dev --hours-per-day 8 --days 22");
  command.addHelpText("after", "\nExit codes: 0 within the budget or without one, 1 an error, 3 above the budget.");
}

/** Hours a month; undefined where schedules decide. An average month has 730 hours, whatever is asked. */
function awakeHours({ hoursPerDay, days }: EstimateFlags): number | undefined {
  if (hoursPerDay === undefined && days === undefined) return undefined;
  return Math.min((hoursPerDay ?? 24) * (days ?? daysOfMonth), 730);
}
