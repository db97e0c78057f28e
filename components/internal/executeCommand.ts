import type { PolicyStatement } from "./iam";
import type { DeploymentIdentity } from "./identity";
import { logGroupArn } from "./logGroups";

/**
 * What a task role needs for ECS Exec into its containers, with sessions recorded in one log group.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#ecs-exec-required-iam-permissions
 */
export function executeCommandStatements(identity: DeploymentIdentity, logGroupName: string): PolicyStatement[] {
  return [
    {
      // These actions have no resource level: the channels of a session are made by the session itself.
      sid: "ExecChannels",
      actions: ["CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel"].map(
        (action) => `ssmmessages:${action}`,
      ),
      resources: ["*"],
    },
    // The agent lists groups to find its own: that has no narrower level than all groups, and shows names only.
    { sid: "ExecFindLogGroup", actions: ["logs:DescribeLogGroups"], resources: [logGroupArn(identity, "*")] },
    {
      sid: "ExecWriteLogs",
      actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      resources: [logGroupArn(identity, logGroupName, true)],
    },
  ];
}
