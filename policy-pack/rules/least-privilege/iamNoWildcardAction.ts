import { defineRule, type Judgement } from "../../frame/rule";
import { allowancesOf, identityPolicyTypes } from "../../models/iam/documents";
import type { Read } from "../../models/reader";

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
  judge(the) {
    for (const allowance of allowancesOf(the.resource))
      the.known(allowance, (allowed) => {
        if (!allowed) return;
        judgeActions(the, allowed.path, allowed.actions);
        if (allowed.notActions.state !== "absent")
          the.fail(`${allowed.path} allows everything but its NotAction. List the allowed actions under Action.`, {
            finding: `${allowed.path} NotAction`,
          });
      });
  },
});

function judgeActions(the: Judgement, path: string, actions: Read<Read<string>[]>): void {
  the.known(actions, (list) => {
    for (const action of list ?? [])
      the.known(action, (pattern) => {
        if (pattern !== undefined && /[*?]/.test(pattern))
          the.fail(`${path} allows ${pattern}. Replace it by the actions that the work needs.`, { finding: pattern });
      });
  });
}
