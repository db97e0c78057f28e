import { nameOfUrn, typeOfUrn } from "../engine/urns";
import type { Exemption, Finding, PreviewDocument } from "./document";
import type { Style } from "./style";

/** Violations first, then what could not be decided, what is exempted, and how many rules found nothing. */
export function policiesSection({ policies }: PreviewDocument, style: Style): string {
  const { violations, undetermined, exempted, passed } = policies;
  const counts = [
    `${violations.length} ${violations.length === 1 ? "violation" : "violations"}`,
    `${undetermined.length} undetermined`,
    `${exempted.length} exempted`,
    `${passed} ${passed === 1 ? "rule" : "rules"} passed`,
  ];
  const mandatoryFirst = [...violations].sort((a, b) => Number(isAdvisory(a)) - Number(isAdvisory(b)));
  return [
    `${style.bold("Policies")}  ${counts.join(", ")}`,
    ...mandatoryFirst.map((finding) =>
      entry(isAdvisory(finding) ? style.yellow("advisory") : style.red("mandatory"), finding, style),
    ),
    ...undetermined.map((finding) => entry(style.cyan(`undetermined (${finding.level})`), finding, style)),
    ...exempted.map((finding) => entry(style.dim("exempted"), finding, style, exemptionLine(finding))),
  ].join("\n");
}

function isAdvisory(finding: Finding): boolean {
  return finding.level === "advisory";
}

function entry(label: string, finding: Finding, style: Style, extra?: string): string {
  const place = finding.location === null ? "" : style.dim(`  ${finding.location}`);
  const subject = `${nameOfUrn(finding.urn)} ${style.dim(typeOfUrn(finding.urn))}`;
  const lines = [...finding.message.split("\n"), ...(extra === undefined ? [] : [extra])];
  return [`${label}  ${style.bold(finding.rule)}  ${subject}${place}`, ...lines.map((line) => `    ${line}`)].join(
    "\n",
  );
}

function exemptionLine({ reason, owner, expires }: Exemption): string {
  return `exempt until ${expires} by ${owner}: ${reason}`;
}
