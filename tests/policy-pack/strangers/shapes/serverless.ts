import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Shape } from "../variants";
import { account, alarmlessLogs, code, lambdaRole, latePolicy, policy, region, trust } from "./parts";

const functionType = "aws:lambda/function:Function";
const rolePolicy = "aws:iam/rolePolicy:RolePolicy";

function lambda(name: string, role: aws.iam.Role, more: Partial<aws.lambda.FunctionArgs> = {}): aws.lambda.Function {
  return new aws.lambda.Function(name, {
    runtime: "nodejs22.x",
    handler: "index.handler",
    role: role.arn,
    code: code(),
    timeout: 10,
    ...more,
  });
}

const httpApi: Shape = {
  name: "lambda-http-api",
  build(is) {
    const role = lambdaRole("api");
    alarmlessLogs("api");
    const handler = lambda("api", role, {
      runtime: is("old runtime") ? "nodejs14.x" : "nodejs22.x",
      environment: {
        variables: { STAGE: "production", ...(is("plaintext secret") && { DB_PASSWORD: "hunter2-hunter2" }) },
      },
    });
    const api = new aws.apigatewayv2.Api("api", { protocolType: "HTTP" });
    new aws.lambda.Permission("api", {
      action: "lambda:InvokeFunction",
      principal: "apigateway.amazonaws.com",
      function: handler.name,
      sourceArn: pulumi.interpolate`${api.executionArn}/*/*`,
    });
    const integration = new aws.apigatewayv2.Integration("api", {
      apiId: api.id,
      integrationType: "AWS_PROXY",
      integrationUri: handler.arn,
    });
    const target = pulumi.interpolate`integrations/${integration.id}`;
    const route = new aws.apigatewayv2.Route("api", { apiId: api.id, routeKey: "$default", target });
    new aws.apigatewayv2.Stage("api", { apiId: api.id, name: "live", autoDeploy: true }, { dependsOn: [route] });
    if (is("function for everybody"))
      new aws.lambda.Permission("anybody", { action: "lambda:InvokeFunction", principal: "*", function: handler.name });
  },
  faults: {
    "old runtime": `runtime-not-end-of-life at ${functionType} api`,
    "plaintext secret": `secret-not-in-environment at ${functionType} api`,
    "function for everybody": "resource-policy-not-public at aws:lambda/permission:Permission anybody",
  },
};

const restApi: Shape = {
  name: "lambda-rest-api-with-table",
  build(is) {
    const table = new aws.dynamodb.Table("orders", {
      attributes: [{ name: "id", type: "S" }],
      hashKey: "id",
      billingMode: "PAY_PER_REQUEST",
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true },
    });
    const role = lambdaRole("orders");
    new aws.iam.RolePolicy("orders", {
      role: role.id,
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: is("wildcard action") ? ["dynamodb:*"] : ["dynamodb:GetItem", "dynamodb:PutItem"],
            Resource: is("wildcard resource") ? "*" : table.arn,
          },
        ],
      },
    });
    const handler = lambda("orders", role, { environment: { variables: { TABLE: table.name } } });
    const api = new aws.apigateway.RestApi("orders", { description: "Orders" });
    const resource = new aws.apigateway.Resource("orders", {
      restApi: api.id,
      parentId: api.rootResourceId,
      pathPart: "orders",
    });
    const method = new aws.apigateway.Method("orders", {
      restApi: api.id,
      resourceId: resource.id,
      httpMethod: "POST",
      authorization: "AWS_IAM",
    });
    const integration = new aws.apigateway.Integration("orders", {
      restApi: api.id,
      resourceId: resource.id,
      httpMethod: method.httpMethod,
      type: "AWS_PROXY",
      integrationHttpMethod: "POST",
      uri: handler.invokeArn,
    });
    const deployment = new aws.apigateway.Deployment("orders", { restApi: api.id }, { dependsOn: [integration] });
    new aws.apigateway.Stage("orders", { restApi: api.id, deployment: deployment.id, stageName: "live" });
    new aws.lambda.Permission("orders", {
      action: "lambda:InvokeFunction",
      principal: "apigateway.amazonaws.com",
      function: handler.name,
      sourceArn: pulumi.interpolate`${api.executionArn}/*`,
    });
  },
  faults: {
    "wildcard action": `iam-no-wildcard-action at ${rolePolicy} orders`,
    "wildcard resource": `iam-no-wildcard-resource at ${rolePolicy} orders`,
  },
};

