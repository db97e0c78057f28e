import { freeTierLimits } from "../../../cost/freeTier";
import { defineRule, freePlans } from "../../frame/rule";
import type { Read } from "../../../plan/reader";

/** A task is of the smallest Fargate size. Tasks that only run on EC2 are not judged: the instance is what costs. */
export const freeTierFargateSize = defineRule({
  name: "free-tier-fargate-size",
  family: "free-tier",
  severity: "medium",
  title: "Fargate tasks are of the smallest size",
  description: "Fargate tasks use at most 256 CPU units and 512 MiB.",
  remediation: "Set cpu to 256 and memory to 512.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html",
  checks: [],
  requirement: "Free-tier source: ECS Fargate tasks with 0.25 vCPU and 512 MB of memory.",
  plans: freePlans,
  types: ["aws:ecs/taskDefinition:TaskDefinition"],
  judge({ resource: { properties }, settings, known, fail }) {
    const limits = freeTierLimits(settings.plan);
    const judge = (property: string, size: Read<string>, perLargeUnit: number, limit: number | undefined) => {
      known(size, (text) => {
        const value = text === undefined ? undefined : sizeOf(text, perLargeUnit);
        if (value !== undefined && limit !== undefined && value > limit)
          fail(`${property} is ${value}; at most ${limit} under plan ${settings.plan}. Set ${property} to ${limit}.`, {
            finding: property,
          });
      });
    };
    known(properties.texts("requiresCompatibilities"), (launchTypes = []) => {
      for (const launchType of launchTypes)
        known(launchType, (name) => {
          if (name !== "FARGATE") return;
          judge("cpu", properties.text("cpu"), 1024, limits.taskCpu?.value);
          judge("memory", properties.text("memory"), 1024, limits.taskMemory?.value);
        });
    });
  },
});

/** `256`, `.25 vCPU`, `512`, `0.5 GB`: ECS takes all of them. Undefined when it is none. */
function sizeOf(text: string, perLargeUnit: number): number | undefined {
  const [, number, unit] = /^\s*([\d.]+)\s*(vcpu|gb)?\s*$/i.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * (unit === undefined ? 1 : perLargeUnit);
}
