import { defineRule } from "../../frame/rule";
import { containersOf, serviceType, taskOf, taskType } from "../../../plan/ecs";
import type { Read, Reader } from "../../../plan/reader";
import type { Resource } from "../../../plan/resource";
import type { Stack } from "../../../plan/stack";

/**
 * Nothing that gets into a container stays in it. Absent is a fault: the root file system can be written. Excluded are
 * tasks of services with ECS Exec, whose agent writes to the root, and Windows, which knows no read-only root. Whoever
 * runs a task without a service says then whether Exec is on: such a task is excluded when it is prepared for it by
 * `initProcessEnabled`.
 */
export const ecsReadOnlyRoot = defineRule({
  name: "ecs-read-only-root",
  family: "reliability",
  level: "advisory",
  severity: "low",
  title: "Containers do not write to their image",
  description:
    "Containers have a read-only root file system, unless ECS Exec is on or they run Windows; absent is writable.",
  remediation: "Set readonlyRootFilesystem to true and mount a volume or a tmpfs where the program writes.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
  checks: ["CKV_AWS_336"],
  requirement: "Temporal source: containers write only to the mounts they are given.",
  types: [taskType],
  needsStack: true,
  judge(the) {
    the.known(the.resource.properties.text("runtimePlatform.operatingSystemFamily"), (family = "LINUX") => {
      if (family.startsWith("WINDOWS")) return;
      the.known(containersOf(the.resource), (containers = []) => {
        const flags = containers.map((container) => ({ container, flag: container.flag("readonlyRootFilesystem") }));
        const open = flags.filter(({ flag }) => flag.state !== "known" || !flag.value);
        if (open.length === 0) return;
        the.known(hasExec(the.resource, containers, the.stack), (isExcluded) => {
          if (isExcluded) return;
          for (const { container, flag } of open)
            the.known(flag, () => {
              const name = container.text("name");
              const who = name.state === "known" ? name.value : container.path;
              the.fail(`Container ${who} can write to its root. Set readonlyRootFilesystem to true.`, { finding: who });
            });
        });
      });
    });
  },
});

/** Whether shells are opened in the task: by a service of the stack, or by whoever runs it without one. */
function hasExec(task: Resource, containers: readonly Reader[], stack: Stack): Read<boolean> {
  const services = stack.ofType(serviceType).filter((service) => {
    const used = taskOf(service, stack);
    return used.state === "known" && used.value === task;
  });
  const flags =
    services.length > 0
      ? services.map((service) => service.properties.flag("enableExecuteCommand"))
      : containers.map((container) => container.flag("linuxParameters.initProcessEnabled"));
  const decided = flags.find((flag) => flag.state === "known" && flag.value);
  const unknown = flags.find((flag) => flag.state === "unknown");
  return decided ?? unknown ?? { state: "known", path: "enableExecuteCommand", value: false };
}
