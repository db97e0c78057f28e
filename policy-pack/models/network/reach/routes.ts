import { perhaps, exactly, oneOf, addressAlgebra, type Bounds, type Doubt } from "../certainty";
import { allAddresses, union, type AddressSet, type Range } from "../cidr";
import type { Gateway, GatewayKind, Ref, Route, RouteTable } from "../facts";

/** Whether a gateway leads where one asks about: for certain, not, or it cannot be told. */
export type Leads = "yes" | "no" | "maybe";

/** A destination with its answer. */
interface Entry {
  readonly range: Range;
  readonly leads: Leads;
  /** It is not certain that the table has this route. */
  readonly isDoubted: boolean;
}

/**
 * The addresses that a route table sends through gateways of the wanted kinds, the most specific route deciding.
 * A route to somewhere else whose destination is unknown takes some part out, which is not subtracted: it cannot take
 * everything, because no table has two routes of one destination.
 * https://docs.aws.amazon.com/vpc/latest/userguide/RouteTables.html#route-tables-priority
 *
 * @param local addresses of the VPC itself, which every table keeps inside
 */
export function routedThrough(
  table: RouteTable,
  local: AddressSet,
  wanted: (kind: GatewayKind) => Leads,
): Bounds<AddressSet> {
  const entries: Entry[] = local.map((range) => ({ range, leads: "no", isDoubted: false }));
  const doubts: Doubt[] = [...table.doubts];
  for (const route of table.routes) {
    const leads = leadsOf(route.via, wanted);
    if (leads !== "no" && route.doubt) doubts.push(route.doubt);
    if (leads === "maybe") doubts.push(...whyMaybe(route));
    for (const range of route.destination ?? []) entries.push({ range, leads, isDoubted: route.doubt !== undefined });
  }
  const mayHaveMore =
    table.doubts.length > 0 ||
    table.routes.some((route) => route.destination === undefined && leadsOf(route.via, wanted) !== "no");
  const { sure, may } = mostSpecific(entries);
  return { sure, may: mayHaveMore ? allAddresses : may, doubts };
}

/** The same for a subnet's table, which may be one of several. */
export function routedFrom(
  table: Ref<RouteTable>,
  local: AddressSet,
  wanted: (kind: GatewayKind) => Leads,
): Bounds<AddressSet> {
  if (table.state === "known") return routedThrough(table.to, local, wanted);
  if (table.state === "unknown") return perhaps<AddressSet>([], allAddresses, table.doubt);
  return oneOf(
    addressAlgebra,
    table.among.map((one) => routedThrough(one, local, wanted)),
    table.doubt,
  );
}

function leadsOf(via: Ref<Gateway>, wanted: (kind: GatewayKind) => Leads): Leads {
  if (via.state === "unknown") return "maybe";
  const answers = new Set((via.state === "known" ? [via.to] : via.among).map((gateway) => wanted(gateway.kind)));
  const [only = "maybe"] = answers;
  return answers.size === 1 ? only : "maybe";
}

function whyMaybe({ via }: Route): Doubt[] {
  if (via.state !== "known") return [via.doubt];
  return [{ resource: via.to.name, property: "where it leads", why: "is not known" }];
}

/** Walks the destinations, which lie within or beside each other as all CIDR blocks do, and lets the innermost decide. */
function mostSpecific(entries: readonly Entry[]): { sure: AddressSet; may: AddressSet } {
  const sorted = [...entries].sort(
    (a, b) =>
      a.range.version - b.range.version ||
      compare(a.range.first, b.range.first) ||
      compare(b.range.last, a.range.last) ||
      Number(b.isDoubted) - Number(a.isDoubted),
  );
  const found: Record<Leads, Range[]> = { yes: [], no: [], maybe: [] };
  const open: { range: Range; leads: Leads; from: bigint }[] = [];
  const close = (until?: Range) => {
    for (let top = open.at(-1); top; top = open.at(-1)) {
      if (until && top.range.version === until.version && top.range.last >= until.first) break;
      emit(top, top.range.last);
      open.pop();
      const outer = open.at(-1);
      if (outer) outer.from = top.range.last + 1n;
    }
  };
  const emit = ({ range, leads, from }: { range: Range; leads: Leads; from: bigint }, last: bigint) => {
    if (from <= last) found[leads].push({ version: range.version, first: from, last });
  };
  for (const { range, leads, isDoubted } of sorted) {
    close(range);
    const outer = open.at(-1);
    if (outer) emit(outer, range.first - 1n);
    const beneath = outer?.leads ?? "no";
    open.push({ range, leads: isDoubted && leads !== beneath ? "maybe" : leads, from: range.first });
  }
  close();
  const sure = union(found.yes);
  return { sure, may: union(found.yes, found.maybe) };
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** No addresses, for certain. */
export const nowhere: Bounds<AddressSet> = exactly([]);
