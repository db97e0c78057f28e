import { expect } from "chai";
import * as fc from "fast-check";
import { estimate } from "../../cost/estimate";
import type { AccountPlan } from "../../cost/freeTier";
import type { CostLine } from "../../cost/types";
import { given, stackOf, today, type Given } from "./support";

const region = fc.constantFrom("us-east-1", "eu-west-1");
const plan = fc.constantFrom<AccountPlan>("paid", "legacy-free", "free-plan");
const tolerance = 1e-6;

function billOf(resources: readonly Given[], name: AccountPlan = "paid") {
  return estimate(stackOf(resources), { plan: name, today });
}

function totalOf(resources: readonly Given[], name: AccountPlan = "paid"): number {
  return billOf(resources, name).monthly.total;
}

function sumOf(lines: readonly CostLine[], item: RegExp): number {
  return lines.filter((line) => item.test(line.item)).reduce((sum, { amount }) => sum + amount, 0);
}

/** Things that are billed, without a name yet. Their quantities are whole numbers, as programs write them. */
type Nameless = (name: string) => Given[];

const volume = (size: number, type: string, iops?: number, place?: string): Nameless => {
  return (name) => [given("aws:ebs/volume:Volume", name, { size, type, iops }, { region: place })];
};

function tasks(desiredCount: number, cpu = 256, architecture = "ARM64"): Nameless {
  return (name) => [
    given("aws:ecs/taskDefinition:TaskDefinition", name, {
      arn: `${name}:1`,
      cpu: String(cpu),
      memory: String(2 * cpu),
      runtimePlatform: { cpuArchitecture: architecture },
    }),
    given("aws:ecs/service:Service", name, {
      name,
      launchType: "FARGATE",
      taskDefinition: `${name}:1`,
      desiredCount,
    }),
  ];
}

function endpoint(zones: number, place?: string): Nameless {
  const subnetIds = Array.from({ length: zones }, (_, index) => `subnet-${index}`);
  const inputs = { vpcEndpointType: "Interface", subnetIds };
  return (name) => [given("aws:ec2/vpcEndpoint:VpcEndpoint", name, inputs, { region: place })];
}

function database(allocatedStorage: number, multiAz = false, iops?: number, instanceClass = "db.t4g.micro"): Nameless {
  return (name) => [
    given("aws:rds/instance:Instance", name, {
      identifier: name,
      engine: "postgres",
      instanceClass,
      storageType: "gp3",
      multiAz,
      allocatedStorage,
      iops,
    }),
  ];
}

const simple =
  (type: string, inputs: Given["inputs"] = {}): Nameless =>
  (name) => [given(type, name, inputs)];

const nameless: fc.Arbitrary<Nameless> = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1, max: 500 }), fc.constantFrom("gp2", "gp3"), region)
    .map(([size, type, place]) => volume(size, type, undefined, place)),
  fc
    .tuple(fc.integer({ min: 0, max: 20 }), fc.constantFrom(256, 512, 1024), fc.constantFrom("ARM64", "X86_64"))
    .map(([count, cpu, architecture]) => tasks(count, cpu, architecture)),
  fc.tuple(fc.integer({ min: 1, max: 3 }), region).map(([zones, place]) => endpoint(zones, place)),
  fc.tuple(fc.integer({ min: 20, max: 1000 }), fc.boolean()).map(([size, isMulti]) => database(size, isMulti)),
  fc.constantFrom(
    simple("aws:ec2/natGateway:NatGateway"),
    simple("aws:ec2/eip:Eip"),
    simple("aws:cloudwatch/metricAlarm:MetricAlarm", { period: 300 }),
    simple("aws:cloudwatch/logGroup:LogGroup", { retentionInDays: 30 }),
    simple("aws:kms/key:Key"),
    simple("aws:ec2/instance:Instance", { instanceType: "t3.micro", monitoring: true }),
    simple("aws:lb/loadBalancer:LoadBalancer", { internal: true }),
    simple("aws:iam/role:Role"),
    simple("aws:eks/cluster:Cluster"),
  ),
);

/** Stacks of up to 12 things, each under a name of its own. */
const stacks = fc
  .array(nameless, { maxLength: 12 })
  .map((things) => things.flatMap((make, index) => make(`n${index}`)));

/** The same stack under other names. */
function renamed(resources: readonly Given[]): Given[] {
  return resources.map((one) => {
    const inputs: Record<string, unknown> = { ...one.inputs };
    for (const key of ["name", "arn", "identifier", "taskDefinition"])
      if (typeof inputs[key] === "string") inputs[key] = `other-${inputs[key]}`;
    return { ...one, name: `other-${one.name}`, inputs };
  });
}

/** No pool is large enough to hide a property: lines at list price. */
function listTotal(resources: readonly Given[]): number {
  return billOf(resources).lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
}

