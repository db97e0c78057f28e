import { defineRule, type Judgement } from "../../frame/rule";
import { iamOf } from "../../models/iam";
import { parseDocument } from "../../models/iam/document";
import { gapsOf } from "../../models/iam/policySources";
import { judgeDeputy, partiesOf, type Party } from "../../models/iam/trust";

/**
 * A service that assumes roles for its customers could be made by a stranger to assume this one. Where AWS documents a
 * guard, the trust policy has it: the account or the resource for which the service may come. Which services need it
 * is a table; those that only ever get a role of their own account, as EC2 and Lambda do, need none.
 */
export const iamTrustConfusedDeputy = defineRule({
  name: "iam-trust-confused-deputy",
  family: "least-privilege",
  severity: "medium",
  title: "Services assume roles for this account only",
  description:
    "Trust policies hold the services that AWS says can be confused to the own account, by aws:SourceAccount, aws:SourceArn or the organization.",
  remediation: 'Add "StringEquals": {"aws:SourceAccount": "ACCOUNT"} to the statement.',
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
  checks: [],
  requirement: "Every source: roles are assumed by the services they are made for.",
  guardsExposure: true,
  types: ["aws:iam/role:Role"],
  needsStack: true,
  judge(the) {
    const trust = parseDocument(the.resource.properties, "assumeRolePolicy", "trust");
    for (const { path, why } of gapsOf(trust)) the.undetermined(path, why);
    for (const party of partiesOf(trust).parties) if (isService(party)) judgeService(the, party);
  },
});

/** Also a principal that may turn out to be a service. */
function isService({ kind, statement }: Party): boolean {
  if (kind === "service") return true;
  const entries = statement.principals?.entries ?? [];
  return (
    kind === "unknown" &&
    entries.some(({ type, pattern }) => type === "service" || pattern.path === `${statement.path}.Principal`)
  );
}

function judgeService(the: Judgement, party: Party): void {
  const { verdict, sourceArn } = judgeDeputy(party);
  const { statement, name } = party;
  if (verdict === "undetermined")
    the.undetermined(statement.path, `lets ${name} assume the role, but for something that is not known`);
  if (verdict !== "open") return;
  if (name === "ecs-tasks.amazonaws.com" && onlyStartsTasks(the)) {
    the.undetermined(
      statement.path,
      `lets ${name} assume the role for any account; AWS documents aws:SourceAccount for task roles, not for execution roles such as this one`,
    );
    return;
  }
  const example = sourceArn === undefined ? "" : `, or aws:SourceArn like ${sourceArn}`;
  the.fail(
    `${statement.path} lets ${name} assume the role for any account. Add a condition on aws:SourceAccount${example}.`,
    { finding: `${statement.path} ${name}` },
  );
}

/** Whether the role is the execution role of tasks, and nothing else. */
function onlyStartsTasks({ resource, stack }: Judgement): boolean {
  const role = stack.view(iamOf).identities.roles.find((one) => one.resource.urn === resource.urn);
  const uses = role?.workers.map((worker) => worker.property) ?? [];
  return uses.length > 0 && uses.every((property) => property === "executionRoleArn");
}
