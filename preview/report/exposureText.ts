import { nameOfUrn } from "../engine/urns";
import type { Exposure, PreviewDocument, RoleReach } from "./document";
import type { Style } from "./style";
import { table } from "./table";

/** What the internet reaches and by which path, which tier lets which one in, and what each role may do. */
export function exposureSection({ exposure, roles }: PreviewDocument, style: Style): string {
  const parts = [internetLines(exposure, style), tierTable(exposure, style), roleTable(roles, style)];
  return parts.filter((part) => part !== "").join("\n\n");
}

function internetLines({ internet, indirect }: Exposure, style: Style): string {
  const heading = style.bold("From the internet");
  if (internet.length === 0) return `${heading}  nothing can be reached`;
  const shortestFirst = internet.toSorted((a, b) => a.path.length - b.path.length);
  const behind = indirect.map(({ target, ports }) => `${target} (${ports.join(", ")})`);
  return [
    heading,
    ...shortestFirst.flatMap(({ target, verdict, sources, ports, path, doubts }) => [
      `${verdict === "reachable" ? style.yellow("reachable") : style.cyan("undetermined")}  ${style.bold(target)}  ${ports.join(", ")} from ${sources.join(", ")}`,
      `    ${path}`,
      ...doubts.map((doubt) => `    ${doubt}`),
    ]),
    ...(behind.length === 0 ? [] : [`Behind these, for whoever breaks into one: ${[...new Set(behind)].join(", ")}`]),
  ].join("\n");
}

/** One row for each pair of groups, what is undetermined marked. */
function tierTable({ tiers }: Exposure, style: Style): string {
  if (tiers.length === 0) return "";
  const rows = tiers.map(({ from, to, verdict, ports }) => [
    from,
    to,
    `${ports.join(", ")}${verdict === "undetermined" ? " (undetermined)" : ""}`,
  ]);
  return `${style.bold("Inside")}\n${table([{ heading: "From" }, { heading: "To" }, { heading: "Ports" }], rows, style)}`;
}

function roleTable(roles: readonly RoleReach[], style: Style): string {
  if (roles.length === 0) return "";
  const rows = roles.map(({ urn, assumedBy, services, administrator, escalation, chain }) => [
    nameOfUrn(urn),
    assumedBy.join(", "),
    administrator === "no" ? services.join(", ") : `everything${administrator === "yes" ? "" : " (undetermined)"}`,
    escalation === "no" ? "no" : `${escalation}${chain === "" ? "" : `: ${chain}`}`,
  ]);
  const columns = ["Role", "Assumed by", "May use", "Escalates"].map((heading) => ({ heading }));
  return `${style.bold("Roles")}\n${table(columns, rows, style)}`;
}
