import { expect } from "chai";
import fc from "fast-check";
import { checkTemporalServices, type TemporalServicesArgs } from "../../../components/temporalServices";
import {
  nodeWorkloads,
  serviceFacts,
  serviceKeys,
  type NodeKey,
  type TemporalServiceKey,
} from "../../../components/temporalServices/facts";
import { nodeCapacityOf, type NodeCapacity } from "../../../components/temporalServices/instanceTypes";
import { misfitsOf, type TaskSizes } from "../../../components/temporalServices/packing";
import { args } from "./fixture";

function capacityOf(type: string): NodeCapacity {
  const capacity = nodeCapacityOf(type);
  if (typeof capacity === "string") throw new Error(capacity);
  return capacity;
}

function reasonOf(change: Partial<TemporalServicesArgs>): string {
  return checkTemporalServices("temporal", { ...args, ...change })
    .map(({ propertyPath, reason }) => `${propertyPath}: ${reason}`)
    .join("\n");
}

/** Whether some way of putting tasks on two nodes works: every way is tried. */
function canBePlaced(
  tasks: readonly { cpuUnits: number; memoryMiB: number }[],
  node: NodeCapacity,
  interfaces: number,
) {
  const ways = 2 ** tasks.length;
  for (let way = 0; way < ways; way++) {
    const isGood = [0, 1].every((one) => {
      const own = tasks.filter((_, index) => ((way >> index) & 1) === one);
      const sum = (of: "cpuUnits" | "memoryMiB") => own.reduce((total, task) => total + task[of], 0);
      return own.length <= interfaces && sum("cpuUnits") <= node.cpuUnits && sum("memoryMiB") <= node.memoryMiB;
    });
    if (isGood) return true;
  }
  return false;
}

describe("the packing of TemporalServices", () => {
  it("knows what a node offers: m7g.large has three interfaces, one of them its own", () => {
    expect(capacityOf("m7g.large")).to.deep.equal({
      cpuUnits: 2048,
      memoryMiB: 7673,
      interfaces: 2,
      trunkedInterfaces: 9,
    });
    expect(capacityOf("t4g.large").trunkedInterfaces).to.equal(2);
    for (const type of ["m7i.large", "m7g", "m7g.metal", "m7g.large.search", "t4g.nano", "constructor.large"])
      expect(nodeCapacityOf(type), type).to.be.a("string");
  });

  it("counts on no more memory than nodes were seen to have", () => {
    const seen: [string, number][] = [
      ["m7g.large", 7_817],
      ["r7g.xlarge", 31_517],
      ["r7g.4xlarge", 126_722],
    ];
    for (const [type, memoryMiB] of seen)
      expect(capacityOf(type).memoryMiB, type).to.be.within(memoryMiB * 0.98, memoryMiB);
    expect(capacityOf("c6g.medium").memoryMiB).to.equal(1726); // of 2 GiB
  });

  it("finds no place for the default services without awsvpcTrunking, and says the arithmetic", () => {
    const reason = reasonOf({ eniTrunking: false });
    expect(reason).to.contain("instanceType: must hold the tasks of node b");
    expect(reason).to.contain("2304 CPU units, 4608 MiB and 5 network interfaces");
    expect(reason).to.contain(
      "2 x m7g.large with 2048 CPU units, 7673 MiB and 2 interfaces for tasks each without awsvpcTrunking",
    );
    expect(reason).to.match(/smaller tasks, or eniTrunking: true$/);
    expect(reasonOf({})).to.equal("");
  });

  it("advises trunking only where it helps", () => {
    const tooMuch = { history: { cpuUnits: 2048, desiredCount: 2 } };
    for (const eniTrunking of [true, false])
      expect(reasonOf({ services: tooMuch, eniTrunking }).split("\n")[0]).to.match(/fewer or smaller tasks$/);
    expect(reasonOf({ instanceType: "t4g.large" }))
      .to.contain("node b")
      .and.not.contain("eniTrunking");
  });

  it("finds no place for too much CPU or memory", () => {
    const cpu = reasonOf({ services: { history: { cpuUnits: 2048, desiredCount: 2 } } });
    expect(cpu).to.contain("history 2 x 2048 CPU units").and.contain("together 6144 CPU units");
    const memory = reasonOf({ services: { worker: { memoryMiB: 7_700 } } });
    expect(memory).to.contain("node c").and.contain("worker 1 x 512 CPU units and 7700 MiB");
  });

  it("leaves room for one more task while a service is deployed", () => {
    expect(reasonOf({ services: { history: { cpuUnits: 2048, desiredCount: 1 } } })).to.equal("");
    expect(reasonOf({ services: { history: { cpuUnits: 2048, desiredCount: 2 } } })).to.not.equal("");
  });

  it("counts no service without tasks", () => {
    const none = { desiredCount: 0 };
    const few = { matching: none, ui: none, grafana: none, frontend: { cpuUnits: 2048 } };
    expect(reasonOf({ services: few, eniTrunking: false })).to.equal("");
  });

  it("accepts nothing that cannot be placed, and refuses next to nothing that could be", () => {
    const size = fc.record({
      cpuUnits: fc.integer({ min: 1, max: 8 }).map((quarters) => quarters * 256),
      memoryMiB: fc.integer({ min: 1, max: 7 }).map((gib) => gib * 1024),
      desiredCount: fc.integer({ min: 0, max: 2 }),
    });
    const sizes = fc.tuple(...serviceKeys.map(() => size)).map((list) => {
      return Object.fromEntries(serviceKeys.map((key, index) => [key, list[index]])) as unknown as TaskSizes;
    });
    const capacity = capacityOf("m7g.large");
    let refused = 0;
    let wrongly = 0;
    fc.assert(
      fc.property(sizes, fc.boolean(), (given, trunked) => {
        const misfits = misfitsOf(given, "m7g.large", capacity, trunked).map(({ node }) => node);
        const interfaces = trunked ? capacity.trunkedInterfaces : capacity.interfaces;
        for (const node of Object.keys(nodeWorkloads) as NodeKey[]) {
          const services = serviceKeys.filter((key) => serviceFacts[key].node === node && given[key].desiredCount > 0);
          const steady = services.flatMap((key) => Array.from({ length: given[key].desiredCount }, () => given[key]));
          const surge = (key: TemporalServiceKey) => (key === "adot" ? [] : [given[key]]); // ends before its successor starts
          const isPossible = services.every((key) => canBePlaced([...steady, ...surge(key)], capacity, interfaces));
          if (!misfits.includes(node)) expect(isPossible).to.equal(true);
          else if (isPossible) wrongly++;
          else refused++;
        }
      }),
      { numRuns: 500 },
    );
    expect(refused).to.be.greaterThan(100);
    expect(wrongly).to.be.lessThan(refused / 20);
  });
});
