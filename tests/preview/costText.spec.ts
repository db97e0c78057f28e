import { expect } from "chai";
import type { Cost } from "../../preview/report/costSchema";
import { costByComponent, costSection, usd } from "../../preview/report/costText";
import { createStyle } from "../../preview/report/style";
import { costOf, document, line, urnOf } from "./support/documents";

const plain = createStyle(false);
const colored = createStyle(true);
const volume = urnOf("aws:ebs/volume:Volume", "data");
const gateway = urnOf("aws:ec2/natGateway:NatGateway", "way-out");
const network = urnOf("cloister:index:PrivateNetwork", "network");

function section(cost: Cost, style = plain): string {
  return costSection(document({ cost }), style);
}

/** The line of the section that begins so, its runs of spaces as two. */
function lineOf(text: string, begin: string): string {
  const found = text.split("\n").find((row) => row.startsWith(begin));
  if (found === undefined) throw new Error(`no line ${begin} in\n${text}`);
  return found.trimEnd().replaceAll(/ {2,}/g, "  ");
}

describe("the cost section", () => {
  it("begins with the total, fixed and by use", () => {
    const text = section(costOf([line(volume, "EBS storage", 8), line(gateway, "data", 2.256, { kind: "usage" })]));
    expect(lineOf(text, "Cost")).to.equal("Cost  about 10.26 USD a month: 8.00 fixed, 2.26 by use");
  });

  it("sums by outermost component, the dearest first", () => {
    const lines = [
      line(volume, "EBS storage", 8),
      line(gateway, "NAT gateway", 32.85, { component: network }),
      line(gateway, "data", 2.25, { component: network, kind: "usage" }),
    ];
    expect(costByComponent(document({ cost: costOf(lines) }))).to.deep.equal([
      { name: "network", fixed: 32.85, usage: 2.25 },
      { name: "(top level)", fixed: 8, usage: 0 },
    ]);
    expect(lineOf(section(costOf(lines)), "network")).to.equal("network  32.85  2.25  35.10");
  });

  it("shows the eight largest lines with their arithmetic, assumption and bounds, and none that is free", () => {
    const lines = Array.from({ length: 12 }, (_, index) => line(volume, `thing ${index}`, 12 - index));
    const text = section(costOf([...lines, line(volume, "free thing", 0)]));
    expect(text.match(/^data +thing \d+/gm)).to.have.length(8);
    expect(text).not.to.contain("free thing");
    const one = line(volume, "EBS storage", 8, {
      arithmetic: "100 GB",
      unitPrice: 0.08,
      assumption: "gigabytes = 100 (small)",
      range: { minimum: 4, maximum: 16 },
    });
    expect(lineOf(section(costOf([one])), "data")).to.equal(
      "data  EBS storage  100 GB × 0.08 (gigabytes = 100 (small))  8.00 [4.00, 16.00]",
    );
  });

  it("says that everything is free, where nothing is left to pay", () => {
    expect(section(costOf([line(volume, "EBS storage", 0)]))).to.contain("Every line is within what is free.");
  });

  it("says the bounds where there are some", () => {
    const open = costOf([line(volume, "EBS storage", 8)], {
      monthly: { fixed: 8, usage: 0, total: 8, minimum: 4, maximum: 16 },
    });
    expect(section(open)).to.contain("Scaling and Spot leave it between 4.00 and 16.00; 8.00 is at rest.");
    expect(section(costOf([line(volume, "EBS storage", 8)]))).not.to.contain("between");
  });

  it("rounds only here, and never to something that looks free", () => {
    expect([0, 0.004, 0.005, 1.005, 2.345, 1000].map(usd)).to.deep.equal([
      "0.00",
      "<0.01",
      "0.01",
      "1.00", // 1.005 is a little less in binary
      "2.35",
      "1000.00",
    ]);
  });
});

