import { defineRule, type Judgement } from "../../frame/rule";
import { parseDocument, type PolicyDocument } from "../../models/iam/document";
import { eitherNarrowing, narrowing, narrowingByDenial } from "../../models/iam/narrowing";
import { gapsOf } from "../../models/iam/policySources";
import { partiesOf, type Party } from "../../models/iam/trust";

/**
 * A role is assumed by those that its trust policy names. `*` lets every AWS account in, and an external id, which
 * anybody can send, changes nothing of it; a condition on the caller's account, organization or ARN does.
 */
export const iamTrustNotPublic = defineRule({
  name: "iam-trust-not-public",
  family: "least-privilege",
  severity: "critical",
  title: "Roles are assumed by named parties",
  description: "Trust policies of roles name the accounts, roles, services or identity providers that may assume them.",
  remediation: "Name the principal, or hold it to your organization by aws:PrincipalOrgID.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous",
  checks: ["CKV_AWS_60", "CKV_AWS_61"],
  requirement: "Every source: roles are assumed by the services they are made for.",
  guardsExposure: true,
  types: ["aws:iam/role:Role"],
  judge(the) {
    const trust = parseDocument(the.resource.properties, "assumeRolePolicy", "trust");
    for (const { path, why } of gapsOf(trust)) the.undetermined(path, why);
    for (const party of partiesOf(trust).parties) judgeParty(the, party, trust);
  },
});

function judgeParty(the: Judgement, party: Party, trust: PolicyDocument): void {
  const { path, principals, conditions } = party.statement;
  const isAnyone = party.kind === "anyone" || /^\*|^arn:[^:]*:iam::[^:]*[*?]/.test(party.name);
  const unknown = principals?.entries.find(({ pattern }) => pattern.certainty === "unknown");
  if (!isAnyone && party.kind !== "unknown") return;
  if (!isAnyone && !unknown) return;
  const left = [narrowing(conditions), ...denials(trust)].reduce(eitherNarrowing);
  if (left.grade === "yes") return;
  if (!isAnyone) the.undetermined(unknown?.pattern.path ?? path, "is not known before deployment");
  else if (left.grade === "unknown")
    the.undetermined(path, `lets ${party.name} assume the role, but for a condition that is not known`);
  else
    the.fail(`${path} lets ${party.name} assume the role. Name the principal, or its organization.`, {
      finding: `${path} ${party.name}`,
    });
}

/** What denials of everybody but some leave. */
function denials({ statements }: PolicyDocument) {
  return statements
    .filter(({ effect, principals }) => effect === "Deny" && principals?.entries.some((one) => one.type === "anyone"))
    .map((statement) => narrowingByDenial(statement.conditions));
}
