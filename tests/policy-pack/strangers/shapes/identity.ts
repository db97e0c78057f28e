import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Shape } from "../variants";
import { account, latePolicy, policy, region, trust, vpcNetwork } from "./parts";

const role = "aws:iam/role:Role";
const rolePolicy = "aws:iam/rolePolicy:RolePolicy";

const github: Shape = {
  name: "github-oidc-deploy-role",
  build(is) {
    const provider = new aws.iam.OpenIdConnectProvider("github", {
      url: "https://token.actions.githubusercontent.com",
      clientIdLists: ["sts.amazonaws.com"],
    });
    const deployer = new aws.iam.Role("deploy", {
      assumeRolePolicy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Federated: provider.arn },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: {
              StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
              ...(!is("any repository") && {
                StringLike: {
                  "token.actions.githubusercontent.com:sub": is("any owner")
                    ? "repo:*"
                    : "repo:acme/shop:ref:refs/heads/main",
                },
              }),
            },
          },
        ],
      },
    });
    new aws.iam.RolePolicy("deploy", {
      role: deployer.id,
      policy: policy(
        { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
        {
          Effect: "Allow",
          Action: [
            "ecr:BatchCheckLayerAvailability",
            "ecr:InitiateLayerUpload",
            "ecr:UploadLayerPart",
            "ecr:CompleteLayerUpload",
            "ecr:PutImage",
          ],
          Resource: `arn:aws:ecr:${region}:${account}:repository/shop`,
        },
        { Effect: "Allow", Action: "ecs:UpdateService", Resource: `arn:aws:ecs:${region}:${account}:service/shop/web` },
      ),
    });
    if (is("administrator"))
      new aws.iam.RolePolicyAttachment("deploy-admin", {
        role: deployer.name,
        policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
      });
  },
  faults: {
    "any repository": `iam-oidc-subject-scoped at ${role} deploy`,
    "any owner": `iam-oidc-subject-scoped at ${role} deploy`,
    administrator: "iam-no-admin at aws:iam/rolePolicyAttachment:RolePolicyAttachment deploy-admin",
  },
};

const crossAccount: Shape = {
  name: "cross-account-read-role",
  build(is) {
    const reader = new aws.iam.Role("auditor", {
      assumeRolePolicy: policy({
        Effect: "Allow",
        Principal: { AWS: is("anybody") ? "*" : "arn:aws:iam::210987654321:root" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "sts:ExternalId": "b7c1f0e2" },
          ...(!is("anybody") && { Bool: { "aws:MultiFactorAuthPresent": "true" } }),
        },
      }),
    });
    new aws.iam.RolePolicyAttachment("auditor", { role: reader.name, policyArn: aws.iam.ManagedPolicy.SecurityAudit });
    if (is("changes its own permissions"))
      new aws.iam.RolePolicy("auditor", {
        role: reader.name,
        policy: policy({
          Effect: "Allow",
          Action: ["iam:PutRolePolicy", "iam:AttachRolePolicy"],
          Resource: `arn:aws:iam::${account}:role/*`,
        }),
      });
  },
  faults: {
    anybody: `iam-trust-not-public at ${role} auditor`,
    "changes its own permissions": `iam-no-escalation-path at ${role} auditor`,
  },
};

