import { picks } from "./patterns";
import type { BroadAction } from "./breadth";
import { managedPolicy } from "./managedPolicies";

/**
 * AWS's own policies for roles that start things and write logs. They give their actions on everything, and AWS's
 * documentation tells users to copy them. https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const startingPolicies = [
  "service-role/AmazonECSTaskExecutionRolePolicy",
  "service-role/AWSLambdaBasicExecutionRole",
  "service-role/AWSLambdaVPCAccessExecutionRole",
  "service-role/AmazonAPIGatewayPushToCloudWatchLogs",
  "service-role/AWSAppRunnerServicePolicyForECRAccess",
];

/**
 * Actions that AWS's guides give on everything. What a new task definition may do is decided by the roles that may be
 * passed to it. https://github.com/aws-actions/amazon-ecs-deploy-task-definition#permissions
 */
const documentedOnEverything: ReadonlySet<string> = new Set(["ecs:registertaskdefinition"]);

/** Resources whose ids AWS makes up when they are made, so that no policy can name them before. */
const madeUpIds = /^ec2:|:(create|run|register|tag)/i;

/**
 * Whether an action is given so widely out of habit and without giving data away: lists and descriptions, what AWS's
 * own starting roles have, and the making of what has no name yet within one account.
 */
export function isRoutine({ action, width, resource }: BroadAction): boolean {
  const name = action.name.toLowerCase();
  if (/:(describe|list)/.test(name) && !name.startsWith("s3:listbucket")) return true;
  if (action.accessLevels.every((level) => level === "List")) return name !== "s3:listbucket";
  if (documentedOnEverything.has(name)) return true;
  if (width === "type" && madeUpIds.test(name) && /^arn:[^:]*:[^:]*:[^:]*:[^:*]+:/.test(resource)) return true;
  return startingPolicies.some((policy) =>
    managedPolicy(policy).statements.some((statement) => picks(statement.actions, name) === "yes"),
  );
}
