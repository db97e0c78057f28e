import { expect } from "chai";
import { readSettings } from "../../policy-pack/frame/stackSettings";
import type { Settings } from "../../policy-pack/frame/settings";
import { rules } from "../../policy-pack/rules";
import { previewOffline } from "../../preview";
import { root, stackConfig } from "../support/program";
import { costs } from "./mutations/costs";
import { dataAndReliability } from "./mutations/dataAndReliability";
import { freeTierAndHygiene } from "./mutations/freeTierAndHygiene";
import { mutations as first } from "./mutations/mutations";
import { networking } from "./mutations/networking";
import { privileges } from "./mutations/privileges";
import { planFrom, type Plan } from "./mutations/stack";
import { judge, type Said } from "./support/bench";

const mutations = [...first, ...freeTierAndHygiene, ...dataAndReliability, ...networking, ...privileges, ...costs];

type StackName = "dev" | "prod";

/** The stack's own settings of the pack. */
function settingsOf(stack: StackName) {
  const prefix = "cloister-policy:";
  const raw = Object.entries(stackConfig(stack))
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, value]) => [key.slice(prefix.length), typeof value === "string" ? value : JSON.stringify(value)]);
  return readSettings(
    Object.fromEntries(raw) as Record<string, unknown>,
    rules.map((rule) => rule.name),
  ).settings;
}

describe("our own stacks, broken on purpose", function () {
  this.timeout(120_000);
  const plans = {} as Record<StackName, Plan>;
  const judged = (stack: StackName, plan: Plan, changes: Partial<Settings> = {}): Promise<Said[]> =>
    judge(rules, plan.resources, { settings: { ...settingsOf(stack), ...changes }, today: "2026-11-25" });

  before(async () => {
    const [dev, prod] = await Promise.all(
      (["dev", "prod"] as const).map((stack) => previewOffline({ cwd: root, stack, policyPacks: [] })),
    );
    if (!dev || !prod) throw new Error("a preview is missing");
    plans.dev = planFrom(dev);
    plans.prod = planFrom(prod);
  });

  for (const stack of ["dev", "prod"] as const) {
    it(`${stack} as it is has no violation, and nothing is undetermined`, async () => {
      expect(await judged(stack, plans[stack])).to.deep.equal([]);
    });
  }

  // What is broken often costs more too: the budget counts only where it is what a mutation is about.
  for (const { rule, stack, plan, monthlyBudgetUsd, given, says, also = [], change } of mutations) {
    it(`${rule} catches ${given} in ${stack}, and nothing else is said`, async () => {
      const said = await judged(stack, change(plans[stack]), { monthlyBudgetUsd, ...(plan && { plan }) });
      const caught = said.filter((finding) => finding.policy === rule);
      expect(caught, JSON.stringify(said)).to.not.be.empty;
      expect(
        caught.some(({ message }) => (typeof says === "string" ? message.includes(says) : says.test(message))),
        caught[0]?.message,
      ).to.equal(true);
      const others = said.filter((finding) => finding.policy !== rule && !also.includes(finding.rule));
      expect(others.map((finding) => `${finding.rule}: ${finding.message}`)).to.deep.equal([]);
    });
  }

  it("covers every rule of the pack", () => {
    const covered = new Set(mutations.map((mutation) => mutation.rule));
    expect(rules.map((rule) => rule.name).filter((name) => !covered.has(name))).to.deep.equal([]);
  });
});
