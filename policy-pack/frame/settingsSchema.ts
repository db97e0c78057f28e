import { z } from "zod";
import { usageNames } from "../../cost/usage";
import { defaultSettings, everyRule, type ParsedSettings, type Settings } from "./settings";

const day = z.iso
  .date("must be a day that exists, as YYYY-MM-DD")
  .describe("The exemption's last day, YYYY-MM-DD in UTC, inclusive.");

const patterns = z.array(z.string().min(1));

/** The schema of every setting, for the rules that exist. */
export function settingsSchema(ruleNames: readonly string[]) {
  const rule = z.enum(ruleNames as [string, ...string[]], "is no rule of this pack");
  return z.strictObject({
    plan: z
      .enum(["legacy-free", "free-plan", "paid"])
      .describe(
        "Which of AWS's offers the account is on. Default: paid, under which the free-tier rules do not apply.",
      ),
    monthlyBudgetUsd: z
      .number()
      .positive()
      .describe("What the stack's fixed cost may be a month, in US dollars, after allowances and before credits."),
    usageProfile: z
      .enum(["dev", "small", "medium"])
      .describe("Set of assumptions for what only use decides, from least to most. Default: small."),
    usage: z
      .partialRecord(z.enum(usageNames), z.number().min(0))
      .describe(
        "Assumptions that replace those of the profile, by name; `docs/cost.md` lists them. Default: those of the profile.",
      ),
    strict: z
      .boolean()
      .describe("Deny when a rule on public exposure or permissions cannot be decided. Default: false."),
    onUnknown: z
      .partialRecord(rule, z.enum(["advise", "deny", "ignore"]))
      .describe("What an undetermined verdict does, by rule. Default: advise, or deny under strict."),
    levels: z
      .partialRecord(
        z.enum([everyRule, ...ruleNames] as [string, ...string[]], "is no rule of this pack"),
        z.enum(["mandatory", "advisory", "disabled"]),
      )
      .describe(
        `Enforcement level, by rule; \`${everyRule}\` for those not named. Default: as documented for the rule.`,
      ),
    exemptions: z
      .array(
        z.strictObject({
          rule,
          resource: z.string().min(1, "must be a URN or a glob").describe("URN of the resource, or a glob over URNs."),
          finding: z.string().min(1).optional().describe("The one finding that is exempt, or a glob. Default: all."),
          reason: z
            .string()
            .trim()
            .min(20, "must say why, in at least 20 characters")
            .describe("Why it is acceptable: at least 20 characters."),
          owner: z.string().trim().min(1, "must name who answers for it").describe("Who answers for it."),
          expires: day,
        }),
      )
      .describe("Faults that somebody answers for until a day."),
    logRetentionCeilingDays: z
      .int()
      .min(1)
      .max(3653)
      .describe(`Days that log groups may keep their events. Default: ${defaultSettings.logRetentionCeilingDays}.`),
    requiredTags: z
      .array(z.string().min(1))
      .describe(`Tag keys every taggable resource carries. Default: ${defaultSettings.requiredTags.join(", ")}.`),
    internetFacing: patterns.describe("URNs or globs of load balancers that may face the internet. Default: none."),
    plainHttp: patterns.describe("URNs or globs of internal load balancers that may speak plain HTTP. Default: none."),
  });
}

/**
 * Reads settings key by key: one bad value does not undo the others, and every fault is told.
 * Stack configuration holds texts, with JSON inside for anything but a text.
 */
export function parseSettings(raw: Readonly<Record<string, unknown>>, ruleNames: readonly string[]): ParsedSettings {
  const { shape } = settingsSchema(ruleNames);
  const known = Object.keys(shape);
  const faults: string[] = [];
  const values: Partial<Record<keyof Settings, unknown>> = {};
  for (const [key, value] of Object.entries(raw)) {
    if (!Object.hasOwn(shape, key)) {
      faults.push(`${key}: is no setting of this pack; there are ${known.join(", ")}`);
      continue;
    }
    const name = key as keyof typeof shape;
    const result = shape[name].safeParse(typeof value === "string" ? fromText(value) : value);
    if (result.success) values[name] = result.data;
    else
      for (const issue of result.error.issues)
        faults.push(`${[key, ...issue.path].join(".")}: ${explain(issue, value)}`);
  }
  return {
    settings: { ...defaultSettings, ...(values as Partial<Settings>) },
    given: Object.keys(values) as (keyof Settings)[],
    faults,
  };
}

function fromText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** zod's words, with what was got where that is plain. */
function explain(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === "unrecognized_keys") return `there is no ${issue.keys.join(", ")}`;
  const isPlain = issue.path.length === 0 && typeof value === "string" && value.length < 40;
  return `${issue.message}${isPlain ? `, got ${JSON.stringify(value)}` : ""}`;
}
