import type { Cost } from "../../../preview/report/costSchema";
import { previewDocument, type Finding, type PreviewDocument } from "../../../preview/report/document";

type Line = Cost["lines"][number];

export function urnOf(type: string, name: string, parentType?: string): string {
  return `urn:pulumi:dev::shop::${parentType === undefined ? "" : `${parentType}$`}${type}::${name}`;
}

/** A resource that the program would create. */
export function planned(type: string, name: string, inputs: Record<string, unknown> = {}) {
  return {
    urn: urnOf(type, name),
    type,
    name,
    parent: null,
    custom: true,
    remote: false,
    external: false,
    provider: urnOf("pulumi:providers:aws", "default"),
    inputs,
    dependencies: [],
    propertyDependencies: {},
    location: null,
  };
}

/** A line of a bill; an hour at one dollar unless told otherwise. */
export function line(resource: string, item: string, amount: number, more: Partial<Line> = {}): Line {
  return {
    resource,
    component: null,
    item,
    quantity: amount,
    unit: "hour",
    unitPrice: 1,
    amount,
    kind: "fixed",
    arithmetic: `${amount} hours`,
    assumption: null,
    range: null,
    freeTier: null,
    price: {
      key: "nat.hour",
      region: "us-east-1",
      price: 1,
      unit: "hour",
      usageType: "NatGateway-Hours",
      source: "a bill",
      asOf: "2026-06-30",
    },
    cheaper: null,
    ...more,
  };
}

export function costOf(lines: readonly Line[], more: Partial<Cost> = {}): Cost {
  const sum = (kind: string) =>
    lines.filter((one) => one.kind === kind).reduce((total, { amount }) => total + amount, 0);
  const [fixed, usage] = [sum("fixed"), sum("usage")];
  const total = fixed + usage;
  return {
    currency: "USD",
    plan: "paid",
    usageProfile: "small",
    pricesAsOf: "2026-06-30",
    monthly: { fixed, usage, total, minimum: total, maximum: total },
    budget: null,
    lines: [...lines],
    unpriced: [],
    free: [],
    freeTier: [],
    credits: null,
    notes: [],
    ...more,
  };
}

export function finding(more: Partial<Finding> = {}): Finding {
  return {
    policyPack: "cloister",
    rule: "gp2-volumes",
    family: "cost",
    level: "mandatory",
    severity: "low",
    urn: urnOf("aws:ebs/volume:Volume", "data"),
    message: "is gp2",
    location: null,
    ...more,
  };
}

/** A preview as `--json` writes it, empty but for what is given; it is one of the published shape. */
export function document(more: Partial<PreviewDocument> = {}): PreviewDocument {
  return previewDocument.parse({
    version: 1,
    project: "shop",
    stack: "dev",
    resources: [],
    outputs: {},
    policies: { violations: [], undetermined: [], exempted: [], passed: 65 },
    exposure: { internet: [], indirect: [], tiers: [] },
    roles: [],
    cost: costOf([]),
    notes: [],
    timings: { programMs: 1, policyMs: 1, totalMs: 2 },
    ...more,
  });
}
