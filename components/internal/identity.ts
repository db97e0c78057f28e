import type { Problems } from "./problems";

/**
 * Where a component lives and what its fixed names begin with. Every value is plain: ARNs and names are built from
 * them without asking AWS, so that every policy document is fully known at the first preview.
 */
export interface DeploymentIdentity {
  /**
   * Environment, such as `dev` or `prod`. Begins the names of roles, log groups, secrets and parameters, so it must
   * be unique in the account. Lower-case letters, digits and single hyphens, 2 to 16 characters, first a letter, not
   * beginning with `aws` or `ssm`.
   */
  environment: string;
  /** AWS account number: 12 digits. */
  accountId: string;
  /** AWS region, such as `eu-west-1`. */
  region: string;
}

/** The AWS partition of a region: `aws`, `aws-cn` or `aws-us-gov`. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return "aws";
}

/** The region of an availability zone or local zone: `eu-west-1` for `eu-west-1a`; undefined when it is neither. */
export function regionOfZone(zone: string): string | undefined {
  return /^([a-z]{2}(?:-[a-z]+)+-\d)[a-z]$/.exec(zone)?.[1];
}

/** ARN of something in the identity's region and account: `arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE`. */
export function arnOf(identity: DeploymentIdentity, service: string, resource: string): string {
  return `arn:${partitionOf(identity.region)}:${service}:${identity.region}:${identity.accountId}:${resource}`;
}

/** ARN of something global in the account, as in IAM: `arn:aws:SERVICE::ACCOUNT:RESOURCE`. */
export function globalArnOf(identity: DeploymentIdentity, service: string, resource: string): string {
  return `arn:${partitionOf(identity.region)}:${service}::${identity.accountId}:${resource}`;
}

/** Lower-case words joined by single hyphens, first a letter: what every name in a physical name must look like. */
export const namePattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Records what is wrong with an identity. */
export function checkIdentity(problems: Problems, identity: DeploymentIdentity): void {
  problems.check("environment", identity.environment, (text) => {
    if (typeof text !== "string" || !namePattern.test(text) || text.length < 2 || text.length > 16) {
      return `must be 2 to 16 lower-case letters, digits and single hyphens, first a letter, got ${JSON.stringify(text)}`;
    }
    // It begins the names of parameters: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
    return /^(aws|ssm)/.test(text)
      ? `must not begin with aws or ssm, which Parameter Store keeps for AWS, got ${JSON.stringify(text)}`
      : undefined;
  });
  problems.matches("accountId", identity.accountId, /^\d{12}$/, "an AWS account number of 12 digits, in quotes");
  problems.matches("region", identity.region, /^[a-z]{2}(-[a-z]+)+-\d$/, "an AWS region such as eu-west-1");
}
