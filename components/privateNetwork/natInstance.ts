import * as aws from "@pulumi/aws";
import { arnOf } from "../internal/identity";
import { readPackageFile } from "../internal/packageFile";
import { allowEgress, allowIngress, createSecurityGroup, everyProtocol } from "../internal/securityGroups";
import { createSleepSchedule } from "../internal/sleepSchedule";
import { tagsOf, type NetworkContext } from "./context";
import type { PublicSide } from "./subnets";

/** Tag by whose value the sleep schedule's role is limited to this network's instance. */
const sleepTag = "cloister:sleep-schedule";

/**
 * One small instance that forwards the private subnets' traffic to the internet: see
 * docs/decisions/0004-nat-instance-for-the-free-tier.md. It has no role and no key: nobody logs in, and it is
 * replaced rather than repaired. The public address is on it by need.
 */
export function createNatInstance(context: NetworkContext, subnet: aws.ec2.Subnet, publicSide: PublicSide) {
  const { name, settings, opts } = context;
  const { group, rules } = createNatSecurityGroup(context);
  const template = createLaunchTemplate(context);
  const instanceName = `${name}-nat-instance`;
  const tags = { ...tagsOf(settings, instanceName), [sleepTag]: sleepTagValue(context) };
  const instance = new aws.ec2.Instance(
    instanceName,
    {
      // A new version replaces the instance. Its tags are set here and not in the template: they change in place.
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      subnetId: subnet.id,
      vpcSecurityGroupIds: [group.id],
      sourceDestCheck: false, // It forwards packets that are not its own.
      tags,
      volumeTags: tagsOf(settings, instanceName),
    },
    // The first boot installs a package from the internet: the way there should exist by then.
    { ...opts, dependsOn: [...publicSide.ready, ...rules] },
  );
  const addressName = `${instanceName}-address`;
  const address = new aws.ec2.Eip(
    addressName,
    { domain: "vpc", tags: tagsOf(settings, addressName) },
    { ...opts, dependsOn: [publicSide.gateway] },
  );
  const association = new aws.ec2.EipAssociation(
    `${addressName}-association`,
    { allocationId: address.id, instanceId: instance.id },
    opts,
  );
  createSleep(context, instance);
  return { instance, address, association };
}

function createNatSecurityGroup(context: NetworkContext) {
  const { name, settings, vpcId, opts } = context;
  const group = createSecurityGroup(
    `${name}-nat-instance-security-group`,
    { vpcId, description: "NAT instance: forwards what private subnets send to the internet", tags: settings.tags },
    opts,
  );
  // Every protocol, as through a NAT gateway: what a workload may send is decided by its own group. The instance
  // itself drops what is addressed to it.
  const ingress = settings.zones.map((zone) =>
    allowIngress(
      `${name}-nat-instance-${zone.zone}-ingress`,
      {
        of: group.id,
        peer: { cidrIpv4: zone.private },
        port: everyProtocol,
        description: `Traffic to forward from the private subnet in ${zone.zone}`,
        tags: tagsOf(settings, `${name}-nat-instance-${zone.zone}-ingress`),
      },
      opts,
    ),
  );
  const egress = allowEgress(
    `${name}-nat-instance-egress`,
    {
      of: group.id,
      peer: { cidrIpv4: "0.0.0.0/0" }, // Reaching the whole internet for others is what a NAT is for.
      port: everyProtocol,
      description: "Forwarded traffic to the internet",
      tags: tagsOf(settings, `${name}-nat-instance-egress`),
    },
    opts,
  );
  return { group, rules: [...ingress, egress] };
}

function createLaunchTemplate({ name, settings, opts }: NetworkContext) {
  const { type, architecture, burstable } = settings.natInstance;
  const templateName = `${name}-nat-instance-template`;
  return new aws.ec2.LaunchTemplate(
    templateName,
    {
      description: "NAT instance of a private network",
      // Resolved by EC2 at launch, so that a preview asks AWS nothing and a new instance has the current image.
      imageId: `resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture}`,
      instanceType: type,
      // A busy NAT slows down rather than costing more: T3 and T4g would otherwise bill for credits beyond their own.
      creditSpecification: burstable ? { cpuCredits: "standard" } : undefined,
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      maintenanceOptions: { autoRecovery: "default" },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda", // Amazon Linux 2023's root device
          ebs: { volumeSize: 8, volumeType: "gp3", encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      userData: Buffer.from(readPackageFile("components/privateNetwork/natInstance.sh")).toString("base64"),
      tags: tagsOf(settings, templateName),
    },
    opts,
  );
}

function sleepTagValue({ name, settings }: NetworkContext): string {
  return `${settings.identity.environment}-${name}`;
}

function createSleep(context: NetworkContext, instance: aws.ec2.Instance): void {
  const { name, settings, opts } = context;
  const { identity, natInstance } = settings;
  if (!natInstance.sleep) return;
  createSleepSchedule(
    `${name}-nat-instance-sleep`,
    {
      identity,
      roleName: `${identity.environment}-${name}-nat-sleep`,
      what: `the NAT instance of ${name}`,
      hours: natInstance.sleep,
      service: "ec2",
      startAction: "startInstances",
      stopAction: "stopInstances",
      input: { InstanceIds: [instance.id] },
      statement: {
        sid: "StartAndStopTheNatInstance",
        actions: ["ec2:StartInstances", "ec2:StopInstances"],
        // EC2 draws the instance's id at random, so it is named by its tag.
        resources: [arnOf(identity, "ec2", "instance/*")],
        conditions: { StringEquals: { [`aws:ResourceTag/${sleepTag}`]: [sleepTagValue(context)] } },
      },
      tags: tagsOf(settings, `${name}-nat-instance-sleep-role`),
    },
    opts,
  );
}
