import {
  nodeWorkloads,
  serviceFacts,
  serviceKeys,
  type NodeKey,
  type ServiceFacts,
  type TemporalServiceKey,
} from "./facts";
import type { NodeCapacity } from "./instanceTypes";

/** Most nodes of a kind. */
export const mostNodes = 2;

/** The size and count of a service's tasks. */
export interface TaskSize {
  cpuUnits: number;
  memoryMiB: number;
  desiredCount: number;
}

export type TaskSizes = Readonly<Record<TemporalServiceKey, TaskSize>>;

/** What is left on a node while tasks are put on it. */
interface Space {
  cpuUnits: number;
  memoryMiB: number;
  interfaces: number;
}

/** Why tasks do not fit, for one kind of node. */
export interface Misfit {
  node: NodeKey;
  services: TemporalServiceKey[];
  /** The arithmetic, in words. */
  reason: string;
}

/**
 * Whether the services' tasks fit on two nodes of each kind, with room for one more task of any service: a deployment
 * starts a task before it stops its predecessor, unless there is never more than one. Largest first onto the first node with space, as good as ECS's own
 * placement for so few tasks.
 */
export function misfitsOf(sizes: TaskSizes, type: string, capacity: NodeCapacity, trunked: boolean): Misfit[] {
  const interfaces = trunked ? capacity.trunkedInterfaces : capacity.interfaces;
  return (Object.keys(nodeWorkloads) as NodeKey[]).flatMap((node): Misfit[] => {
    const services = serviceKeys.filter((key) => serviceFacts[key].node === node && sizes[key].desiredCount > 0);
    const steady = services.flatMap((key) => Array.from({ length: sizes[key].desiredCount }, () => sizes[key]));
    const surge = (key: TemporalServiceKey) => ((serviceFacts[key] as ServiceFacts).single ? [] : [sizes[key]]);
    const plans = services.map((key) => ({ key, tasks: [...steady, ...surge(key)] }));
    const failed = plans.find(({ tasks }) => !fits(tasks, { ...capacity, interfaces }));
    if (!failed) return [];
    const sum = (of: (task: TaskSize) => number) => failed.tasks.reduce((total, task) => total + of(task), 0);
    const listed = services.map((key) => {
      const { desiredCount, cpuUnits, memoryMiB } = sizes[key];
      return `${key} ${desiredCount} x ${cpuUnits} CPU units and ${memoryMiB} MiB`;
    });
    const reason =
      `must hold the tasks of node ${node} (${listed.join(", ")})` +
      `${failed.tasks.length > steady.length ? ` and one more of ${failed.key} while it is deployed` : ""}: ` +
      `together ${sum((task) => task.cpuUnits)} CPU units, ${sum((task) => task.memoryMiB)} MiB and ` +
      `${failed.tasks.length} network interfaces, got ${mostNodes} x ${type} with ` +
      `${capacity.cpuUnits} CPU units, ${capacity.memoryMiB} MiB and ${interfaces} interfaces for tasks each` +
      `${trunked ? "" : " without awsvpcTrunking"}; take a larger type or fewer or smaller tasks` +
      (fits(failed.tasks, { ...capacity, interfaces: capacity.trunkedInterfaces }) ? ", or eniTrunking: true" : "");
    return [{ node, services, reason }];
  });
}

function fits(tasks: readonly TaskSize[], node: Space): boolean {
  const nodes: Space[] = Array.from({ length: mostNodes }, () => ({ ...node }));
  const bySize = tasks.toSorted((one, other) => other.cpuUnits - one.cpuUnits || other.memoryMiB - one.memoryMiB);
  return bySize.every((task) => {
    const space = nodes.find(
      (one) => one.cpuUnits >= task.cpuUnits && one.memoryMiB >= task.memoryMiB && one.interfaces >= 1,
    );
    if (!space) return false;
    space.cpuUnits -= task.cpuUnits;
    space.memoryMiB -= task.memoryMiB;
    space.interfaces -= 1;
    return true;
  });
}
