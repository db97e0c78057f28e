import {
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  type Tag,
  type TaskDefinition,
} from "@aws-sdk/client-ecs";
import { CommandError } from "../command/errors";
import type { Clients } from "./clients";
import { isFault } from "./faults";

/** A task definition and its tags. */
export type TaggedTaskDefinition = TaskDefinition & { tags: Tag[] };

/** A task definition by its ARN, or `FAMILY:REVISION`. @throws CommandError where there is none */
export async function taskDefinition(aws: Clients, arn: string): Promise<TaggedTaskDefinition> {
  const ecs = await aws.client(ECSClient);
  const absent = `There is no task definition ${arn.slice(arn.lastIndexOf("/") + 1)}.`;
  const request = new DescribeTaskDefinitionCommand({ taskDefinition: arn, include: ["TAGS"] });
  const { taskDefinition: found, tags = [] } = await ecs.send(request).catch((error: unknown) => {
    // AWS has no code of its own for it: "Unable to describe task definition."
    throw isFault(error, "ClientException") ? new CommandError(absent, undefined, { cause: error }) : error;
  });
  if (found === undefined) throw new CommandError(absent);
  return { ...found, tags };
}

/** Images of a task definition, by container. */
export function imagesOf({ containerDefinitions = [] }: TaskDefinition): Record<string, string> {
  return Object.fromEntries(containerDefinitions.map(({ name = "", image = "" }) => [name, image]));
}

/** Registers a revision that differs in one container's image; gives its ARN. */
export async function registerWithImage(
  aws: Clients,
  { tags, ...definition }: TaggedTaskDefinition,
  container: string,
  image: string,
): Promise<string> {
  const ecs = await aws.client(ECSClient);
  const containerDefinitions = definition.containerDefinitions?.map((one) =>
    one.name === container ? { ...one, image } : one,
  );
  const input: RegisterTaskDefinitionCommandInput = {
    ...takenOver(definition),
    family: definition.family,
    containerDefinitions,
    // An empty list is refused.
    ...(tags.length > 0 && { tags }),
  };
  const { taskDefinition: made } = await ecs.send(new RegisterTaskDefinitionCommand(input));
  return made?.taskDefinitionArn ?? "";
}

/** Takes a revision back, so that nothing new can be started from it. */
export async function deregister(aws: Clients, taskDefinitionArn: string): Promise<void> {
  const ecs = await aws.client(ECSClient);
  await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: taskDefinitionArn }));
}

/** What a new revision takes over: all but what AWS itself writes. */
function takenOver(definition: TaskDefinition): Omit<TaskDefinition, "family" | "containerDefinitions"> {
  const own = new Set([
    "taskDefinitionArn",
    "revision",
    "status",
    "requiresAttributes",
    "compatibilities",
    "registeredAt",
    "registeredBy",
    "deregisteredAt",
    "deleteRequestedAt",
    "containerDefinitions",
    "family",
  ]);
  return Object.fromEntries(Object.entries(definition).filter(([key]) => !own.has(key)));
}
