import { defineRule, type Judgement } from "../../frame/rule";
import type { Read } from "../../../plan/reader";
import { gapsOf } from "../../models/iam/policySources";
import { judgeExposure, resourcePolicyOf, resourcePolicyTypes, type Exposure } from "../../models/iam/resourcePolicies";
import type { Resource } from "../../../plan/resource";
import { searchTypes } from "../../../plan/search";

const permissionType = "aws:lambda/permission:Permission";
const functionUrlType = "aws:lambda/functionUrl:FunctionUrl";
const domainPolicyTypes: readonly string[] = [
  "aws:opensearch/domainPolicy:DomainPolicy",
  "aws:elasticsearch/domainPolicy:DomainPolicy",
];

/**
 * Who may use a secret, an image, a topic, a queue, a file system, a search domain, a key, a bucket or a vault is
 * named. `*` is everybody unless a condition that cannot be left out names an account, an organization or a network,
 * or a denial turns away all others. A search domain inside the network whose own users are asked for may be open to
 * `*`, as AWS documents it. Other accounts and services that are named are not judged here.
 */
export const resourcePolicyNotPublic = defineRule({
  name: "resource-policy-not-public",
  family: "least-privilege",
  severity: "critical",
  title: "Resource policies let named parties in",
  description:
    "Policies of secrets, repositories, topics, queues, file systems, search domains, keys, buckets, vaults and functions let only named parties in.",
  remediation: "Name the accounts, roles or services, or add a condition on aws:PrincipalOrgID or aws:SourceAccount.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous",
  checks: [
    "CKV_AWS_32",
    "CKV_AWS_33",
    "CKV_AWS_70",
    "CKV_AWS_168",
    "CKV_AWS_169",
    "CKV_AWS_258",
    "CKV_AWS_301",
    "CKV_AWS_364",
    "AWS-0032",
    "AwsSolutions-ECR1",
  ],
  requirement: "Every source: data is private, reached by the application only.",
  guardsExposure: true,
  types: [...resourcePolicyTypes, permissionType, functionUrlType],
  needsStack: true,
  judge(the) {
    if (the.resource.type === permissionType) judgePermission(the);
    if (the.resource.type === functionUrlType) judgeFunctionUrl(the);
    const document = resourcePolicyOf(the.resource);
    if (!document) return;
    for (const { path, why } of gapsOf(document)) the.undetermined(path, why);
    const said = new Set<string>();
    for (const exposure of judgeExposure(document).exposures) {
      const { path } = exposure.statement;
      if (said.has(path)) continue;
      const judged = openness(exposure);
      if (judged === "closed") continue;
      said.add(path);
      judgeOpen(the, exposure, judged);
    }
  },
});

/**
 * A permission of a function is a statement of its policy, written in properties. A service without a source acts for
 * every account. https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
function judgePermission({ resource: { properties }, known, fail }: Judgement): void {
  const limits = ["principalOrgId", "sourceAccount", "sourceArn"].some((key) => properties.has(key));
  if (limits) return;
  known(properties.text("principal"), (principal) => {
    if (/\.amazonaws\.com(\.cn)?$/.test(principal ?? ""))
      fail(
        `principal is ${principal ?? ""} without sourceArn and sourceAccount: what others have in that service may call the function. Set sourceArn.`,
        { finding: "principal" },
      );
    if (principal !== "*") return;
    known(properties.text("functionUrlAuthType"), (asks) => {
      if (asks !== "AWS_IAM")
        fail("principal is *: everybody may call the function. Name who may, or set sourceAccount or principalOrgId.", {
          finding: "principal",
        });
    });
  });
}

function judgeFunctionUrl({ resource, known, fail }: Judgement): void {
  known(resource.properties.text("authorizationType"), (asks) => {
    if (asks === "NONE")
      fail("authorizationType is NONE: everybody may call the function. Set it to AWS_IAM, or put an API in front.", {
        finding: "authorizationType",
      });
  });
}

/** Whether everybody is let in; a named account that may be another one is not everybody. */
function openness({ opening, statement, narrowing, principal }: Exposure): "public" | "closed" | "unknown" {
  if (opening === "public") return "public";
  if (opening !== "undetermined") return "closed";
  const isHidden = statement.principals?.entries.some(
    ({ pattern }) => pattern.certainty === "unknown" && pattern.shown === principal,
  );
  return isHidden || narrowing.grade === "unknown" ? "unknown" : "closed";
}

function judgeOpen(the: Judgement, { statement, actions, principal }: Exposure, judged: "public" | "unknown"): void {
  const { path, principals } = statement;
  if (judged === "unknown") {
    const hidden = principals?.entries.find(({ pattern }) => pattern.certainty === "unknown")?.pattern.path;
    the.undetermined(
      hidden ?? path,
      hidden === undefined ? "has an unknown condition" : "is not known before deployment",
    );
    return;
  }
  const fault = () => {
    const what = actions.length > 3 ? `${actions.slice(0, 3).join(", ")} and more` : actions.join(", ");
    the.fail(`${path} lets ${principal === "*" ? "everybody" : principal} ${what}. Name who may, or add a condition.`, {
      finding: path,
    });
  };
  const { type } = the.resource;
  if (![...searchTypes, ...domainPolicyTypes].includes(type)) {
    fault();
    return;
  }
  the.known(isGuardedDomain(the), (isGuarded) => {
    if (isGuarded !== true) fault();
  });
}

/** Whether a search domain is inside the network and asks who comes. */
function isGuardedDomain(the: Judgement): Read<boolean> {
  const { resource } = the;
  const domain: Read<Resource> = searchTypes.includes(resource.type)
    ? { state: "known", path: "", value: resource }
    : the.stack.target(resource, resource.properties.text("domainName"), ...searchTypes);
  if (domain.state !== "known") return domain;
  const { properties } = domain.value;
  const options = properties.entries("vpcOptions");
  if (options.state === "unknown") return options;
  const isInside = options.state === "known";
  const asks = properties.flag("advancedSecurityOptions.enabled");
  if (asks.state === "unknown" && isInside) return asks;
  return { state: "known", path: asks.path, value: isInside && asks.state === "known" && asks.value };
}
