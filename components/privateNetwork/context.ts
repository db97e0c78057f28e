import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { NetworkSettings } from "./settings";

/** What every room of the network needs to make its part. */
export interface NetworkContext {
  /** The component's name: begins every logical name. */
  name: string;
  settings: NetworkSettings;
  vpcId: pulumi.Input<string>;
  opts: pulumi.CustomResourceOptions;
}

/** The caller's tags and a `Name`, for one resource. */
export function tagsOf(settings: NetworkSettings, name: string): Record<string, pulumi.Input<string>> {
  return { ...settings.tags, Name: name };
}

/** The VPC with its default security group closed: whoever names no group of their own reaches nothing. */
export function createVpc(name: string, settings: NetworkSettings, opts: pulumi.CustomResourceOptions) {
  const vpcName = `${name}-vpc`;
  const vpc = new aws.ec2.Vpc(
    vpcName,
    {
      cidrBlock: settings.cidrBlock,
      // Both are what private names of interface endpoints rest on.
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: tagsOf(settings, vpcName),
    },
    opts,
  );
  const groupName = `${name}-default-security-group`;
  new aws.ec2.DefaultSecurityGroup(
    groupName,
    { vpcId: vpc.id, ingress: [], egress: [], tags: tagsOf(settings, groupName) },
    opts,
  );
  const context: NetworkContext = { name, settings, vpcId: vpc.id, opts };
  return { vpc, context };
}
