import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { createServiceRole, type PolicyStatement } from "../internal/iam";
import { arnOf, partitionOf } from "../internal/identity";
import { logGroupArn } from "../internal/logGroups";
import { adminSecretArn, instanceTagKey, logGroupNames, metricsNamespace, volumeTagKey } from "./names";
import type { PmmServerSettings } from "./settings";

/** The instance's role: attach its one volume, read its one secret, say how it is, and be reached by Session Manager. */
export function createInstanceRole(name: string, settings: PmmServerSettings, opts: pulumi.CustomResourceOptions) {
  const { role, policy } = createServiceRole(
    `${name}-instance-role`,
    {
      roleName: `${settings.prefix}-instance`,
      description: `Monitoring server ${settings.prefix}`,
      service: `ec2.amazonaws.com${settings.identity.region.startsWith("cn-") ? ".cn" : ""}`,
      identity: settings.identity,
      guarded: false, // EC2 takes instance profiles of its own account only, and sends no source
      statements: instanceStatements(settings),
      tags: settings.tags,
    },
    opts,
  );
  const profile = new aws.iam.InstanceProfile(
    `${name}-instance-profile`,
    { name: `${settings.prefix}-instance`, role: role.name, tags: settings.tags },
    { ...opts, deleteBeforeReplace: true },
  );
  return { profile, ready: policy ? [profile, policy] : [profile] };
}

function instanceStatements(settings: PmmServerSettings): PolicyStatement[] {
  const { identity, prefix, dataVolume } = settings;
  const groups = Object.values(logGroupNames(settings));
  const instances = arnOf(identity, "ec2", "instance/*");
  return [
    {
      sid: "AttachTheDataVolume",
      actions: ["ec2:AttachVolume"],
      resources: [arnOf(identity, "ec2", "volume/*")],
      conditions: { StringEquals: { [`aws:ResourceTag/${volumeTagKey}`]: [dataVolume.tagValue] } },
    },
    {
      sid: "AttachToThisServerOnly",
      actions: ["ec2:AttachVolume"],
      resources: [instances],
      conditions: { StringEquals: { [`aws:ResourceTag/${instanceTagKey}`]: [prefix] } },
    },
    // AWS limits this action to no resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
    { sid: "FindTheDataVolume", actions: ["ec2:DescribeVolumes"], resources: ["*"] },
    {
      sid: "ReadTheAdminPassword",
      actions: ["secretsmanager:GetSecretValue"],
      resources: [`${adminSecretArn(settings)}-??????`],
    },
    {
      sid: "PutMetrics",
      actions: ["cloudwatch:PutMetricData"],
      resources: ["*"],
      conditions: { StringEquals: { "cloudwatch:namespace": [metricsNamespace] } },
    },
    {
      sid: "WriteLogs",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"], // the groups exist, with their retention
      resources: groups.flatMap((group) => [logGroupArn(identity, group), logGroupArn(identity, group, true)]),
    },
    {
      // https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
      sid: "SessionManagerRegisters",
      actions: ["ssm:UpdateInstanceInformation"],
      resources: ["*"],
      conditions: { ArnLike: { "ec2:SourceInstanceARN": [instances] } },
    },
    {
      sid: "SessionManagerChannels",
      actions: ["CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel"].map(
        (action) => `ssmmessages:${action}`,
      ),
      resources: ["*"], // AWS limits these actions to no resource
    },
    ...keyStatements(settings),
  ];
}

/** Customer keys are used by the services that hold what they encrypt, on the instance's behalf. */
function keyStatements({ identity, secretKmsKeyArn, dataVolume }: PmmServerSettings): PolicyStatement[] {
  const suffix = partitionOf(identity.region) === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  const through = (service: string) => ({ "kms:ViaService": [`${service}.${identity.region}.${suffix}`] });
  const statements: PolicyStatement[] = [];
  if (secretKmsKeyArn !== undefined) {
    statements.push({
      sid: "DecryptTheAdminPassword",
      actions: ["kms:Decrypt"],
      resources: [secretKmsKeyArn],
      conditions: { StringEquals: through("secretsmanager") },
    });
  }
  if (dataVolume.kmsKeyArn !== undefined) {
    // https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
    statements.push(
      {
        sid: "UseTheVolumesKey",
        actions: ["kms:Decrypt", "kms:DescribeKey"],
        resources: [dataVolume.kmsKeyArn],
        conditions: { StringEquals: through("ec2") },
      },
      {
        sid: "LendTheVolumesKeyToEc2",
        actions: ["kms:CreateGrant"],
        resources: [dataVolume.kmsKeyArn],
        conditions: { StringEquals: through("ec2"), Bool: { "kms:GrantIsForAWSResource": ["true"] } },
      },
    );
  }
  return statements;
}
