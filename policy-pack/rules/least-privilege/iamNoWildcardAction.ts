import { defineRule, type Judgement } from "../../frame/rule";
import type { Pattern } from "../../models/iam/patterns";
import {
  allowancesIn,
  gapsOf,
  identityPoliciesOf,
  identityPolicyTypes,
  isManagedPolicy,
  isOnlyBoundary,
} from "../../models/iam/policySources";
import { notYetKnown } from "../../../plan/reader";

/**
 * What an identity may do is listed. A star also allows what AWS adds next year; `NotAction` in a statement that
 * allows is a star with holes. Each pattern is a finding of its own, so that one can be exempt.
 */
export const iamNoWildcardAction = defineRule({
  name: "iam-no-wildcard-action",
  family: "least-privilege",
  severity: "high",
  title: "Actions are listed",
  description: "Policies of identities list the actions they allow, without wildcards.",
  remediation: "Replace the pattern by the actions that the work needs.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html",
  checks: ["CKV_AWS_63", "AwsSolutions-IAM5"],
  requirement: "Every source: roles have the least privilege their task needs.",
  guardsExposure: true,
  types: identityPolicyTypes,
  needsStack: true,
  judge(the) {
    if (isManagedPolicy(the.resource) && isOnlyBoundary(the.resource, the.stack)) return;
    for (const document of identityPoliciesOf(the.resource)) {
      for (const { path, why } of gapsOf(document)) the.undetermined(path, why);
      for (const { path, actions } of allowancesIn(document)) {
        if (actions.not)
          the.fail(`${path} allows everything but its NotAction. List the allowed actions under Action.`, {
            finding: `${path} NotAction`,
          });
        else for (const action of actions.patterns) judgeAction(the, path, action);
      }
    }
  },
});

function judgeAction(the: Judgement, path: string, { certainty, shown, path: place }: Pattern): void {
  if (certainty === "unknown") the.undetermined(place, notYetKnown);
  else if (/[*?]/.test(shown))
    the.fail(`${path} allows ${shown}. Replace it by the actions that the work needs.`, { finding: shown });
}