const eks: Shape = {
  name: "eks-like-roles",
  build(is) {
    const { vpc, privateIds } = vpcNetwork();
    const clusterRole = new aws.iam.Role("cluster", {
      assumeRolePolicy: policy({
        Effect: "Allow",
        Principal: { Service: "eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: { StringEquals: { "aws:SourceAccount": account } },
      }),
    });
    new aws.iam.RolePolicyAttachment("cluster", {
      role: clusterRole.name,
      policyArn: aws.iam.ManagedPolicy.AmazonEKSClusterPolicy,
    });
    const nodes = new aws.iam.Role("nodes", { assumeRolePolicy: trust("ec2.amazonaws.com") });
    for (const [name, arn] of Object.entries({
      worker: "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
      cni: "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
      registry: "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly",
    }))
      new aws.iam.RolePolicyAttachment(`nodes-${name}`, { role: nodes.name, policyArn: arn });
    const cluster = new aws.eks.Cluster("main", {
      roleArn: clusterRole.arn,
      vpcConfig: { subnetIds: privateIds, endpointPrivateAccess: true, endpointPublicAccess: false },
    });
    new aws.eks.NodeGroup("main", {
      clusterName: cluster.name,
      nodeRoleArn: nodes.arn,
      subnetIds: privateIds,
      scalingConfig: { minSize: 2, maxSize: 4, desiredSize: 2 },
    });
    const issuer = new aws.iam.OpenIdConnectProvider("cluster", {
      url: cluster.identities.apply((list) => list?.[0]?.oidcs?.[0]?.issuer ?? ""),
      clientIdLists: ["sts.amazonaws.com"],
      thumbprintLists: ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"],
    });
    const pod = new aws.iam.Role("pod", {
      assumeRolePolicy: is("every pod of everybody")
        ? policy({ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" })
        : pulumi.all([issuer.arn, issuer.url]).apply(([arn, url]) =>
            policy({
              Effect: "Allow",
              Principal: { Federated: arn },
              Action: "sts:AssumeRoleWithWebIdentity",
              Condition: { StringEquals: { [`${url}:sub`]: "system:serviceaccount:shop:web" } },
            }),
          ),
    });
    new aws.iam.RolePolicy("pod", {
      role: pod.id,
      policy: policy({ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::company-shop-assets/*" }),
    });
    if (is("open control plane"))
      new aws.vpc.SecurityGroupIngressRule("nodes-open", {
        securityGroupId: new aws.ec2.SecurityGroup("nodes", { vpcId: vpc.id, description: "Nodes" }).id,
        description: "NodePorts",
        cidrIpv4: "0.0.0.0/0",
        ipProtocol: "tcp",
        fromPort: 30000,
        toPort: 32767,
      });
  },
  faults: {
    "every pod of everybody": `iam-trust-not-public at ${role} pod`,
    "open control plane":
      "security-group-no-open-ingress at aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule nodes-open",
  },
};

/** The administrator is defined for a task far away in the stack; this function may start it. */
const passRole: Shape = {
  name: "function-that-starts-tasks",
  build(is) {
    const strong = new aws.iam.Role("migrations", {
      assumeRolePolicy: trust("ecs-tasks.amazonaws.com", true),
      name: "migrations",
    });
    new aws.iam.RolePolicy("migrations", {
      role: strong.id,
      policy: is("to an administrator")
        ? policy({ Effect: "Allow", Action: "*", Resource: "*" })
        : policy({
            Effect: "Allow",
            Action: "rds-db:connect",
            Resource: `arn:aws:rds-db:${region}:${account}:dbuser:db-ABC/migrator`,
          }),
    });
    const execution = new aws.iam.Role("execution", {
      assumeRolePolicy: trust("ecs-tasks.amazonaws.com", true),
      name: "execution",
    });
    const definition = new aws.ecs.TaskDefinition("migrations", {
      family: "migrations",
      cpu: "256",
      memory: "512",
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      taskRoleArn: strong.arn,
      executionRoleArn: execution.arn,
      containerDefinitions: JSON.stringify([
        { name: "migrate", image: "public.ecr.aws/docker/library/flyway:11.1", readonlyRootFilesystem: true },
      ]),
    });
    const starter = new aws.iam.Role("starter", { assumeRolePolicy: trust("lambda.amazonaws.com") });
    new aws.iam.RolePolicy("starter", {
      role: starter.id,
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "ecs:RunTask",
            Resource: is("to an administrator") ? `arn:aws:ecs:${region}:${account}:task-definition/*` : definition.arn,
          },
          {
            Effect: "Allow",
            Action: "iam:PassRole",
            Resource: [strong.arn, execution.arn],
            Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
          },
          ...(is("to an administrator")
            ? [{ Effect: "Allow" as const, Action: "ecs:RegisterTaskDefinition", Resource: "*" }]
            : []),
        ],
      },
    });
  },
  faults: { "to an administrator": `iam-no-escalation-path at ${role} starter` },
};

const documents: Shape = {
  name: "role-by-policy-documents",
  async build(is) {
    const assume = await aws.iam.getPolicyDocument({
      statements: [
        { actions: ["sts:AssumeRole"], principals: [{ type: "Service", identifiers: ["lambda.amazonaws.com"] }] },
      ],
    });
    const permissions = aws.iam.getPolicyDocumentOutput({
      statements: [
        {
          actions: is("everything")
            ? ["*"]
            : ["kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:DescribeStream"],
          resources: [is("everything") ? "*" : `arn:aws:kinesis:${region}:${account}:stream/clicks`],
        },
        { actions: ["kinesis:ListStreams"], resources: ["*"] },
      ],
    });
    const reader = new aws.iam.Role("reader", {
      assumeRolePolicy: assume.json,
      inlinePolicies: [{ name: "kinesis", policy: permissions.json }],
    });
    new aws.iam.RolePolicyAttachment("reader", {
      role: reader,
      policyArn: aws.iam.ManagedPolicy.AWSLambdaBasicExecutionRole,
    });
  },
  faults: { everything: `iam-no-admin at ${role} reader` },
};

const keys: Shape = {
  name: "kms-key-with-policy",
  build(is) {
    new aws.kms.Key("data", {
      enableKeyRotation: true,
      policy: policy(
        {
          Sid: "account",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: "kms:*",
          Resource: "*",
        },
        {
          Sid: "use",
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
          Resource: "*",
          ...(!is("key for everybody") && {
            Condition: {
              StringEquals: { "kms:CallerAccount": account, "kms:ViaService": `rds.${region}.amazonaws.com` },
            },
          }),
        },
        {
          Sid: "logs",
          Effect: "Allow",
          Principal: { Service: `logs.${region}.amazonaws.com` },
          Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
          Resource: "*",
        },
      ),
    });
    new aws.kms.Alias("data", { name: "alias/data", targetKeyId: "1234abcd-12ab-34cd-56ef-1234567890ab" });
  },
  faults: { "key for everybody": "resource-policy-not-public at aws:kms/key:Key data" },
};

const registry: Shape = {
  name: "shared-image-repository",
  build(is) {
    const repository = new aws.ecr.Repository("shop", {
      imageTagMutability: is("mutable tags") ? "MUTABLE" : "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations: [{ encryptionType: "AES256" }],
    });
    new aws.ecr.LifecyclePolicy("shop", {
      repository: repository.name,
      policy: JSON.stringify({
        rules: [
          {
            rulePriority: 1,
            selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 30 },
            action: { type: "expire" },
          },
        ],
      }),
    });
    new aws.ecr.RepositoryPolicy("shop", {
      repository: repository.name,
      policy: policy({
        Sid: "pull",
        Effect: "Allow",
        Principal: "*",
        Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        ...(!is("for everybody") && { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } }),
      }),
    });
  },
  faults: {
    "mutable tags": "ecr-immutable-and-scanned at aws:ecr/repository:Repository shop",
    "for everybody": "resource-policy-not-public at aws:ecr/repositoryPolicy:RepositoryPolicy shop",
  },
};

const people: Shape = {
  name: "people-and-groups",
  build(is) {
    const team = new aws.iam.Group("developers");
    new aws.iam.GroupPolicy("developers", {
      group: team.name,
      policy: is("all but IAM")
        ? policy({ Effect: "Allow", NotAction: "iam:*", Resource: "*" })
        : policy({
            Effect: "Allow",
            Action: ["logs:FilterLogEvents", "logs:GetLogEvents"],
            Resource: `arn:aws:logs:${region}:${account}:log-group:/shop/*:*`,
          }),
    });
    if (is("a robot with a key")) {
      const robot = new aws.iam.User("robot");
      new aws.iam.AccessKey("robot", { user: robot.name });
    }
  },
  faults: {
    "all but IAM": "iam-no-wildcard-action at aws:iam/groupPolicy:GroupPolicy developers",
    "a robot with a key": "no-static-credentials at aws:iam/accessKey:AccessKey robot",
  },
};

const boundary: Shape = {
  name: "role-under-a-boundary",
  build(is) {
    const limit = new aws.iam.Policy("limit", {
      policy: policy({
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:PutObject", "sqs:SendMessage"],
        Resource: [`arn:aws:s3:::company-*/*`, `arn:aws:sqs:${region}:${account}:*`],
      }),
    });
    const worker = new aws.iam.Role("worker", {
      assumeRolePolicy: trust("lambda.amazonaws.com"),
      permissionsBoundary: limit.arn,
    });
    new aws.iam.RolePolicy("worker", {
      role: worker.name,
      policy: latePolicy({ Effect: "Allow", Action: "sqs:SendMessage", Resource: new aws.sqs.Queue("out").arn }),
    });
    if (is("may remove it"))
      new aws.iam.RolePolicy("unbound", {
        role: worker.name,
        policy: policy({
          Effect: "Allow",
          Action: ["iam:DeleteRolePermissionsBoundary", "iam:PutRolePolicy"],
          Resource: "*",
        }),
      });
  },
  faults: { "may remove it": `iam-no-wildcard-resource at ${rolePolicy} unbound` },
};

export const identity: Shape[] = [github, crossAccount, eks, passRole, documents, keys, registry, people, boundary];
