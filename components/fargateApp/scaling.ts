import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { cronExpression } from "../internal/workingHours";
import type { Cluster } from "./cluster";
import type { LoadBalancer } from "./loadBalancer";
import type { FargateAppSettings } from "./settings";
import type { ServiceSettings } from "./serviceSettings";

/** Seconds between two steps out, and between two steps in. */
const scaleOutCooldown = 60;
const scaleInCooldown = 300;

/** What is scaled. */
interface ScaledService {
  cluster: Cluster;
  loadBalancer: LoadBalancer;
  serviceName: pulumi.Output<string>;
}

/**
 * Moves a service's count: by load between two bounds, by the clock, or both. A schedule rewrites the bounds in AWS,
 * so the program leaves them alone after the first deployment; every morning sets them as the program says.
 */
export function createScaling(
  name: string,
  settings: FargateAppSettings,
  service: ServiceSettings,
  { cluster, loadBalancer, serviceName }: ScaledService,
  parent: pulumi.Resource,
): void {
  const at = `${name}-${service.key}`;
  const least = service.scaling?.minCount ?? service.desiredCount;
  const most = service.scaling?.maxCount ?? service.desiredCount;
  const target = new aws.appautoscaling.Target(
    `${at}-scaling-target`,
    {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: pulumi.interpolate`service/${cluster.name}/${serviceName}`,
      minCapacity: least,
      maxCapacity: most,
      tags: settings.tags,
    },
    { parent, ignoreChanges: service.schedule ? ["minCapacity", "maxCapacity"] : [] },
  );
  if (service.scaling) {
    const { cpuTargetPercent, memoryTargetPercent, requestsPerTarget } = service.scaling;
    const balancer = loadBalancer.balancer.arnSuffix;
    const targetGroup = loadBalancer.targetGroups[service.key]?.arnSuffix;
    const follow = (what: string, metric: string, targetValue: number, resourceLabel?: pulumi.Output<string>) =>
      new aws.appautoscaling.Policy(
        `${at}-${what}-scaling-policy`,
        {
          policyType: "TargetTrackingScaling",
          serviceNamespace: target.serviceNamespace,
          scalableDimension: target.scalableDimension,
          resourceId: target.resourceId,
          targetTrackingScalingPolicyConfiguration: {
            targetValue,
            predefinedMetricSpecification: { predefinedMetricType: metric, resourceLabel },
            scaleOutCooldown,
            scaleInCooldown,
          },
        },
        // The request metric exists only for a target group that a listener leads to.
        { parent, dependsOn: loadBalancer.routes[service.key] },
      );
    follow("cpu", "ECSServiceAverageCPUUtilization", cpuTargetPercent);
    follow("memory", "ECSServiceAverageMemoryUtilization", memoryTargetPercent);
    const label = pulumi.interpolate`${balancer}/${targetGroup}`;
    follow("requests", "ALBRequestCountPerTarget", requestsPerTarget, label);
  }
  if (service.schedule) {
    const { hours, offHoursMinimum } = service.schedule;
    const daily = (what: string, time: string, minCapacity: number, maxCapacity: number) =>
      new aws.appautoscaling.ScheduledAction(
        `${at}-${what}-scheduled-action`,
        {
          serviceNamespace: target.serviceNamespace,
          scalableDimension: target.scalableDimension,
          resourceId: target.resourceId,
          schedule: cronExpression(time, hours.days),
          timezone: hours.timeZone,
          scalableTargetAction: { minCapacity, maxCapacity },
        },
        { parent },
      );
    // Asleep nothing may wake the service; without policies only a lower maximum takes tasks away.
    const eveningMost = offHoursMinimum === 0 || !service.scaling ? offHoursMinimum : most;
    daily("morning", hours.startTime, least, most);
    daily("evening", hours.stopTime, offHoursMinimum, eveningMost);
  }
}
