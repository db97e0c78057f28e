import { AutoScalingClient, SetDesiredCapacityCommand } from "@aws-sdk/client-auto-scaling";
import { DescribeCapacityProvidersCommand, DescribeClustersCommand, ECSClient } from "@aws-sdk/client-ecs";
import type { Clients } from "./clients";

/** Sets the Auto Scaling groups behind a cluster to no machine; gives their names. A cluster on Fargate has none. */
export async function stopNodes(aws: Clients, cluster: string): Promise<string[]> {
  const groups = await nodeGroups(aws, cluster);
  const scaling = await aws.client(AutoScalingClient);
  for (const AutoScalingGroupName of groups) {
    await scaling.send(new SetDesiredCapacityCommand({ AutoScalingGroupName, DesiredCapacity: 0 }));
  }
  return groups;
}

async function nodeGroups(aws: Clients, cluster: string): Promise<string[]> {
  const ecs = await aws.client(ECSClient);
  const { clusters = [] } = await ecs.send(new DescribeClustersCommand({ clusters: [cluster] }));
  const names = (clusters[0]?.capacityProviders ?? []).filter((name) => !name.startsWith("FARGATE"));
  if (names.length === 0) return [];
  const { capacityProviders = [] } = await ecs.send(new DescribeCapacityProvidersCommand({ capacityProviders: names }));
  return capacityProviders.flatMap(({ autoScalingGroupProvider }) => {
    // arn:aws:autoscaling:REGION:ACCOUNT:autoScalingGroup:UUID:autoScalingGroupName/NAME
    const name = autoScalingGroupProvider?.autoScalingGroupArn?.split("autoScalingGroupName/").at(1);
    return name === undefined ? [] : [name];
  });
}
