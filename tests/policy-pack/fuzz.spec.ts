import { expect } from "chai";
import fc from "fast-check";
import { ruleCases } from "./cases";
import { changed, judge, unknown, type Planned } from "./support/bench";
import { planOf, type RuleCases } from "./support/cases";

/** Paths of all properties of a resource, from its top to its leaves. */
function paths(value: unknown, prefix = ""): string[] {
  if (typeof value !== "object" || value === null) return prefix === "" ? [] : [prefix];
  const addressable = Object.entries(value).filter(([key]) => !key.includes(".")); // keys of conditions may have dots
  const inside = addressable.flatMap(([key, item]) => paths(item, prefix === "" ? key : `${prefix}.${key}`));
  return prefix === "" ? inside : [prefix, ...inside];
}

/** Every property of a plan, as resource index and path. */
function places(plan: readonly Planned[]): [number, string][] {
  return plan.flatMap((resource, index) => paths(resource.properties).map((path): [number, string] => [index, path]));
}

function withChange(plan: readonly Planned[], [index, path]: [number, string], value: unknown): Planned[] {
  return plan.map((resource, at) => (at === index ? changed(resource, { [path]: value }) : resource));
}

/** The plan with JSON texts as the objects they say, so that their insides can be changed too. */
function opened(plan: readonly Planned[]): Planned[] {
  const open = (value: unknown): unknown => {
    if (typeof value === "string" && value.startsWith("{")) return JSON.parse(value);
    if (Array.isArray(value)) return value.map(open);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, open(item)]));
  };
  return plan.map((resource) => ({ ...resource, properties: open(resource.properties) as Planned["properties"] }));
}

const violations = ruleCases.flatMap((cases) =>
  cases.fails.map((one) => ({
    cases,
    given: one.given,
    plan: opened(planOf(cases, one)),
    settings: { ...cases.settings, ...one.settings },
  })),
);
const everything = ruleCases.flatMap((cases) => [
  { cases, plan: cases.passing, settings: cases.settings },
  ...violations.filter((one) => one.cases === cases),
]);

/** Values of every shape, among them those that stand for unknown ones. */
const anything = fc.oneof(
  fc.constantFrom(unknown, undefined, null, "", "x", `a-${unknown}-b`, 0, -1, true, false),
  fc.constantFrom([], {}, [unknown], { a: unknown }, [[1]], [null], '{"Statement":[{}]}', "[]"),
  fc.anything({ maxDepth: 2, withNullPrototype: false }),
);
const rulesOf = ({ rule }: RuleCases) => [rule];

describe("rules, given anything", () => {
  it("never throw, whatever a property becomes", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...everything),
        fc.nat(),
        anything,
        async ({ cases, plan, settings }, pick, value) => {
          const all = places(plan);
          const place = all[pick % Math.max(all.length, 1)];
          if (!place) return;
          const said = await judge(rulesOf(cases), withChange(plan, place, value), { settings });
          for (const { message } of said) expect(message, place.join(" ")).not.to.match(/The rule itself failed/);
        },
      ),
      { numRuns: 1500 },
    );
  }).timeout(60_000);

  it("a violation never becomes a pass because one of its properties is not known", async () => {
    for (const { cases, given, plan, settings } of violations)
      for (const place of places(plan)) {
        const said = await judge(rulesOf(cases), withChange(plan, place, unknown), { settings });
        expect(
          said,
          `${cases.rule.name}, given ${given}: ${plan[place[0]]?.name}.${place[1]} unknown`,
        ).not.to.deep.equal([]);
      }
  }).timeout(60_000);
});