describe("the budget bar", () => {
  const bar = (fixed: number, monthlyUsd: number, style = plain) =>
    lineOf(
      section(
        costOf([line(volume, "EBS storage", fixed)], { budget: { monthlyUsd, usedShare: fixed / monthlyUsd } }),
        style,
      ),
      "Budget",
    );

  it("is as long as the share of the budget, and never longer than itself", () => {
    expect(bar(0, 10)).to.equal(`Budget  ${"░".repeat(30)} 0.00 fixed of 10.00 USD (0 %)`);
    expect(bar(5, 10)).to.equal(`Budget  ${"█".repeat(15)}${"░".repeat(15)} 5.00 fixed of 10.00 USD (50 %)`);
    expect(bar(10, 10)).to.equal(`Budget  ${"█".repeat(30)} 10.00 fixed of 10.00 USD (100 %)`);
    expect(bar(40, 10)).to.equal(`Budget  ${"█".repeat(30)} 40.00 fixed of 10.00 USD (400 %)`);
  });

  it("is green, yellow from 80 % on, red above", () => {
    const [red, green, yellow] = ["\u001b[31m", "\u001b[32m", "\u001b[33m"];
    expect(bar(7, 10, colored)).to.contain(green);
    expect(bar(9, 10, colored)).to.contain(yellow);
    expect(bar(11, 10, colored)).to.contain(red);
  });

  it("is not there without a budget", () => {
    expect(section(costOf([line(volume, "EBS storage", 8)]))).not.to.contain("Budget");
  });
});

describe("what the cost section says beside the sums", () => {
  const unpriced = [
    { resource: gateway, type: "aws:ec2/natGateway:NatGateway", reason: "no price with a source", undecided: false },
  ];

  it("names what has no price, also where nothing else has one", () => {
    for (const lines of [[], [line(volume, "EBS storage", 8)]]) {
      const text = section(costOf(lines, { unpriced }));
      expect(text).to.contain("Not priced, in no sum  1\n- way-out: no price with a source");
    }
    expect(section(costOf([line(volume, "EBS storage", 8)]))).not.to.contain("Not priced");
  });

  it("shows of each allowance what is used and left, and by whom", () => {
    const resources = ["a", "b", "c", "d", "e"].map((name) => urnOf("aws:ebs/volume:Volume", name));
    const allowance = { limit: 30, unit: "GB", source: "https://aws.amazon.com/ebs/pricing/" };
    const text = section(
      costOf([line(volume, "EBS storage", 8)], {
        plan: "legacy-free",
        freeTier: [
          { allowance: "EBS storage", used: 12.346, resources, ...allowance },
          { allowance: "EFS storage", used: 40, resources: resources.slice(0, 2), ...allowance },
        ],
      }),
    );
    expect(lineOf(text, "Free tier")).to.equal("Free tier  legacy-free");
    expect(lineOf(text, "EBS storage")).to.equal("EBS storage  12.35  30  17.65  GB  a, b, c and 2 more");
    expect(lineOf(text, "EFS storage")).to.equal("EFS storage  40  30  0  GB  a, b");
  });

  it("shows what the months take of the credits, and whether they last", () => {
    const credits = (spent: number) =>
      lineOf(
        section(costOf([line(volume, "EBS storage", 8)], { credits: { months: 6, granted: 200, spent } })),
        "Credits",
      );
    expect(credits(48)).to.equal("Credits  6 months × 8.00 = 48.00 of 200.00 USD, 152.00 left");
    expect(credits(240)).to.equal("Credits  6 months × 40.00 = 240.00 of 200.00 USD, 40.00 too much");
  });

  it("ends with the day of the prices, the assumptions and the notes", () => {
    const text = section(costOf([line(volume, "EBS storage", 8)], { notes: ["Fargate has no free tier."] }));
    expect(text.split("\n").slice(-2)).to.deep.equal([
      "Prices as of 2026-06-30, on demand, before tax; use: small.",
      "Fargate has no free tier.",
    ]);
  });
});
