import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Shape } from "../variants";
import { account, code, everywhere, lambdaRole, latePolicy, policy, region, trust, vpcNetwork } from "./parts";

const rolePolicy = "aws:iam/rolePolicy:RolePolicy";
const permission = "aws:lambda/permission:Permission";

const node = (name: string, role: aws.iam.Role, more: Partial<aws.lambda.FunctionArgs> = {}) =>
  new aws.lambda.Function(name, {
    runtime: aws.lambda.Runtime.NodeJS22dX,
    handler: "index.handler",
    role: role.arn,
    code: code(),
    ...more,
  });

/** Uploads of users, resized by a function that the bucket calls. */
const uploads: Shape = {
  name: "events-uploads-resized",
  build(is) {
    const bucket = new aws.s3.Bucket("uploads", { bucket: "acme-uploads" });
    new aws.s3.BucketPublicAccessBlock("uploads", {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      ...(!is("a flag left out") && { restrictPublicBuckets: true }),
    });
    const role = lambdaRole("resize");
    new aws.iam.RolePolicy("resize", {
      role: role.id,
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: is("every bucket")
              ? ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
              : ["s3:GetObject", "s3:PutObject"],
            Resource: is("every bucket") ? "arn:aws:s3:::*" : pulumi.interpolate`${bucket.arn}/*`,
          },
        ],
      },
    });
    const resize = node("resize", role, { memorySize: 1024, timeout: 60 });
    const allowed = new aws.lambda.Permission("resize", {
      action: "lambda:InvokeFunction",
      principal: "s3.amazonaws.com",
      function: resize.arn,
      ...(!is("called by any bucket") && { sourceArn: bucket.arn, sourceAccount: account }),
    });
    new aws.s3.BucketNotification(
      "uploads",
      {
        bucket: bucket.id,
        lambdaFunctions: [{ lambdaFunctionArn: resize.arn, events: ["s3:ObjectCreated:*"], filterPrefix: "raw/" }],
      },
      { dependsOn: [allowed] },
    );
  },
  faults: {
    "a flag left out": "bucket-public-access-blocked at aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock uploads",
    "every bucket": `iam-no-wildcard-resource at ${rolePolicy} resize`,
    "called by any bucket": `resource-policy-not-public at ${permission} resize`,
  },
};

/** The topic's policy as the console writes it: everybody, of this owner. */
const topics: Shape = {
  name: "events-topic-with-the-console-policy",
  build(is) {
    const key = new aws.kms.Key("topic", {
      enableKeyRotation: true,
      policy: policy(
        { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:*", Resource: "*" },
        {
          Effect: "Allow",
          Principal: { Service: ["sns.amazonaws.com", "cloudwatch.amazonaws.com"] },
          Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
          Resource: "*",
          Condition: { StringEquals: { "aws:SourceAccount": account } },
        },
      ),
    });
    const topic = new aws.sns.Topic("orders", { name: "orders", kmsMasterKeyId: key.id });
    new aws.sns.TopicPolicy("orders", {
      arn: topic.arn,
      policy: topic.arn.apply((arn) =>
        policy({
          Sid: "__default_statement_ID",
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: ["SNS:Publish", "SNS:Subscribe", "SNS:GetTopicAttributes"],
          Resource: arn,
          Condition: { StringEquals: { "AWS:SourceOwner": account } },
        }),
      ),
    });
    const dead = new aws.sqs.Queue("dead", { name: "orders-dead", messageRetentionSeconds: 1209600 });
    const queue = new aws.sqs.Queue("orders", {
      name: "orders",
      redrivePolicy: dead.arn.apply((arn) => JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 3 })),
      kmsMasterKeyId: "alias/aws/sqs",
    });
    new aws.sqs.QueuePolicy("orders", {
      queueUrl: queue.id,
      policy: is("a queue for everybody")
        ? policy({
            Effect: "Allow",
            Principal: "*",
            Action: "sqs:*",
            Resource: `arn:aws:sqs:${region}:${account}:orders`,
          })
        : pulumi.all([queue.arn, topic.arn]).apply(([resource, source]) =>
            policy({
              Effect: "Allow",
              Principal: { Service: "sns.amazonaws.com" },
              Action: "sqs:SendMessage",
              Resource: resource,
              Condition: { ArnEquals: { "aws:SourceArn": source } },
            }),
          ),
    });
    new aws.sns.TopicSubscription("orders", {
      topic: topic.arn,
      protocol: "sqs",
      endpoint: queue.arn,
      rawMessageDelivery: true,
    });
    if (is("a topic for everybody"))
      new aws.sns.Topic("open", {
        policy: policy({
          Effect: "Allow",
          Principal: "*",
          Action: "sns:Publish",
          Resource: `arn:aws:sns:${region}:${account}:open`,
        }),
      });
  },
  faults: {
    "a queue for everybody": "resource-policy-not-public at aws:sqs/queuePolicy:QueuePolicy orders",
    "a topic for everybody": "resource-policy-not-public at aws:sns/topic:Topic open",
  },
};

