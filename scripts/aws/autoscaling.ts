import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
} from "@aws-sdk/client-application-auto-scaling";
import type { Clients } from "./clients";

/** What Application Auto Scaling may do with a service's count. */
export interface ScalingRange {
  min: number;
  max: number;
  /** It leaves the count alone: neither its policies nor its schedules act. */
  held: boolean;
}

/** Ranges by service; a service that nothing scales has none. */
export async function scalingRanges(
  aws: Clients,
  cluster: string,
  services: readonly string[],
): Promise<Map<string, ScalingRange>> {
  const scaling = await aws.client(ApplicationAutoScalingClient);
  const ranges = new Map<string, ScalingRange>();
  // Fifty at a time: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html
  for (let start = 0; start < services.length; start += 50) {
    const ids = services.slice(start, start + 50).map((service) => resourceId(cluster, service));
    const { ScalableTargets = [] } = await scaling.send(
      new DescribeScalableTargetsCommand({ ...dimension, ResourceIds: ids }),
    );
    for (const { ResourceId = "", MinCapacity = 0, MaxCapacity = 0, SuspendedState } of ScalableTargets) {
      const held = SuspendedState?.DynamicScalingOutSuspended === true;
      ranges.set(ResourceId.split("/").at(-1) ?? "", { min: MinCapacity, max: MaxCapacity, held });
    }
  }
  return ranges;
}

/** Changes a range; what is not given stays as it is. */
export async function setScalingRange(
  aws: Clients,
  cluster: string,
  service: string,
  { min, max, held }: Partial<ScalingRange>,
): Promise<void> {
  const scaling = await aws.client(ApplicationAutoScalingClient);
  await scaling.send(
    new RegisterScalableTargetCommand({
      ...dimension,
      ResourceId: resourceId(cluster, service),
      MinCapacity: min,
      MaxCapacity: max,
      ...(held !== undefined && {
        SuspendedState: {
          DynamicScalingInSuspended: held,
          DynamicScalingOutSuspended: held,
          ScheduledScalingSuspended: held,
        },
      }),
    }),
  );
}

const dimension = { ServiceNamespace: "ecs", ScalableDimension: "ecs:service:DesiredCount" } as const;

function resourceId(cluster: string, service: string): string {
  return `service/${cluster}/${service}`;
}
