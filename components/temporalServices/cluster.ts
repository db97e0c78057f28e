import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { createLogGroup } from "../internal/logGroups";
import { clusterNameOf, execLogGroupNameOf } from "./names";
import type { TemporalSettings } from "./settings";

/** The cluster, and the namespace in which its services find each other. */
export interface Cluster {
  name: pulumi.Output<string>;
  arn: pulumi.Output<string>;
  namespaceArn: pulumi.Output<string>;
}

/** A cluster with Container Insights, an audit log of sessions, and the mesh's namespace. */
export function createCluster(name: string, settings: TemporalSettings, parent: pulumi.Resource): Cluster {
  const { prefix, logRetentionDays: retentionInDays, tags } = settings;
  const clusterName = clusterNameOf(settings);
  const execLogGroup = createLogGroup(
    `${name}-exec-log-group`,
    { groupName: execLogGroupNameOf(settings), retentionInDays, tags },
    { parent },
  );
  // ECS would make this group itself, without a retention and outside the stack.
  const insightsLogGroup = createLogGroup(
    `${name}-insights-log-group`,
    { groupName: `/aws/ecs/containerinsights/${clusterName}/performance`, retentionInDays, tags },
    { parent },
  );
  const namespace = new aws.servicediscovery.HttpNamespace(
    `${name}-namespace`,
    { name: prefix, description: `Service Connect of ${prefix}`, tags },
    { parent, deleteBeforeReplace: true },
  );
  const cluster = new aws.ecs.Cluster(
    `${name}-cluster`,
    {
      name: clusterName,
      settings: [{ name: "containerInsights", value: "enabled" }],
      configuration: {
        executeCommandConfiguration: {
          logging: "OVERRIDE",
          logConfiguration: { cloudWatchLogGroupName: execLogGroup.name },
        },
      },
      serviceConnectDefaults: { namespace: namespace.arn },
      tags,
    },
    { parent, deleteBeforeReplace: true, dependsOn: [insightsLogGroup] },
  );
  return { name: cluster.name, arn: cluster.arn, namespaceArn: namespace.arn };
}
