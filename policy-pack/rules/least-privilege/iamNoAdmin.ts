import { defineRule, type Judgement } from "../../frame/rule";
import { allowancesOf, anyOf, identityPolicyTypes, isEveryAction, type Allowance } from "../../models/iam/documents";
import type { Read } from "../../models/reader";

/** Properties in which a managed policy is attached, by type. */
const attachments: Readonly<Record<string, string>> = {
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": "policyArn",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "policyArn",
  "aws:iam/policyAttachment:PolicyAttachment": "policyArn",
  "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": "managedPolicyArn",
  "aws:iam/role:Role": "managedPolicyArns",
};

/** Nobody may do everything to everything, by a document or by AWS's AdministratorAccess. A condition does not excuse it. */
export const iamNoAdmin = defineRule({
  name: "iam-no-admin",
  family: "least-privilege",
  severity: "critical",
  title: "No administrators",
  description: "Identities are allowed named actions on named resources, never everything on everything.",
  remediation: "List the actions and the ARNs that the work needs.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  checks: ["CKV_AWS_62", "CKV_AWS_274", "CKV2_AWS_40", "CKV2_AWS_56"],
  requirement: "Every source: roles have the least privilege their task needs.",
  guardsExposure: true,
  types: [...new Set([...identityPolicyTypes, ...Object.keys(attachments)])],
  judge(the) {
    for (const allowance of allowancesOf(the.resource))
      the.known(allowance, (allowed) => {
        if (allowed) judgeAllowance(the, allowed);
      });
    const property = attachments[the.resource.type];
    if (property === undefined) return;
    the.known(anyOf(the.resource.properties.texts(property), isAdministrator), (attached) => {
      if (attached)
        the.fail("Attaches AdministratorAccess. Attach a policy that lists the actions the work needs.", {
          finding: "AdministratorAccess",
        });
    });
  },
});

function judgeAllowance(the: Judgement, { path, actions, notActions, resources, notResources }: Allowance): void {
  const everyResource: Read<boolean> =
    notResources.state === "absent"
      ? anyOf(resources, (arn) => /^\*+$/.test(arn))
      : { state: "known", path, value: true };
  const everyAction: Read<boolean> =
    notActions.state === "absent" ? anyOf(actions, isEveryAction) : { state: "known", path, value: true };
  if (everyAction.state === "known" && !everyAction.value) return;
  if (everyResource.state === "known" && !everyResource.value) return;
  the.known(everyAction, () => {
    the.known(everyResource, () => {
      const what = notActions.state === "absent" ? "every action" : "every action but those in NotAction";
      the.fail(`${path} allows ${what} on every resource. List the actions and ARNs that the work needs.`, {
        finding: path,
      });
    });
  });
}

function isAdministrator(arn: string): boolean {
  return /^arn:[a-z-]+:iam::aws:policy\/(job-function\/)?AdministratorAccess(-[A-Za-z]+)?$/.test(arn);
}
