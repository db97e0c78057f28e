import type * as pulumi from "@pulumi/pulumi";
import type { Problems } from "./problems";

/** Records what is no ARN of a KMS key. Aliases are refused: a policy that names one gives nothing. */
export function checkKeyArn(problems: Problems, path: string, arn: pulumi.Input<string>): pulumi.Input<string> {
  const shape = "the ARN of a KMS key, arn:aws:kms:REGION:ACCOUNT:key/ID";
  return problems.matches(path, arn, /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/, shape);
}
