import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Cost } from "../../preview/report/costSchema";
import type { PreviewDocument } from "../../preview";
import { root } from "../support/program";
import { cloister } from "./support/cli";

const estimateCosts = (...flags: string[]) => cloister(["estimate-costs", ...flags], process.env);

/** The lines whose item begins so, by item. */
function amounts({ lines }: Pick<Cost, "lines">, begin: string): number {
  return lines.filter(({ item }) => item.startsWith(begin)).reduce((sum, { amount }) => sum + amount, 0);
}

/** This project in a folder of its own, where the stack file may be changed. */
function copyOfProject(change: (stackFile: string) => string): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "cloister-budget-"));
  for (const name of ["Pulumi.yaml", "index.ts", "config.ts", "package.json"])
    fs.copyFileSync(path.join(root, name), path.join(folder, name));
  for (const name of ["program", "components", "cost", "plan", "policy-pack", "node_modules"])
    fs.symlinkSync(path.join(root, name), path.join(folder, name));
  const file = fs.readFileSync(path.join(root, "Pulumi.dev.yaml"), "utf8");
  const changed = change(file);
  if (changed === file) throw new Error("nothing was changed");
  fs.writeFileSync(path.join(folder, "Pulumi.dev.yaml"), changed);
  return folder;
}

describe("cloister estimate-costs", function () {
  this.timeout(120_000);

  it("says what dev costs when it is awake for 8 hours on 22 days", async () => {
    const { code, stdout, stderr } = await estimateCosts(
      ...["--stack", "dev", "--hours-per-day", "8", "--days", "22", "--json"],
    );
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    const cost = JSON.parse(stdout) as Cost & { project: string; stack: string };
    expect(cost).to.include({ project: "cloister", stack: "dev", plan: "free-plan", usageProfile: "dev" });
    expect(amounts(cost, "database, postgres")).to.be.closeTo(8 * 22 * 0.016, 1e-9);
    expect(amounts(cost, "instance, t4g.micro")).to.be.closeTo(8 * 22 * 0.0084, 1e-9);
    expect(amounts(cost, "Fargate vCPU")).to.be.closeTo(2 * 8 * 22 * 0.25 * 0.03238, 1e-9);
    expect(amounts(cost, "Application Load Balancer")).to.be.closeTo(730 * 0.0225, 1e-9); // it never sleeps
  });

  it("prints the same as a person reads it", async () => {
    const { code, stdout } = await estimateCosts("--stack", "dev", "--hours-per-day", "8", "--days", "22");
    expect(code).to.equal(0);
    expect(stdout).to.match(/^cloister \/ dev\nCost {2}about \d+\.\d\d USD a month: /);
    expect(stdout).to.contain("176 hours × 0.016").and.to.contain("Fargate has no free tier");
    expect(stdout).not.to.contain("\u001b[");
  });

  it("costs more awake than asleep, and exits with 3 above the budget", async () => {
    const { code, stdout } = await estimateCosts("--stack", "dev", "--hours-per-day", "24", "--json");
    const cost = JSON.parse(stdout) as Cost;
    expect(code).to.equal(3);
    expect(amounts(cost, "database, postgres")).to.be.closeTo(730 * 0.016, 1e-9); // 24 × 31 is more than there is
    expect(cost.budget?.usedShare).to.be.greaterThan(1);
    expect(cost.monthly.fixed).to.be.greaterThan(cost.budget?.monthlyUsd ?? Number.NaN);
  });

  for (const [flags, message] of [
    [["--hours-per-day", "25"], /whole number from 1 to 24/],
    [["--hours-per-day", "0"], /whole number from 1 to 24/],
    [["--hours-per-day", "8.5"], /whole number from 1 to 24/],
    [["--days", "32"], /whole number from 1 to 31/],
    [["--days", "many"], /whole number from 1 to 31/],
    [["--stack", "staging"], /staging/],
    [["--cwd", "/nowhere"], /nowhere/],
  ] as const)
    it(`refuses ${flags.join(" ")}`, async () => {
      const { code, stdout, stderr } = await estimateCosts(...flags);
      expect(code).to.equal(1);
      expect(stdout).to.equal("");
      expect(stderr).to.match(message);
      expect(stderr).not.to.match(/^ +at /m);
    });
});

describe("a budget of 5 USD for dev", function () {
  this.timeout(120_000);
  let folder: string;
  before(() => {
    folder = copyOfProject((file) =>
      file.replace(/monthlyBudgetUsd: \d+/, "monthlyBudgetUsd: 5").replace(/monthlyUsd: \d+/, "monthlyUsd: 5"),
    );
  });
  after(() => {
    fs.rmSync(folder, { recursive: true });
  });

  it("makes the preview exit with 3, and names the three largest lines with a cheaper way for each", async () => {
    const { code, stdout } = await cloister(["preview", "--cwd", folder, "--stack", "dev", "--json"], process.env);
    expect(code).to.equal(3);
    const { policies, cost } = JSON.parse(stdout) as PreviewDocument;
    const mandatory = policies.violations.filter(({ level }) => level === "mandatory");
    expect(mandatory.map(({ rule }) => rule)).to.deep.equal(["monthly-cost-within-budget"]);
    const message = mandatory[0]?.message ?? "";
    expect(message).to.contain(`more than the budget of 5`);
    const largest = cost.lines.filter(({ kind }) => kind === "fixed").slice(0, 3);
    for (const { resource, item, amount, cheaper } of largest) {
      expect(cheaper, item).to.be.a("string");
      expect(message).to.contain(
        `${resource.split("::").at(-1) ?? ""}, ${item}, ${amount.toFixed(2)} (cheaper: ${cheaper ?? ""})`,
      );
    }
    expect(message.match(/\(cheaper: /g)).to.have.length(3);
  });

  it("makes estimate-costs exit with 3 and show a full bar", async () => {
    const { code, stdout } = await estimateCosts("--cwd", folder, "--stack", "dev");
    expect(code).to.equal(3);
    expect(stdout).to.match(/Budget {2}█{30} \d+\.\d\d fixed of 5\.00 USD \(\d{3} %\)/);
  });
});
