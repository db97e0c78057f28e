import * as aws from "@pulumi/aws";
import { createServiceRole } from "../internal/iam";
import { arnOf } from "../internal/identity";
import { createLogGroup, logGroupArn } from "../internal/logGroups";
import { tagsOf, type NetworkContext } from "./context";

/** The flow log, its log group, and the role by which EC2 writes to that group and no other. */
export function createFlowLog({ name, settings, vpcId, opts }: NetworkContext): void {
  const { identity, flowLogs } = settings;
  if (!flowLogs) return;
  const groupName = `/vpc/${identity.environment}/${name}`;
  const flowLogName = `${name}-flow-log`;
  const group = createLogGroup(
    `${flowLogName}-group`,
    { groupName, retentionInDays: flowLogs.retentionDays, tags: tagsOf(settings, `${flowLogName}-group`) },
    opts,
  );
  const { role, policy, arn } = createServiceRole(
    `${flowLogName}-role`,
    {
      roleName: `${identity.environment}-${name}-flow-logs`,
      description: `Lets EC2 write the flow log of ${name}`,
      service: "vpc-flow-logs.amazonaws.com",
      identity,
      sourceArn: arnOf(identity, "ec2", "vpc-flow-log/*"),
      statements: [
        {
          // The actions that AWS asks for, without logs:CreateLogGroup: the group exists, with its retention.
          // https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
          sid: "WriteTheFlowLog",
          actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogGroups", "logs:DescribeLogStreams"],
          resources: [logGroupArn(identity, groupName), logGroupArn(identity, groupName, true)],
        },
      ],
      tags: tagsOf(settings, `${flowLogName}-role`),
    },
    opts,
  );
  new aws.ec2.FlowLog(
    flowLogName,
    {
      vpcId,
      trafficType: flowLogs.trafficType,
      logDestinationType: "cloud-watch-logs",
      logDestination: group.arn,
      iamRoleArn: arn,
      maxAggregationInterval: 600, // seconds; at 60 the same traffic makes several times the records, billed by GB
      tags: tagsOf(settings, flowLogName),
    },
    { ...opts, dependsOn: policy ? [role, policy] : [role] },
  );
}
