import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { arnOf, type DeploymentIdentity } from "./identity";
import type { Problems } from "./problems";

/** The retention periods that CloudWatch Logs accepts, in days. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Records a retention that CloudWatch Logs would refuse. */
export function checkLogRetention<T extends pulumi.Input<number>>(problems: Problems, path: string, days: T): T {
  return problems.oneOf(path, days, logRetentionDays);
}

/**
 * A log group of a fixed name with a retention. It is removed with the stack, and made again by the next deployment
 * under the same name, so a destroyed stack can be deployed again.
 */
export function createLogGroup(
  name: string,
  args: { groupName: string; retentionInDays: pulumi.Input<number>; tags?: Record<string, pulumi.Input<string>> },
  opts: pulumi.CustomResourceOptions,
): aws.cloudwatch.LogGroup {
  return new aws.cloudwatch.LogGroup(
    name,
    { name: args.groupName, retentionInDays: args.retentionInDays, tags: args.tags },
    { ...opts, deleteBeforeReplace: true },
  );
}

/** ARN of a log group by name; with `streams` the ARN pattern of its streams, which `logs:PutLogEvents` acts on. */
export function logGroupArn(identity: DeploymentIdentity, groupName: string, streams = false): string {
  return arnOf(identity, "logs", `log-group:${groupName}${streams ? ":*" : ""}`);
}
