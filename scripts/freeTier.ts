import { createRequire } from "node:module";
import { Option, type Command } from "commander";
import type * as Preview from "../preview";
import { table } from "../preview/report/table";
import { accountPlan, freeTierUsage, type AccountPlan, type AllowanceUsage } from "./aws/freeTier";
import type { Context } from "./command/context";
import { CommandError, exitCodes } from "./command/errors";
import { commonOptions, examples, wholeNumber, type CommonFlags } from "./command/flags";
import { runs, type Outcome } from "./command/run";

interface FreeTierFlags extends CommonFlags {
  detailed?: boolean;
  planned?: boolean;
  answers?: string;
  above: number;
}

/** An allowance, and which share of it is used, or will be: 1 is all of it. */
interface Share extends AllowanceUsage {
  share: number;
}

/** What a stack plans to use of an allowance. */
interface Planned {
  allowance: string;
  used: number;
  limit: number;
  unit: string;
}

export function register(program: Command): void {
  const command = commonOptions(program.command("free-tier"))
    .description("Show what the account has used of the free tier this month, and is forecast to; costs nothing")
    .option("--detailed", "every allowance, with region, operation and kind (default: those above a tenth)")
    .option("--planned", "also what the stack plans to use, from the account-free preview")
    .option("--answers <file>", "answers to stack references, for --planned (default: cloister.answers.yaml)")
    .addOption(
      new Option("--above <percent>", "exit with 3 when more is used, or forecast")
        .argParser(wholeNumber(1, 1000))
        .default(80),
    )
    .action(runs<FreeTierFlags>(show));
  examples(command, "free-tier", "free-tier --detailed", "free-tier --planned --stack dev --json");
  command.addHelpText("after", "\nExit codes: 0 below the share, 1 an error, 3 above it.");
}

async function show(context: Context, flags: FreeTierFlags): Promise<Outcome> {
  const { aws, signal, style } = context;
  const plan = await accountPlan(aws, signal);
  const all = (await freeTierUsage(aws, signal)).map(shareOf).sort((a, b) => b.share - a.share);
  const planned = flags.planned === true ? await plannedUse(context, flags) : undefined;
  const over = all.filter(({ share }) => share * 100 > flags.above);
  const shown = flags.detailed === true ? all : all.filter(({ share }) => share > 0.1);
  const text = [
    plan === undefined ? "" : planText(plan),
    shown.length === 0 ? nothing(all) : usageTable(shown, flags.detailed === true, context),
    planned === undefined ? "" : plannedTable(planned, context),
    over.length === 0 ? "" : style.bold(`Above ${flags.above} %: ${over.map(nameOf).join(", ")}`),
  ];
  return {
    data: { plan: plan ?? null, usage: all, ...(planned && { planned }), above: over.map(nameOf) },
    text: text.filter((part) => part !== "").join("\n\n"),
    exitCode: over.length === 0 ? exitCodes.clean : exitCodes.limit,
  };
}

function shareOf(usage: AllowanceUsage): Share {
  const { used, forecast, limit } = usage;
  return { ...usage, share: limit === 0 ? 0 : Math.max(used, forecast) / limit };
}

function nothing(all: readonly Share[]): string {
  return all.length === 0
    ? "AWS tells of no use of the free tier: nothing is used, or the account has none."
    : `${all.length} allowances, none used above a tenth.`;
}

function planText({ type, status, creditsLeft, ends }: AccountPlan): string {
  const credits = creditsLeft === undefined ? "" : `, ${creditsLeft.toFixed(2)} USD of credits left`;
  return `Account plan: ${type.toLowerCase()}, ${status.toLowerCase()}${credits}${ends === undefined ? "" : `, until ${ends}`}`;
}

function usageTable(usage: readonly Share[], isDetailed: boolean, { style }: Context): string {
  const right = "right" as const;
  const columns = [
    { heading: "Service" },
    { heading: "Used", align: right },
    { heading: "Forecast", align: right },
    { heading: "Limit", align: right },
    { heading: "Unit" },
    { heading: "%", align: right },
    ...(isDetailed ? ["Usage type", "Operation", "Region", "Kind"].map((heading) => ({ heading })) : []),
  ];
  const rows = usage.map((one) => [
    one.service,
    short(one.used),
    short(one.forecast),
    short(one.limit),
    one.unit,
    (one.share * 100).toFixed(0),
    ...(isDetailed ? [one.usageType, one.operation, one.region, one.kind] : []),
  ]);
  return table(columns, rows, style);
}

function plannedTable(planned: readonly Planned[], { style }: Context): string {
  if (planned.length === 0) return "The stack plans to use no allowance.";
  const right = "right" as const;
  const columns = [
    { heading: "Planned by the stack, a month" },
    { heading: "Planned", align: right },
    { heading: "Limit", align: right },
    { heading: "Unit" },
  ];
  const rows = planned.map(({ allowance, used, limit, unit }) => [allowance, short(used), short(limit), unit]);
  return table(columns, rows, style);
}

async function plannedUse({ signal }: Context, flags: FreeTierFlags): Promise<Planned[]> {
  // Loaded here: the command does without it otherwise.
  const { previewOffline, PreviewError } = createRequire(__filename)("../preview") as typeof Preview;
  try {
    const { cost } = await previewOffline({
      cwd: flags.cwd,
      stack: flags.stack,
      answersFile: flags.answers,
      policyPacks: [],
      signal,
    });
    return cost.freeTier.map(({ allowance, used, limit, unit }) => ({ allowance, used, limit, unit }));
  } catch (error) {
    if (error instanceof PreviewError) throw new CommandError(error.message);
    throw error;
  }
}

function nameOf({ service, usageType }: Share): string {
  return `${service} ${usageType}`;
}

/** Three figures are enough to compare. */
function short(number: number): string {
  return number.toLocaleString("en", { maximumSignificantDigits: 3, useGrouping: false });
}
