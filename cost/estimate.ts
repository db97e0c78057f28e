import type { Resource } from "../plan/resource";
import type { Stack } from "../plan/stack";
import { allowances, freeUnits, limitOf, usedUnits, type AllowanceName, type Draw } from "./allowances";
import { free, unpriced, type Charge, type Entry } from "./entries";
import { freeTierLimits, type AccountPlan, type FreeTierLimits } from "./freeTier";
import { Undecided, type Inquiry } from "./inquiry";
import { pricers } from "./pricers";
import { freeRule } from "./pricers/free";
import { price, type Price } from "./prices";
import type { AllowanceUse, CostLine, Estimate, EstimateOptions, FreeResource, Unpriced } from "./types";
import { assumed } from "./usage";

/** A charge with its resource and its price. */
interface Priced {
  readonly resource: Resource;
  readonly charge: Charge;
  readonly price: Price;
}

/**
 * What a planned stack costs in an average month of 730 hours. Amounts are never rounded. Nothing is silently 0: each
 * resource has lines, is free by a rule that is named, or is unpriced by name.
 */
export function estimate(stack: Stack, options: EstimateOptions): Estimate {
  const limits = freeTierLimits(options.plan);
  const priced: Priced[] = [];
  const nameless: Unpriced[] = [];
  const costless: FreeResource[] = [];
  for (const resource of stack.resources) {
    for (const entry of entriesOf(resource, stack, limits, options)) {
      const about = { resource: resource.urn, type: resource.type };
      if (entry.kind === "free") costless.push({ ...about, rule: entry.rule });
      else if (entry.kind === "unpriced") nameless.push({ ...about, reason: entry.reason, undecided: entry.undecided });
      else {
        const found = priceOf(entry, resource, options);
        if (found && "reason" in found) nameless.push({ ...about, ...found });
        else if (found) priced.push({ resource, charge: entry, price: found });
      }
    }
  }
  const lines = linesOf(priced, stack, limits);
  return {
    currency: "USD",
    pricesAsOf: oldest(lines),
    monthly: totals(lines),
    lines,
    unpriced: nameless,
    free: costless,
    freeTier: ledger(priced, limits),
    credits: creditsOf(lines, limits),
    notes: notesOf(lines, options.plan),
  };
}

/** What is said of a resource; nothing of what is no resource of a cloud: components, providers, the stack. */
function* entriesOf(
  resource: Resource,
  stack: Stack,
  limits: FreeTierLimits,
  { usage = {}, usageProfile = "small", today = new Date().toISOString().slice(0, 10), awakeHours }: EstimateOptions,
): Iterable<Entry> {
  const { type } = resource;
  if (type.startsWith("pulumi:")) return;
  const pricer = pricers[type];
  if (!pricer) {
    const rule = freeRule(type);
    if (rule !== undefined) yield free(rule);
    else if (!isComponent(resource)) yield unpriced(unmodelled(type));
    return;
  }
  const calendar = { today, awakeHours };
  const inquiry: Inquiry = { resource, stack, calendar, limits, assumed: (name) => assumed(name, usageProfile, usage) };
  try {
    yield* pricer(inquiry);
  } catch (fault) {
    if (!(fault instanceof Undecided)) throw fault;
    yield unpriced(fault.message, { undecided: true });
  }
}

/** A component is a name for its children, which are priced; those of awsx are made by its provider and not seen. */
function isComponent({ type, provider }: Resource): boolean {
  return provider === undefined && !type.includes("/") && !/^(awsx|aws-native|pulumi-nodejs):/.test(type);
}

function unmodelled(type: string): string {
  if (type.startsWith("awsx:")) return "its provider makes what it is made of, which is not seen here";
  if (type.startsWith("aws:")) return "this type is not modelled";
  return "no resource of the classic AWS provider: only that one is modelled";
}

/** The price of a charge, or why there is none; nothing for what is not used at all. */
function priceOf(
  charge: Charge,
  resource: Resource,
  options: EstimateOptions,
): Price | Pick<Unpriced, "reason" | "undecided"> | undefined {
  if (charge.quantity === 0 && (charge.most ?? 0) === 0) return undefined;
  const region = charge.region ?? regionOf(resource, options.defaultRegion);
  if (region === undefined)
    return { reason: `${charge.item}: its region is not known before deployment`, undecided: true };
  const row = price(region, charge.key);
  return row ?? { reason: `${charge.item}: no price with a source for ${charge.key} in ${region}`, undecided: false };
}

/** By the resource itself, else its provider, else the default; undefined where one of them is not known yet. */
function regionOf({ properties, provider }: Resource, byDefault: string | undefined): string | undefined {
  for (const read of [properties.text("region"), provider?.text("region")]) {
    if (read?.state === "known") return read.value;
    if (read?.state === "unknown") return undefined;
  }
  return byDefault;
}

