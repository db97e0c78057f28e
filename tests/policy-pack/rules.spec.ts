import { expect } from "chai";
import { rules } from "../../policy-pack/rules";
import { ruleCases } from "./cases";
import { judge, planned } from "./support/bench";
import { planOf } from "./support/cases";

describe("rules", () => {
  it("have cases, every one of them", () => {
    expect(ruleCases.map(({ rule }) => rule.name).sort()).to.deep.equal(rules.map((rule) => rule.name).sort());
  });

  for (const cases of ruleCases) {
    const { rule, settings, passing } = cases;
    const hear = (plan: Parameters<typeof judge>[1], more = {}) =>
      judge([rule], plan, { settings: { ...settings, ...more } });

    describe(rule.name, () => {
      it("given a plan that keeps it, is silent", async () => {
        expect(await hear(passing)).to.deep.equal([]);
      });

      it("given a resource of another type, is silent", async () => {
        expect(
          await hear([planned("aws:ec2/route:Route", "other", { publiclyAccessible: true, tags: {} })]),
        ).to.deep.equal([]);
      });

      for (const one of cases.passes ?? [])
        it(`given ${one.given}, is silent`, async () => {
          expect(await hear(planOf(cases, one), one.settings)).to.deep.equal([]);
        });

      for (const one of cases.fails)
        it(`given ${one.given}, fails`, async () => {
          const said = await hear(planOf(cases, one), one.settings);
          const says = [one.says ?? []].flat();
          expect(
            said.map(({ policy }) => policy),
            JSON.stringify(said),
          ).to.deep.equal(says.map(() => rule.name));
          says.forEach((text, index) => {
            expect(said[index]?.message).to.contain(text);
          });
        });

      for (const one of cases.undetermined)
        it(`given ${one.given}, says that it cannot tell`, async () => {
          const said = await hear(planOf(cases, one), one.settings);
          expect(
            said.map(({ verdict }) => verdict),
            JSON.stringify(said),
          ).to.deep.equal(["undetermined"]);
          expect(said[0]).to.include({ rule: rule.name, policy: "undetermined" });
          expect(said[0]?.message).to.contain([one.says ?? []].flat()[0]);
        });
    });
  }
});
