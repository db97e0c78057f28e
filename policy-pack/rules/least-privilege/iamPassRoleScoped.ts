import { defineRule, type Judgement } from "../../frame/rule";
import type { Condition } from "../../models/iam/conditions";
import { isNegative } from "../../models/iam/conditions";
import type { Statement } from "../../models/iam/document";
import { all, any, type Grade } from "../../models/iam/grade";
import { overlap } from "../../models/iam/match";
import { picks, type Pattern } from "../../models/iam/patterns";
import {
  allowancesIn,
  comesFromPlan,
  gapsOf,
  identityPoliciesOf,
  identityPolicyTypes,
} from "../../models/iam/policySources";
import { notYetKnown } from "../../../plan/reader";

/**
 * Whoever may pass a role may make a machine work with it. So the roles are named, in full or by a beginning, and so
 * are the services that they may be given to. A condition that holds without the key (`...IfExists`) names nothing.
 */
export const iamPassRoleScoped = defineRule({
  name: "iam-pass-role-scoped",
  family: "least-privilege",
  severity: "high",
  title: "Passed roles are named",
  description: "Every statement that allows iam:PassRole names the roles, and the services by iam:PassedToService.",
  remediation:
    'Write the ARNs of the roles as Resource, and "StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"} as Condition.',
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
  checks: ["AWS-0342"],
  requirement: "Every source: roles have the least privilege their task needs.",
  guardsExposure: true,
  types: identityPolicyTypes,
  needsStack: true,
  judge(the) {
    for (const document of identityPoliciesOf(the.resource)) {
      for (const { path, why } of gapsOf(document)) the.undetermined(path, why);
      for (const statement of allowancesIn(document)) judgeStatement(the, statement);
    }
  },
});

function judgeStatement(the: Judgement, { path, actions, resources, conditions }: Statement): void {
  const passes = picks(actions, "iam:passrole");
  if (passes === "no" || !resources) return;
  const unnamed = resources.not ? resources.patterns[0] : resources.patterns.find((one) => !isNamed(one));
  const services = any(conditions.map(namesServices));
  if (passes === "unknown") {
    const [hidden] = actions.patterns.filter((pattern) => pattern.certainty === "unknown");
    const isOfRoles = resources.not || resources.patterns.some(({ text }) => overlap(text, "arn:*:iam::*:role/*"));
    if (isOfRoles && (unnamed || services === "no")) the.undetermined(hidden?.path ?? path, notYetKnown);
    return;
  }
  const faults = [
    ...(unnamed ? [`${resources.not ? "every role but some" : unnamed.shown}; name the roles`] : []),
    ...(services === "no" ? ["any service; name it by a condition on iam:PassedToService"] : []),
  ];
  const [role, service] = unnamed ? [faults[0], faults[1]] : [undefined, faults[0]];
  if (role !== undefined) the.fail(`${path} allows iam:PassRole of ${role}.`, { finding: `${path} roles` });
  if (service !== undefined) the.fail(`${path} allows iam:PassRole to ${service}.`, { finding: `${path} services` });
  if (faults.length > 0) return;
  const unknown = resources.patterns.find((one) => one.certainty === "unknown");
  // Before the plan is complete it is not told where values come from.
  if (unknown && !(the.stack.resources.length > 0 && comesFromPlan(the.resource)))
    the.undetermined(unknown.path, notYetKnown);
  else if (services === "unknown") the.undetermined(path, "has an unknown condition on iam:PassedToService");
}

/** A role's ARN, or its beginning: at least three letters of the name. */
function isNamed({ text, certainty }: Pattern): boolean {
  if (certainty === "unknown") return true;
  const [, name = ""] = /^arn:[^:]*:iam::[^:]*:role\/(.*)$/.exec(text) ?? [];
  return /^[^*?]{3}/.test(name);
}

function namesServices({ key, operator, set, ifExists, values }: Condition): Grade {
  if (key === "") return "unknown";
  if (key !== "iam:passedtoservice" || ifExists || set === "all" || isNegative(operator) || operator === "Null")
    return "no";
  if (values.length === 0) return "no";
  return all(
    values.map(({ certainty, text }) => {
      if (certainty === "unknown") return "unknown";
      return /^\*+(\.amazonaws\.com)?$/.test(text) ? "no" : "yes";
    }),
  );
}