/** The amounts, after allowances: at the desired state, and at both bounds of what is left open. */
function linesOf(priced: readonly Priced[], stack: Stack, limits: FreeTierLimits): CostLine[] {
  const component = componentFinder(stack);
  const amounts = (quantityOf: (charge: Charge) => number): { free: number; amount: number }[] => {
    const draws = priced.map(({ charge }): Draw => ({ allowance: charge.allowance, quantity: quantityOf(charge) }));
    const freed = freeUnits(draws, limits);
    return priced.map(({ price: { price: usd } }, index) => {
      const unitsFree = freed[index] ?? 0;
      return { free: unitsFree, amount: ((draws[index]?.quantity ?? 0) - unitsFree) * usd };
    });
  };
  const desired = amounts((charge) => charge.quantity);
  const least = amounts((charge) => charge.least ?? charge.quantity);
  const most = amounts((charge) => charge.most ?? charge.quantity);
  const lines = priced.map(({ resource, charge, price: row }, index): CostLine => {
    const now = desired[index] ?? { free: 0, amount: 0 };
    const minimum = (least[index]?.amount ?? 0) * (1 - (charge.discount ?? 0));
    const maximum = most[index]?.amount ?? 0;
    return {
      resource: resource.urn,
      component: component(resource),
      item: charge.item,
      quantity: charge.quantity,
      unit: row.unit,
      unitPrice: row.price,
      amount: now.amount,
      kind: charge.assumption === undefined ? "fixed" : "usage",
      arithmetic: charge.arithmetic,
      assumption: charge.assumption ?? null,
      range: isOpen(charge) ? { minimum, maximum } : null,
      freeTier: charge.allowance && now.free > 0 ? { allowance: charge.allowance, quantity: now.free } : null,
      price: row,
      cheaper: charge.cheaper ?? null,
    };
  });
  return lines.sort((a, b) => b.amount - a.amount || compare(a.resource, b.resource) || compare(a.item, b.item));
}

/** Whether scaling, Spot or a serverless capacity leaves the amount open. */
function isOpen({ least, most, discount }: Charge): boolean {
  return least !== undefined || most !== undefined || discount !== undefined;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Finds the outermost component that a resource is in. */
function componentFinder(stack: Stack): (resource: Resource) => string | null {
  const byUrn = new Map(stack.resources.map((resource) => [resource.urn, resource]));
  const found = new Map<string, string | null>();
  const outermost = (urn: string | undefined): string | null => {
    if (urn === undefined) return null;
    const kept = found.get(urn);
    if (kept !== undefined) return kept;
    const parent = byUrn.get(urn);
    const isStack = parent === undefined || parent.type === "pulumi:pulumi:Stack";
    const answer = isStack ? null : (outermost(parent.parent) ?? urn);
    found.set(urn, answer);
    return answer;
  };
  return (resource) => outermost(resource.parent);
}

function totals(lines: readonly CostLine[]): Estimate["monthly"] {
  const sum = (pick: (line: CostLine) => number) => lines.reduce((total, line) => total + pick(line), 0);
  const fixed = sum(({ kind, amount }) => (kind === "fixed" ? amount : 0));
  const usage = sum(({ kind, amount }) => (kind === "usage" ? amount : 0));
  return {
    fixed,
    usage,
    total: fixed + usage,
    minimum: sum(({ amount, range }) => range?.minimum ?? amount),
    maximum: sum(({ amount, range }) => range?.maximum ?? amount),
  };
}

function oldest(lines: readonly CostLine[]): string | null {
  return lines.map(({ price: { asOf } }) => asOf).sort(compare)[0] ?? null;
}

/** Every allowance of the plan that something draws on. */
function ledger(priced: readonly Priced[], limits: FreeTierLimits): AllowanceUse[] {
  const draws = priced.map(({ charge }): Draw => ({ allowance: charge.allowance, quantity: charge.quantity }));
  const used = usedUnits(draws);
  return (Object.keys(allowances) as AllowanceName[]).flatMap((name): AllowanceUse[] => {
    const limit = limitOf(name, limits);
    const units = used.get(name);
    if (limit === undefined || units === undefined) return [];
    const users = priced.filter(({ charge }) => charge.allowance === name);
    const most = users.sort((a, b) => b.charge.quantity - a.charge.quantity || compare(a.resource.urn, b.resource.urn));
    return [
      {
        allowance: allowances[name],
        limit: limit.value,
        used: units,
        unit: limit.unit,
        resources: [...new Set(most.map(({ resource }) => resource.urn))],
        source: limit.source,
      },
    ];
  });
}

function creditsOf(lines: readonly CostLine[], { credits, creditMonths }: FreeTierLimits): Estimate["credits"] {
  if (!credits || !creditMonths) return null;
  return { months: creditMonths.value, granted: credits.value, spent: totals(lines).total * creditMonths.value };
}

function notesOf(lines: readonly CostLine[], plan: AccountPlan): string[] {
  const notes = ["Not modelled: data transfer between zones and to the internet, snapshots, support and tax."];
  const fargate = lines.filter(({ item }) => item.startsWith("Fargate"));
  if (fargate.length > 0 && plan !== "paid")
    notes.unshift("Fargate has no free tier: its tasks are billed from the first second on, under every plan.");
  if (lines.some(({ item }) => item.endsWith("Spot")))
    notes.push("Spot prices move: amounts are those of On-Demand, and the range begins at AWS's largest discount.");
  return notes;
}
