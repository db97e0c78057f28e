import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type Cluster } from "./cluster";
import { nodeWorkloads, type NodeKey } from "./facts";
import { createNodeRole } from "./nodeRole";
import { mostNodes } from "./packing";
import type { SecurityGroups } from "./securityGroups";
import type { TemporalSettings } from "./settings";

/** The nodes, and what services wait for. */
export interface Nodes {
  /** Names of the capacity providers. */
  capacityProviders: Record<NodeKey, pulumi.Output<string>>;
  groups: Record<NodeKey, aws.autoscaling.Group>;
  /** A service on a capacity provider that its cluster does not have yet is refused. */
  attached: pulumi.Resource;
}

/** Three kinds of nodes, told apart by the attribute `workload`, each with a group that ECS sizes by its tasks. */
export function createNodes(
  name: string,
  settings: TemporalSettings,
  cluster: Cluster,
  securityGroups: SecurityGroups,
  parent: pulumi.Resource,
): Nodes {
  const role = createNodeRole(name, settings, parent);
  // It counts from an instance's launch on, and for the whole account: others keep it when the stack goes.
  const trunking = settings.eniTrunking
    ? new aws.ecs.AccountSettingDefault(
        `${name}-eni-trunking`,
        { name: "awsvpcTrunking", value: "enabled" },
        { parent, retainOnDelete: true },
      )
    : undefined;
  const ready = [...role.ready, ...securityGroups.rules, ...(trunking ? [trunking] : [])];
  const made = (Object.keys(nodeWorkloads) as NodeKey[]).map((node) => {
    const template = createTemplate(name, settings, node, cluster, role.profile, securityGroups, parent);
    return [node, createGroup(name, settings, node, template, ready, parent)] as const;
  });
  const providers = made.map(([node, { provider }]) => [node, provider.name] as const);
  const attached = new aws.ecs.ClusterCapacityProviders(
    `${name}-cluster-capacity-providers`,
    { clusterName: cluster.name, capacityProviders: providers.map(([, providerName]) => providerName) },
    { parent },
  );
  return {
    capacityProviders: Object.fromEntries(providers) as Nodes["capacityProviders"],
    groups: Object.fromEntries(made.map(([node, { group }]) => [node, group])) as Nodes["groups"],
    attached,
  };
}

function createTemplate(
  name: string,
  settings: TemporalSettings,
  node: NodeKey,
  cluster: Cluster,
  profile: aws.iam.InstanceProfile,
  securityGroups: SecurityGroups,
  parent: pulumi.Resource,
): aws.ec2.LaunchTemplate {
  const nodeTags = { Name: `${settings.prefix}-node-${node}`, ...settings.tags };
  return new aws.ec2.LaunchTemplate(
    `${name}-node-${node}-template`,
    {
      description: `Node ${node} of ${settings.prefix}: ${nodeWorkloads[node]}`,
      // Resolved by EC2 at launch, so that a preview asks AWS nothing and a new node has the current image.
      imageId: "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id",
      instanceType: settings.instanceType,
      iamInstanceProfile: { name: profile.name },
      vpcSecurityGroupIds: [securityGroups.ids.nodes],
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      monitoring: { enabled: true },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda", // Amazon Linux 2023's root device
          ebs: { volumeSize: 30, volumeType: "gp3", encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      userData: cluster.name.apply((clusterName) =>
        Buffer.from(userData(clusterName, nodeWorkloads[node])).toString("base64"),
      ),
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({ resourceType, tags: nodeTags })),
      tags: nodeTags,
    },
    { parent },
  );
}

/** What the ECS agent reads when it starts. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-config.html */
function userData(clusterName: string, workload: string): string {
  return `#!/bin/bash
set -euo pipefail
cat >> /etc/ecs/ecs.config <<'CONFIG'
ECS_CLUSTER=${clusterName}
ECS_INSTANCE_ATTRIBUTES=${JSON.stringify({ workload })}
ECS_AWSVPC_BLOCK_IMDS=true
ECS_CONTAINER_STOP_TIMEOUT=120s
CONFIG
`;
}

function createGroup(
  name: string,
  settings: TemporalSettings,
  node: NodeKey,
  template: aws.ec2.LaunchTemplate,
  ready: pulumi.Resource[],
  parent: pulumi.Resource,
) {
  const { prefix, schedule } = settings;
  const running = settings.stage === "running";
  const tagged = Object.entries({ ...settings.tags, Name: `${prefix}-node-${node}`, AmazonECSManaged: "true" });
  const group = new aws.autoscaling.Group(
    `${name}-node-${node}-group`,
    {
      name: `${prefix}-node-${node}`,
      minSize: 0, // so that it can sleep, and costs nothing while nothing runs
      maxSize: mostNodes,
      desiredCapacity: running ? 1 : 0,
      vpcZoneIdentifiers: settings.subnetIds,
      // A concrete version: with $Latest a change of the template would never replace a node.
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      instanceRefresh: { strategy: "Rolling", preferences: { minHealthyPercentage: 100, maxHealthyPercentage: 200 } },
      healthCheckType: "EC2",
      protectFromScaleIn: false, // protected nodes would hold up a destroy for ever
      forceDelete: true,
      tags: tagged.map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
    },
    {
      parent,
      deleteBeforeReplace: true,
      dependsOn: ready,
      // ECS sizes the group by its tasks, and the clock its bounds.
      ignoreChanges: ["desiredCapacity", ...(schedule ? ["minSize", "maxSize"] : [])],
    },
  );
  const provider = new aws.ecs.CapacityProvider(
    `${name}-node-${node}-capacity-provider`,
    {
      name: `${prefix}-node-${node}`,
      autoScalingGroupProvider: {
        autoScalingGroupArn: group.arn,
        managedScaling: {
          status: "ENABLED",
          targetCapacity: 100,
          minimumScalingStepSize: 1,
          maximumScalingStepSize: 1,
        },
        managedDraining: "ENABLED",
        managedTerminationProtection: "DISABLED",
      },
      tags: settings.tags,
    },
    { parent, deleteBeforeReplace: true },
  );
  return { group, provider };
}
