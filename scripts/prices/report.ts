import type { Style } from "../../preview/report/style";
import type { Reading } from "./refresh";
import type { Difference } from "./table";

/** What a refresh came to. */
export interface Report extends Difference, Pick<Reading, "read" | "withoutFile"> {
  readonly region: string;
  /** The file that was written; null on a dry run. */
  readonly file: string | null;
}

/** What a refresh came to, for people: what is different first, what needs a look last. */
export function reportOf(report: Report, style: Style): string {
  const { region, file, changed, added, confirmed, missing, unlisted, refused, read, withoutFile } = report;
  const days = read.map(({ published }) => published.slice(0, 10)).sort();
  const span = days[0] === days.at(-1) ? days[0] : `${days[0]} to ${days.at(-1)}`;
  const names = [...changed, ...added, ...refused].map(({ key }) => key);
  const width = Math.max(0, ...names.map((name) => name.length));
  const line = (what: string, key: string, text: string) => `${what.padEnd(8)} ${key.padEnd(width)}  ${text}`;
  return [
    `${region}: ${read.length === 1 ? "one price file" : `${read.length} price files`} of AWS, published ${span}`,
    ...changed.map(({ key, from, to, unit }) =>
      line("changed", key, `${from} -> ${to} USD per ${unit} (${percent(from, to)})`),
    ),
    ...added.map(({ key, to, unit }) => line("added", key, `${to} USD per ${unit}`)),
    ...refused.map(({ key, reason }) => style.red(line("refused", key, reason))),
    `${confirmed.length} confirmed, ${changed.length} changed, ${added.length} added, ${refused.length} refused.`,
    ...listed("No longer in AWS's files, kept as they were", missing),
    ...listed("Not in AWS's files, and unpriced", unlisted),
    ...listed("No file for this region, prices kept as they were", withoutFile),
    file === null ? "Nothing was written." : `Written to ${file}.`,
  ].join("\n");
}

function listed(what: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${what}: ${names.join(", ")}.`];
}

function percent(from: number, to: number): string {
  const change = (to / from - 1) * 100;
  return `${change > 0 ? "+" : ""}${change.toFixed(1)} %`;
}