describe("every estimate", () => {
  it("is additive at list price: two stacks beside each other cost what they cost alone", () => {
    fc.assert(
      fc.property(stacks, stacks, (one, other) => {
        const second = renamed(other);
        expect(listTotal([...one, ...second])).to.be.closeTo(listTotal(one) + listTotal(other), tolerance);
      }),
    );
  });

  it("never costs less together than alone: a pool is given once", () => {
    fc.assert(
      fc.property(stacks, stacks, plan, (one, other, name) => {
        const together = totalOf([...one, ...renamed(other)], name);
        expect(together).to.be.at.least(totalOf(one, name) + totalOf(other, name) - tolerance);
        expect(together).to.be.at.most(listTotal(one) + listTotal(other) + tolerance);
      }),
    );
  });

  it("is the same in any order of the resources, line by line", () => {
    const shuffled = stacks.chain((resources) =>
      fc.tuple(
        fc.constant(resources),
        fc.shuffledSubarray(resources, { minLength: resources.length, maxLength: resources.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, plan, ([resources, order], name) => {
        const byKey = (given: readonly Given[]) =>
          new Map(billOf(given, name).lines.map((line) => [`${line.resource} ${line.item}`, line.amount]));
        const [before, after] = [byKey(resources), byKey(order)];
        expect([...after.keys()].toSorted()).to.deep.equal([...before.keys()].toSorted());
        for (const [key, amount] of after) expect(amount, key).to.be.closeTo(before.get(key) ?? 0, tolerance);
      }),
    );
  });

  it("gives away of each pool the smaller of what is used and what there is", () => {
    fc.assert(
      fc.property(stacks, plan, (resources, name) => {
        const { lines, freeTier } = billOf(resources, name);
        const given = new Map<string, number>();
        for (const { freeTier: part } of lines)
          if (part) given.set(part.allowance, (given.get(part.allowance) ?? 0) + part.quantity);
        const sum = [...given.values()].reduce((total, units) => total + units, 0);
        const due = freeTier.reduce((total, { used, limit }) => total + Math.min(used, limit), 0);
        expect(sum).to.be.closeTo(due, tolerance);
      }),
    );
  });

  it("has no negative amount, and each amount within its bounds", () => {
    fc.assert(
      fc.property(stacks, plan, (resources, name) => {
        for (const { amount, range, item } of billOf(resources, name).lines) {
          expect(amount, item).to.be.at.least(0);
          if (range) expect(amount, item).to.be.within(range.minimum - tolerance, range.maximum + tolerance);
        }
      }),
    );
  });

  const quantities: Readonly<Record<string, readonly [most: number, make: (quantity: number) => Nameless]>> = {
    "the desired count": [50, (count) => tasks(count)],
    "the zones of an endpoint": [6, (zones) => endpoint(Math.max(zones, 1))],
    "the gigabytes of a volume": [16_000, (size) => volume(size + 1, "gp3")],
    "the IOPS of a volume": [16_000, (iops) => volume(100, "gp3", iops)],
    "the gigabytes of a database": [5_000, (size) => database(size + 20)],
    "the IOPS of a database": [40_000, (iops) => database(500, false, iops)],
  };
  for (const [what, [most, make]] of Object.entries(quantities))
    it(`grows with ${what}, whatever else there is`, () => {
      fc.assert(
        fc.property(stacks, fc.nat(most), fc.nat(most), plan, (rest, a, b, name) => {
          const [less, more] = [Math.min(a, b), Math.max(a, b)];
          const at = (quantity: number) => totalOf([...rest, ...make(quantity)("grows")], name);
          expect(at(more)).to.be.at.least(at(less) - tolerance);
        }),
      );
    });
});

describe("a change of a stack", () => {
  it("to twice the desired count doubles the Fargate lines exactly, and nothing else", () => {
    fc.assert(
      fc.property(
        stacks,
        fc.integer({ min: 1, max: 100 }),
        fc.constantFrom(256, 1024),
        plan,
        (rest, count, cpu, name) => {
          const bill = (times: number) => billOf([...rest, ...tasks(times * count, cpu)("grows")], name).lines;
          const own = (lines: readonly CostLine[]) => lines.filter(({ resource }) => resource.endsWith("::grows"));
          const [once, twice] = [bill(1), bill(2)];
          expect(sumOf(own(twice), /^Fargate/)).to.be.closeTo(2 * sumOf(own(once), /^Fargate/), tolerance);
          const others = (lines: readonly CostLine[]) =>
            lines.filter(({ resource }) => !resource.endsWith("::grows")).map(({ amount }) => amount);
          expect(others(twice)).to.deep.equal(others(once));
        },
      ),
    );
  });

  it("by a zone of an endpoint adds 730 hours at the region's price, and no data", () => {
    const hourly: Readonly<Record<string, number>> = { "us-east-1": 0.01, "eu-west-1": 0.011 };
    fc.assert(
      fc.property(stacks, fc.integer({ min: 1, max: 5 }), region, (rest, zones, place) => {
        const at = (count: number) => totalOf([...rest, ...endpoint(count, place)("grows")]);
        expect(at(zones + 1) - at(zones)).to.be.closeTo(730 * (hourly[place] ?? 0), tolerance);
      }),
    );
  });

  it("to several zones of a database moves it by the difference of its rows: small from 0.032 to 0.065, gp3 from 0.115 to 0.23", () => {
    fc.assert(
      fc.property(stacks, fc.integer({ min: 20, max: 1000 }), (rest, size) => {
        const at = (isMulti: boolean) =>
          totalOf([...rest, ...database(size, isMulti, undefined, "db.t4g.small")("moves")]);
        expect(at(true) - at(false)).to.be.closeTo(730 * (0.065 - 0.032) + size * (0.23 - 0.115), tolerance);
      }),
    );
  });

  it("from gp3 to gp2 costs two cents a gigabyte more", () => {
    fc.assert(
      fc.property(stacks, fc.integer({ min: 1, max: 5000 }), (rest, size) => {
        const at = (type: string) => totalOf([...rest, ...volume(size, type)("moves")]);
        expect(at("gp2") - at("gp3")).to.be.closeTo(size * (0.1 - 0.08), tolerance);
      }),
    );
  });
});