const scheduled: Shape = {
  name: "scheduled-lambda",
  build(is) {
    const role = lambdaRole("cleaner");
    new aws.iam.RolePolicy("cleaner", {
      role: role.id,
      policy: policy(
        { Effect: "Allow", Action: ["ec2:DescribeSnapshots"], Resource: "*" },
        {
          Effect: "Allow",
          Action: is("misspelt action") ? "ec2:RemoveSnapshot" : "ec2:DeleteSnapshot",
          Resource: `arn:aws:ec2:${region}::snapshot/*`,
          Condition: { StringEquals: { "aws:ResourceTag/retention": "short" } },
        },
      ),
    });
    const handler = lambda("cleaner", role);
    const clock = new aws.iam.Role("clock", { assumeRolePolicy: trust("scheduler.amazonaws.com", !is("any account")) });
    new aws.iam.RolePolicy("clock", {
      role: clock.id,
      policy: latePolicy({ Effect: "Allow", Action: "lambda:InvokeFunction", Resource: handler.arn }),
    });
    new aws.scheduler.Schedule("cleaner", {
      flexibleTimeWindow: { mode: "OFF" },
      scheduleExpression: "rate(1 day)",
      target: { arn: handler.arn, roleArn: clock.arn },
    });
    new aws.cloudwatch.LogGroup("cleaner", {
      name: pulumi.interpolate`/aws/lambda/${handler.name}`,
      retentionInDays: is("logs for ever") ? 0 : 14,
    });
  },
  faults: {
    "misspelt action": `iam-actions-exist at ${rolePolicy} cleaner`,
    "any account": "iam-trust-confused-deputy at aws:iam/role:Role clock",
    "logs for ever": "log-retention-set at aws:cloudwatch/logGroup:LogGroup cleaner",
  },
};

const stepFunctions: Shape = {
  name: "step-functions",
  build(is) {
    const worker = lambda("step", lambdaRole("step"));
    const role = new aws.iam.Role("machine", { assumeRolePolicy: trust("states.amazonaws.com", true) });
    new aws.iam.RolePolicy("machine", {
      role: role.id,
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "lambda:InvokeFunction",
            Resource: is("invokes everything") ? "*" : [worker.arn, pulumi.interpolate`${worker.arn}:*`],
          },
        ],
      },
    });
    if (is("administrator"))
      new aws.iam.RolePolicyAttachment("machine", { role: role, policyArn: aws.iam.ManagedPolicy.AdministratorAccess });
    new aws.sfn.StateMachine("machine", {
      roleArn: role.arn,
      definition: pulumi.jsonStringify({
        StartAt: "Work",
        States: { Work: { Type: "Task", Resource: worker.arn, End: true } },
      }),
    });
  },
  faults: {
    "invokes everything": `iam-no-wildcard-resource at ${rolePolicy} machine`,
    administrator: "iam-no-admin at aws:iam/rolePolicyAttachment:RolePolicyAttachment machine",
  },
};

const fanOut: Shape = {
  name: "sns-to-sqs-fan-out",
  build(is) {
    const topic = new aws.sns.Topic("orders", { kmsMasterKeyId: "alias/aws/sns" });
    for (const name of ["billing", "shipping"]) {
      const dead = new aws.sqs.Queue(`${name}-dead`, { sqsManagedSseEnabled: true });
      const queue = new aws.sqs.Queue(name, {
        sqsManagedSseEnabled: true,
        redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 5 }),
      });
      new aws.sqs.QueuePolicy(name, {
        queueUrl: queue.url,
        policy: {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: is("queue for everybody") ? "*" : { Service: "sns.amazonaws.com" },
              Action: "sqs:SendMessage",
              Resource: queue.arn,
              ...(!is("queue for everybody") && { Condition: { ArnEquals: { "aws:SourceArn": topic.arn } } }),
            },
          ],
        },
      } as aws.sqs.QueuePolicyArgs);
      new aws.sns.TopicSubscription(name, { topic: topic.arn, protocol: "sqs", endpoint: queue.arn });
    }
    new aws.sns.TopicPolicy("orders", {
      arn: topic.arn,
      policy: policy({
        Effect: "Allow",
        Principal: { AWS: is("topic for everybody") ? "*" : `arn:aws:iam::${account}:root` },
        Action: ["sns:Publish", "sns:Subscribe"],
        Resource: `arn:aws:sns:${region}:${account}:orders`,
      }),
    });
  },
  faults: {
    "queue for everybody": "resource-policy-not-public at aws:sqs/queuePolicy:QueuePolicy billing",
    "topic for everybody": "resource-policy-not-public at aws:sns/topicPolicy:TopicPolicy orders",
  },
};

