import { expect } from "chai";
import { defaultSettings } from "../../../policy-pack/frame/settings";
import { loadSettings } from "../../../policy-pack/frame/stackSettings";

const rules = ["rds-not-public", "iam-no-admin"];
const load = (config: Record<string, unknown>) => loadSettings(JSON.stringify(config), rules);
const exemption = {
  rule: "iam-no-admin",
  resource: "*",
  reason: "The bootstrap role is removed next week.",
  owner: "platform",
  expires: "2028-02-29",
};

describe("settings of the policy pack", () => {
  it("given nothing, are the defaults, under which the account is a paid one", () => {
    expect(loadSettings(undefined, rules).settings).to.deep.equal(defaultSettings);
    expect(load({ "other:plan": "free-plan" }).settings.plan).to.equal("paid");
  });

  it("given texts with JSON inside, as the engine hands them over, are read", () => {
    const { settings, faults, given } = load({
      "cloister-policy:plan": "free-plan",
      "cloister-policy:strict": "true",
      "cloister-policy:monthlyBudgetUsd": "10",
      "cloister-policy:levels": '{"iam-no-admin":"advisory"}',
      "cloister-policy:exemptions": JSON.stringify([exemption]),
      "cloister-policy:requiredTags": '["team"]',
    });
    expect(faults).to.deep.equal([]);
    expect(settings).to.deep.equal({
      ...defaultSettings,
      plan: "free-plan",
      strict: true,
      monthlyBudgetUsd: 10,
      levels: { "iam-no-admin": "advisory" },
      exemptions: [exemption],
      requiredTags: ["team"],
    });
    expect(given).to.have.members(["plan", "strict", "monthlyBudgetUsd", "levels", "exemptions", "requiredTags"]);
  });

  it("given several faults, name each with its place and keep what is right", () => {
    const { settings, faults } = load({
      "cloister-policy:plan": "gratis",
      "cloister-policy:monthlyBudgetUsd": "-1",
      "cloister-policy:levels": '{"no-such-rule":"advisory"}',
      "cloister-policy:budget": "3",
      "cloister-policy:strict": "true",
      "cloister-policy:exemptions": JSON.stringify([{ ...exemption, reason: "because", until: "x" }]),
    });
    expect(settings).to.deep.equal({ ...defaultSettings, strict: true });
    expect(faults.map((fault) => fault.split(":")[0])).to.have.members([
      "plan",
      "monthlyBudgetUsd",
      "levels",
      "budget",
      "exemptions.0.reason",
      "exemptions.0",
    ]);
    expect(faults).to.include("levels: there is no no-such-rule").and.to.include("exemptions.0: there is no until");
    expect(faults.find((fault) => fault.startsWith("plan"))).to.contain('got "gratis"');
  });

  for (const expires of ["2027-02-29", "2027-2-1", "31.12.2027", "2027-13-01", "soon", ""])
    it(`given an exemption until ${JSON.stringify(expires)}, refuses the day`, () => {
      const { settings, faults } = load({ "cloister-policy:exemptions": [{ ...exemption, expires }] });
      expect(faults).to.have.length(1);
      expect(faults[0]).to.contain("exemptions.0.expires");
      expect(settings.exemptions).to.deep.equal([]);
    });
});
