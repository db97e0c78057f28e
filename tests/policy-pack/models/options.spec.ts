import { expect } from "chai";
import { Run } from "../../../policy-pack/frame/run";
import { defaultSettings } from "../../../policy-pack/frame/settings";
import { fromInputs } from "../../../policy-pack/models/fromEngine";

const urn = "urn:pulumi:prod::shop::aws:ecs/service:Service::api";
const service = { type: "aws:ecs/service:Service", urn, name: "api", props: {}, propertyDependencies: {} };
const told = (ignoreChanges: string[]) => ({ ...service, opts: { ignoreChanges } }) as never;

describe("the option ignoreChanges", () => {
  const ignoredIn = (analysis: string[], plan: string[]) => {
    const run = new Run({ settings: defaultSettings, given: [], faults: [] }, () => "2026-06-15");
    run.remember(told(analysis));
    return run.stackFor("a-rule", [told(plan)]).resources[0]?.ignoreChanges;
  };

  it("is read of a resource about to be made", () => {
    expect(fromInputs(told(["desiredCount"])).ignoreChanges).to.deep.equal(["desiredCount"]);
  });

  it("is remembered for the finished plan, with which an engine may not tell it", () => {
    expect(ignoredIn(["desiredCount"], [])).to.deep.equal(["desiredCount"]);
  });

  it("is read of a state that is judged without its resources' analysis", () => {
    expect(ignoredIn([], ["desiredCount"])).to.deep.equal(["desiredCount"]);
  });

  it("told twice counts once", () => {
    expect(ignoredIn(["desiredCount"], ["desiredCount"])).to.deep.equal(["desiredCount"]);
  });
});
