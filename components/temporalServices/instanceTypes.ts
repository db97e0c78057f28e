/** What a type of node offers to tasks. */
export interface NodeCapacity {
  cpuUnits: number;
  /** Memory that is left to tasks. */
  memoryMiB: number;
  /** Tasks with a network interface each, without and with trunking; the node's own interface is taken off. */
  interfaces: number;
  trunkedInterfaces: number;
}

/** Memory in GiB for each vCPU. https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html */
const gibByFamily: Readonly<Record<string, number>> = {
  ...{ c6g: 2, c6gd: 2, c6gn: 2, c7g: 2, c7gd: 2, c7gn: 2, c8g: 2 },
  ...{ m6g: 4, m6gd: 4, m7g: 4, m7gd: 4, m8g: 4 },
  ...{ r6g: 8, r6gd: 8, r7g: 8, r7gd: 8, r8g: 8 },
};

/**
 * vCPUs, network interfaces, and how many branches a trunk carries, by size: the same in all these families. Branches
 * are those of https://github.com/aws/amazon-vpc-resource-controller-k8s/blob/master/pkg/aws/vpc/limits.go (compared with
 * the version of 2026-04-23), which are never more than ECS gives:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-instance-eni.html
 */
const sizes: Readonly<Record<string, { cpus: number; interfaces: number; branches: number }>> = {
  medium: { cpus: 1, interfaces: 2, branches: 4 },
  large: { cpus: 2, interfaces: 3, branches: 9 },
  xlarge: { cpus: 4, interfaces: 4, branches: 18 },
  "2xlarge": { cpus: 8, interfaces: 4, branches: 38 },
  "4xlarge": { cpus: 16, interfaces: 8, branches: 54 },
  "8xlarge": { cpus: 32, interfaces: 8, branches: 54 },
  "12xlarge": { cpus: 48, interfaces: 8, branches: 54 },
  "16xlarge": { cpus: 64, interfaces: 15, branches: 107 },
};

/** T4g: burstable, its sizes differ in memory, and it carries no trunk. */
const t4g: Readonly<Record<string, { gib: number; interfaces: number }>> = {
  medium: { gib: 4, interfaces: 3 },
  large: { gib: 8, interfaces: 3 },
  xlarge: { gib: 16, interfaces: 4 },
  "2xlarge": { gib: 32, interfaces: 4 },
};

/**
 * MiB of a node that the agent has for tasks: less than it has, by what the hypervisor and the kernel keep, of which AWS
 * publishes no table (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/memory-management.html). Reported of
 * Amazon Linux 2023: 31,517 MiB of 32 GiB and 126,722 of 128 (https://github.com/ASFHyP3/hyp3/pull/1900); of Amazon Linux
 * 2, 7,817 of 8 (https://github.com/aws/amazon-ecs-ami/issues/597). A fixed part and a share that keep more than that.
 */
function memoryForTasks(gib: number): number {
  return Math.floor(gib * 1024 * 0.968) - 256;
}

/** What a Graviton type offers, or why it cannot be taken. */
export function nodeCapacityOf(type: string): NodeCapacity | string {
  const [family = "", size = "", ...rest] = type.split(".");
  const burstable = family === "t4g" && Object.hasOwn(t4g, size) ? t4g[size] : undefined;
  if (burstable && rest.length === 0) {
    const { gib, interfaces } = burstable;
    const cpus = size === "xlarge" ? 4 : size === "2xlarge" ? 8 : 2;
    const tasks = interfaces - 1;
    return { cpuUnits: cpus * 1024, memoryMiB: memoryForTasks(gib), interfaces: tasks, trunkedInterfaces: tasks };
  }
  const gib = Object.hasOwn(gibByFamily, family) ? gibByFamily[family] : undefined;
  const machine = Object.hasOwn(sizes, size) ? sizes[size] : undefined;
  if (gib === undefined || machine === undefined || rest.length > 0) {
    const families = [...Object.keys(gibByFamily), "t4g"].join(", ");
    return `must be a Graviton type of the families ${families}, in the sizes ${Object.keys(sizes).join(", ")}, such as m7g.large: the images are for ARM64`;
  }
  return {
    cpuUnits: machine.cpus * 1024,
    memoryMiB: memoryForTasks(gib * machine.cpus),
    interfaces: machine.interfaces - 1,
    trunkedInterfaces: machine.branches,
  };
}
