import { defineRule, type Judgement } from "../../frame/rule";
import { expandAction, serviceNames } from "../../models/iam/actions";
import type { PolicyDocument } from "../../models/iam/document";
import { parseDocument } from "../../models/iam/document";
import { isEverything } from "../../models/iam/match";
import { gapsOf, identityPoliciesOf, identityPolicyTypes } from "../../models/iam/policySources";
import { resourcePolicyOf, resourcePolicyTypes } from "../../models/iam/resourcePolicies";
import { notYetKnown } from "../../../plan/reader";
import { actionsBesideTheReference, closestAction } from "../../models/iam/actionNames";

const roleType = "aws:iam/role:Role";

/**
 * A misspelt action allows nothing, and denies nothing: AWS takes it without a word, and the permission or the guard is
 * missing when it is needed. Names are held against AWS's service authorization reference.
 */
export const iamActionsExist = defineRule({
  name: "iam-actions-exist",
  family: "least-privilege",
  severity: "medium",
  title: "Actions exist",
  description: "Policies are well formed, and every action in them, or pattern of actions, is one that AWS has.",
  remediation: "Write the action as the service authorization reference spells it.",
  url: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  checks: [],
  requirement: "Every source: policies list what the work needs, which takes actions that there are.",
  types: [...new Set([roleType, ...identityPolicyTypes, ...resourcePolicyTypes])],
  judge(the) {
    for (const document of documentsOf(the)) {
      for (const { path, why } of gapsOf(document)) the.undetermined(path, why);
      for (const { path, message } of document.faults) the.fail(`${path}: ${message}.`, { finding: path });
      judgeActions(the, document);
    }
  },
});

function documentsOf({ resource }: Judgement): readonly PolicyDocument[] {
  const attached = resourcePolicyOf(resource);
  const trust = resource.type === roleType ? [parseDocument(resource.properties, "assumeRolePolicy", "trust")] : [];
  return [...identityPoliciesOf(resource), ...trust, ...(attached ? [attached] : [])];
}

function judgeActions(the: Judgement, { statements, faults }: PolicyDocument): void {
  const refused = new Set(faults.map((fault) => fault.path));
  for (const { actions } of statements)
    for (const { text, shown, certainty, path } of actions.patterns) {
      if (certainty === "unknown") the.undetermined(path, notYetKnown);
      if (certainty !== "fixed" || isEverything(text) || refused.has(path)) continue;
      if (expandAction(text).length > 0 || actionsBesideTheReference.has(text)) continue;
      const [service = ""] = text.split(":");
      const isService = serviceNames().has(service) || /[*?]/.test(service);
      const hint = isService ? closestAction(text) : undefined;
      const problem = isService ? `fits no action of AWS` : `is of no service of AWS: there is no ${service}`;
      the.fail(
        `${path} ${shown} ${problem}. ${hint ? `Did you mean ${hint}?` : "Write it as AWS's reference spells it."}`,
        { finding: shown },
      );
    }
}
