import * as pulumi from "@pulumi/pulumi";
import { arnOf, type DeploymentIdentity } from "./identity";
import { shown, type Problems } from "./problems";

/** Where a container's secret comes from, and the right to read it. */
export interface SecretReference {
  /** What a container definition's `valueFrom` holds: an ARN. */
  valueFrom: string;
  action: "ssm:GetParameters" | "secretsmanager:GetSecretValue";
  /** ARN, or ARN pattern of exactly one secret, that the action is allowed on. */
  resource: string;
}

/** Shapes of a parameter's name: a path, or one word. https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html */
const parameterName = /^(?:\/[\w.-]+(?:\/[\w.-]+){0,14}|[\w.-]+)$/;
const parameterArn = /^arn:aws[a-z-]*:ssm:[a-z0-9-]+:\d{12}:parameter\/[\w./-]+$/;
/** The three parts after a secret's name are there together or not at all, each possibly empty: key, stage, version. */
const secretArn = /^(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@!-]+)(?::[^:]*:[^:]*:[^:]*)?$/;
/** Secrets Manager takes such an end of an ARN for its random suffix. https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen */
const randomSuffix = /-[A-Za-z0-9]{6}$/;

/**
 * Reads a reference: a parameter's name or ARN, or a secret's ARN with or without `:KEY:STAGE:VERSION`. An ARN without
 * the random suffix is allowed with it (`-??????`, as AWS documents: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html).
 * Undefined when it is none of these.
 */
export function parseSecretReference(identity: DeploymentIdentity, text: string): SecretReference | undefined {
  if (parameterArn.test(text)) return { valueFrom: text, action: "ssm:GetParameters", resource: text };
  const secret = secretArn.exec(text)?.[1];
  if (secret !== undefined) {
    const resource = randomSuffix.test(secret) ? secret : `${secret}-??????`;
    return { valueFrom: text, action: "secretsmanager:GetSecretValue", resource };
  }
  if (!parameterName.test(text) || text.length > 1011 || /^\/?(aws|ssm)/i.test(text)) return undefined;
  const arn = arnOf(identity, "ssm", `parameter/${text.replace(/^\//, "")}`);
  return { valueFrom: arn, action: "ssm:GetParameters", resource: arn };
}

/** Records a secret in an unknown form; a late one is refused when it arrives. Returns the checked value. */
export function checkSecretReference(
  problems: Problems,
  identity: DeploymentIdentity,
  path: string,
  reference: pulumi.Input<string>,
): pulumi.Input<string> {
  return problems.check(path, reference, (text) =>
    typeof text === "string" && parseSecretReference(identity, text)
      ? undefined
      : "must be a parameter name (/dev/app/db/url), a parameter ARN, or a Secrets Manager ARN, whole or followed by " +
        `:KEY:: (all three colons), got ${shownUnlessSecret(text)}`,
  );
}

/** A wrong reference may be the secret itself: only what surely is none is shown. */
export function shownUnlessSecret(text: unknown): string {
  if (text === undefined) return shown(text);
  return typeof text === "string" && /^(arn:|\/(aws|ssm))/i.test(text)
    ? shown(text)
    : "something else, not shown because it may be the secret itself";
}

/** The reference of an input that was checked before. */
export function secretReference(
  identity: DeploymentIdentity,
  reference: pulumi.Input<string>,
): pulumi.Output<SecretReference> {
  return pulumi.output(reference).apply((text) => {
    const parsed = parseSecretReference(identity, text);
    if (!parsed) throw new Error("a secret reference was not checked");
    return parsed;
  });
}
