import { expect } from "chai";
import endOfLife from "../../policy-pack/data/endOfLife.json";
import nameLengths from "../../policy-pack/data/nameLengths.json";
import { canonicalType } from "../../plan/resource";
import { runtimeNotEndOfLife } from "../../policy-pack/rules/hygiene/runtimeNotEndOfLife";
import { judge, planned } from "./support/bench";

const day = /^20\d\d-[01]\d-[0-3]\d$/;
const awsPage = /^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/;

describe("data of the pack", () => {
  for (const [type, row] of Object.entries(nameLengths.types))
    it(`the length of a name of ${type} has a page of AWS behind it`, () => {
      expect(canonicalType(type)).to.equal(type);
      expect(row.source).to.match(awsPage);
      expect(row.limit).to.be.within(28, 512);
      // The provider adds 26 characters to a prefix.
      if ("prefixLimit" in row) expect(row.prefixLimit).to.equal(row.limit - 26);
    });

  it("name lengths and versions say on which day they were read", () => {
    expect(nameLengths.asOf).to.match(day);
    expect(endOfLife.asOf).to.match(day);
    expect(endOfLife.mirror).to.contain("pages of AWS");
  });

  for (const [name, { source, ends }] of Object.entries({ ...endOfLife.engines, runtimes: endOfLife.runtimes }))
    it(`the versions of ${name} end on days, from a page of AWS`, () => {
      expect(source).to.match(awsPage);
      for (const [version, end] of Object.entries(ends)) {
        expect(end, version).to.match(day);
        expect(new Date(`${end}T00:00:00Z`).toISOString().slice(0, 10), version).to.equal(end);
      }
    });

  it("a version is supported on its last day, and not on the next", async () => {
    const database = planned("aws:rds/instance:Instance", "orders", { engine: "mysql", engineVersion: "8.0.46" });
    expect(await judge([runtimeNotEndOfLife], [database], { today: "2026-07-31" })).to.deep.equal([]);
    expect(await judge([runtimeNotEndOfLife], [database], { today: "2026-08-01" })).to.have.lengthOf(1);
  });
});
