import { estimate } from "../../../cost/estimate";
import type { CostLine, Estimate, UsageProfile } from "../../../cost/types";
import type { GeneratedFile } from "../generatedFile";
import { costOfOurs, pageDay, type OurStack } from "./ours";
import { usualDeployments, type UsualDeployment } from "./usual";

/** What stands beside a usual deployment. */
interface Pair {
  readonly usual: UsualDeployment;
  readonly usageProfile: UsageProfile;
  readonly ours: OurStack;
  readonly oursIs: string;
  readonly why: readonly string[];
}

export const pairs: readonly Pair[] = [
  {
    usual: usualDeployments.development,
    usageProfile: "dev",
    ours: "dev",
    oursIs: "the stack `dev`",
    why: [
      "A NAT instance that sleeps stands for the NAT gateway; the load balancer is internal and has no public address.",
      "Services, database and NAT sleep outside working hours; images are for ARM, a fifth cheaper.",
      "The password is an SSM parameter, which is free; alarms are within the free ten.",
    ],
  },
  {
    usual: usualDeployments.production,
    usageProfile: "small",
    ours: "webAppProduction",
    oursIs: "[`examples/web-app-production`](../examples/web-app-production/README.md)",
    why: [
      "The same two zones, NAT gateways, task sizes and Multi-AZ database; images for ARM and a Graviton class.",
      "At night one task of each service stays instead of two; load brings more.",
      "Beyond it: alarms on every part, flow logs, image scanning, read-only roots, closed groups.",
    ],
  },
  {
    usual: usualDeployments.temporal,
    usageProfile: "dev",
    ours: "temporalDevelopment",
    oursIs: "[`examples/temporal-dev`](../examples/temporal-dev/README.md)",
    why: [
      "A NAT instance that sleeps and a free gateway endpoint stand for the NAT gateway and sixteen endpoint zones.",
      "Nodes go to sleep by themselves; nobody has to remember.",
    ],
  },
];

/** What something is for, by the AWS type of its resource. */
const groups: readonly (readonly [RegExp, string])[] = [
  [/natGateway|ec2\/eip|ec2\/instance/, "Way out and addresses"],
  [/aws:lb/, "Load balancer"],
  [/vpcEndpoint|proxyEndpoint/, "Endpoints"],
  [/ecs\/service|autoscaling\/group/, "Tasks and nodes"],
  [/aws:rds/, "Database"],
  [/opensearch/, "Search"],
  [/aws:(efs|ecr|s3|ebs|backup)/, "Files, images, backups"],
  [/aws:(cloudwatch|amp|appautoscaling)|ecs\/cluster/, "Logs, metrics, alarms"],
  [/aws:(secretsmanager|kms|ssm)/, "Secrets and keys"],
];

const ownGroups: readonly (readonly [RegExp, string])[] = [
  [/^RDS/, "Database"],
  [/^OpenSearch/, "Search"],
  [/^Prometheus/, "Logs, metrics, alarms"],
];

/** A usual bill, recomputed for its own configuration; and its sum with the figures that only its description gives. */
export function recomputed({ usual, usageProfile }: Pair): { bill: Estimate; total: number } {
  const { stack, awakeHours, usage, ownFigures } = usual;
  const bill = estimate(stack, { plan: "paid", usageProfile, usage, awakeHours, today: pageDay });
  return { bill, total: ownFigures.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, bill.monthly.total) };
}

/** The usual deployments' bills as published, recomputed, and ours beside them. */
export const comparisonPage: GeneratedFile = {
  file: "docs/cost-comparison.md",
  async render() {
    const sections = await Promise.all(pairs.map(section));
    return [
      "# What usual deployments cost, and ours",
      "<!-- Made by `npm run docs`; do not edit. -->",
      "Three deployments as they are usually described, each with the monthly bill of its description. First the bill is recomputed for that very configuration, from the same prices and assumptions as everything else here; then ours for the same work stands beside it. In US dollars a month of 730 hours, On-Demand, in a paid account, before tax. How the figures come about: [docs/cost.md](cost.md).",
      summary(await Promise.all(pairs.map(figures))),
      ...sections,
    ].join("\n\n");
  },
};

