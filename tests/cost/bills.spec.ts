import { expect } from "chai";
import { figures, pairs, recomputed } from "../../scripts/docs/bills/page";

/** A line of a recomputed bill: the sum of those whose item begins so. */
function sumOf(pair: (typeof pairs)[number], item: string): number {
  return recomputed(pair)
    .bill.lines.filter((line) => line.item.startsWith(item))
    .reduce((sum, { amount }) => sum + amount, 0);
}

describe("bills of usual deployments, recomputed", function () {
  this.timeout(60_000);
  const [development, production, temporal] = pairs;
  if (!development || !production || !temporal) throw new Error("there are three");

  it("of the web application in development, line by line", () => {
    expect(sumOf(development, "NAT gateway")).to.be.closeTo(730 * 0.045, 1e-9);
    expect(sumOf(development, "public IPv4 address")).to.be.closeTo((1 + 2) * 730 * 0.005, 1e-9);
    expect(sumOf(development, "database, postgres, db.t3.micro")).to.be.closeTo(730 * 0.018, 1e-9);
    expect(sumOf(development, "database storage")).to.be.closeTo(20 * 0.115, 1e-9);
    expect(sumOf(development, "Fargate vCPU")).to.be.closeTo(2 * 0.25 * 730 * 0.04048, 1e-9);
    expect(sumOf(development, "Fargate memory")).to.be.closeTo(2 * 0.5 * 730 * 0.004445, 1e-9);
    expect(sumOf(development, "Application Load Balancer")).to.be.closeTo(730 * 0.0225, 1e-9);
    expect(sumOf(development, "secret")).to.be.closeTo(2 * 0.4, 1e-9);
    expect(sumOf(development, "files")).to.be.closeTo(1 * 0.3, 1e-9); // 1 GB is assumed in development
  });

  it("of the web application in production, line by line", () => {
    expect(sumOf(production, "NAT gateway")).to.be.closeTo(2 * 730 * 0.045, 1e-9);
    expect(sumOf(production, "public IPv4 address")).to.be.closeTo((2 + 2) * 730 * 0.005, 1e-9);
    expect(sumOf(production, "Fargate vCPU")).to.be.closeTo(4 * 1 * 730 * 0.04048, 1e-9);
    expect(sumOf(production, "Fargate memory")).to.be.closeTo(4 * 2 * 730 * 0.004445, 1e-9);
    expect(sumOf(production, "database storage")).to.be.closeTo(20 * 0.23, 1e-9);
    expect(sumOf(production, "metrics of Container Insights")).to.be.closeTo((60 - 10) * 0.3, 1e-9); // ten are free
    const { bill, total } = recomputed(production);
    expect(bill.unpriced.map(({ reason }) => reason)).to.have.length(1);
    expect(total - bill.monthly.total).to.be.closeTo(50, 1e-9); // the database, at the description's own figure
  });

  it("of Temporal in development, line by line: what is there is billed around the clock", () => {
    expect(sumOf(temporal, "instance, m7g.large")).to.be.closeTo(3 * 8 * 22 * 0.091, 1e-9);
    expect(sumOf(temporal, "NAT gateway")).to.be.closeTo(730 * 0.048, 1e-9);
    expect(sumOf(temporal, "data through the NAT gateway")).to.be.closeTo(8 * 22 * 0.048, 1e-9);
    expect(sumOf(temporal, "interface endpoint")).to.be.closeTo(8 * 2 * 730 * 0.011, 1e-9);
    expect(sumOf(temporal, "root volume")).to.be.closeTo((3 * 30 * 0.088 * 8 * 22) / 730, 1e-9);
  });

  it("as published is what their own lines sum to", () => {
    const hourly = 3 * 0.082 + 0.048 + 0.048 + 0.038 + 0.088 + 0.006 + 0.0004 + 0.011;
    expect(hourly).to.be.closeTo(0.49, 0.005);
    expect(hourly * 8).to.be.closeTo(3.9, 0.05);
    expect(hourly * 8 * 22).to.be.closeTo(86, 1);
  });

  for (const pair of pairs)
    it(`of ${pair.usual.title} is at least a fifth dearer than ours, and its missing prices are counted on both sides`, async () => {
      const { usual, ours } = await figures(pair);
      expect(ours / usual).to.be.at.most(0.8);
    });
});
