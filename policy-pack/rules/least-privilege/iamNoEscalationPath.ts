import { defineRule, type Judgement } from "../../frame/rule";
import { describeChain, type Escalation } from "../../models/iam/escalation";
import { iamOf } from "../../models/iam";
import { homelessPolicies } from "../../models/iam/placement";
import { needsOf } from "../../models/iam/techniques";

/**
 * Nobody can turn few permissions into all: not by changing policies, and not by giving a stronger role to something
 * that they control. The whole stack is searched, so the role that is passed on may be defined anywhere in it. Of roles
 * outside the stack nothing is known: whoever may use every role of the account is taken to find an administrator.
 */
export const iamNoEscalationPath = defineRule({
  name: "iam-no-escalation-path",
  family: "least-privilege",
  severity: "critical",
  title: "No way to more permissions",
  description:
    "Roles and users keep to their permissions: none becomes an administrator by a known technique, in one step or several.",
  remediation:
    "Take away one permission of the chain, or name the roles that may be passed and none that is an administrator.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
  checks: ["CKV_AWS_286"],
  requirement: "Every source: roles have the least privilege their task needs.",
  guardsExposure: true,
  types: ["aws:iam/role:Role", "aws:iam/user:User"],
  needsStack: true,
  judge(the) {
    const found = escalationsByUrn(the).get(the.resource.urn);
    if (!found) return;
    if (found.verdict === "yes") {
      the.fail(`Can become an administrator: ${describeChain(found.chain)}. Take one permission of the chain away.`);
      return;
    }
    if (judgeOutside(the, found) || found.verdict === "no") return;
    const [first] = found.why;
    const way = found.chain.length > 0 ? `; the way would be ${describeChain(found.chain)}` : "";
    the.undetermined(first?.path ?? "policy", `${first?.why ?? "is not known"}, and may make an administrator${way}`);
  },
  judgeStack(the) {
    for (const { resource, path, why } of homelessPolicies(the.stack))
      the.undetermined(path, `${why}, so who gets these permissions is open`, { at: resource });
  },
});

function escalationsByUrn({ stack }: Judgement): ReadonlyMap<string, Escalation> {
  return stack.view(byUrn);
}

function byUrn(stack: Judgement["stack"]): ReadonlyMap<string, Escalation> {
  const escalations = stack.view(iamOf).escalations();
  return new Map(escalations.map((one) => [one.identity.resource.urn, one]));
}

/** Techniques on roles that the stack does not hold. Returns whether something was said. */
function judgeOutside(the: Judgement, { outside, identity }: Escalation): boolean {
  const wide = outside.find(({ on, technique }) => isEveryRole(on) && usesRoles(technique));
  const { name } = identity.resource;
  if (wide) {
    const { id, title } = wide.technique;
    the.fail(
      `Can become whatever role of the account there is: ${name} -> ${id} ${title} -> any role, by ${wide.on}. Name the roles.`,
    );
    return true;
  }
  const unclear = outside.find(({ on, technique }) => !isOneRole(on) && usesRoles(technique));
  if (!unclear) return false;
  const { id, title } = unclear.technique;
  the.undetermined(
    "The permissions behind one role",
    `cannot be seen, as it is not in this stack: ${name} -> ${id} ${title} -> ${unclear.on}`,
  );
  return true;
}

function isEveryRole(on: string): boolean {
  return /^\*+$|:role\/\*+$/.test(on) || on.startsWith("everything but");
}

/** One role of another stack, named in full, is somebody's decision; what it may do is judged where it is defined. */
function isOneRole(on: string): boolean {
  return /^arn:[^*?]*$/.test(on);
}

/** Whether the technique makes use of a role itself, not of a thing that works with one. */
function usesRoles(technique: Escalation["outside"][number]["technique"]): boolean {
  return needsOf(technique).some(([action]) => action === "iam:PassRole" || action === "sts:AssumeRole");
}
