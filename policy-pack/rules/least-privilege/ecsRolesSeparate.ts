import { defineRule } from "../../frame/rule";

const roleType = "aws:iam/role:Role";

/**
 * The role with which ECS starts a task is not the one the task works with: otherwise the application may do what
 * only the agent needs, such as read every secret. A missing task role passes: the task may do nothing then.
 */
export const ecsRolesSeparate = defineRule({
  name: "ecs-roles-separate",
  family: "least-privilege",
  severity: "high",
  title: "Execution and task role differ",
  description: "The execution role and the task role of an ECS task are different roles.",
  remediation: "Make a role of its own for the application, and name it as taskRoleArn.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-iam-roles.html",
  checks: ["CKV_AWS_249"],
  requirement: "Every source: separate execution and task roles, each with the least it needs.",
  guardsExposure: true,
  types: ["aws:ecs/taskDefinition:TaskDefinition"],
  needsStack: true,
  judge(the) {
    const { properties } = the.resource;
    const execution = properties.text("executionRoleArn");
    const task = properties.text("taskRoleArn");
    if (execution.state === "absent" || task.state === "absent") return;
    const same = (shared: string) => {
      the.fail(`executionRoleArn and taskRoleArn are one role, ${shared}. Give the application a role of its own.`);
    };
    if (execution.state === "known" && task.state === "known") {
      if (execution.value === task.value) same(execution.value);
      return;
    }
    the.known(the.stack.target(the.resource, execution, roleType), (one) => {
      the.known(the.stack.target(the.resource, task, roleType), (other) => {
        if (one && one === other) same(one.name);
      });
    });
  },
});