interface Figures {
  readonly pair: Pair;
  readonly usual: number;
  readonly ours: number;
  readonly isOpen: boolean;
}

/** Both sums; ours with what has no price here and is taken at the description's figure on both sides. */
export async function figures(pair: Pair): Promise<Figures> {
  const { monthly, unpriced } = await costOfOurs(pair.ours);
  const shared = pair.usual.ownFigures.filter(({ onBothSides }) => onBothSides);
  const ours = shared.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, monthly.total);
  return { pair, usual: recomputed(pair).total, ours, isOpen: unpriced.length > 0 };
}

function summary(all: readonly Figures[]): string {
  const rows = all.map(({ pair: { usual: deployment }, usual, ours, isOpen }) => [
    deployment.title,
    deployment.publishedTotal,
    usual.toFixed(2),
    ours.toFixed(2) + (isOpen ? " *" : ""),
    `${Math.round((1 - ours / usual) * 100)} % less`,
  ]);
  return [
    table(["Deployment", "As published", "Recomputed", "Ours", ""], rows, 1),
    ...(all.some(({ isOpen }) => isOpen) ? ["\\* and what its section names as without a price."] : []),
  ].join("\n\n");
}

async function section(pair: Pair): Promise<string> {
  const { usual, oursIs, why } = pair;
  const { bill, total } = recomputed(pair);
  const ours = await costOfOurs(pair.ours);
  const { ours: oursTotal } = await figures(pair);
  const theirs = sums(bill.lines);
  const own = sums(ours.lines);
  for (const { item, monthlyUsd, onBothSides } of usual.ownFigures) {
    add(theirs, groupOf(item, ownGroups), monthlyUsd);
    if (onBothSides) add(own, groupOf(item, ownGroups), monthlyUsd);
  }
  const names = [...new Set([...groups.map(([, name]) => name), "Other"])];
  const rows = names
    .filter((name) => theirs.has(name) || own.has(name))
    .map((name) => [name, (theirs.get(name) ?? 0).toFixed(2), (own.get(name) ?? 0).toFixed(2)]);
  return [
    `## ${usual.title}`,
    `Region ${usual.region}. Ours is ${oursIs}.`,
    table(
      ["As published", "USD a month"],
      [...usual.published.map(({ item, monthlyUsd }) => [item, monthlyUsd]), ["**Total**", usual.publishedTotal]],
      1,
    ),
    table(["", "Recomputed", "Ours"], [...rows, ["**Total**", total.toFixed(2), oursTotal.toFixed(2)]], 1),
    ["Why the published bill differs:", ...usual.differences.map((line) => `- ${line}`)].join("\n"),
    ...(usual.ownFigures.length > 0
      ? [
          [
            "Taken from the description itself:",
            ...usual.ownFigures.map(
              (own) =>
                `- ${own.item}, ${own.monthlyUsd.toFixed(2)}${own.onBothSides ? " on both sides" : ""}: ${own.why}.`,
            ),
          ].join("\n"),
        ]
      : []),
    ["Why ours costs less:", ...why.map((line) => `- ${line}`)].join("\n"),
    ...(ours.unpriced.length > 0
      ? [
          [
            "Without a price here, on our side:",
            ...ours.unpriced.map(({ resource, reason }) => `- ${nameOf(resource)}: ${reason}`),
          ].join("\n"),
        ]
      : []),
  ].join("\n\n");
}

function sums(lines: readonly CostLine[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { resource, amount } of lines) add(found, groupOf(typeOf(resource), groups), amount);
  return found;
}

function add(found: Map<string, number>, name: string, amount: number): void {
  found.set(name, (found.get(name) ?? 0) + amount);
}

function groupOf(text: string, table: readonly (readonly [RegExp, string])[]): string {
  return table.find(([pattern]) => pattern.test(text))?.[1] ?? "Other";
}

function typeOf(urn: string): string {
  return urn.split("::").at(-2)?.split("$").at(-1) ?? "";
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

function table(headings: readonly string[], rows: readonly (readonly string[])[], numbersFrom: number): string {
  const rule = headings.map((_, index) => (index >= numbersFrom ? "---:" : "---"));
  return [headings, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
