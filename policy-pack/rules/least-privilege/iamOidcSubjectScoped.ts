import { defineRule, type Judgement } from "../../frame/rule";
import { parseDocument } from "../../models/iam/document";
import { gapsOf } from "../../models/iam/policySources";
import { picks } from "../../models/iam/patterns";
import { judgeSubject, partiesOf, type Party } from "../../models/iam/trust";

/**
 * A token of GitHub, or of any provider that many share, is valid for every one of its users. The trust policy says
 * whose tokens are taken: for GitHub the owner and the repository. A provider that is only made by this deployment has
 * no known ARN; a statement without any condition on claims is wrong whatever it is.
 */
export const iamOidcSubjectScoped = defineRule({
  name: "iam-oidc-subject-scoped",
  family: "least-privilege",
  severity: "critical",
  title: "Web identities are named",
  description: "Trust policies for identity providers say by a claim, such as sub, whose tokens are taken.",
  remediation:
    'Add "StringLike": {"token.actions.githubusercontent.com:sub": "repo:ORG/REPOSITORY:ref:refs/heads/main"}.',
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html",
  checks: ["CKV_AWS_393"],
  requirement: "Every source: roles are assumed by the services they are made for.",
  guardsExposure: true,
  types: ["aws:iam/role:Role"],
  judge(the) {
    const trust = parseDocument(the.resource.properties, "assumeRolePolicy", "trust");
    for (const { path, why } of gapsOf(trust)) the.undetermined(path, why);
    for (const party of partiesOf(trust).parties) {
      if (party.kind === "oidc") judgeProvider(the, party);
      if (party.kind === "unknown") judgeUnknown(the, party);
    }
  },
});

function judgeProvider(the: Judgement, party: Party): void {
  const { verdict, claims, example } = judgeSubject(party);
  const { path } = party.statement;
  if (verdict === "undetermined")
    the.undetermined(path, `takes tokens of ${party.name} under a condition that is not known`);
  if (verdict !== "open") return;
  const tests = claims.length > 0 ? `tests only ${claims.join(" and ")}` : "tests no claim";
  const fix = example === undefined ? "Name the subject by the claim sub" : `Write the claim as ${example}`;
  the.fail(`${path} takes tokens of ${party.name} and ${tests}, so strangers' tokens too. ${fix}.`, {
    finding: `${path} ${party.name}`,
  });
}

/** A provider, or a principal of a kind, that is not known yet. */
function judgeUnknown(the: Judgement, { statement }: Party): void {
  const { path, principals, conditions, actions } = statement;
  const entry = principals?.entries.find(({ pattern }) => pattern.certainty === "unknown");
  const takesTokens = picks(actions, "sts:assumerolewithwebidentity");
  if (!entry || takesTokens === "no") return;
  if (takesTokens !== "unknown" && entry.type === "federated" && conditions.every(({ key }) => isNoClaim(key)))
    the.fail(`${path} takes tokens of a provider and tests no claim, so strangers' tokens too. Name the subject.`, {
      finding: path,
    });
  else the.undetermined(entry.pattern.path, "is not known before deployment");
}

/** Keys of AWS itself; a test that cannot be read may be of a claim. */
function isNoClaim(key: string): boolean {
  return /^(aws|sts):/.test(key);
}
