import { createRequire } from "node:module";
import { stripVTControlCharacters } from "node:util";
import { InvalidArgumentError, Option, type Command } from "commander";
import type * as Preview from "../preview";
import type { PreviewDocument } from "../preview/report/document";
import type * as BaseModule from "../preview/report/base";
import type * as MarkdownModule from "../preview/report/markdown";
import type * as ProgressModule from "../preview/report/progress";
import type * as StyleModule from "../preview/report/style";
import type * as TextModule from "../preview/report/text";
import { exitCodes } from "./command/errors";

/** Options of `cloister preview`. */
interface PreviewFlags {
  stack?: string;
  cwd?: string;
  policyPack?: string[];
  answers?: string;
  resources?: boolean;
  json?: boolean;
  markdown?: boolean;
  base?: string;
  advisory?: boolean;
  timeout?: number;
  color?: "auto" | "always" | "never";
}

/** Families whose violations are about money, not safety. */
const moneyFamilies: readonly (string | null)[] = ["free-tier", "cost"];

export function register(program: Command): void {
  program
    .command("preview")
    .description("Show what a Pulumi program would create, with no account, no Pulumi CLI and no network.")
    .option("-s, --stack <name>", "stack to preview (default: dev, or the only one)")
    .option("-C, --cwd <folder>", "run as if started there")
    .option("--policy-pack <folder>", "policy pack to run, may be repeated (default: cloister's own)", append)
    .option("--answers <file>", "answers to stack references and data sources (default: cloister.answers.yaml)")
    .option("--resources", "list every resource")
    .addOption(new Option("-j, --json", "print one JSON document").conflicts("markdown"))
    .option("--markdown", "print a report for a pull request")
    .option("--base <file>", "say what changes since a preview that --json wrote; needs --markdown")
    .option("--advisory", "report violations but exit 0")
    .option("--timeout <seconds>", "time limit (default: 300)", seconds)
    .option("--color <when>", "auto, always or never", colorChoice)
    .addHelpText(
      "after",
      "\nExit codes: 0 clean, 1 error, 2 a mandatory rule fails, 3 only free-tier or cost rules fail.",
    )
    .action(runPreview);
}

function append(value: string, previous: string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

function seconds(value: string): number {
  const number = Number(value);
  if (!Number.isFinite(number) || number <= 0)
    throw new InvalidArgumentError("It must be a number of seconds above 0.");
  return number;
}

function colorChoice(value: string): string {
  if (["auto", "always", "never"].includes(value)) return value;
  throw new InvalidArgumentError("It must be auto, always or never.");
}

async function runPreview(flags: PreviewFlags): Promise<void> {
  // Loaded here: help and other commands do without.
  const load = createRequire(__filename);
  const { previewOffline, PreviewError } = load("../preview") as typeof Preview;
  const { createProgress } = load("../preview/report/progress") as typeof ProgressModule;
  const interrupt = new AbortController();
  const onSignal = () => {
    interrupt.abort();
  };
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  const progress = createProgress(process.stderr);
  try {
    const base = flags.base === undefined ? undefined : baseOf(flags.base, flags, load);
    const document = await previewOffline({
      cwd: flags.cwd,
      stack: flags.stack,
      policyPacks: flags.policyPack,
      answersFile: flags.answers,
      timeoutSeconds: flags.timeout,
      signal: interrupt.signal,
      onOutput: progress.line,
      onProgress: progress.count,
    });
    progress.clear();
    if (flags.markdown === true) {
      const { renderMarkdown } = load("../preview/report/markdown") as typeof MarkdownModule;
      process.stdout.write(renderMarkdown(document, base));
    } else if (flags.json === true) process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    else {
      const { renderText } = load("../preview/report/text") as typeof TextModule;
      const { useColor } = load("../preview/report/style") as typeof StyleModule;
      process.stdout.write(renderText(document, { tree: flags.resources === true, color: useColor(flags.color) }));
    }
    process.exitCode = flags.advisory === true ? exitCodes.clean : exitCodeOf(document);
  } catch (error) {
    progress.clear();
    if (!(error instanceof PreviewError)) throw error;
    const message = process.stderr.isTTY ? error.message : stripVTControlCharacters(error.message);
    process.stderr.write(`error: ${message}\n`);
    process.exitCode = interrupt.signal.aborted ? exitCodes.interrupted : exitCodes.error;
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}

function baseOf(file: string, { markdown }: PreviewFlags, load: NodeJS.Require): PreviewDocument {
  const { PreviewError } = load("../preview") as typeof Preview;
  if (markdown !== true) throw new PreviewError("--base needs --markdown: the other reports do not compare");
  const { readBase } = load("../preview/report/base") as typeof BaseModule;
  return readBase(file);
}

/** The exit code that a preview's violations call for. */
export function exitCodeOf(document: PreviewDocument): number {
  const mandatory = document.policies.violations.filter((finding) => finding.level === "mandatory");
  if (mandatory.length === 0) return exitCodes.clean;
  return mandatory.every(({ family }) => moneyFamilies.includes(family)) ? exitCodes.limit : exitCodes.violation;
}
