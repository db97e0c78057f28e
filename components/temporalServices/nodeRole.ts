import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { createServiceRole, type PolicyStatement } from "../internal/iam";
import { arnOf } from "../internal/identity";
import { clusterNameOf } from "./names";
import type { TemporalSettings } from "./settings";

/**
 * The nodes' role: what the ECS agent does, on this cluster only, instead of AWS's managed policy, which allows it on
 * every cluster, with logs and images of the whole account. Images, logs and secrets are the execution roles'.
 */
export function createNodeRole(name: string, settings: TemporalSettings, parent: pulumi.Resource) {
  const { identity, prefix, tags } = settings;
  const { role, policy } = createServiceRole(
    `${name}-node-role`,
    {
      roleName: `${prefix}-node`,
      description: `ECS agents of the nodes of ${prefix}`,
      service: `ec2.amazonaws.com${identity.region.startsWith("cn-") ? ".cn" : ""}`,
      identity,
      guarded: false, // EC2 takes instance profiles of its own account only, and sends no source
      statements: agentStatements(settings),
      tags,
    },
    { parent },
  );
  const profile = new aws.iam.InstanceProfile(
    `${name}-node-profile`,
    { name: `${prefix}-node`, role: role.name, tags },
    { parent, deleteBeforeReplace: true },
  );
  return { profile, ready: policy ? [profile, policy] : [profile] };
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html */
function agentStatements(settings: TemporalSettings): PolicyStatement[] {
  const { identity } = settings;
  const clusterName = clusterNameOf(settings);
  const cluster = arnOf(identity, "ecs", `cluster/${clusterName}`);
  return [
    {
      sid: "RegisterWithTheCluster",
      actions: [
        "ecs:DeregisterContainerInstance",
        "ecs:RegisterContainerInstance",
        "ecs:SubmitAttachmentStateChanges",
        "ecs:SubmitContainerStateChange",
        "ecs:SubmitTaskStateChange",
      ],
      resources: [cluster],
    },
    {
      sid: "BeToldWhatToRun",
      actions: ["ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState"],
      resources: [arnOf(identity, "ecs", `container-instance/${clusterName}/*`)], // a node's id is drawn when it registers
    },
    // AWS limits this action to no resource: it tells the address at which the agent is told the rest.
    { sid: "FindTheServer", actions: ["ecs:DiscoverPollEndpoint"], resources: ["*"] },
  ];
}
