import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { executeCommandStatements } from "../internal/executeCommand";
import type { PolicyStatement } from "../internal/iam";
import { createLogGroup } from "../internal/logGroups";
import type { FargateAppSettings } from "./settings";

/** The cluster, and what its services wait for. */
export interface Cluster {
  name: pulumi.Output<string>;
  arn: pulumi.Output<string>;
  /** A service on a capacity provider that its cluster does not have yet is refused. */
  capacityProviders: pulumi.Resource;
  /** What a task role needs for ECS Exec; empty when it is off. */
  execStatements: PolicyStatement[];
}

/** A cluster of a fixed name, so that rights and dashboards can name it before it exists. */
export function createCluster(name: string, settings: FargateAppSettings, parent: pulumi.Resource): Cluster {
  const { prefix, tags } = settings;
  const execLogGroup = settings.executeCommand
    ? createLogGroup(
        `${name}-exec-log-group`,
        {
          groupName: execLogGroupName(settings),
          retentionInDays: settings.logRetentionDays,
          tags,
        },
        { parent },
      )
    : undefined;
  // ECS would make this group itself, without a retention and outside the stack.
  const insightsLogGroup = settings.containerInsights
    ? createLogGroup(
        `${name}-insights-log-group`,
        {
          groupName: `/aws/ecs/containerinsights/${prefix}/performance`,
          retentionInDays: settings.logRetentionDays,
          tags,
        },
        { parent },
      )
    : undefined;
  const cluster = new aws.ecs.Cluster(
    `${name}-cluster`,
    {
      name: prefix,
      settings: [{ name: "containerInsights", value: settings.containerInsights ? "enabled" : "disabled" }],
      configuration: execLogGroup && {
        executeCommandConfiguration: {
          logging: "OVERRIDE",
          logConfiguration: { cloudWatchLogGroupName: execLogGroup.name },
        },
      },
      tags,
    },
    { parent, deleteBeforeReplace: true, dependsOn: insightsLogGroup ? [insightsLogGroup] : [] },
  );
  const capacityProviders = new aws.ecs.ClusterCapacityProviders(
    `${name}-cluster-capacity-providers`,
    { clusterName: cluster.name, capacityProviders: ["FARGATE", "FARGATE_SPOT"] },
    { parent },
  );
  return { name: cluster.name, arn: cluster.arn, capacityProviders, execStatements: execStatements(settings) };
}

function execLogGroupName({ identity, application }: FargateAppSettings): string {
  return `/ecs/${identity.environment}/${application}-exec`;
}

function execStatements(settings: FargateAppSettings): PolicyStatement[] {
  return settings.executeCommand ? executeCommandStatements(settings.identity, execLogGroupName(settings)) : [];
}
