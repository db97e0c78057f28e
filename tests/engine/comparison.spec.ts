import { expect } from "chai";
import * as path from "node:path";
import { allowedDifferences } from "./differences";
import { allCases, mustFail, outOfComparison, productPack, type Case } from "./programs";
import { findPulumi } from "./support/cli";
import { describeDifference, differences, type Difference } from "./support/compare";
import { initStack, previewWithEngine, type Subject } from "./support/engineRun";
import type { Outcome } from "./support/observation";
import { addReferredStacks, addSecrets } from "./support/preparation";
import { previewWithoutEngine } from "./support/previewRun";
import { Workspace } from "./support/workspace";

/** Whether a run ends badly: it failed, or a mandatory rule is violated. */
function isRefused(outcome: Outcome): boolean {
  if ("failure" in outcome) return true;
  return outcome.observation.findings.some(({ verdict, level }) => verdict === "violation" && level === "mandatory");
}

const pulumi = findPulumi();
if (pulumi === undefined) console.log("skipped: no pulumi CLI");

describe("the account-free preview beside the real engine", () => {
  if (pulumi === undefined) {
    it.skip("skipped: no pulumi CLI");
    return;
  }
  let workspace: Workspace;
  const needed = new Set<string>();
  const times: { name: string; engine: number; preview: number }[] = [];

  before(() => {
    workspace = new Workspace();
  });
  after(() => {
    workspace.remove();
    for (const { name, engine, preview } of times) console.log(`  ${name}: engine ${engine} ms, preview ${preview} ms`);
  });

  const compare = async (name: string, subject: Subject): Promise<Outcome> => {
    const engine = await previewWithEngine(pulumi, workspace, subject);
    const preview = await previewWithoutEngine(subject);
    times.push({ name, engine: engine.milliseconds, preview: preview.milliseconds });
    const rest: Difference[] = [];
    for (const difference of differences(engine.outcome, preview.outcome)) {
      const allowed = allowedDifferences.find(({ covers }) => covers(difference));
      if (allowed === undefined) rest.push(difference);
      else needed.add(allowed.name);
    }
    expect(rest.map(describeDifference).join("\n\n")).to.equal("");
    expect(isRefused(preview.outcome)).to.equal(engine.exitCode !== 0);
    return engine.outcome;
  };

  const ownPack = () => path.join(workspace.product, "policy-pack");

  const subjectOf = async ({ source, stack, packs, secrets }: Case): Promise<Subject> => {
    const subject = {
      folder: workspace.copyProgram(source),
      stack,
      packs: packs.map((pack) =>
        pack === productPack ? ownPack() : workspace.copyPack(path.join(__dirname, "packs", pack)),
      ),
    };
    await addReferredStacks(pulumi, workspace, subject.folder);
    await initStack(pulumi, subject.folder, subject.stack, workspace.environment(subject.folder));
    await addSecrets(pulumi, workspace, subject, secrets);
    return subject;
  };

  for (const one of allCases()) {
    it(`agrees on ${one.name}`, async () => {
      const outcome = await compare(one.name, await subjectOf(one));
      expect("failure" in outcome, JSON.stringify(outcome)).to.equal(mustFail(one));
    });
  }

  for (const [name, reason] of Object.entries(outOfComparison)) it.skip(`out of comparison: ${name} ${reason}`);

  for (const stack of ["dev", "prod"]) {
    it(`agrees on the ${stack} stack and every finding of the policy pack`, async () => {
      const subject = { folder: workspace.product, stack, packs: [ownPack()] };
      await initStack(pulumi, subject.folder, subject.stack, workspace.environment(subject.folder));
      const outcome = await compare(stack, subject);
      expect(outcome).to.not.have.property("failure");
    });
  }

  it("needs every entry in the table of allowed differences", () => {
    expect(allowedDifferences.map(({ name }) => name).filter((name) => !needed.has(name))).to.deep.equal([]);
  });
});
