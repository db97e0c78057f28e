import { InvalidArgumentError, type Command } from "commander";
import { table } from "../preview/report/table";
import { identity } from "./aws/account";
import {
  addAlert,
  addSubscribers,
  createBudget,
  readBudget,
  setLimit,
  type Alert,
  type CostBudget,
} from "./aws/budgets";
import type { Context } from "./command/context";
import { CommandError } from "./command/errors";
import { changeOptions, dollars, examples, type ChangeFlags } from "./command/flags";
import { runs, type Outcome } from "./command/run";

interface AlertFlags extends ChangeFlags {
  limit: number;
  name: string;
  email?: string[];
  topic?: string;
  at: number[];
}

/** Percents when none are named: half way, nearly, and over. */
const defaultPercents = [50, 80, 100];

/** Of an alert, at most. AWS: https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateNotification.html */
const mostAddresses = 10;

export function register(program: Command): void {
  const command = changeOptions(program.command("billing-alerts"))
    .description("Make or bring up to date a monthly budget of the account that tells when its cost comes near")
    .requiredOption("--limit <usd>", "US dollars a month", dollars)
    .option("--name <name>", "name of the budget", "cloister-monthly")
    .option("--email <address...>", "whom to tell")
    .option("--topic <arn>", "SNS topic to tell (default: the stack's alarmTopicArn, where no mail address is given)")
    .option("--at <percents>", "percents of the limit at which to tell", percents, defaultPercents)
    .action(runs<AlertFlags>(setUp));
  examples(command, "billing-alerts --limit 10 --email me@example.com", "billing-alerts --limit 50 --at 50,90,100");
}

async function setUp(context: Context, flags: AlertFlags): Promise<Outcome> {
  const to = await addresses(context, flags);
  const wanted: CostBudget = {
    name: flags.name,
    limit: flags.limit,
    alerts: [
      ...flags.at.map((percent): Alert => ({ of: "ACTUAL", percent, to })),
      { of: "FORECASTED", percent: 100, to },
    ],
  };
  const { account } = await identity(context.aws);
  const present = await readBudget(context.aws, account, wanted.name);
  const changes = changesOf(present, wanted);
  const rows = changes.map(({ what, change }) => [change, what]);
  if (changes.length === 0)
    return {
      data: { changed: false, budget: wanted },
      text: `Budget ${wanted.name} of account ${account} is so already.`,
    };
  const text = table([{ heading: "Change" }, { heading: `Budget ${wanted.name} of ${account}` }], rows, context.style);
  const told = changes.map(({ what, change }) => ({ change, what }));
  if (flags.dryRun === true)
    return { data: { changed: false, changes: told }, text: `${text}\n\nNothing was changed.` };
  await context.confirm(`${text}\nGo on?`);
  for (const { apply } of changes) await apply(context, account);
  return { data: { changed: true, changes: told }, text: `${text}\n\nDone. A budget costs nothing.` };
}

interface Change {
  what: string;
  change: "add" | "set";
  apply(context: Context, account: string): Promise<void>;
}

/** What is missing of a budget. What it has beyond stays: somebody set it on purpose. */
function changesOf(present: CostBudget | undefined, wanted: CostBudget): Change[] {
  if (present === undefined)
    return [
      {
        what: `limit of ${wanted.limit} USD a month, ${wanted.alerts.map(alertText).join("; ")}`,
        change: "add",
        apply: ({ aws }, account) => createBudget(aws, account, wanted),
      },
    ];
  const changes: Change[] = [];
  if (present.limit !== wanted.limit)
    changes.push({
      what: `limit of ${wanted.limit} USD a month (now ${present.limit})`,
      change: "set",
      apply: ({ aws }, account) => setLimit(aws, account, wanted),
    });
  for (const alert of wanted.alerts) {
    const there = present.alerts.find(({ of, percent }) => of === alert.of && percent === alert.percent);
    const missing = { ...alert, to: alert.to.filter((address) => there?.to.includes(address) !== true) };
    if (missing.to.length === 0) continue;
    changes.push({
      what: alertText(missing),
      change: "add",
      apply: ({ aws }, account) =>
        (there === undefined ? addAlert : addSubscribers)(aws, account, wanted.name, missing),
    });
  }
  return changes;
}

function alertText({ of, percent, to }: Alert): string {
  return `at ${percent} % ${of === "ACTUAL" ? "spent" : "forecast"} tell ${to.join(", ")}`;
}

async function addresses(context: Context, { email = [], topic }: AlertFlags): Promise<string[]> {
  const wrong = email.filter((address) => !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address));
  if (wrong.length > 0) throw new CommandError(`${wrong.join(", ")} is no mail address.`);
  if (email.length > mostAddresses)
    throw new CommandError(
      `An alert tells ${mostAddresses} mail addresses at most, got ${email.length}.`,
      "Use a topic.",
    );
  if (topic !== undefined && !/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+$/.test(topic))
    throw new CommandError(`${topic} is no ARN of a topic.`, "As in arn:aws:sns:eu-west-1:123456789012:dev-alarms");
  if (topic !== undefined) return [...email, topic];
  return email.length > 0 ? email : [(await context.outputs()).text("alarmTopicArn")];
}

function percents(value: string): number[] {
  const numbers = [...new Set(value.split(",").map(Number))];
  if (numbers.length <= 9 && numbers.every((number) => number >= 1 && number <= 1000)) return numbers;
  throw new InvalidArgumentError("It must be up to 9 numbers from 1 to 1000, as in 50,80,100.");
}
