import { DescribeTaskDefinitionCommand, ECSClient, type TaskDefinition } from "@aws-sdk/client-ecs";
import { CommandError } from "../command/errors";
import type { Clients } from "./clients";

/** A task definition by its ARN, or `FAMILY:REVISION`. */
export async function taskDefinition(aws: Clients, arn: string): Promise<TaskDefinition> {
  const ecs = await aws.client(ECSClient);
  const { taskDefinition: found } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn }));
  if (found === undefined) throw new CommandError(`There is no task definition ${arn}.`);
  return found;
}

/** Images of a task definition, by container. */
export function imagesOf({ containerDefinitions = [] }: TaskDefinition): Record<string, string> {
  return Object.fromEntries(containerDefinitions.map(({ name = "", image = "" }) => [name, image]));
}
