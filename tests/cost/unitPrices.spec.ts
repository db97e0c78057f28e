import { expect } from "chai";
import data from "../../cost/data/unitPrices.json";
import { isPriced, overrun, shownQuantity, unitPrice, type Priced } from "../../cost/unitPrices";

describe("prices by the unit", () => {
  for (const [name, row] of Object.entries(data))
    it(`${name} says its unit, its region, its source and the day it was read`, () => {
      expect(row.asOf).to.match(/^20\d\d-[01]\d-[0-3]\d$/);
      expect(row.source).to.match(/https:\/\/aws\.amazon\.com\//);
      expect(row.region).to.equal("us-east-1");
      expect(row.per).to.be.oneOf(["hour", "GB-month", "GB-hour", "GB", "month"]);
      expect(unitPrice(name as Priced)).to.be.greaterThan(0);
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
