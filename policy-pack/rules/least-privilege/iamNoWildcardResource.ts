import { defineRule, type Judgement } from "../../frame/rule";
import { breadthOf, type BroadAction } from "../../models/iam/breadth";
import type { PolicyDocument, Statement } from "../../models/iam/document";
import { narrowingByDenial } from "../../models/iam/narrowing";
import { picks } from "../../models/iam/patterns";
import {
  allowancesIn,
  comesFromPlan,
  gapsOf,
  identityPoliciesOf,
  identityPolicyTypes,
  isManagedPolicy,
  isOnlyBoundary,
} from "../../models/iam/policySources";
import { expandAction, takesResources } from "../../models/iam/actions";
import { notYetKnown } from "../../../plan/reader";
import { isRoutine } from "../../models/iam/routineActions";

/**
 * Actions are allowed on the resources that the work touches. Where AWS takes `*` only, `*` is right. What AWS's own
 * roles for starting and logging give on everything, and lists and descriptions of what there is, may be needed as
 * wide as that: whether they are cannot be told from the policy, and so is said without blocking.
 */
export const iamNoWildcardResource = defineRule({
  name: "iam-no-wildcard-resource",
  family: "least-privilege",
  severity: "high",
  title: "Resources are named",
  description:
    "Policies of identities name the resources of every action that AWS lets policies limit, or hold it to them by a condition.",
  remediation: "Write the ARNs that the work needs, or a condition on what is touched, such as aws:ResourceTag.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
  checks: ["CKV_AWS_355", "CKV_AWS_356", "AwsSolutions-IAM5", "AWS-0345"],
  requirement: "Every source: roles have the least privilege their task needs.",
  guardsExposure: true,
  types: identityPolicyTypes,
  needsStack: true,
  judge(the) {
    if (isManagedPolicy(the.resource) && isOnlyBoundary(the.resource, the.stack)) return;
    for (const document of identityPoliciesOf(the.resource)) {
      for (const { path, why } of gapsOf(document)) the.undetermined(path, why);
      for (const statement of allowancesIn(document)) judgeStatement(the, document, statement);
    }
  },
});

function judgeStatement(the: Judgement, document: PolicyDocument, statement: Statement): void {
  const broad = breadthOf(statement).actions.filter((one) => !isHeldByDenial(document, one));
  const open = broad.filter((one) => one.limited === "no");
  const wrong = open.filter((one) => !isRoutine(one));
  const [first] = wrong;
  if (first) {
    the.fail(`${statement.path} allows ${listed(wrong)} on ${reach(first)}. Name the ARNs that the work needs.`, {
      finding: statement.path,
    });
    return;
  }
  const [routine] = open;
  if (routine)
    the.undetermined(
      statement.path,
      `allows ${listed(open)} on ${reach(routine)}, which the work may need as wide as that; name the ARNs where you know them`,
      { finding: statement.path },
    );
  const hidden = hiddenPart(the, statement) ?? (broad.some((one) => one.limited === "unknown") ? statement : undefined);
  if (hidden && !routine)
    the.undetermined(hidden.path, hidden === statement ? "has an unknown condition" : notYetKnown);
}

/** Another statement that denies the action to whoever its condition does not name narrows the permission as well. */
function isHeldByDenial({ statements }: PolicyDocument, { action }: BroadAction): boolean {
  return statements.some(
    ({ effect, actions, conditions }) =>
      effect === "Deny" &&
      picks(actions, action.name.toLowerCase()) === "yes" &&
      narrowingByDenial(conditions).grade === "yes",
  );
}

/** An unknown action on a wide resource, or an unknown resource of an action that could name it. */
function hiddenPart(the: Judgement, { actions, resources }: Statement): { path: string } | undefined {
  if (!resources || actions.not) return undefined;
  const place = resources.patterns.find((pattern) => pattern.certainty === "unknown");
  const action = actions.patterns.find((pattern) => pattern.certainty === "unknown");
  const isWide = resources.not || resources.patterns.some(({ text }) => isWideFor(text));
  if (action && isWide) return action;
  const names = actions.patterns.filter((one) => one.certainty !== "unknown" && !/^\*+(:|$)/.test(one.text));
  const canName = names.some((one) => expandAction(one.text).some(takesResources));
  if (!place || !canName) return undefined;
  // Before the plan is complete it is not told where values come from.
  return the.stack.resources.length > 0 && comesFromPlan(the.resource) ? undefined : place;
}

/** Everything, or everything of a kind: whether an unknown action takes that kind cannot be told. */
function isWideFor(resource: string): boolean {
  return /^\*+$|^arn:[^:]*:[^:]*:[^:]*:[^:]*:[^:/*]*[:/]?\*+$/.test(resource);
}

function listed(actions: readonly BroadAction[]): string {
  const names = actions.slice(0, 3).map((one) => one.action.name);
  const more = actions.length - names.length;
  return more > 0 ? `${names.join(", ")} and ${more} more` : names.join(", ");
}

function reach({ width, resource }: BroadAction): string {
  return width === "everything" ? resource : `${resource}, all of their kind`;
}
