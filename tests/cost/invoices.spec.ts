import { expect } from "chai";
import { estimate } from "../../cost/estimate";
import type { CostLine } from "../../cost/types";
import { containerInvoices } from "./invoices/containers";
import { databaseInvoices } from "./invoices/databases";
import { machineInvoices } from "./invoices/machines";
import { networkInvoices } from "./invoices/network";
import { observabilityInvoices } from "./invoices/observability";
import { storageInvoices } from "./invoices/storage";
import { resultOf, stackOf, today, valueOf, type Invoice } from "./support";

const groups: Readonly<Record<string, readonly Invoice[]>> = {
  machines: machineInvoices,
  network: networkInvoices,
  containers: containerInvoices,
  databases: databaseInvoices,
  "storage, secrets, functions": storageInvoices,
  observability: observabilityInvoices,
};

/** Sums are of floating-point numbers; a thousandth of a cent in a thousand dollars is none. */
const tolerance = 1e-8;

function sumOf(lines: readonly CostLine[], pick: (line: CostLine) => number): number {
  return lines.reduce((sum, line) => sum + pick(line), 0);
}

/** An amount is what the arithmetic makes, and the arithmetic makes what its writer says. */
function expectAmount(amount: number, arithmetic: string): void {
  expect(amount, arithmetic).to.be.closeTo(valueOf(arithmetic), tolerance);
  const written = resultOf(arithmetic) ?? "no result is written";
  expect(valueOf(arithmetic).toFixed(written.split(".")[1]?.length ?? 0), arithmetic).to.equal(written);
}

function check(invoice: Invoice): void {
  const { stack, region = "us-east-1", plan = "paid", usage, awakeHours } = invoice;
  const bill = estimate(stackOf(stack, region), { plan, usage, awakeHours, today });
  const items = new Map(bill.lines.map(({ item }) => [item, bill.lines.filter((line) => line.item === item)]));
  expect([...items.keys()].toSorted(), "items").to.deep.equal(Object.keys(invoice.lines).toSorted());
  for (const [item, arithmetic] of Object.entries(invoice.lines)) {
    const lines = items.get(item) ?? [];
    expectAmount(
      sumOf(lines, ({ quantity, unitPrice }) => quantity * unitPrice),
      arithmetic,
    );
    for (const { amount, quantity, unitPrice, freeTier } of lines)
      expect(amount, item).to.be.closeTo((quantity - (freeTier?.quantity ?? 0)) * unitPrice, tolerance);
  }
  const open = [...items].filter(([, lines]) => lines.some(({ range }) => range !== null)).map(([item]) => item);
  expect(open.toSorted(), "what is open").to.deep.equal(Object.keys(invoice.bounds ?? {}).toSorted());
  for (const [item, [minimum, maximum]] of Object.entries(invoice.bounds ?? {})) {
    expectAmount(
      sumOf(items.get(item) ?? [], ({ range }) => range?.minimum ?? 0),
      minimum,
    );
    expectAmount(
      sumOf(items.get(item) ?? [], ({ range }) => range?.maximum ?? 0),
      maximum,
    );
  }
  if (invoice.total !== undefined) expectAmount(bill.monthly.total, invoice.total);
  const reasons = bill.unpriced.map(({ reason }) => reason);
  expect(reasons, "unpriced").to.have.length(invoice.unpriced?.length ?? 0);
  for (const reason of invoice.unpriced ?? []) expect(reasons.join("\n")).to.match(reason);
  if (invoice.free !== undefined) expect(bill.free.map(({ rule }) => rule)).to.include(invoice.free);
}

function titleOf({ of, region = "us-east-1", lines }: Invoice): string {
  const shown = Object.entries(lines).map(([item, arithmetic]) => `${item} ${arithmetic}`);
  return `${of}, ${region}: ${shown.join("; ") || "nothing is billed"}`;
}

describe("invoices worked out by hand", () => {
  for (const [group, invoices] of Object.entries(groups))
    describe(`of ${group}`, () => {
      for (const invoice of invoices)
        it(titleOf(invoice), () => {
          check(invoice);
        });
    });

  it("are as many as there are billed things, in both regions", () => {
    const all = Object.values(groups).flat();
    expect(all.length).to.be.at.least(80);
    expect(all.filter(({ region }) => region === "eu-west-1").length).to.be.at.least(25);
  });
});
