import { expect } from "chai";
import alwaysBilled from "../../cost/data/alwaysBilled.json";
import freeTier from "../../cost/data/freeTier.json";
import { freeTierLimits, monthlyUsd, type AlwaysBilled } from "../../cost/freeTier";
import { priceInVirginia } from "../../cost/prices";

const day = /^20\d\d-[01]\d-[0-3]\d$/;

describe("free-tier facts", () => {
  for (const [plan, limits] of Object.entries(freeTier))
    for (const [name, fact] of Object.entries(limits))
      it(`${name} under ${plan} says its unit, its source and the day it was read`, () => {
        const { paidFromCredits, ...rest } = fact as typeof fact & { paidFromCredits?: boolean };
        expect(Object.keys(rest).sort()).to.deep.equal(["asOf", "source", "unit", "value"]);
        expect(paidFromCredits === undefined || plan === "free-plan").to.equal(true);
        expect(fact.asOf).to.match(day);
        expect(fact.source.length).to.be.greaterThan(20);
        expect(fact.unit).not.to.equal("");
      });

  it("grow more generous from the free plan to the older free accounts, never less", () => {
    const [plan, legacy] = [freeTierLimits("free-plan"), freeTierLimits("legacy-free")];
    expect(legacy.databaseClasses?.value).to.include.members([...(plan.databaseClasses?.value ?? [])]);
    expect(legacy.databaseBackupDays?.value).to.be.at.least(plan.databaseBackupDays?.value ?? Infinity);
  });
});

describe("prices of what is always billed", () => {
  for (const [name, item] of Object.entries(alwaysBilled))
    it(`${name} has a price by the hour or month, and says what does the same for less`, () => {
      expect(priceInVirginia(item.price).unit).to.be.oneOf(["hour", "vCPU-hour", "ACU-hour", "month"]);
      expect(item.quantity).to.be.greaterThan(0);
      expect(item.cheaper.length).to.be.greaterThan(10);
    });

  // Computed by hand: hourly price x quantity x 730 hours.
  const invoices: Record<AlwaysBilled, number> = {
    natGateway: 32.85,
    interfaceEndpoint: 7.3,
    databaseProxy: 21.9,
    auroraServerless: 43.8,
    auroraInstance: 59.86,
    customerKey: 1,
    webAcl: 5,
    secret: 0.4,
  };
  for (const [name, dollars] of Object.entries(invoices))
    it(`${name} costs ${dollars} USD a month`, () => {
      expect(monthlyUsd(name as AlwaysBilled)).to.be.closeTo(dollars, 1e-9);
    });
});
