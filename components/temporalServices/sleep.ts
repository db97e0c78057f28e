import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { cronExpression, minutesOf, widened } from "../internal/workingHours";
import type { Cluster } from "./cluster";
import { serviceKeys, type NodeKey } from "./facts";
import type { Nodes } from "./nodes";
import { mostNodes } from "./packing";
import type { Services } from "./services";
import { countOf, type TemporalSettings } from "./settings";

/** Nodes are there this long before the services, and stay this long after them. */
const nodeLeadMinutes = 10;

/**
 * Sleep outside working hours: in the evening services go to zero, and nodes after them, since ECS would start nodes
 * again for tasks that wait; in the morning nodes come first.
 */
export function createSleep(
  name: string,
  settings: TemporalSettings,
  cluster: Cluster,
  nodes: Nodes,
  { services }: Services,
  parent: pulumi.Resource,
): void {
  const { schedule: hours, tags } = settings;
  if (!hours) return;
  for (const key of serviceKeys) {
    const count = countOf(settings, key);
    const at = `${name}-${key}`;
    const target = new aws.appautoscaling.Target(
      `${at}-scaling-target`,
      {
        serviceNamespace: "ecs",
        scalableDimension: "ecs:service:DesiredCount",
        resourceId: pulumi.interpolate`service/${cluster.name}/${services[key].name}`,
        minCapacity: count,
        maxCapacity: count,
        tags,
      },
      { parent, ignoreChanges: ["minCapacity", "maxCapacity"] }, // the clock sets them
    );
    const daily = (what: string, time: string, capacity: number) =>
      new aws.appautoscaling.ScheduledAction(
        `${at}-${what}-scheduled-action`,
        {
          serviceNamespace: target.serviceNamespace,
          scalableDimension: target.scalableDimension,
          resourceId: target.resourceId,
          schedule: cronExpression(time, hours.days),
          timezone: hours.timeZone,
          scalableTargetAction: { minCapacity: capacity, maxCapacity: capacity },
        },
        { parent },
      );
    daily("morning", hours.startTime, count);
    daily("evening", hours.stopTime, 0);
  }
  const nodeHours = widened(hours, nodeLeadMinutes);
  const isRunning = settings.stage === "running";
  for (const [node, group] of Object.entries(nodes.groups) as [NodeKey, aws.autoscaling.Group][]) {
    const daily = (what: string, time: string, desiredCapacity: number, maxSize: number) => {
      const minutes = minutesOf(time);
      return new aws.autoscaling.Schedule(
        `${name}-node-${node}-${what}-schedule`,
        {
          scheduledActionName: what,
          autoscalingGroupName: group.name,
          recurrence: `${minutes % 60} ${Math.floor(minutes / 60)} * * ${nodeHours.days}`,
          timeZone: nodeHours.timeZone,
          minSize: 0,
          maxSize,
          desiredCapacity,
        },
        { parent },
      );
    };
    daily("morning", nodeHours.startTime, isRunning ? 1 : 0, mostNodes);
    daily("evening", nodeHours.stopTime, 0, 0); // asleep nothing may wake it
  }
}
