import { costSection } from "./costText";
import type { PreviewDocument } from "./document";
import { exposureSection } from "./exposureText";
import { policiesSection } from "./policies";
import { resourcesSection, resourceTree } from "./resources";
import { createStyle } from "./style";

/** How a report is written. */
export interface TextOptions {
  /** Every resource instead of counts by component. */
  tree: boolean;
  color: boolean;
}

/** The report for people: what would be created, what policies say, who reaches what. */
export function renderText(document: PreviewDocument, options: TextOptions): string {
  const style = createStyle(options.color);
  const { project, stack, timings, notes } = document;
  const sections = [
    `${style.bold(`${project} / ${stack}`)}: a preview of creation from nothing. Nothing is deployed, no account is asked.`,
    options.tree ? resourceTree(document, style) : resourcesSection(document, style),
    policiesSection(document, style),
    exposureSection(document, style),
    costSection(document, style),
    ...(notes.length > 0 ? [[style.bold("Notes"), ...notes.map((note) => `- ${note}`)].join("\n")] : []),
    style.dim(
      `Program ${inSeconds(timings.programMs)}, policies ${inSeconds(timings.policyMs)}, in all ${inSeconds(timings.totalMs)}.`,
    ),
  ];
  return `${sections.join("\n\n")}\n`;
}

function inSeconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
