import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { globalArnOf, type DeploymentIdentity } from "./identity";

/** One statement of an IAM policy that allows something. */
export interface PolicyStatement {
  /** Statement id: letters and digits. Default: none. */
  sid?: string;
  /** Actions as `service:Action`; a wildcard needs a reason beside it. */
  actions: string[];
  /** ARNs of the resources that the actions may touch. */
  resources: pulumi.Input<string>[];
  /** Conditions: operator, then condition key, then accepted values. Default: none. */
  conditions?: Record<string, Record<string, pulumi.Input<string>[]>>;
}

/** The JSON of a policy document that allows the statements. */
export function policyDocument(statements: pulumi.Input<readonly PolicyStatement[]>): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: pulumi.output(statements).apply((known) =>
      known.map(({ sid, actions, resources, conditions }) => ({
        ...(sid && { Sid: sid }),
        Effect: "Allow",
        Action: actions,
        Resource: resources,
        ...(conditions && { Condition: conditions }),
      })),
    ),
  });
}

/** How a service role is made. */
export interface ServiceRoleSettings {
  /** Physical name, 1 to 64 characters; fixed, so that policies can name the role before it exists. */
  roleName: string;
  /** What the role is for, in a sentence. */
  description: string;
  /** Service principal that may assume it, such as `ecs-tasks.amazonaws.com`. */
  service: string;
  identity: DeploymentIdentity;
  /** Hold the service to this account. `false` only for EC2, which gives instances of an account its own roles and sends no source. Default: true. */
  guarded?: boolean;
  /** ARN pattern of the resources on whose behalf the service may act (`aws:SourceArn`). Default: any in the account. */
  sourceArn?: string;
  /** What the role may do. An output where the statements follow from late values; then there must be at least one. */
  statements: readonly PolicyStatement[] | pulumi.Output<PolicyStatement[]>;
  /** ARNs of AWS-managed policies; each needs a reason beside it. Default: none. */
  managedPolicyArns?: string[];
  /** Tags of the role; an inline policy carries none. Default: none. */
  tags?: Record<string, pulumi.Input<string>>;
}

/**
 * A role that one AWS service may assume, for this account only (confused deputy:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html), with one inline policy of exactly the
 * statements given. `name` is the logical name.
 */
export function createServiceRole(name: string, settings: ServiceRoleSettings, opts: pulumi.CustomResourceOptions) {
  const { identity } = settings;
  const role = new aws.iam.Role(
    name,
    {
      name: settings.roleName,
      description: settings.description,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: settings.service },
            Action: "sts:AssumeRole",
            ...(settings.guarded !== false && {
              Condition: {
                StringEquals: { "aws:SourceAccount": identity.accountId },
                ...(settings.sourceArn && { ArnLike: { "aws:SourceArn": settings.sourceArn } }),
              },
            }),
          },
        ],
      }),
      managedPolicyArns: settings.managedPolicyArns,
      tags: settings.tags,
    },
    { ...opts, deleteBeforeReplace: true },
  );
  const policy =
    pulumi.Output.isInstance(settings.statements) || settings.statements.length > 0
      ? new aws.iam.RolePolicy(
          `${name}-policy`,
          { role: role.name, name: "permissions", policy: policyDocument(settings.statements) },
          { ...opts, deleteBeforeReplace: true },
        )
      : undefined;
  return { role, policy, arn: roleArn(identity, role.name) };
}

/** ARN of a role by its name: known at the first preview, while the dependency on the role stays. */
export function roleArn(identity: DeploymentIdentity, roleName: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.interpolate`${globalArnOf(identity, "iam", "role")}/${roleName}`;
}
