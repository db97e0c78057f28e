import { expect } from "chai";
import { isPriced, overrun, shownQuantity, unitPrice } from "../../cost/unitPrices";

describe("prices by the unit", () => {
  for (const name of [
    "t2.micro",
    "t3.micro",
    "db.t3.micro",
    "db.t4g.micro",
    "t3.small.search",
    "loadBalancer",
  ] as const)
    it(`${name} is priced by the hour`, () => {
      expect(unitPrice(name)).to.be.within(0.005, 0.05);
    });
  for (const name of ["volume", "databaseStorage", "alarmMetric", "customMetric", "logIngestion"] as const)
    it(`${name} is priced by the unit and month`, () => {
      expect(unitPrice(name)).to.be.within(0.05, 1);
    });

  it("are told apart from what has none, so that nothing is priced by guess", () => {
    expect(isPriced("db.t4g.micro")).to.equal(true);
    expect(isPriced("db.r7g.large")).to.equal(false);
    expect(isPriced("toString")).to.equal(false);
    expect(overrun(10, "hours", undefined)).to.equal("");
  });

  it("make the end of a sentence, rounded only there", () => {
    expect(overrun(738, "hours", 738 * 0.0104)).to.equal("; the 738 hours above cost about 7.68 USD a month");
    expect(shownQuantity(230.25)).to.equal("230.3");
  });
});