const tableStream: Shape = {
  name: "events-table-stream",
  build(is) {
    const table = new aws.dynamodb.Table("orders", {
      hashKey: "pk",
      rangeKey: "sk",
      attributes: ["pk", "sk"].map((name) => ({ name, type: "S" })),
      billingMode: "PAY_PER_REQUEST",
      streamEnabled: true,
      streamViewType: "NEW_AND_OLD_IMAGES",
      pointInTimeRecovery: { enabled: true },
    });
    const role = lambdaRole("project");
    new aws.iam.RolePolicy("project", {
      role: role.name,
      policy: latePolicy(
        {
          Effect: "Allow",
          Action: is("all of DynamoDB")
            ? "dynamodb:*"
            : ["dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream"],
          Resource: table.streamArn,
        },
        { Effect: "Allow", Action: "dynamodb:ListStreams", Resource: "*" },
        {
          Effect: "Allow",
          Action: is("an action of another name") ? "dynamodb:Upsert" : "dynamodb:UpdateItem",
          Resource: table.arn,
        },
      ),
    });
    node("project", role, {
      environment: {
        variables: {
          TABLE_NAME: table.name,
          PASSWORD_RESET_URL: "https://shop.example.com/reset",
          ...(is("a connection string") && { DATABASE_URL: "postgres://app:Gj8dk2Lq9s@db.internal:5432/app" }),
        },
      },
    });
    new aws.lambda.EventSourceMapping("project", {
      eventSourceArn: table.streamArn,
      functionName: "project",
      startingPosition: "LATEST",
    });
  },
  faults: {
    "a connection string": "secret-not-in-environment at aws:lambda/function:Function project",
  },
  hidden: {
    "all of DynamoDB": `iam-no-wildcard-action at ${rolePolicy} project`,
    "an action of another name": `iam-actions-exist at ${rolePolicy} project`,
  },
};

