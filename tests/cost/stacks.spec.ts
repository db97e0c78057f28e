import { expect } from "chai";
import * as path from "node:path";
import { estimate } from "../../cost/estimate";
import type { Estimate, EstimateOptions } from "../../cost/types";
import { previewOffline } from "../../preview";
import { plannedStack } from "../../preview/report/planned";
import type { Stack } from "../../plan/stack";
import { root } from "../support/program";
import { today } from "./support";

const examples = path.join(root, "examples");

/** Every stack and every example, by folder and stack. */
const places: readonly (readonly [folder: string, stack: string])[] = [
  [root, "dev"],
  [root, "prod"],
  [path.join(examples, "app-alone"), "dev"],
  [path.join(examples, "plain-vpc-app"), "dev"],
  [path.join(examples, "pmm-advanced"), "dev"],
  [path.join(examples, "pmm-basic"), "dev"],
  [path.join(examples, "pmm-with-rds-monitoring"), "dev"],
  [path.join(examples, "temporal-dev"), "dev"],
  [path.join(examples, "web-app-production"), "prod"],
];

/** Names under which AWS has one price in the world; their rows stand in us-east-1. */
const worldwide = /^(route53|cloudfront)\./;

async function planOf(folder: string, stack: string): Promise<Stack> {
  const { resources } = await previewOffline({ cwd: folder, stack, policyPacks: [] });
  return plannedStack(resources);
}

/** URNs that the estimate says something of. */
function spokenOf({ lines, unpriced, free }: Estimate): Set<string> {
  return new Set([...lines, ...unpriced, ...free].map(({ resource }) => resource));
}

describe("the cost of our stacks and examples", function () {
  this.timeout(120_000);

  for (const [folder, stack] of places)
    describe(`${path.relative(root, folder) || "."}, ${stack}`, () => {
      let plan: Stack;
      let bill: Estimate;
      before(async () => {
        plan = await planOf(folder, stack);
        bill = estimate(plan, { plan: "paid", today });
      });

      it("is silent about no resource that a provider makes", () => {
        const spoken = spokenOf(bill);
        const silent = plan.resources.filter(
          ({ type, urn, provider }) => provider !== undefined && !type.startsWith("pulumi:") && !spoken.has(urn),
        );
        expect(silent.map(({ urn }) => urn)).to.deep.equal([]);
        expect(plan.resources.filter(({ provider }) => provider !== undefined).length).to.be.greaterThan(20);
      });

      it("has for everything free a rule, and for everything without a price a reason", () => {
        for (const { rule } of bill.free) expect(rule).to.match(/\S+ \S+/);
        for (const { reason } of bill.unpriced) expect(reason).to.match(/\S+ \S+/);
      });

      it("has no line of nothing and no price of another region", () => {
        expect(bill.lines.length).to.be.greaterThan(0);
        const regions = new Set(plan.resources.map(({ provider }) => provider?.text("region")));
        const known = new Set([...regions].flatMap((read) => (read?.state === "known" ? [read.value] : [])));
        for (const { item, quantity, range, price } of bill.lines) {
          expect(Math.max(quantity, range?.maximum ?? 0), item).to.be.greaterThan(0);
          if (!worldwide.test(price.key)) expect([...known], item).to.include(price.region);
        }
      });

      it("is the sum of its lines", () => {
        const sum = (kind: string) =>
          bill.lines.filter((line) => line.kind === kind).reduce((total, { amount }) => total + amount, 0);
        expect(bill.monthly.fixed).to.be.closeTo(sum("fixed"), 1e-9);
        expect(bill.monthly.usage).to.be.closeTo(sum("usage"), 1e-9);
        expect(bill.monthly.total).to.be.closeTo(sum("fixed") + sum("usage"), 1e-9);
        expect(bill.monthly.total).to.be.within(bill.monthly.minimum - 1e-9, bill.monthly.maximum + 1e-9);
      });
    });

  describe("of dev under the free plans", () => {
    let plan: Stack;
    before(async () => {
      plan = await planOf(root, "dev");
    });
    const billOn = (options: Pick<EstimateOptions, "plan" | "awakeHours">) =>
      estimate(plan, { usageProfile: "dev", today, ...options });

    it("stays within 10 USD a month in an account's first year", () => {
      const { monthly, credits, freeTier } = billOn({ plan: "legacy-free" });
      expect(monthly.total).to.be.within(1, 10);
      expect(credits).to.equal(null);
      const names = freeTier.map(({ allowance }) => allowance);
      expect(names).to.include.members(["RDS hours", "load balancer hours", "EBS storage", "log gigabytes"]);
      const above = freeTier.filter(({ used, limit }) => used > limit).map(({ allowance }) => allowance);
      expect(above).to.deep.equal([]);
    });

    it("stays within 200 USD of credits over six months, and only because it sleeps", () => {
      const { monthly, credits } = billOn({ plan: "free-plan" });
      expect(credits).to.deep.include({ months: 6, granted: 200 });
      expect(credits?.spent).to.be.closeTo(6 * monthly.total, 1e-9);
      expect(credits?.spent).to.be.at.most(200);
      expect(billOn({ plan: "free-plan", awakeHours: 730 }).credits?.spent).to.be.greaterThan(200);
    });

    it("says of Fargate that no plan makes it free", () => {
      for (const name of ["legacy-free", "free-plan"] as const)
        expect(billOn({ plan: name }).notes.join("\n")).to.contain("Fargate has no free tier");
    });

    it("bills every Fargate line in full, whatever the plan", () => {
      const fargate = (name: "paid" | "legacy-free") =>
        billOn({ plan: name }).lines.filter(({ item }) => item.startsWith("Fargate"));
      expect(fargate("legacy-free").length).to.be.greaterThan(0);
      expect(fargate("legacy-free").map(({ amount }) => amount)).to.deep.equal(
        fargate("paid").map(({ amount }) => amount),
      );
    });
  });
});
