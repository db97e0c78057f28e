import { expect } from "chai";
import { changesSince } from "../../preview/report/difference";
import { renderMarkdown } from "../../preview/report/markdown";
import { costOf, document, finding, line, planned, urnOf } from "./support/documents";

const volume = "aws:ebs/volume:Volume";
const nat = "aws:ec2/natGateway:NatGateway";
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const data = planned(volume, "data", { size: 100, type: "gp3" });
const gateway = planned(nat, "way-out");

/** Cells of the row whose first cell is the text; the pipes that are escaped stay in their cells. */
function rowOf(markdown: string, first: string): string[] {
  const rows = markdown.split("\n").filter((row) => row.startsWith("| "));
  const cells = rows.map((row) => row.slice(2, -2).split(/(?<!\\) \| /));
  const found = cells.find(([cell]) => cell === first);
  if (!found) throw new Error(`no row ${first} in\n${markdown}`);
  return found;
}

describe("the Markdown report", () => {
  it("begins with a marker by which the next run finds it", () => {
    expect(renderMarkdown(document()).split("\n").slice(0, 2)).to.deep.equal([
      "<!-- cloister preview shop/dev -->",
      "## cloister preview: `shop / dev`",
    ]);
  });

  it("sums up what is there, without a base", () => {
    const cost = costOf([line(data.urn, "EBS storage", 8), line(gateway.urn, "data", 2.25, { kind: "usage" })], {
      budget: { monthlyUsd: 10, usedShare: 0.8 },
    });
    const text = renderMarkdown(document({ resources: [data, gateway], cost }));
    expect(rowOf(text, "Resources")[1]).to.equal("2");
    expect(rowOf(text, "Cost")[1]).to.equal("about 10.25 USD a month");
    expect(rowOf(text, "Budget")[1]).to.equal("8.00 fixed of 10.00 USD");
    expect(rowOf(text, "**Total**")).to.deep.equal(["**Total**", "8.00", "2.25", "10.25"]);
    expect(rowOf(text, "`data`")).to.deep.equal(["`data`", "EBS storage", "8 hours", "8.00"]);
    expect(text).not.to.match(/### Resources|Change|\+\d/);
  });

  it("counts what a program would create: not what exists already, no components, no providers", () => {
    const text = renderMarkdown(
      document({
        resources: [
          data,
          { ...gateway, external: true },
          { ...planned("shop:index:Backend", "backend"), custom: false },
          planned("pulumi:providers:aws", "default"),
        ],
      }),
    );
    expect(rowOf(text, "Resources")[1]).to.equal("1");
  });

  it("tells every finding, with its place, and what is exempt", () => {
    const text = renderMarkdown(
      document({
        policies: {
          violations: [finding({ location: "index.ts:7" }), finding({ level: "advisory", message: "may be gp3" })],
          undetermined: [finding({ message: "type is not known" })],
          exempted: [{ ...finding(), reason: "moves next week", owner: "shop", expires: "2026-12-31" }],
          passed: 60,
        },
      }),
    );
    expect(text).to.contain("- **mandatory** `gp2-volumes` `data` (aws:ebs/volume:Volume), `index.ts:7`: is gp2");
    expect(text).to.contain("- **advisory** `gp2-volumes` `data` (aws:ebs/volume:Volume): may be gp3");
    expect(text).to.contain("- **undetermined** `gp2-volumes` `data` (aws:ebs/volume:Volume): type is not known");
    expect(text).to.contain("- **exempted** `gp2-volumes`");
    expect(rowOf(text, "Policies")[1]).to.equal("2 violations, 1 undetermined, 1 exempted, 60 rules passed");
  });

  it("keeps the ledger, the credits, what has no price and the notes in a folded part", () => {
    const cost = costOf([], {
      plan: "free-plan",
      freeTier: [{ allowance: "EBS storage", limit: 30, used: 12.345, unit: "GB", resources: [], source: "AWS" }],
      credits: { months: 6, granted: 200, spent: 48 },
      unpriced: [{ resource: data.urn, type: volume, reason: "no price with a source", undecided: false }],
      notes: ["Fargate has no free tier."],
    });
    const text = renderMarkdown(document({ cost }));
    const folded = text.slice(text.indexOf("<details>"), text.indexOf("</details>"));
    expect(rowOf(folded, "EBS storage")).to.deep.equal(["EBS storage", "12.35", "30", "GB"]);
    expect(folded).to.contain("Credits: 48.00 of 200.00 USD in 6 months.");
    expect(folded).to.contain("- `data`: no price with a source");
    expect(folded).to.contain("Prices as of 2026-06-30, on demand, before tax; use: small. Fargate has no free tier.");
    expect(rowOf(text, "Cost")[1]).to.contain("and 1 things without a price");
  });
});

describe("the Markdown report of a change", () => {
  const before = document({ resources: [data], cost: costOf([line(data.urn, "EBS storage", 8)]) });

  it("says that nothing changes", () => {
    const text = renderMarkdown(before, before);
    expect(text).to.contain("No resource is added, removed or changed.");
    expect(rowOf(text, "Cost")[1]).to.equal("about 8.00 USD a month (±0.00)");
    expect(text).not.to.contain("What changes");
  });

  it("says what is added, removed and changed, and by which inputs", () => {
    const old = document({ resources: [data, gateway] });
    const now = document({
      resources: [{ ...data, inputs: { size: 200, type: "gp3", iops: 4000 } }, planned(alarm, "errors")],
    });
    expect(changesSince(old, now)).to.deep.include({
      added: [urnOf(alarm, "errors")],
      removed: [gateway.urn],
      changed: [{ urn: data.urn, inputs: ["iops", "size"] }],
    });
    const text = renderMarkdown(now, old);
    expect(text).to.contain(
      [
        "1 added, 1 removed, 1 changed",
        "",
        "```diff",
        `+ errors ${alarm}`,
        `- way-out ${nat}`,
        `! data ${volume}: iops, size`,
        "```",
      ].join("\n"),
    );
  });

  it("counts an order of keys as no change", () => {
    const now = document({ resources: [{ ...data, inputs: { type: "gp3", size: 100 } }] });
    expect(changesSince(before, now).changed).to.deep.equal([]);
  });

  it("says how much moves, the largest first, up or down, and nothing below half a cent", () => {
    const old = document({
      cost: costOf([line(data.urn, "EBS storage", 8), line(gateway.urn, "NAT gateway", 32.85)]),
    });
    const now = document({
      cost: costOf([line(data.urn, "EBS storage", 16), line(urnOf(alarm, "errors"), "alarm", 0.004)]),
    });
    expect(changesSince(old, now).costs).to.deep.equal([
      { resource: gateway.urn, item: "NAT gateway", before: 32.85, after: 0 },
      { resource: data.urn, item: "EBS storage", before: 8, after: 16 },
    ]);
    const text = renderMarkdown(now, old);
    expect(rowOf(text, "`way-out`")).to.deep.equal(["`way-out`", "NAT gateway", "−32.85"]);
    expect(rowOf(text, "`data`")).to.deep.equal(["`data`", "EBS storage", "+8.00"]);
    expect(rowOf(text, "Cost")[1]).to.equal("about 16.00 USD a month (−24.85)");
    expect(rowOf(text, "**Total**").at(-1)).to.equal("−24.85");
  });

  it("keeps a component that is gone in the table of components", () => {
    const component = urnOf("shop:index:Backend", "backend");
    const old = document({ cost: costOf([line(data.urn, "EBS storage", 8, { component })]) });
    const text = renderMarkdown(document(), old);
    expect(rowOf(text, "`backend`")).to.deep.equal(["`backend`", "0.00", "0.00", "0.00", "−8.00"]);
  });

  it("does not take for cheaper what has lost its price", () => {
    const unpriced = [{ resource: data.urn, type: volume, reason: "size is not known", undecided: true }];
    const text = renderMarkdown(document({ resources: [data], cost: costOf([], { unpriced }) }), before);
    expect(rowOf(text, "`data`")).to.deep.equal(["`data`", "EBS storage", "no price now"]);
  });

  it("shows the first twenty changes, and how many more there are", () => {
    const resources = Array.from({ length: 25 }, (_, index) => planned(alarm, `alarm-${index}`));
    const text = renderMarkdown(document({ resources }), document());
    expect(text.match(/^\+ alarm-/gm)).to.have.length(20);
    expect(text).to.contain("  and 5 more\n```");
  });
});

describe("names and messages in Markdown", () => {
  const odd = "a|b`c<d*e";

  it("stay in their cells and make nothing of their own", () => {
    const resource = urnOf(volume, odd);
    const text = renderMarkdown(
      document({
        cost: costOf([line(resource, "x|y`<b>*z*_", 8)], {
          unpriced: [{ resource, type: volume, reason: "why | `not` <script>", undecided: false }],
        }),
      }),
    );
    expect(rowOf(text, "`a\\|b'c<d*e`")).to.deep.equal([
      "`a\\|b'c<d*e`",
      "x\\|y\\`&lt;b>\\*z\\*\\_",
      "8 hours",
      "8.00",
    ]);
    expect(text).to.contain("why \\| \\`not\\` &lt;script>");
    expect(text).not.to.contain("<script>");
  });

  it("of findings are one line each, with nothing that links or hides", () => {
    const message = "first\n\n# second [a](http://x) **b** <img src=x> & \\| c";
    const text = renderMarkdown(
      document({
        policies: {
          violations: [finding({ urn: urnOf(volume, odd), message })],
          undetermined: [],
          exempted: [],
          passed: 0,
        },
      }),
    );
    expect(text).to.contain(
      "`a\\|b'c<d*e` (aws:ebs/volume:Volume): first # second \\[a\\](http://x) \\*\\*b\\*\\* &lt;img src=x> &amp; \\\\\\| c\n",
    );
  });

  it("of several lines stay on one", () => {
    const resource = planned(volume, "two\nlines | x");
    const text = renderMarkdown(
      document({ resources: [resource], cost: costOf([line(resource.urn, "EBS storage", 8)]) }),
      document(),
    );
    expect(text).to.contain(`+ two lines | x ${volume}\n`);
    expect(rowOf(text, "`two lines \\| x`").at(-1)).to.equal("+8.00");
  });

  it("cannot end the list of changes", () => {
    const text = renderMarkdown(document({ resources: [planned(volume, "a ``` b")] }), document());
    expect(text).to.contain(`\n\`\`\`\`diff\n+ a \`\`\` b ${volume}\n\`\`\`\`\n`);
  });
});
