import { expect } from "chai";
import { isDevelopment } from "../../../policy-pack/models/environment";
import { Reader } from "../../../plan/reader";
import { unknown } from "../support/bench";

const answer = (tags: unknown, defaults?: unknown, type = "aws:sns/topic:Topic") =>
  isDevelopment({
    type,
    urn: "urn:pulumi:dev::shop::aws:sns/topic:Topic::t",
    name: "t",
    properties: new Reader({ tags }),
    provider: new Reader({ defaultTags: defaults }),
    propertyDependencies: {},
  });

describe("the environment of a resource", () => {
  for (const name of ["dev", "DEV", "development", "dev-2", "dev2", "dev/anna", "sandbox", "preview-17"])
    it(`given the tag ${name}, is development`, () => {
      expect(answer({ environment: name })).to.include({ state: "known", value: true });
    });

  for (const name of ["prod", "production", "device", "devops", "test", "staging", ""])
    it(`given the tag "${name}", is not`, () => {
      expect(answer({ environment: name })).to.include({ state: "known", value: false });
    });

  it("takes the own tag before the provider's, and other ways to write the key", () => {
    const defaults = JSON.stringify({ tags: { Environment: "dev" } });
    expect(answer({ Env: "prod" }, defaults)).to.include({ value: false });
    expect(answer({ name: "x" }, defaults)).to.include({ value: true });
    expect(answer(undefined, { tags: { Stage: "dev" } })).to.include({ value: true });
  });

  it("reads the list of tags that an Auto Scaling group has", () => {
    const group = "aws:autoscaling/group:Group";
    const tag = (key: string, value: unknown) => ({ key, value, propagateAtLaunch: true });
    expect(answer([tag("Name", "node"), tag("environment", "dev")], undefined, group)).to.include({ value: true });
    expect(answer([tag("environment", "prod")], undefined, group)).to.include({ value: false });
    expect(answer([tag("environment", unknown)], undefined, group)).to.include({ state: "unknown" });
    expect(answer(undefined, { tags: { environment: "dev" } }, group)).to.include({ value: true });
  });

  it("given no tag, is not, whatever the stack is called", () => {
    expect(answer(undefined)).to.include({ state: "known", value: false });
  });

  it("given what is not known yet, cannot be told", () => {
    expect(answer(unknown)).to.include({ state: "unknown" });
    expect(answer({ environment: unknown })).to.include({ state: "unknown" });
    expect(answer(undefined, unknown)).to.include({ state: "unknown" });
    expect(answer({ environment: "dev" }, unknown)).to.include({ value: true });
  });
});