const pipes: Shape = {
  name: "events-pipe-to-state-machine",
  build(is) {
    const source = new aws.sqs.Queue("source");
    const machineRole = new aws.iam.Role("machine", { assumeRolePolicy: trust("states.amazonaws.com", true) });
    const logs = new aws.cloudwatch.LogGroup("machine", {
      name: "/aws/vendedlogs/states/machine",
      retentionInDays: is("logs for ever") ? undefined : 7,
    });
    new aws.iam.RolePolicy("machine-logs", {
      role: machineRole.id,
      // Log delivery takes no resource: the page of Step Functions has it so.
      policy: policy({
        Effect: "Allow",
        Action: [
          ...["logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery", "logs:DeleteLogDelivery"],
          ...["logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:DescribeResourcePolicies"],
          ...["logs:DescribeLogGroups"],
        ],
        Resource: "*",
      }),
    });
    const machine = new aws.sfn.StateMachine("machine", {
      type: "EXPRESS",
      roleArn: machineRole.arn,
      definition: JSON.stringify({ StartAt: "Done", States: { Done: { Type: "Succeed" } } }),
      loggingConfiguration: { level: "ERROR", logDestination: pulumi.interpolate`${logs.arn}:*` },
    });
    const pipeRole = new aws.iam.Role("pipe", {
      assumeRolePolicy: trust("pipes.amazonaws.com", !is("a pipe of anybody")),
    });
    new aws.iam.RolePolicy("pipe", {
      role: pipeRole.id,
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
            Resource: source.arn,
          },
          {
            Effect: "Allow",
            Action: "states:StartExecution",
            Resource: is("any machine") ? `arn:aws:states:${region}:${account}:stateMachine:*` : machine.arn,
          },
        ],
      },
    });
    new aws.pipes.Pipe("pipe", {
      roleArn: pipeRole.arn,
      source: source.arn,
      target: machine.arn,
      targetParameters: { stepFunctionStateMachineParameters: { invocationType: "FIRE_AND_FORGET" } },
    });
  },
  faults: {
    "logs for ever": "log-retention-set at aws:cloudwatch/logGroup:LogGroup machine",
    "a pipe of anybody": "iam-trust-confused-deputy at aws:iam/role:Role pipe",
    "any machine": `iam-no-wildcard-resource at ${rolePolicy} pipe`,
  },
};

/** A nightly task in the private subnets, started by the scheduler. */
const nightlyTask: Shape = {
  name: "events-nightly-task",
  build(is) {
    const { vpc, publicIds, privateIds } = vpcNetwork("night");
    const guard = new aws.ec2.SecurityGroup("export", {
      vpcId: vpc.id,
      description: "Nightly export",
      egress: [{ description: "HTTPS", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [everywhere] }],
    });
    const execution = new aws.iam.Role("exec", { assumeRolePolicy: trust("ecs-tasks.amazonaws.com", true) });
    new aws.iam.RolePolicyAttachment("exec", {
      role: execution,
      policyArn: aws.iam.ManagedPolicy.AmazonECSTaskExecutionRolePolicy,
    });
    const definition = new aws.ecs.TaskDefinition("export", {
      family: "export",
      cpu: "256",
      memory: "512",
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      executionRoleArn: execution.arn,
      containerDefinitions: pulumi.jsonStringify([
        {
          name: "export",
          image: `public.ecr.aws/docker/library/alpine${is("no version") ? "" : ":3.21"}`,
          readonlyRootFilesystem: true,
          environment: [{ name: "TARGET", value: new aws.s3.Bucket("exports").bucket }],
        },
      ]),
    });
    const cluster = new aws.ecs.Cluster("night");
    const role = new aws.iam.Role("scheduler", { assumeRolePolicy: trust("scheduler.amazonaws.com", true) });
    new aws.iam.RolePolicy("scheduler", {
      role: role.name,
      policy: pulumi.all([definition.arnWithoutRevision, execution.arn]).apply(([task, passed]) =>
        policy(
          { Effect: "Allow", Action: "ecs:RunTask", Resource: `${task}:*` },
          {
            Effect: "Allow",
            Action: "iam:PassRole",
            Resource: passed,
            ...(!is("to any service") && {
              Condition: { StringLike: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
            }),
          },
        ),
      ),
    });
    new aws.scheduler.Schedule("nightly", {
      scheduleExpression: "cron(0 2 * * ? *)",
      scheduleExpressionTimezone: "Europe/Berlin",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: cluster.arn,
        roleArn: role.arn,
        ecsParameters: {
          taskDefinitionArn: definition.arn,
          launchType: "FARGATE",
          networkConfiguration: {
            subnets: is("public task") ? publicIds : privateIds,
            securityGroups: [guard.id],
            assignPublicIp: is("public task"),
          },
        },
      },
    });
  },
  faults: {
    "public task": "ecs-service-no-public-ip at aws:scheduler/schedule:Schedule nightly",
  },
  hidden: {
    "no version": "container-image-pinned at aws:ecs/taskDefinition:TaskDefinition export",
    "to any service": `iam-pass-role-scoped at ${rolePolicy} scheduler`,
  },
};

