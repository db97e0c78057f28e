import type { Problems } from "./problems";

/** Memory that Fargate offers with each number of CPU units, in MiB: least, most and step. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html */
const memoryByCpuUnits: Readonly<Record<number, { least: number; most: number; step: number }>> = {
  512: { least: 1024, most: 4096, step: 1024 },
  1024: { least: 2048, most: 8192, step: 1024 },
  2048: { least: 4096, most: 16384, step: 1024 },
  4096: { least: 8192, most: 30720, step: 1024 },
  8192: { least: 16384, most: 61440, step: 4096 },
  16384: { least: 32768, most: 122880, step: 8192 },
};

/** Every number of CPU units that a Fargate task can have, 1024 to a vCPU. */
export const fargateCpuUnits = [256, ...Object.keys(memoryByCpuUnits).map(Number)];

/** Every memory size in MiB that Fargate offers with the CPU units; empty when it does not offer these units. */
export function fargateMemoryOptions(cpuUnits: number): number[] {
  if (cpuUnits === 256) return [512, 1024, 2048];
  const range = memoryByCpuUnits[cpuUnits];
  if (!range) return [];
  const { least, most, step } = range;
  return Array.from({ length: (most - least) / step + 1 }, (_, index) => least + index * step);
}

/** Records a task size that Fargate would refuse, with paths below `path`. */
export function checkFargateSize(problems: Problems, path: string, cpuUnits: number, memoryMiB: number): void {
  problems.oneOf(`${path}.cpuUnits`, cpuUnits, fargateCpuUnits);
  const options = fargateMemoryOptions(cpuUnits);
  if (options.length === 0 || options.includes(memoryMiB)) return;
  const first = options[0] ?? 0;
  const step = (options[1] ?? 0) - first;
  const offered =
    options.length === 3 ? options.join(", ") : `${first} to ${options.at(-1) ?? first} in steps of ${step}`;
  problems.add(`${path}.memoryMiB`, `must be ${offered} with ${cpuUnits} CPU units, got ${memoryMiB}`);
}
