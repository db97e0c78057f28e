import { expect } from "chai";
import { limitOf, allowances, type AllowanceName } from "../../cost/allowances";
import { estimate } from "../../cost/estimate";
import { freeTierLimits } from "../../cost/freeTier";
import type { Estimate } from "../../cost/types";
import { given, stackOf, today, urnOf, type Given } from "./support";

const paid = { plan: "paid", today } as const;

function volumes(...sizes: number[]): Given[] {
  return sizes.map((size, index) => given("aws:ebs/volume:Volume", `data-${index}`, { size, type: "gp3" }));
}

/** Free units by resource name. */
function freeByName({ lines }: Estimate): Record<string, number> {
  return Object.fromEntries(
    lines.map(({ resource, freeTier }) => [resource.split("::").at(-1) ?? "", freeTier?.quantity ?? 0]),
  );
}

const task = given("aws:ecs/taskDefinition:TaskDefinition", "api", { arn: "api:1", cpu: "256", memory: "512" });
const service = given("aws:ecs/service:Service", "api", { launchType: "FARGATE", taskDefinition: "api:1" });

describe("an estimate", () => {
  describe("of what has free units", () => {
    it("takes everything for free that is within the pool", () => {
      const { lines, monthly } = estimate(stackOf(volumes(10, 20)), { ...paid, plan: "legacy-free" });
      expect(lines.map(({ amount }) => amount)).to.deep.equal([0, 0]); // 10 + 20 of 30 GB
      expect(monthly.total).to.equal(0);
    });

    it("shares a pool that is too small in proportion, whatever the order", () => {
      const [first, second, third] = volumes(10, 20, 30);
      if (!first || !second || !third) throw new Error("there are three");
      for (const order of [
        [first, second, third],
        [third, first, second],
      ]) {
        const shares = freeByName(estimate(stackOf(order), { ...paid, plan: "legacy-free" }));
        expect(shares["data-0"]).to.be.closeTo(5, 1e-9); // 30 free of 60: half of each
        expect(shares["data-1"]).to.be.closeTo(10, 1e-9);
        expect(shares["data-2"]).to.be.closeTo(15, 1e-9);
      }
    });

    it("pools over regions, as the account is one", () => {
      const [here, there] = volumes(20, 40);
      if (!here || !there) throw new Error("there are two");
      const { monthly } = estimate(stackOf([here, { ...there, region: "eu-west-1" }]), {
        ...paid,
        plan: "legacy-free",
      });
      expect(monthly.total).to.be.closeTo(10 * 0.08 + 20 * 0.088, 1e-9);
    });

    it("gives only the kinds that AWS gives: not io1 volumes, not larger instances, not Multi-AZ", () => {
      const { freeTier } = estimate(
        stackOf([
          given("aws:ebs/volume:Volume", "fast", { size: 10, type: "io1", iops: 100 }),
          given("aws:ec2/instance:Instance", "large", {
            instanceType: "m7g.large",
            rootBlockDevice: { volumeSize: 8, volumeType: "io1", iops: 100 },
          }),
          given("aws:rds/instance:Instance", "orders", {
            engine: "postgres",
            instanceClass: "db.t4g.micro",
            multiAz: true,
            storageType: "gp3",
            allocatedStorage: 20,
          }),
        ]),
        { ...paid, plan: "legacy-free" },
      );
      expect(freeTier).to.deep.equal([]);
    });

    it("shows in the ledger what is used, the limit, and who uses most first", () => {
      const { freeTier } = estimate(stackOf(volumes(10, 40)), { ...paid, plan: "legacy-free" });
      expect(freeTier).to.have.length(1);
      const [small, large] = volumes(10, 40);
      if (!small || !large) throw new Error("there are two");
      expect(freeTier[0]).to.deep.include({ allowance: "EBS storage", limit: 30, used: 50, unit: "GB" });
      expect(freeTier[0]?.resources).to.deep.equal([urnOf(large), urnOf(small)]);
    });

    it("has in the ledger what the plan gives, and nothing else", () => {
      const resources = [...volumes(10), given("aws:cloudwatch/metricAlarm:MetricAlarm", "errors")];
      const names = (plan: "paid" | "legacy-free" | "free-plan") =>
        estimate(stackOf(resources), { ...paid, plan }).freeTier.map(({ allowance }) => allowance);
      expect(names("paid")).to.deep.equal(["alarm metrics"]);
      expect(names("free-plan")).to.deep.equal(["alarm metrics"]);
      expect(names("legacy-free")).to.deep.equal(["EBS storage", "alarm metrics"]);
    });

    it("never counts as free what a plan only pays from credits", () => {
      expect(limitOf("databaseStorage", freeTierLimits("free-plan"))).to.equal(undefined);
      expect(limitOf("databaseStorage", freeTierLimits("legacy-free"))?.value).to.equal(20);
    });

    it("names every pool once", () => {
      const names = Object.values(allowances);
      expect(new Set(names).size).to.equal(names.length);
    });

    for (const plan of ["paid", "legacy-free", "free-plan"] as const)
      for (const name of Object.keys(allowances) as AllowanceName[])
        it(`has a limit that is a number and has a source: ${name} on ${plan}, if it has one`, () => {
          const limit = limitOf(name, freeTierLimits(plan));
          if (!limit) return;
          expect(limit.value).to.be.greaterThan(0);
          expect(limit.source).to.match(/^https:\/\/\S+/);
        });
  });

  describe("of a plan with credits", () => {
    it("says what six months take of 200 USD", () => {
      const { credits, monthly } = estimate(stackOf(volumes(100)), { ...paid, plan: "free-plan" });
      expect(monthly.total).to.be.closeTo(8, 1e-9); // 100 × 0.08
      expect(credits).to.deep.include({ months: 6, granted: 200 });
      expect(credits?.spent).to.be.closeTo(48, 1e-9); // 6 × 8
    });

    it("is none without credits", () => {
      expect(estimate(stackOf(volumes(100)), paid).credits).to.equal(null);
      expect(estimate(stackOf(volumes(100)), { ...paid, plan: "legacy-free" }).credits).to.equal(null);
    });
  });

  describe("notes", () => {
    const says = (resources: Given[], plan: "paid" | "legacy-free" | "free-plan") =>
      estimate(stackOf(resources), { ...paid, plan }).notes.join("\n");

    it("say that Fargate has no free tier, where a reader may think that it has", () => {
      expect(says([task, service], "legacy-free")).to.contain("Fargate has no free tier");
      expect(says([task, service], "free-plan")).to.contain("Fargate has no free tier");
      expect(says([task, service], "paid")).not.to.contain("Fargate has no free tier");
      expect(says(volumes(1), "legacy-free")).not.to.contain("Fargate");
    });

    it("say what is not modelled, and how Spot is shown", () => {
      expect(says(volumes(1), "paid")).to.contain("data transfer between zones and to the internet");
      expect(says(volumes(1), "paid")).not.to.contain("Spot");
      const spot = given("aws:ec2/instance:Instance", "cheap", {
        instanceType: "t4g.small",
        instanceMarketOptions: { marketType: "spot" },
      });
      expect(says([spot], "paid")).to.contain("Spot prices move");
    });
  });

  describe("by region", () => {
    const volume = (inputs: Given["inputs"], region?: string | null) =>
      given("aws:ebs/volume:Volume", "data", { size: 100, type: "gp3", ...inputs }, { region });
    const totalOf = (one: Given, defaultRegion?: string) =>
      estimate(stackOf([one], null), { ...paid, defaultRegion }).monthly.total;

    it("takes the resource's own, then its provider's, then the default", () => {
      expect(totalOf(volume({ region: "eu-west-1" }, "us-east-1"), "us-east-1")).to.be.closeTo(8.8, 1e-9);
      expect(totalOf(volume({}, "eu-west-1"), "us-east-1")).to.be.closeTo(8.8, 1e-9);
      expect(totalOf(volume({}, null), "eu-west-1")).to.be.closeTo(8.8, 1e-9);
      expect(totalOf(volume({}, null), "us-east-1")).to.be.closeTo(8, 1e-9);
    });

    it("has no price where no region is known, and says so", () => {
      const { lines, unpriced } = estimate(stackOf([volume({}, null)], null), paid);
      expect(lines).to.deep.equal([]);
      expect(unpriced.map(({ reason }) => reason)).to.deep.equal([
        "EBS storage, gp3: its region is not known before deployment",
      ]);
    });

    it("never takes another region's price", () => {
      const { lines, unpriced } = estimate(stackOf([volume({}, "mars-north-1")]), paid);
      expect(lines).to.deep.equal([]);
      expect(unpriced[0]?.reason).to.contain("no price with a source for ebs.gp3 in mars-north-1");
    });
  });

  describe("of types", () => {
    const outcomeOf = (type: string, inputs: Given["inputs"] = {}, region?: null) => {
      const { lines, unpriced, free } = estimate(stackOf([given(type, "one", inputs, { region })]), paid);
      return { lines: lines.length, unpriced: unpriced.map(({ reason }) => reason), free: free.length };
    };

    it("without a pricer are unpriced by name", () => {
      expect(outcomeOf("aws:eks/cluster:Cluster").unpriced).to.deep.equal(["this type is not modelled"]);
      expect(outcomeOf("gcp:compute/instance:Instance").unpriced).to.deep.equal([
        "no resource of the classic AWS provider: only that one is modelled",
      ]);
      expect(outcomeOf("awsx:ec2:Vpc").unpriced[0]).to.contain("its provider makes what it is made of");
    });

    it("of native providers, which have no folder in their names, are no components", () => {
      expect(outcomeOf("datadog:index:Monitor").unpriced).to.have.length(1);
      expect(outcomeOf("aws-native:ec2:Instance").unpriced).to.deep.equal([
        "no resource of the classic AWS provider: only that one is modelled",
      ]);
    });

    it("that cost nothing are free by a rule", () => {
      expect(outcomeOf("aws:iam/role:Role")).to.deep.equal({ lines: 0, unpriced: [], free: 1 });
    });

    it("that are a program's own components say nothing: their children do", () => {
      expect(outcomeOf("shop:index:Backend", {}, null)).to.deep.equal({ lines: 0, unpriced: [], free: 0 });
    });
  });
});
