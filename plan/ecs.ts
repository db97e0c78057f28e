import type { Read, Reader } from "./reader";
import type { Resource } from "./resource";
import type { Stack } from "./stack";

export const serviceType = "aws:ecs/service:Service";
export const taskType = "aws:ecs/taskDefinition:TaskDefinition";

/** The task definition of a service; absent when it has none or one from outside the stack. */
export function taskOf(service: Resource, stack: Stack): Read<Resource> {
  return stack.target(service, service.properties.text("taskDefinition"), taskType);
}

/** The containers of a task definition. */
export function containersOf(task: Resource): Read<Reader[]> {
  const document = task.properties.json("containerDefinitions");
  return document.state === "known" ? document.value.list() : document;
}

/** Whether ECS itself replaces the tasks of a service; CodeDeploy and others have ways of their own. Absent: it does. */
export function isRolledByEcs({ properties }: Resource): Read<boolean> {
  const controller = properties.text("deploymentController.type");
  if (controller.state === "unknown") return controller;
  return { state: "known", path: controller.path, value: controller.state === "absent" || controller.value === "ECS" };
}
