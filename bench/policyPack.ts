// How long the whole pack takes on the prod stack and on multiples of it, and how the time grows with the size. Times
// are after the start of the pack; the ratio is time by size against the first row, 1.00 being linear.
// Run: npx tsx bench/policyPack.ts
import { readSettings } from "../policy-pack/frame/stackSettings";
import { rules } from "../policy-pack/rules";
import { previewOffline } from "../preview";
import { planFrom } from "../tests/policy-pack/mutations/stack";
import { judge, type Planned } from "../tests/policy-pack/support/bench";
import { root } from "../tests/support/program";

/** The plan `times` over, each copy under names of its own that refers to itself only. */
function copies(plan: readonly Planned[], times: number): Planned[] {
  return Array.from({ length: times }, (_, number) => {
    const made = new Map(plan.map((one) => [one, { ...one, name: `${one.name}-${number}` }]));
    for (const [one, copy] of made) {
      copy.refersTo = Object.fromEntries(
        Object.entries(one.refersTo ?? {}).map(([property, others]) => [
          property,
          others.map((other) => made.get(other) ?? other),
        ]),
      );
    }
    return [...made.values()];
  }).flat();
}

async function main(): Promise<void> {
  const document = await previewOffline({ cwd: root, stack: "prod", policyPacks: [] });
  const plan = planFrom(document).resources;
  const names = rules.map((rule) => rule.name);
  const { settings } = readSettings({ plan: "paid" }, names);
  await judge(rules, plan, { settings }); // warm
  let first: number | undefined;
  console.log("resources  seconds  ratio");
  for (const times of [1, 4, 8, 16, 32]) {
    const resources = copies(plan, times);
    const started = performance.now();
    await judge(rules, resources, { settings });
    const seconds = (performance.now() - started) / 1_000;
    first ??= seconds / resources.length;
    const ratio = seconds / resources.length / first;
    console.log(
      `${String(resources.length).padStart(9)}  ${seconds.toFixed(2).padStart(7)}  ${ratio.toFixed(2).padStart(5)}`,
    );
  }
}

void main();