const webSocket: Shape = {
  name: "events-web-socket-chat",
  build(is) {
    const api = new aws.apigatewayv2.Api("chat", {
      protocolType: "WEBSOCKET",
      routeSelectionExpression: "$request.body.action",
    });
    const table = new aws.dynamodb.Table("connections", {
      hashKey: "id",
      attributes: [{ name: "id", type: "S" }],
      billingMode: "PAY_PER_REQUEST",
      ttl: { attributeName: "expires", enabled: true },
    });
    const role = lambdaRole("chat");
    new aws.iam.RolePolicy("chat", {
      role: role.id,
      policy: latePolicy(
        { Effect: "Allow", Action: ["dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:Scan"], Resource: table.arn },
        {
          Effect: "Allow",
          Action: "execute-api:ManageConnections",
          Resource: is("every API") ? "arn:aws:execute-api:*:*:*" : pulumi.interpolate`${api.executionArn}/live/*`,
        },
      ),
    });
    const handler = node("chat", role);
    for (const key of ["$connect", "$disconnect", "message"]) {
      const integration = new aws.apigatewayv2.Integration(key, {
        apiId: api.id,
        integrationType: "AWS_PROXY",
        integrationUri: handler.invokeArn,
      });
      new aws.apigatewayv2.Route(key, {
        apiId: api.id,
        routeKey: key,
        target: pulumi.interpolate`integrations/${integration.id}`,
      });
    }
    new aws.lambda.Permission("chat", {
      action: "lambda:InvokeFunction",
      principal: is("invoked by everybody") ? "*" : "apigateway.amazonaws.com",
      function: handler.name,
      ...(!is("invoked by everybody") && { sourceArn: pulumi.interpolate`${api.executionArn}/*/*` }),
    });
    const stage = new aws.apigatewayv2.Stage("live", {
      apiId: api.id,
      name: "live",
      autoDeploy: true,
      accessLogSettings: {
        destinationArn: new aws.cloudwatch.LogGroup("chat", { retentionInDays: 7 }).arn,
        format: "$context.requestId",
      },
    });
    pulumi.interpolate`${stage.invokeUrl}`;
  },
  faults: {
    "invoked by everybody": `resource-policy-not-public at ${permission} chat`,
  },
  hidden: {
    "every API": `iam-no-wildcard-resource at ${rolePolicy} chat`,
  },
};

