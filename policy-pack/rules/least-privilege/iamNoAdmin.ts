import { defineRule, type Judgement } from "../../frame/rule";
import type { Statement } from "../../models/iam/document";
import { attachedArns } from "../../models/iam/givers";
import {
  allowancesIn,
  gapsOf,
  identityPoliciesOf,
  identityPolicyTypes,
  isManagedPolicy,
  isOnlyBoundary,
} from "../../models/iam/policySources";
import type { Pattern, Selector } from "../../models/iam/patterns";
import { anyOf, notYetKnown } from "../../../plan/reader";

/** Nobody may do everything to everything, by a document or by AWS's AdministratorAccess. A condition does not excuse it. A boundary allows nothing. */
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
  types: [...new Set([...identityPolicyTypes, ...Object.keys(attachedArns)])],
  needsStack: true,
  judge(the) {
    if (isManagedPolicy(the.resource) && isOnlyBoundary(the.resource, the.stack)) return;
    for (const document of identityPoliciesOf(the.resource)) {
      for (const { path, why } of gapsOf(document)) the.undetermined(path, why);
      for (const statement of allowancesIn(document)) judgeAllowance(the, statement);
    }
    const property = attachedArns[the.resource.type];
    if (property === undefined) return;
    the.known(anyOf(the.resource.properties.texts(property), isAdministrator), (attached) => {
      if (attached)
        the.fail("Attaches AdministratorAccess. Attach a policy that lists the actions the work needs.", {
          finding: "AdministratorAccess",
        });
    });
  },
});

function judgeAllowance(the: Judgement, { path, actions, resources }: Statement): void {
  const everyAction = picksEverything(actions, (action) => /^\*+(:\*+)?$/.test(action));
  const everyResource = resources && picksEverything(resources, (arn) => /^\*+$/.test(arn));
  if (everyAction === false || !everyResource) return;
  for (const unknown of [everyAction, everyResource]) {
    if (unknown === true) continue;
    the.undetermined(unknown.path, notYetKnown);
    return;
  }
  const what = actions.not ? "every action but those in NotAction" : "every action";
  the.fail(`${path} allows ${what} on every resource. List the actions and ARNs that the work needs.`, {
    finding: path,
  });
}

/** Whether a selector picks everything, all but some counting as everything; else the pattern that hides it. */
function picksEverything({ not, patterns }: Selector, isAll: (text: string) => boolean): boolean | Pattern {
  if (not || patterns.some(({ certainty, text }) => certainty !== "unknown" && isAll(text))) return true;
  return patterns.find(({ certainty }) => certainty === "unknown") ?? false;
}

function isAdministrator(arn: string): boolean {
  return /^arn:[a-z-]+:iam::aws:policy\/(job-function\/)?AdministratorAccess(-[A-Za-z]+)?$/.test(arn);
}