/** The documented policy of a queue that S3 writes to: everybody, but for one bucket of one account. */
const thumbnailer: Shape = {
  name: "bucket-notification-thumbnailer",
  build(is) {
    const bucket = new aws.s3.Bucket("pictures");
    new aws.s3.BucketPublicAccessBlock("pictures", {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: !is("public policies allowed"),
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const queue = new aws.sqs.Queue("pictures", { name: "pictures", sqsManagedSseEnabled: true });
    new aws.sqs.QueuePolicy("pictures", {
      queueUrl: queue.url,
      policy: policy({
        Effect: "Allow",
        Principal: "*",
        Action: "sqs:SendMessage",
        Resource: `arn:aws:sqs:${region}:${account}:pictures`,
        Condition: is("only a wish")
          ? { StringEqualsIfExists: { "aws:SourceAccount": account } }
          : {
              ArnLike: { "aws:SourceArn": "arn:aws:s3:::company-pictures" },
              StringEquals: { "aws:SourceAccount": account },
            },
      }),
    });
    const role = lambdaRole("thumbnails");
    new aws.iam.RolePolicy("thumbnails", {
      role: role.id,
      policy: pulumi
        .all([bucket.arn, queue.arn])
        .apply(([bucketArn, queueArn]) =>
          policy(
            { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: `${bucketArn}/*` },
            { Effect: "Allow", Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage"], Resource: queueArn },
          ),
        ),
    });
    const handler = lambda("thumbnails", role);
    new aws.lambda.EventSourceMapping("thumbnails", { eventSourceArn: queue.arn, functionName: handler.arn });
    new aws.s3.BucketNotification("pictures", {
      bucket: bucket.id,
      queues: [{ queueArn: queue.arn, events: ["s3:ObjectCreated:*"] }],
    });
    if (is("public bucket"))
      new aws.s3.BucketPolicy("pictures", {
        bucket: bucket.id,
        policy: {
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: pulumi.interpolate`${bucket.arn}/*` },
          ],
        },
      });
  },
  faults: {
    "public policies allowed":
      "bucket-public-access-blocked at aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock pictures",
    "only a wish": "resource-policy-not-public at aws:sqs/queuePolicy:QueuePolicy pictures",
    "public bucket": "resource-policy-not-public at aws:s3/bucketPolicy:BucketPolicy pictures",
  },
};

const rotation: Shape = {
  name: "secret-rotation",
  build(is) {
    const secret = new aws.secretsmanager.Secret("database", { recoveryWindowInDays: is("gone at once") ? 0 : 30 });
    const role = lambdaRole("rotation");
    new aws.iam.RolePolicy("rotation", {
      role: role.id,
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: [
              "secretsmanager:DescribeSecret",
              "secretsmanager:GetSecretValue",
              "secretsmanager:PutSecretValue",
              "secretsmanager:UpdateSecretVersionStage",
            ],
            Resource: is("every secret") ? "*" : secret.arn,
          },
          { Effect: "Allow", Action: "secretsmanager:GetRandomPassword", Resource: "*" },
        ],
      },
    });
    const handler = lambda("rotation", role);
    new aws.lambda.Permission("rotation", {
      action: "lambda:InvokeFunction",
      principal: "secretsmanager.amazonaws.com",
      function: handler.name,
      sourceAccount: account,
    });
    new aws.secretsmanager.SecretRotation("database", {
      secretId: secret.id,
      rotationLambdaArn: handler.arn,
      rotationRules: { automaticallyAfterDays: 30 },
    });
    if (is("secret for everybody"))
      new aws.secretsmanager.SecretPolicy("database", {
        secretArn: secret.arn,
        policy: policy({
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: "secretsmanager:GetSecretValue",
          Resource: "*",
        }),
      });
  },
  faults: {
    "gone at once": "secret-recovery-window at aws:secretsmanager/secret:Secret database",
    "every secret": `iam-no-wildcard-resource at ${rolePolicy} rotation`,
    "secret for everybody": "resource-policy-not-public at aws:secretsmanager/secretPolicy:SecretPolicy database",
  },
};

