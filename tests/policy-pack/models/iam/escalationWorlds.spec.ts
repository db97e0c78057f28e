import { expect } from "chai";
import fc from "fast-check";
import { findEscalations } from "../../../../policy-pack/models/iam/escalation";
import { allows } from "../../../../policy-pack/models/iam/effective";
import type { Identities, Identity } from "../../../../policy-pack/models/iam/identities";
import { account, administratorAccess, identitiesOf, policy, role, statement, trusting, type Made } from "./support";

const names = ["r0", "r1", "r2", "r3"] as const;
const arnOf = (name: string) => `arn:aws:iam::${account}:role/${name}`;

const services = fc.constantFrom("ecs-tasks.amazonaws.com", "lambda.amazonaws.com");
const target = fc.oneof(fc.constantFrom(...names).map(arnOf), fc.constantFrom("*", `arn:aws:iam::${account}:role/r?`));
const grant = fc.oneof(
  target.map((to) => statement("iam:PassRole", to)),
  target.map((to) => ({ Effect: "Deny", Action: "iam:PassRole", Resource: to })),
  target.map((to) => statement("iam:UpdateAssumeRolePolicy", to)),
  target.map((to) => statement("sts:AssumeRole", to)),
  target.map((to) => statement("iam:PutRolePolicy", to)),
  fc.constantFrom(statement("ecs:RunTask"), statement(["lambda:CreateFunction", "lambda:InvokeFunction"])),
);
const trust = fc.oneof(
  services.map((Service) => trusting({ Service })),
  fc.constantFrom(...names).map((name) => trusting({ AWS: arnOf(name) })),
  fc.constant(trusting({ AWS: account })),
);
const world = fc.tuple(
  ...names.map(() => fc.record({ trust, grants: fc.array(grant, { maxLength: 4 }), isAdmin: fc.boolean() })),
);

/** Which roles become administrators, by trying every pair until nothing changes. */
function bySlowSearch(identities: Identities, made: readonly Made[]): Set<Identity> {
  const may = (one: Identity, action: string, resource?: string, context = {}) =>
    allows(one, { action, resource, context }).verdict === "yes";
  const trustOf = (one: Identity) => String(made.find((m) => m.name === one.resource.name)?.props.assumeRolePolicy);
  const passes = (from: Identity, to: Identity, service: string) =>
    trustOf(to).includes(service) && may(from, "iam:PassRole", to.arn, { "iam:passedtoservice": [service] });
  const assumes = (from: Identity, to: Identity) =>
    trustOf(to).includes(`"${from.arn}"`) ||
    (trustOf(to).includes(`"${account}"`) && may(from, "sts:AssumeRole", to.arn));
  const leads = (from: Identity, to: Identity) =>
    (passes(from, to, "ecs-tasks.amazonaws.com") && may(from, "ecs:RunTask")) ||
    (passes(from, to, "lambda.amazonaws.com") &&
      may(from, "lambda:CreateFunction") &&
      may(from, "lambda:InvokeFunction")) ||
    may(from, "iam:UpdateAssumeRolePolicy", to.arn) ||
    assumes(from, to);
  const takesOver = (from: Identity, to: Identity) =>
    may(from, "iam:PutRolePolicy", to.arn) && (assumes(from, to) || may(from, "iam:UpdateAssumeRolePolicy", to.arn));

  const high = new Set(
    identities.roles.filter(
      (one) => may(one, "s3:GetObject", "arn:aws:s3:::x") && may(one, "iam:PutRolePolicy", one.arn),
    ),
  );
  for (let before = -1; before !== high.size;) {
    before = high.size;
    for (const from of identities.roles) {
      const rises =
        may(from, "iam:PutRolePolicy", from.arn) ||
        identities.roles.some((to) => to !== from && ((high.has(to) && leads(from, to)) || takesOver(from, to)));
      if (rises) high.add(from);
    }
  }
  return high;
}

describe("escalation search in small worlds", () => {
  it("finds exactly what trying every pair finds, and its chains lead step by step to an administrator", () => {
    fc.assert(
      fc.property(world, (roles) => {
        const made = roles.map(({ trust: trusted, grants, isAdmin }, index) =>
          role(`r${String(index)}`, {
            trust: trusted,
            inline: policy(...grants),
            ...(isAdmin && index % 3 === 0 && { managed: [administratorAccess] }),
          }),
        );
        const identities = identitiesOf(...made);
        const expected = bySlowSearch(identities, made);
        const found = findEscalations(identities);
        for (const { identity, administrator, verdict, chain } of found) {
          expect(administrator === "yes" || verdict === "yes", identity.resource.name).to.equal(expected.has(identity));
          if (verdict !== "yes") continue;
          expect(chain[0]?.from).to.equal(identity);
          chain.forEach((step, index) => expect(step.to).to.equal(chain[index + 1]?.from ?? step.to));
          const last = chain.at(-1);
          const end = found.find((one) => one.identity === last?.to);
          expect(last?.technique.gains === "administrator" || end?.administrator === "yes").to.equal(true);
        }
      }),
      { numRuns: 150 },
    );
  });
});
