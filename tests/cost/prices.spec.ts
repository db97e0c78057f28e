import { expect } from "chai";
import { price, priceInVirginia, pricedRegions, pricesOf, priceUnits } from "../../cost/prices";

/** How the usage types of a region begin: us-east-1's may have no prefix, but never another region's. */
const regionPrefixes: Readonly<Record<string, RegExp>> = {
  "us-east-1": /^(?!(?:EU|(?:EU[WCNS]|US[WE]|AP[NSE]|APS|SAE|CAN|AFS|ME[SC]|IL|MX)\d)-)|^(?:USE1|us-east-1)-/,
  "eu-west-1": /^(?:EU|EUW1|eu-west-1)-/,
};
const isGlobal = (key: string) => /^(?:route53|cloudwatch\.dashboard$|cloudfront)/.test(key);

describe("prices", () => {
  for (const region of pricedRegions)
    for (const row of pricesOf(region))
      it(`${region} ${row.key} has a unit, a usage type of its region, a source and the day of it`, () => {
        expect(row.price).to.be.greaterThan(0);
        expect(row.unit).to.be.oneOf(priceUnits);
        expect(row.source).to.match(/\S{3}/);
        expect(new Date(row.asOf).toISOString().slice(0, 10), "a day").to.equal(row.asOf);
        expect(Date.parse(row.asOf), "a day that has been").to.be.lessThanOrEqual(Date.now());
        if (isGlobal(row.key)) expect(row.usageType).not.to.match(/^(?:USE1|EU|EUW1)-/);
        else expect(row.usageType).to.match(regionPrefixes[region] ?? /^$/);
      });

  it("are found by region and key", () => {
    expect(price("us-east-1", "nat.hour")).to.include({ key: "nat.hour", region: "us-east-1", price: 0.045 });
    expect(price("eu-west-1", "nat.hour")).to.include({ region: "eu-west-1", usageType: "EU-NatGateway-Hours" });
  });

  it("are undefined where no source was found: never 0, never another region's, never an object's own", () => {
    expect(price("us-east-1", "ec2.x2iedn.metal")).to.equal(undefined);
    expect(price("mars-north-1", "nat.hour")).to.equal(undefined);
    expect(price("us-east-1", "toString")).to.equal(undefined);
    expect(price("constructor", "name")).to.equal(undefined);
    expect(pricesOf("mars-north-1")).to.deep.equal([]);
    expect(() => priceInVirginia("ec2.x2iedn.metal")).to.throw("us-east-1.json has no row ec2.x2iedn.metal");
  });

  it("have the same unit for the same key in every region", () => {
    for (const { key, unit } of pricesOf("eu-west-1"))
      expect(price("us-east-1", key)?.unit ?? unit, key).to.equal(unit);
  });

  it("keep several zones from costing less than one, and a larger class from costing less than a smaller", () => {
    for (const region of pricedRegions)
      for (const row of pricesOf(region)) {
        const single = price(region, row.key.replace(".multi", ".single"));
        if (row.key.includes(".multi") && single) expect(row.price, row.key).to.be.greaterThan(single.price);
        const smaller = price(region, row.key.replace(/\.medium$/, ".small"));
        if (row.key.endsWith(".medium") && smaller) expect(row.price, row.key).to.be.greaterThan(smaller.price);
      }
  });
});
