import { defineRule } from "../../frame/rule";
import type { Read } from "../../../plan/reader";
import type { Resource } from "../../../plan/resource";
import type { Stack } from "../../../plan/stack";

const repositoryType = "aws:ecr/repository:Repository";
const policyType = "aws:ecr/lifecyclePolicy:LifecyclePolicy";

/** Old images go away by themselves: they are billed by the gigabyte, and keep old faults at hand. */
export const ecrLifecycle = defineRule({
  name: "ecr-lifecycle",
  family: "hygiene",
  severity: "low",
  title: "Repositories expire old images",
  description: "ECR repositories have a lifecycle policy with at least one rule.",
  remediation: "Add an aws.ecr.LifecyclePolicy that expires untagged images beyond the last ten.",
  url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html",
  checks: [],
  requirement: "Every source: image repositories keep the last images and expire the others.",
  types: [repositoryType],
  needsStack: true,
  judge(the) {
    the.known(rulesOf(the.resource, the.stack), (count = 0) => {
      if (count === 0)
        the.fail("Images are kept for ever: there is no lifecycle policy with a rule. Add an aws.ecr.LifecyclePolicy.");
    });
  },
});

/** How many lifecycle rules a repository has. */
function rulesOf(repository: Resource, stack: Stack): Read<number> {
  let doubt: Read<number> | undefined;
  for (const policy of stack.ofType(policyType)) {
    const target = stack.target(policy, policy.properties.text("repository"), repositoryType);
    if (target.state === "unknown") doubt ??= { ...target, path: `${target.path} of ${policy.name}` };
    if (target.state !== "known" || target.value !== repository) continue;
    const document = policy.properties.json("policy");
    const rules = document.state === "known" ? document.value.list("rules") : document;
    if (rules.state === "unknown") doubt ??= { ...rules, path: `${rules.path} of ${policy.name}` };
    else if (rules.state === "known" && rules.value.length > 0)
      return { state: "known", path: rules.path, value: rules.value.length };
  }
  return doubt ?? { state: "known", path: "", value: 0 };
}
