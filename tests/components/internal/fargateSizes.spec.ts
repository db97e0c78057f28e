import { expect } from "chai";
import { checkFargateSize, fargateCpuUnits, fargateMemoryOptions } from "../../../components/internal/fargateSizes";
import { Problems } from "../../../components/internal/problems";

function faultOf(cpuUnits: number, memoryMiB: number): string {
  const problems = new Problems("X");
  checkFargateSize(problems, "task", cpuUnits, memoryMiB);
  try {
    problems.throwIfAny();
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

describe("Fargate sizes", () => {
  it("are the seven that AWS lists, from a quarter to sixteen processors", () => {
    expect(fargateCpuUnits).to.deep.equal([256, 512, 1024, 2048, 4096, 8192, 16384]);
  });

  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html, in GiB
  for (const [cpuUnits, least, most, count] of [
    [256, 0.5, 2, 3],
    [512, 1, 4, 4],
    [1024, 2, 8, 7],
    [2048, 4, 16, 13],
    [4096, 8, 30, 23],
    [8192, 16, 60, 12],
    [16384, 32, 120, 12],
  ] as const) {
    it(`offer ${count} memory sizes from ${least} to ${most} GiB with ${cpuUnits} CPU units, and nothing outside`, () => {
      const options = fargateMemoryOptions(cpuUnits);
      expect(options).to.have.length(count);
      expect([options[0], options.at(-1)]).to.deep.equal([least * 1024, most * 1024]);
      for (const memory of options) expect(faultOf(cpuUnits, memory)).to.equal("");
      for (const memory of [least * 1024 - 1, most * 1024 + 1024]) {
        expect(faultOf(cpuUnits, memory)).to.include(`with ${cpuUnits} CPU units, got ${memory}`);
      }
    });
  }

  it("refuse what lies between the steps, and unknown CPU units, with what is offered", () => {
    expect(faultOf(256, 1536)).to.include("task.memoryMiB: must be 512, 1024, 2048 with 256 CPU units, got 1536");
    expect(faultOf(8192, 17408)).to.include("16384 to 61440 in steps of 4096 with 8192 CPU units, got 17408");
    expect(faultOf(300, 512)).to.include(
      "task.cpuUnits: must be one of 256, 512, 1024, 2048, 4096, 8192, 16384, got 300",
    );
  });
});
