import * as pulumi from "@pulumi/pulumi";
import { createServiceRole, type PolicyStatement } from "./iam";
import { arnOf, partitionOf, type DeploymentIdentity } from "./identity";
import { logGroupArn } from "./logGroups";
import { secretReference } from "./secretReferences";

/** A private ECR image: account, region, repository. https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html */
const ecrImage =
  /^(\d{12})\.dkr(?:\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?|-ecr\.([a-z0-9-]+)\.on\.aws)\/([^:@]+)/;

/** ARN of the private ECR repository that an image is pulled from; undefined for images from elsewhere. */
export function ecrRepositoryArnOf(image: string): string | undefined {
  const [, account, region, dualStackRegion, repository] = ecrImage.exec(image) ?? [];
  const where = region ?? dualStackRegion;
  if (account === undefined || where === undefined || repository === undefined) return undefined;
  return `arn:${partitionOf(where)}:ecr:${where}:${account}:repository/${repository}`;
}

/** What a task's execution role is made for. */
export interface ExecutionRoleSettings {
  identity: DeploymentIdentity;
  /** Physical name, 1 to 64 characters. */
  roleName: string;
  /** Whose tasks it starts, in a few words. */
  what: string;
  /** Images that the task's containers run. */
  images: pulumi.Input<string>[];
  /** References that `checkSecretReference` accepted. */
  secrets: pulumi.Input<string>[];
  /** Log group that the containers write to. */
  logGroupName: string;
  /** Customer keys of the secrets. Default: none. */
  kmsKeyArns?: pulumi.Input<string>[];
  tags?: Record<string, pulumi.Input<string>>;
}

/**
 * The role by which ECS itself starts a task: it pulls from exactly the private repositories of the images, reads
 * exactly the secrets referenced, and writes to exactly the one log group. The application never holds it.
 */
export function createExecutionRole(name: string, settings: ExecutionRoleSettings, opts: pulumi.CustomResourceOptions) {
  const { identity } = settings;
  return createServiceRole(
    name,
    {
      roleName: settings.roleName,
      description: `Lets ECS pull images, read secrets and write logs for ${settings.what}`,
      service: "ecs-tasks.amazonaws.com",
      identity,
      sourceArn: arnOf(identity, "ecs", "*"),
      statements: executionStatements(settings),
      tags: settings.tags,
    },
    opts,
  );
}

function executionStatements(settings: ExecutionRoleSettings): pulumi.Output<PolicyStatement[]> {
  const { identity, kmsKeyArns = [] } = settings;
  const references = settings.secrets.map((reference) => secretReference(identity, reference));
  return pulumi
    .all([pulumi.all(settings.images), pulumi.all(references), pulumi.all(kmsKeyArns)])
    .apply(([images, secrets, keys]): PolicyStatement[] => {
      const repositories = unique(images.map(ecrRepositoryArnOf).filter((arn) => arn !== undefined));
      const readable = (action: string) =>
        unique(secrets.filter((secret) => secret.action === action).map((secret) => secret.resource));
      const statements: (PolicyStatement & { resources: string[] })[] = [
        {
          sid: "WriteLogs",
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [logGroupArn(identity, settings.logGroupName, true)],
        },
        {
          // The token opens a registry session only; the action has no resource level, and what may be pulled follows.
          sid: "OpenRegistry",
          actions: ["ecr:GetAuthorizationToken"],
          resources: repositories.length > 0 ? ["*"] : [],
        },
        {
          sid: "PullImages",
          actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
          resources: repositories,
        },
        { sid: "ReadParameters", actions: ["ssm:GetParameters"], resources: readable("ssm:GetParameters") },
        {
          sid: "ReadSecrets",
          actions: ["secretsmanager:GetSecretValue"],
          resources: readable("secretsmanager:GetSecretValue"),
        },
        {
          sid: "DecryptSecrets",
          actions: ["kms:Decrypt"],
          resources: secrets.length > 0 ? keys : [],
          conditions: {
            StringEquals: {
              "kms:ViaService": ["secretsmanager", "ssm"].map((via) => `${via}.${identity.region}.amazonaws.com`),
            },
          },
        },
      ];
      return statements.filter((statement) => statement.resources.length > 0);
    });
}

function unique(values: string[]): string[] {
  return [...new Set(values)].toSorted();
}
