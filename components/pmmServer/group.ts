import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { declared, singletonTag } from "../internal/declarations";
import { isBurstable } from "./instanceTypes";
import { instanceTagKey } from "./names";
import type { PmmServerSettings } from "./settings";

/**
 * Amazon Linux 2023 of the moment, resolved by EC2 at each launch: a preview asks AWS nothing. It brings AWS's command
 * line, Session Manager's agent, and Docker and the CloudWatch agent in its own signed repository.
 * https://docs.aws.amazon.com/linux/al2023/ug/ec2.html
 */
const currentImage = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

/** How long a new instance may take to attach the volume, fetch the image and start PMM, in seconds. */
const startSeconds = 900;

/** What the group is made with. */
export interface GroupParts {
  userData: string;
  securityGroupId: pulumi.Output<string>;
  profile: aws.iam.InstanceProfile;
  targetGroups: aws.lb.TargetGroup[];
  /** There before the first boot: the data volume, rights, ways out, the password, log groups. */
  dependsOn: pulumi.Resource[];
}

/** One instance, replaced by stopping the old one first: two would fight for the volume. See docs/decisions/0010. */
export function createGroup(
  name: string,
  settings: PmmServerSettings,
  parts: GroupParts,
  opts: pulumi.CustomResourceOptions,
): aws.autoscaling.Group {
  const template = createLaunchTemplate(name, settings, parts, opts);
  const tags = { ...launchTags(settings), [singletonTag]: declared };
  return new aws.autoscaling.Group(
    `${name}-group`,
    {
      // Fixed: alarms, the agent's metrics and people find the instance by it, whichever it is.
      name: settings.prefix,
      minSize: 1,
      maxSize: 1,
      desiredCapacity: 1,
      vpcZoneIdentifiers: [settings.privateSubnetId], // the volume's zone, and no other
      // A version in figures: with `$Latest` a changed template would change nothing that starts a refresh.
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      targetGroupArns: parts.targetGroups.map((group) => group.arn),
      // EC2's own checks only. The balancer's would end an instance while PMM migrates its databases at an upgrade, and
      // would count the agents' group, whose check is a mere sign of life. Both are watched by alarms instead.
      healthCheckType: "EC2",
      healthCheckGracePeriod: startSeconds,
      instanceMaintenancePolicy: { minHealthyPercentage: 0, maxHealthyPercentage: 100 },
      instanceRefresh: {
        strategy: "Rolling",
        preferences: { minHealthyPercentage: 0, maxHealthyPercentage: 100, instanceWarmup: String(startSeconds) },
      },
      waitForCapacityTimeout: "15m",
      tags: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
    },
    // The name is taken until the old group and its instance are gone, and so is the volume.
    { ...opts, deleteBeforeReplace: true, dependsOn: parts.dependsOn },
  );
}

/** Tags of whatever EC2 starts: a provider's default tags reach neither a group's instances nor their volumes. */
function launchTags(settings: PmmServerSettings): Record<string, pulumi.Input<string>> {
  return { ...settings.tags, Name: settings.prefix, [instanceTagKey]: settings.prefix };
}

function createLaunchTemplate(
  name: string,
  settings: PmmServerSettings,
  parts: GroupParts,
  opts: pulumi.CustomResourceOptions,
) {
  const { instanceType, prefix, tags } = settings;
  const volumeTags = { ...tags, Name: `${prefix}-root` };
  return new aws.ec2.LaunchTemplate(
    `${name}-launch-template`,
    {
      description: `Monitoring server ${prefix}`,
      imageId: settings.imageId ?? currentImage,
      instanceType,
      // Monitoring that slows down at noon is none: credits beyond the own ones are billed.
      creditSpecification: isBurstable(instanceType) ? { cpuCredits: "unlimited" } : undefined,
      iamInstanceProfile: { name: parts.profile.name },
      vpcSecurityGroupIds: [parts.securityGroupId],
      // One hop: the host itself, and no container.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda", // Amazon Linux 2023's root device
          ebs: { volumeSize: 30, volumeType: "gp3", encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      userData: Buffer.from(parts.userData).toString("base64"),
      tagSpecifications: [
        { resourceType: "instance", tags: launchTags(settings) },
        { resourceType: "volume", tags: volumeTags },
        { resourceType: "network-interface", tags: { ...tags, Name: prefix } },
      ],
      tags,
    },
    opts,
  );
}