const behindProxy: Shape = {
  name: "events-function-and-rds-proxy",
  build(is) {
    const { vpc, privateIds } = vpcNetwork("fn");
    const [fn, proxyGroup, db] = ["fn", "proxy", "db"].map(
      (name) => new aws.ec2.SecurityGroup(name, { vpcId: vpc.id, description: name }),
    ) as [aws.ec2.SecurityGroup, aws.ec2.SecurityGroup, aws.ec2.SecurityGroup];
    const link = (name: string, from: aws.ec2.SecurityGroup, to: aws.ec2.SecurityGroup) => {
      const port = { protocol: "tcp", fromPort: 5432, toPort: 5432 };
      new aws.ec2.SecurityGroupRule(`${name}-out`, {
        ...port,
        type: "egress",
        securityGroupId: from.id,
        sourceSecurityGroupId: to.id,
      });
      new aws.ec2.SecurityGroupRule(`${name}-in`, {
        ...port,
        type: "ingress",
        securityGroupId: to.id,
        sourceSecurityGroupId: from.id,
      });
    };
    link("fn-proxy", fn, proxyGroup);
    link("proxy-db", proxyGroup, db);
    const instance = new aws.rds.Instance("db", {
      engine: "postgres",
      engineVersion: "17",
      instanceClass: "db.m7g.large",
      allocatedStorage: 100,
      storageType: "gp3",
      username: "app",
      manageMasterUserPassword: true,
      dbSubnetGroupName: new aws.rds.SubnetGroup("db", { subnetIds: privateIds }).name,
      vpcSecurityGroupIds: [db.id],
      storageEncrypted: true,
      multiAz: true,
      backupRetentionPeriod: 7,
      deletionProtection: !is("deletable"),
      skipFinalSnapshot: true,
      publiclyAccessible: is("public"),
    });
    const secretArn = instance.masterUserSecrets.apply((secrets) => secrets[0]?.secretArn ?? "");
    const reader = new aws.iam.Role("proxy", {
      assumeRolePolicy: trust("rds.amazonaws.com", true),
      inlinePolicies: [
        {
          name: "secret",
          policy: is("every secret")
            ? policy({ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" })
            : latePolicy({ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secretArn }),
        },
      ],
    });
    const proxy = new aws.rds.Proxy("db", {
      engineFamily: "POSTGRESQL",
      roleArn: reader.arn,
      requireTls: !is("plain"),
      vpcSubnetIds: privateIds,
      vpcSecurityGroupIds: [proxyGroup.id],
      auths: [{ secretArn, iamAuth: "REQUIRED" }],
    });
    const pool = new aws.rds.ProxyDefaultTargetGroup("db", { dbProxyName: proxy.name });
    new aws.rds.ProxyTarget("db", {
      dbProxyName: proxy.name,
      targetGroupName: pool.name,
      dbInstanceIdentifier: instance.identifier,
    });
    const role = lambdaRole("fn");
    new aws.iam.RolePolicyAttachment("fn-vpc", {
      role: role.name,
      policyArn: aws.iam.ManagedPolicy.AWSLambdaVPCAccessExecutionRole,
    });
    node("fn", role, {
      vpcConfig: { subnetIds: privateIds, securityGroupIds: [fn.id] },
      environment: { variables: { PGHOST: proxy.endpoint, PGUSER: "app" } },
    });
  },
  faults: {
    deletable: "database-deletion-protection at aws:rds/instance:Instance db",
    public: "rds-not-public at aws:rds/instance:Instance db",
    "every secret": "iam-no-wildcard-resource at aws:iam/role:Role proxy",
    plain: "tls-in-transit at aws:rds/proxy:Proxy db",
  },
};

/** Functions written in the program itself, and events that Pulumi's own mixins subscribe to. */
const magicFunctions: Shape = {
  name: "events-magic-functions",
  build(is) {
    const bucket = new aws.s3.Bucket("inbox");
    new aws.s3.BucketPublicAccessBlock("inbox", {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const role = new aws.iam.Role("magic", {
      assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }),
    });
    new aws.iam.RolePolicyAttachment("magic", {
      role,
      policyArn: is("full access to storage")
        ? aws.iam.ManagedPolicy.AdministratorAccess
        : aws.iam.ManagedPolicy.AWSLambdaBasicExecutionRole,
    });
    const handler = new aws.lambda.CallbackFunction("magic", {
      role,
      runtime: is("an old runtime") ? "nodejs16.x" : "nodejs22.x",
      environment: { variables: { MODE: "fast", ...(is("a password") && { SMTP_PASSWORD: "hunter2hunter2" }) } },
      callback: (event: { Records?: unknown[] }) => Promise.resolve(event.Records?.length ?? 0),
    });
    const queue = new aws.sqs.Queue("work", { visibilityTimeoutSeconds: 200 });
    new aws.lambda.EventSourceMapping("work", { eventSourceArn: queue.arn, functionName: handler.name });
  },
  faults: {
    "full access to storage": "iam-no-admin at aws:iam/rolePolicyAttachment:RolePolicyAttachment magic",
    "an old runtime": "runtime-not-end-of-life at aws:lambda/function:Function magic",
    "a password": "secret-not-in-environment at aws:lambda/function:Function magic",
  },
};

const functionUrls: Shape = {
  name: "events-function-url-behind-cloudfront",
  build(is) {
    const role = lambdaRole("site");
    const site = node("site", role);
    const url = new aws.lambda.FunctionUrl("site", {
      functionName: site.name,
      authorizationType: is("nobody is asked") ? "NONE" : "AWS_IAM",
      invokeMode: "RESPONSE_STREAM",
    });
    const access = new aws.cloudfront.OriginAccessControl("site", {
      originAccessControlOriginType: "lambda",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
    const distribution = new aws.cloudfront.Distribution("site", {
      enabled: true,
      origins: [
        {
          originId: "fn",
          domainName: url.functionUrl.apply((text) => text.replace("https://", "").replace("/", "")),
          originAccessControlId: access.id,
          customOriginConfig: {
            httpPort: 80,
            httpsPort: 443,
            originProtocolPolicy: "https-only",
            originSslProtocols: ["TLSv1.2"],
          },
        },
      ],
      defaultCacheBehavior: {
        targetOriginId: "fn",
        viewerProtocolPolicy: is("plain HTTP") ? "allow-all" : "redirect-to-https",
        allowedMethods: ["GET", "HEAD"],
        cachedMethods: ["GET", "HEAD"],
        cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
      },
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: { cloudfrontDefaultCertificate: true },
    });
    new aws.lambda.Permission("site", {
      action: "lambda:InvokeFunctionUrl",
      principal: "cloudfront.amazonaws.com",
      function: site.name,
      sourceArn: distribution.arn,
    });
  },
  faults: {
    "nobody is asked": "resource-policy-not-public at aws:lambda/functionUrl:FunctionUrl site",
    "plain HTTP": "tls-in-transit at aws:cloudfront/distribution:Distribution site",
  },
};

const streams: Shape = {
  name: "events-kinesis-and-firehose",
  build(is) {
    const stream = new aws.kinesis.Stream("clicks", {
      streamModeDetails: { streamMode: "ON_DEMAND" },
      encryptionType: "KMS",
      kmsKeyId: "alias/aws/kinesis",
    });
    const bucket = new aws.s3.BucketV2("lake");
    if (is("a bucket that ACLs open")) new aws.s3.BucketAclV2("lake", { bucket: bucket.id, acl: "public-read" });
    const role = new aws.iam.Role("firehose", {
      assumeRolePolicy: policy({
        Effect: "Allow",
        Principal: { Service: "firehose.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": account } },
      }),
    });
    new aws.iam.RolePolicy("firehose", {
      role: role.id,
      policy: latePolicy(
        {
          Effect: "Allow",
          Action: ["s3:AbortMultipartUpload", "s3:GetBucketLocation", "s3:ListBucket", "s3:PutObject"],
          Resource: [bucket.arn, pulumi.interpolate`${bucket.arn}/*`],
        },
        {
          Effect: "Allow",
          Action: ["kinesis:DescribeStream", "kinesis:GetShardIterator", "kinesis:GetRecords", "kinesis:ListShards"],
          Resource: stream.arn,
        },
      ),
    });
    new aws.kinesis.FirehoseDeliveryStream("lake", {
      destination: "extended_s3",
      kinesisSourceConfiguration: { kinesisStreamArn: stream.arn, roleArn: role.arn },
      extendedS3Configuration: { bucketArn: bucket.arn, roleArn: role.arn, bufferingInterval: 60 },
    });
    if (is("a stream for everybody"))
      new aws.kinesis.ResourcePolicy("clicks", {
        resourceArn: stream.arn,
        policy: policy({
          Effect: "Allow",
          Principal: "*",
          Action: "kinesis:GetRecords",
          Resource: `arn:aws:kinesis:${region}:${account}:stream/clicks`,
        }),
      });
  },
  faults: {
    "a bucket that ACLs open": "bucket-public-access-blocked at aws:s3/bucketAclV2:BucketAclV2 lake",
    "a stream for everybody": "resource-policy-not-public at aws:kinesis/resourcePolicy:ResourcePolicy clicks",
  },
};

export const eventDriven: Shape[] = [
  ...[uploads, topics, tableStream, pipes, nightlyTask],
  ...[webSocket, behindProxy, magicFunctions, functionUrls, streams],
];
