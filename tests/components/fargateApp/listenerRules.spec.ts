import { expect } from "chai";
import fc from "fast-check";
import {
  patternsOf,
  planRules,
  rulesOf,
  splitPatterns,
  type RoutedService,
} from "../../../components/fargateApp/listenerRules";
import { Problems } from "../../../components/internal/problems";

function faultsOf(services: Record<string, RoutedService>): string {
  const problems = new Problems("X");
  planRules(problems, services);
  try {
    problems.throwIfAny();
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

/** Which service takes a request, as the load balancer decides it: the lowest number that matches. */
function routed(services: Record<string, RoutedService>, request: string): string | undefined {
  const rules = planRules(new Problems("X"), services).toSorted((a, b) => a.priority - b.priority);
  const matches = (pattern: string) =>
    new RegExp(`^${pattern.replace(/[.$+]/g, "\\$&").replace(/\*/g, ".*").replace(/\?/g, ".")}$`).test(request);
  return rules.find((rule) => rule.patterns.some(matches))?.service;
}

const segment = fc.stringMatching(/^[a-z][a-z0-9-]{0,7}$/);
const path = fc.array(segment, { minLength: 1, maxLength: 5 }).map((parts) => `/${parts.join("/")}`);
const paths = fc.uniqueArray(path, { minLength: 1, maxLength: 12 });
/** Several services that share no path. */
const services = fc.uniqueArray(path, { minLength: 1, maxLength: 20 }).chain((all) =>
  fc.array(fc.integer({ min: 0, max: 3 }), { minLength: all.length, maxLength: all.length }).map((owners) => {
    const result: Record<string, { paths: string[] }> = {};
    all.forEach((one, index) => (result[`service-${owners[index]}`] ??= { paths: [] }).paths.push(one));
    return result;
  }),
);

describe("listener rules", () => {
  it("take a path and everything below it, however it is written", () => {
    expect(patternsOf("/api")).to.deep.equal(["/api", "/api/*"]);
    expect(patternsOf("/api/*")).to.deep.equal(["/api", "/api/*"]);
    expect(patternsOf("/")).to.deep.equal(["/"]);
    expect(patternsOf("/files/*.png")).to.deep.equal(["/files/*.png"]);
    expect(patternsOf("/v?/users/*")).to.deep.equal(["/v?/users/*"]);
  });

  it("hold at most five values and five wildcards, lose none and keep their order", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^\/[a-z*?]{0,5}$/)), (patterns) => {
        const rules = splitPatterns(patterns);
        expect(rules.flat()).to.deep.equal(patterns);
        for (const rule of rules) {
          expect(rule.length).to.be.within(1, 5);
          expect(rule.join("").replace(/[^*?]/g, "").length).to.be.at.most(5);
        }
      }),
    );
  });

  it("number a long list with neighbours, from the priority given", () => {
    const rules = rulesOf("api", { paths: ["/a", "/b", "/c", "/d", "/e", "/f"], priority: 10 });
    expect(rules.map((rule) => rule.priority)).to.deep.equal([10, 11, 12]);
    expect(rules.map((rule) => rule.id)).to.deep.equal(["rule", "rule-2", "rule-3"]);
    expect(rules.flatMap((rule) => rule.patterns)).to.have.length(12);
  });

  it("stay within 1 and 50000 and apart within a service, for every list of paths", () => {
    fc.assert(
      fc.property(segment, paths, (key, list) => {
        const priorities = rulesOf(key, { paths: list }).map((rule) => rule.priority);
        expect(new Set(priorities).size).to.equal(priorities.length);
        for (const priority of priorities) expect(priority).to.be.within(1, 50_000);
      }),
    );
  });

  it("never move when another service comes or goes", () => {
    fc.assert(
      fc.property(services, (all) => {
        const [first = "", ...others] = Object.keys(all);
        const alone = planRules(new Problems("X"), { [first]: all[first]! });
        const together = planRules(new Problems("X"), all).filter((rule) => rule.service === first);
        expect(together).to.deep.equal(alone);
        expect(others).to.not.include(first);
      }),
    );
  });

  it("lead every request to the deepest path that takes it", () => {
    fc.assert(
      fc.property(services, (all) => {
        fc.pre(faultsOf(all) === ""); // two keys may fall on one number, which is refused
        for (const [key, { paths: own }] of Object.entries(all)) {
          for (const one of own) expect(routed(all, one)).to.equal(key);
        }
      }),
    );
  });

  it("have none for the service that takes everything", () => {
    expect(rulesOf("web", { paths: ["/*"] })).to.deep.equal([]);
  });

  it("accept the last priority, and refuse the one after it and a list that does not fit", () => {
    expect(faultsOf({ a: { paths: ["/a"], priority: 50_000 } })).to.equal("");
    expect(faultsOf({ a: { paths: ["/a"], priority: 50_001 } })).to.include(
      "services.a.priority: must be a whole number",
    );
    expect(faultsOf({ a: { paths: ["/a"], priority: 0 } })).to.include("from 1 to 50000, got 0");
    expect(faultsOf({ a: { paths: ["/a", "/b", "/c"], priority: 50_000 } })).to.include("the last would be 50001");
  });

  it("refuse one path for two services, in either spelling, and twice in one", () => {
    expect(faultsOf({ a: { paths: ["/x"] }, b: { paths: ["/y", "/x/*"] } })).to.include(
      'services.b.paths[1]: must lead to one service, got "/x/*", which services.a has already',
    );
    expect(faultsOf({ a: { paths: ["/x", "/x"] } })).to.include("services.a.paths[1]");
    expect(faultsOf({ a: { paths: ["/*"] }, b: { paths: ["/*"] } })).to.include("services.b.paths[0]");
  });

  it("refuse one priority for two services, also when a long list reaches it", () => {
    const fault = "services.b.priority: must be its own, got 11, which a rule of services.a has";
    expect(faultsOf({ a: { paths: ["/x"], priority: 11 }, b: { paths: ["/y"], priority: 11 } })).to.include(fault);
    const long = { paths: ["/x", "/y", "/z"], priority: 10 };
    expect(faultsOf({ a: long, b: { paths: ["/w"], priority: 11 } })).to.include(fault);
  });

  it("may hide a path of their own service, which leads to the same place", () => {
    expect(faultsOf({ a: { paths: ["/a", "/b", "/c", "/a/x"], priority: 1 } })).to.equal("");
  });

  it("refuse a path that another service's path hides", () => {
    const hidden = { api: { paths: ["/api"], priority: 1 }, admin: { paths: ["/api/admin"], priority: 2 } };
    expect(faultsOf(hidden)).to.include(
      'services.admin.priority: must be lower than that of services.api, which takes "/api/admin" first, got 2 against 1',
    );
    expect(faultsOf({ ...hidden, api: { paths: ["/api"], priority: 3 } })).to.equal("");
    expect(faultsOf({ api: { paths: ["/api"] }, admin: { paths: ["/api/admin"] } })).to.equal("");
  });

  for (const [path, fault] of [
    ["api", "must begin with a slash"],
    ["", "must begin with a slash"],
    ["/api?x=1", "must begin with a slash"],
    ["/a b", "must begin with a slash"],
    ["/api/", 'no slash at its end, got "/api/"; "/api" takes what is below it too'],
    ["//api", "no empty part"],
    [`/${"a".repeat(126)}`, "at most 126 characters, got 127"],
    ["/*/*/*/*/*/*x", "at most 5 wildcards, got 6"],
  ] as const) {
    it(`refuse the path ${JSON.stringify(path.slice(0, 20))}`, () => {
      expect(faultsOf({ a: { paths: [path] } }))
        .to.include("services.a.paths[0]")
        .and.include(fault);
    });
  }

  it("accept a path of 126 characters", () => {
    expect(faultsOf({ a: { paths: [`/${"a".repeat(125)}`] } })).to.equal("");
  });

  it("refuse no paths, paths beside the one for everything, and a priority of it", () => {
    expect(faultsOf({ a: { paths: [] } })).to.include("services.a.paths: must hold at least one path");
    expect(faultsOf({ a: { paths: ["/*", "/x"] } })).to.include("must hold nothing beside /*");
    expect(faultsOf({ a: { paths: ["/*"], priority: 5 } })).to.include("services.a.priority: must be absent");
  });
});
