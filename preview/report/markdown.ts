import { nameOfUrn, typeOfUrn } from "../engine/urns";
import { costByComponent, usd } from "./costText";
import { changesSince, managedResources, type CostChange } from "./difference";
import type { Finding, PreviewDocument } from "./document";

const linesShown = 8;
const changesShown = 20;

/** Begins every such comment, so that the next run finds the last one and replaces it. */
const marker = (document: PreviewDocument) => `<!-- cloister preview ${document.project}/${document.stack} -->`;

/**
 * The report for a pull request.
 *
 * @param base the preview of what the change is made to; with it the report says what changes
 */
export function renderMarkdown(document: PreviewDocument, base?: PreviewDocument): string {
  const { project, stack } = document;
  const sections = [
    `${marker(document)}\n## cloister preview: ${code(`${project} / ${stack}`)}`,
    summary(document, base),
    findings(document),
    ...(base ? [resourceChanges(document, base)] : []),
    exposure(document),
    cost(document, base),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function summary(document: PreviewDocument, base: PreviewDocument | undefined): string {
  const { policies, cost: money, exposure: reach } = document;
  const before = base?.cost.monthly.total;
  const rows = [
    ["Resources", String(managedResources(document).length)],
    [
      "Policies",
      `${policies.violations.length} violations, ${policies.undetermined.length} undetermined, ${policies.exempted.length} exempted, ${policies.passed} rules passed`,
    ],
    ["From the internet", reach.internet.map(({ target }) => code(target)).join(", ") || "nothing can be reached"],
    [
      "Cost",
      `about ${usd(money.monthly.total)} USD a month${before === undefined ? "" : ` (${signed(money.monthly.total - before)})`}${money.unpriced.length > 0 ? `, and ${money.unpriced.length} things without a price` : ""}`,
    ],
    ...(money.budget === null
      ? []
      : [["Budget", `${usd(money.monthly.fixed)} fixed of ${usd(money.budget.monthlyUsd)} USD`]]),
  ];
  return table(["", ""], rows);
}

function findings({ policies }: PreviewDocument): string {
  const one = (label: string) => (finding: Finding) =>
    `- **${label}** ${code(finding.rule)} ${code(nameOfUrn(finding.urn))} (${typeOfUrn(finding.urn)})${finding.location === null ? "" : `, ${code(finding.location)}`}: ${inline(finding.message)}`;
  const lines = [
    ...policies.violations.map((finding) => one(finding.level)(finding)),
    ...policies.undetermined.map(one("undetermined")),
    ...policies.exempted.map(one("exempted")),
  ];
  return lines.length === 0 ? "" : ["### Policies", lines.join("\n")].join("\n\n");
}

function resourceChanges(document: PreviewDocument, base: PreviewDocument): string {
  const { added, removed, changed } = changesSince(base, document);
  const lines = [
    ...added.map((urn) => `+ ${described(urn)}`),
    ...removed.map((urn) => `- ${described(urn)}`),
    ...changed.map(({ urn, inputs }) => `! ${described(urn)}: ${inputs.join(", ")}`),
  ];
  if (lines.length === 0) return "### Resources\n\nNo resource is added, removed or changed.";
  const more = lines.length > changesShown ? [`  and ${lines.length - changesShown} more`] : [];
  const counts = `${added.length} added, ${removed.length} removed, ${changed.length} changed`;
  return `### Resources\n\n${counts}\n\n${fenced([...lines.slice(0, changesShown), ...more].join("\n"))}`;
}

function exposure({ exposure: { internet } }: PreviewDocument): string {
  if (internet.length === 0) return "";
  const rows = internet.map(({ target, ports, path }) => [code(target), ports.join(", "), inline(path)]);
  return ["### From the internet", table(["Target", "Ports", "Path"], rows)].join("\n\n");
}

function cost(document: PreviewDocument, base: PreviewDocument | undefined): string {
  const { cost: money } = document;
  const was = new Map(base && costByComponent(base).map((component) => [component.name, component]));
  const now = costByComponent(document);
  const gone = [...was.values()].filter(({ name }) => !now.some((component) => component.name === name));
  const rows = [...now, ...gone.map(({ name }) => ({ name, fixed: 0, usage: 0 }))].map(({ name, fixed, usage }) => {
    const before = was.get(name);
    const change = fixed + usage - (before ? before.fixed + before.usage : 0);
    return [code(name), usd(fixed), usd(usage), usd(fixed + usage), ...(base ? [signed(change)] : [])];
  });
  const { fixed, usage, total } = money.monthly;
  const difference = base ? [signed(total - base.cost.monthly.total)] : [];
  const headings = ["Component", "Fixed", "By use", "USD a month", ...(base ? ["Change"] : [])];
  const sums = table(headings, [...rows, ["**Total**", usd(fixed), usd(usage), usd(total), ...difference]], 1);
  return ["### Cost", sums, ...lineChanges(document, base), details(document)].join("\n\n");
}

/** What moves the total, largest first; without a base, what is most of it. */
function lineChanges(document: PreviewDocument, base: PreviewDocument | undefined): string[] {
  if (base) {
    const { costs } = changesSince(base, document);
    const nameless = new Set(document.cost.unpriced.map(({ resource }) => resource));
    const rows = costs
      .slice(0, linesShown)
      .map((change) => [
        ...named(change),
        change.after === 0 && nameless.has(change.resource) ? "no price now" : signed(change.after - change.before),
      ]);
    return rows.length === 0 ? [] : [table(["What changes", "For", "USD a month"], rows, 2)];
  }
  const rows = document.cost.lines
    .filter(({ amount }) => amount >= 0.005)
    .slice(0, linesShown)
    .map((line) => [...named(line), inline(line.arithmetic), usd(line.amount)]);
  return rows.length === 0 ? [] : [table(["Largest", "For", "How", "USD a month"], rows, 3)];
}

function named({ resource, item }: Pick<CostChange, "resource" | "item">): string[] {
  return [code(nameOfUrn(resource)), inline(item)];
}

/** What only some readers want: the ledger, what has no price, and what the figures rest on. */
function details({
  cost: { freeTier, plan, unpriced, credits, notes, pricesAsOf, usageProfile },
}: PreviewDocument): string {
  const ledger = freeTier.map(({ allowance, used, limit, unit }) => [allowance, round(used), round(limit), unit]);
  const paid =
    credits === null
      ? []
      : [`Credits: ${usd(credits.spent)} of ${usd(credits.granted)} USD in ${credits.months} months.`];
  const parts = [
    ...(ledger.length > 0 ? [table(["Free tier", "Used", "Limit", "Unit"], ledger, 1)] : []),
    ...paid,
    ...(unpriced.length > 0
      ? [unpriced.map(({ resource, reason }) => `- ${code(nameOfUrn(resource))}: ${inline(reason)}`).join("\n")]
      : []),
    [`Prices as of ${pricesAsOf ?? "no day"}, on demand, before tax; use: ${usageProfile}.`, ...notes].join(" "),
  ];
  return `<details><summary>Free tier (${plan}), assumptions, what has no price</summary>\n\n${parts.join("\n\n")}\n\n</details>`;
}

function described(urn: string): string {
  return oneLine(`${nameOfUrn(urn)} ${typeOfUrn(urn)}`);
}

/** Lines of a difference, within a fence that is longer than any they have. */
function fenced(lines: string): string {
  const longest = Math.max(2, ...(lines.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}diff\n${lines}\n${fence}`;
}

function signed(amount: number): string {
  if (Math.abs(amount) < 0.005) return "±0.00";
  return `${amount > 0 ? "+" : "−"}${Math.abs(amount).toFixed(2)}`;
}

function round(units: number): string {
  return String(Math.round(units * 100) / 100);
}

/** @param numbersFrom the column from which on columns are numbers, on the right */
function table(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  numbersFrom = headings.length,
): string {
  const rule = headings.map((_, index) => (index >= numbersFrom ? "---:" : "---"));
  return [headings, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function code(text: string): string {
  return `\`${oneLine(text).replaceAll("`", "'").replaceAll("|", "\\|")}\``;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

/** Text as one line of a table or list, with nothing that Markdown or HTML would take for its own. */
function inline(text: string): string {
  return oneLine(text)
    .replaceAll("\\", "\\\\")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll("|", "\\|")
    .replaceAll(/([*_`[\]])/g, "\\$1");
}
