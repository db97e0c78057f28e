import { parseDocument, resourcePolicyOf, type PolicyDocument, type Statement } from "./iam";
import { picks } from "./iam/patterns";
import type { Read } from "../../plan/reader";
import type { Resource } from "../../plan/resource";
import type { Stack } from "../../plan/stack";

export const topicType = "aws:sns/topic:Topic";
const topicPolicyType = "aws:sns/topicPolicy:TopicPolicy";
const keyType = "aws:kms/key:Key";
const aliasType = "aws:kms/alias:Alias";
const keyPolicyType = "aws:kms/keyPolicy:KeyPolicy";

const alarmService = "cloudwatch.amazonaws.com";

/** Why CloudWatch cannot publish to a topic. */
export type Refusal = "managedKey" | "key" | "policy";

/**
 * What keeps CloudWatch from publishing to a topic, as far as the stack shows it. Without a policy of its own a topic
 * lets its whole account publish, CloudWatch included; without one a key of the account lets no service use it.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
export function refusals(topic: Resource, stack: Stack): Read<Refusal>[] {
  return [keyRefusal(topic, stack), policyRefusal(topic, stack)].filter((read) => read.state !== "absent");
}

function keyRefusal(topic: Resource, stack: Stack): Read<Refusal> {
  const named = topic.properties.text("kmsMasterKeyId");
  const { path } = named;
  if (named.state === "absent") return named;
  if (named.state === "known" && /(^|:)alias\/aws\/sns$/.test(named.value))
    return { state: "known", path, value: "managedKey" };
  const key = stack.target(topic, named, keyType);
  if (key.state !== "known") {
    const isAlias = stack.dependencies(topic, path, [aliasType]).length > 0;
    // An alias, or a key from outside the stack, is somebody's own; what is computed elsewhere may be AWS's.
    return named.state === "unknown" && !isAlias ? named : { state: "absent", path };
  }
  const own = resourcePolicyOf(key.value);
  const documents = own ? [own] : attached(key.value, stack, keyPolicyType, "keyId");
  if (documents.length === 0) return { state: "known", path, value: "key" };
  return refusal(documents, "kms:decrypt", path, "key");
}

function policyRefusal(topic: Resource, stack: Stack): Read<Refusal> {
  const path = "policy";
  const own = resourcePolicyOf(topic);
  const documents = own ? [own] : attached(topic, stack, topicPolicyType, "arn");
  return documents.length === 0 ? { state: "absent", path } : refusal(documents, "sns:publish", path, "policy");
}

/** The documents of the policy resources that are certainly this one's. */
function attached(owner: Resource, stack: Stack, type: string, property: string): PolicyDocument[] {
  return stack.ofType(type).flatMap((policy) => {
    const target = stack.target(policy, policy.properties.text(property), owner.type);
    return target.state === "known" && target.value === owner
      ? [parseDocument(policy.properties, "policy", "resource")]
      : [];
  });
}

function refusal(documents: readonly PolicyDocument[], action: string, path: string, why: Refusal): Read<Refusal> {
  const verdicts = documents.flatMap((document) => document.statements.map((statement) => admits(statement, action)));
  if (verdicts.includes("yes")) return { state: "absent", path };
  const [unknown] = documents
    .filter(({ incomplete }) => incomplete || verdicts.includes("unknown"))
    .flatMap(({ unknowns }) => unknowns);
  return unknown ? { state: "unknown", ...unknown } : { state: "known", path, value: why };
}

/**
 * Whether a statement lets CloudWatch do it, conditions aside. Everybody and the account itself count, the way topics
 * name their account by default; other services and single roles do not.
 */
function admits({ effect, actions, principals }: Statement, action: string): "yes" | "no" | "unknown" {
  const picked = picks(actions, action);
  if (effect !== "Allow" || picked === "no") return "no";
  const named = principals && !principals.not ? principals.entries : undefined;
  const grades = named?.map(({ type, pattern }) => {
    if (pattern.certainty === "unknown") return "unknown";
    if (type === "anyone" || pattern.certainty === "variable") return "yes";
    if (type === "service") return pattern.text === alarmService ? "yes" : "no";
    const isAccount = /^(\d{12}|arn:[\w-]+:iam::\d{12}:root)$/.test(pattern.text);
    return type === "aws" && action === "sns:publish" && isAccount ? "yes" : "no";
  }) ?? ["yes"];
  if (!grades.includes("yes")) return grades.includes("unknown") ? "unknown" : "no";
  return picked === "unknown" ? "unknown" : "yes";
}