const eventBus: Shape = {
  name: "event-bus-to-queue",
  build(is) {
    const bus = new aws.cloudwatch.EventBus("orders", { name: "orders" });
    const rule = new aws.cloudwatch.EventRule("orders", {
      eventBusName: bus.name,
      eventPattern: JSON.stringify({ source: ["shop.orders"] }),
    });
    const queue = new aws.sqs.Queue("orders", { sqsManagedSseEnabled: true });
    new aws.sqs.QueuePolicy("orders", {
      queueUrl: queue.id,
      policy: pulumi.interpolate`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"${queue.arn}","Condition":{"ArnEquals":{"aws:SourceArn":"${rule.arn}"}}}]}`,
    });
    new aws.cloudwatch.EventTarget("orders", { rule: rule.name, eventBusName: bus.name, arn: queue.arn });
    new aws.cloudwatch.EventBusPolicy("orders", {
      eventBusName: "orders",
      policy: policy({
        Sid: "partner",
        Effect: "Allow",
        Principal: is("bus for everybody") ? "*" : { AWS: "arn:aws:iam::210987654321:root" },
        Action: "events:PutEvents",
        Resource: `arn:aws:events:${region}:${account}:event-bus/orders`,
      }),
    });
  },
  faults: {
    "bus for everybody": "resource-policy-not-public at aws:cloudwatch/eventBusPolicy:EventBusPolicy orders",
  },
};

const stream: Shape = {
  name: "firehose-to-bucket",
  build(is) {
    const bucket = new aws.s3.Bucket("events");
    new aws.s3.BucketPublicAccessBlock("events", {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const role = new aws.iam.Role("firehose", { assumeRolePolicy: trust("firehose.amazonaws.com", true) });
    new aws.iam.RolePolicy("firehose", {
      role: role.id,
      policy: is("everything in S3")
        ? policy({ Effect: "Allow", Action: "s3:*", Resource: "*" })
        : latePolicy({
            Effect: "Allow",
            Action: ["s3:AbortMultipartUpload", "s3:GetBucketLocation", "s3:ListBucket", "s3:PutObject"],
            Resource: [bucket.arn, pulumi.interpolate`${bucket.arn}/*`],
          }),
    });
    new aws.kinesis.FirehoseDeliveryStream("events", {
      destination: "extended_s3",
      extendedS3Configuration: { roleArn: role.arn, bucketArn: bucket.arn, compressionFormat: "GZIP" },
      serverSideEncryption: { enabled: true },
    });
  },
  faults: { "everything in S3": `iam-no-wildcard-action at ${rolePolicy} firehose` },
};

const functionUrl: Shape = {
  name: "lambda-function-url",
  build(is) {
    const handler = lambda("webhook", lambdaRole("webhook"), { name: "webhook" });
    new aws.lambda.FunctionUrl("webhook", {
      functionName: handler.name,
      authorizationType: is("nobody is asked") ? "NONE" : "AWS_IAM",
    });
  },
  faults: { "nobody is asked": "resource-policy-not-public at aws:lambda/functionUrl:FunctionUrl webhook" },
};

const appsync: Shape = {
  name: "appsync-on-a-table",
  build(is) {
    const table = new aws.dynamodb.Table("items", {
      attributes: [{ name: "id", type: "S" }],
      hashKey: "id",
      billingMode: "PAY_PER_REQUEST",
    });
    const role = new aws.iam.Role("appsync", { assumeRolePolicy: trust("appsync.amazonaws.com", true) });
    const permissions = new aws.iam.Policy("appsync", {
      policy: {
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Action: is("wildcard") ? "dynamodb:*" : ["dynamodb:GetItem"], Resource: [table.arn] },
        ],
      },
    });
    new aws.iam.RolePolicyAttachment("appsync", { role: role, policyArn: permissions.arn });
    const api = new aws.appsync.GraphQLApi("items", {
      authenticationType: "AWS_IAM",
      schema: "type Query { item(id: ID!): String }",
    });
    new aws.appsync.DataSource("items", {
      apiId: api.id,
      name: "items",
      type: "AMAZON_DYNAMODB",
      serviceRoleArn: role.arn,
      dynamodbConfig: { tableName: table.name },
    });
  },
  faults: { wildcard: "iam-no-wildcard-action at aws:iam/policy:Policy appsync" },
};

export const serverless: Shape[] = [
  httpApi,
  restApi,
  scheduled,
  stepFunctions,
  fanOut,
  thumbnailer,
  rotation,
  eventBus,
  stream,
  functionUrl,
  appsync,
];
