import { defineRule, type Judgement } from "../../frame/rule";
import { iamOf } from "../../models/iam";
import { expandAction } from "../../models/iam/actions";
import { allPolicies, type AttachedPolicy, type Identity } from "../../models/iam/identities";
import { isLiteral } from "../../models/iam/match";
import { homelessPolicies } from "../../models/iam/placement";
import { gapsOf } from "../../models/iam/policySources";
import { notYetKnown } from "../../../plan/reader";

/**
 * What starting a task takes: pulling the image, also through a pull-through cache, opening the log, reading the
 * secrets and environment files that the task definition names, with their keys.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 */
const startingActions: ReadonlySet<string> = new Set([
  ...["ecr:batchchecklayeravailability", "ecr:batchgetimage", "ecr:getauthorizationtoken"],
  ...["ecr:getdownloadurlforlayer", "ecr:batchimportupstreamimage", "ecr:createrepository"],
  ...["ecr-public:getauthorizationtoken", "sts:getservicebearertoken", "ecr-public:batchchecklayeravailability"],
  ...["logs:createloggroup", "logs:createlogstream", "logs:putlogevents", "logs:describeloggroups"],
  ...["logs:describelogstreams", "secretsmanager:getsecretvalue", "secretsmanager:describesecret"],
  ...["ssm:getparameters", "ssm:getparameter", "kms:decrypt", "s3:getobject", "s3:getbucketlocation"],
]);

/** The role that starts tasks is ECS's own hand: what the application does belongs to the task role. */
export const ecsExecutionRoleMinimal = defineRule({
  name: "ecs-execution-role-minimal",
  family: "least-privilege",
  severity: "medium",
  title: "Execution roles only start tasks",
  description:
    "Execution roles of ECS tasks may pull images, write logs and read secrets and environment files, and do nothing else.",
  remediation: "Move what the application needs to the task role, named as taskRoleArn.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html",
  checks: ["CKV_AWS_249"],
  requirement: "Every source: separate execution and task roles, each with the least it needs.",
  guardsExposure: true,
  types: ["aws:iam/role:Role"],
  needsStack: true,
  judge(the) {
    const { identities } = the.stack.view(iamOf);
    const role = identities.roles.find((one) => one.resource.urn === the.resource.urn);
    if (role && startsTasks(role)) for (const policy of allPolicies(role)) judgePolicy(the, policy);
  },
  judgeStack(the) {
    if (!the.stack.view(iamOf).identities.roles.some(startsTasks)) return;
    for (const { resource, path, why } of homelessPolicies(the.stack))
      the.undetermined(path, `${why}, so an execution role may get these permissions`, { at: resource });
  },
});

function startsTasks({ workers }: Identity): boolean {
  return workers.some((worker) => worker.property === "executionRoleArn");
}

function judgePolicy(the: Judgement, { name, document }: AttachedPolicy): void {
  for (const { path, why } of gapsOf(document)) the.undetermined(`${path} of ${name}`, why);
  const beyond = new Set<string>();
  for (const { effect, actions } of document.statements) {
    if (effect !== "Allow") continue;
    if (actions.not) beyond.add("everything but its NotAction");
    else
      for (const { certainty, text, shown, path } of actions.patterns) {
        if (certainty === "unknown") the.undetermined(`${path} of ${name}`, notYetKnown);
        else if (!onlyStarts(text)) beyond.add(shown);
      }
  }
  if (beyond.size === 0) return;
  const [shown, more] = [[...beyond].slice(0, 3).join(", "), beyond.size - 3];
  the.fail(
    `Starts tasks, and by ${name} may also ${shown}${more > 0 ? ` and ${more} more` : ""}. Give the task role what the application needs.`,
    { finding: name },
  );
}

function onlyStarts(pattern: string): boolean {
  if (isLiteral(pattern)) return startingActions.has(pattern);
  if (/^\*+(:|$)/.test(pattern)) return false;
  return expandAction(pattern).every((action) => startingActions.has(action.name.toLowerCase()));
}
