import { Reader } from "../../../plan/reader";
import managedPolicies from "./data/managedPolicies.json";
import { parseDocument, unreadable, type PolicyDocument } from "./document";

const texts: Readonly<Record<string, { readonly document: string }>> = managedPolicies;
const parsed = new Map<string, PolicyDocument>();

/** The name in the ARN of an AWS-managed policy, with its path, such as `service-role/AWSLambdaRole`. */
export function managedPolicyName(arn: string): string | undefined {
  return /^arn:aws[a-z-]*:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
}

/**
 * The text of an AWS-managed policy, of the date that the bundled table bears. AWS has over a thousand; one that the
 * table does not hold is unknown, never empty.
 */
export function managedPolicy(name: string): PolicyDocument {
  const known = parsed.get(name);
  if (known) return known;
  const text = Object.hasOwn(texts, name) ? texts[name]?.document : undefined;
  const document =
    text === undefined
      ? unreadable(name, `is an AWS-managed policy whose text this version does not carry`)
      : parseDocument(new Reader({ [name]: text }), name, "identity");
  parsed.set(name, document);
  return document;
}
