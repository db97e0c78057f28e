import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createNetwork } from "./network";

// An ordinary program: a VPC, a public load balancer with HTTPS, one Fargate service, one PostgreSQL instance.
// It has four faults, marked FAULT, of the kind that reviews miss. README.md says what the policies make of them.
const config = new pulumi.Config();
const region = new pulumi.Config("aws").require("region");
const account = config.require("accountId");
const network = createNetwork([`${region}a`, `${region}b`]);

// Who may talk to whom: internet -> load balancer -> service -> database.
const frontGroup = new aws.ec2.SecurityGroup("front", { vpcId: network.vpc.id, description: "Public load balancer" });
const serviceGroup = new aws.ec2.SecurityGroup("service", { vpcId: network.vpc.id, description: "Web tasks" });
const databaseGroup = new aws.ec2.SecurityGroup("database", { vpcId: network.vpc.id, description: "Orders database" });
for (const port of [80, 443]) {
  new aws.vpc.SecurityGroupIngressRule(`internet-to-front-${port}`, {
    securityGroupId: frontGroup.id,
    description: "Visitors",
    cidrIpv4: "0.0.0.0/0",
    ipProtocol: "tcp",
    fromPort: port,
    toPort: port,
  });
}
allow("front-to-service", frontGroup, serviceGroup, 8080);
allow("service-to-database", serviceGroup, databaseGroup, 5432);
// FAULT: a task that is broken into may send anything anywhere.
new aws.vpc.SecurityGroupEgressRule("service-to-all", {
  securityGroupId: serviceGroup.id,
  description: "Everything",
  cidrIpv4: "0.0.0.0/0",
  ipProtocol: "-1",
});

// The database.
const password = config.requireSecret("databasePassword");
const database = new aws.rds.Instance("orders", {
  engine: "postgres",
  engineVersion: "17",
  instanceClass: "db.t4g.small",
  allocatedStorage: 20,
  storageType: "gp3",
  storageEncrypted: true,
  dbName: "orders",
  username: "orders",
  password,
  dbSubnetGroupName: new aws.rds.SubnetGroup("orders", { subnetIds: network.dataSubnetIds }).name,
  vpcSecurityGroupIds: [databaseGroup.id],
  parameterGroupName: new aws.rds.ParameterGroup("orders", {
    family: "postgres17",
    parameters: [{ name: "rds.force_ssl", value: "1" }],
  }).name,
  publiclyAccessible: true, // FAULT: set once for a laptop, and forgotten
  backupRetentionPeriod: 14,
  deletionProtection: true,
  copyTagsToSnapshot: true,
  skipFinalSnapshot: false,
  finalSnapshotIdentifier: "orders-final",
});
const hostParameter = "/shop/db/host";
const host = new aws.ssm.Parameter("db-host", { name: hostParameter, type: "String", value: database.address });

// The load balancer.
const loadBalancer = new aws.lb.LoadBalancer("front", {
  subnets: network.publicSubnetIds,
  securityGroups: [frontGroup.id],
  dropInvalidHeaderFields: true,
  enableDeletionProtection: true,
});
const targets = new aws.lb.TargetGroup("web", {
  vpcId: network.vpc.id,
  targetType: "ip",
  protocol: "HTTP",
  port: 8080,
  deregistrationDelay: 30,
  healthCheck: { path: "/healthz", matcher: "200" },
});
new aws.lb.Listener("http", {
  loadBalancerArn: loadBalancer.arn,
  protocol: "HTTP",
  port: 80,
  defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } }],
});
const https = new aws.lb.Listener("https", {
  loadBalancerArn: loadBalancer.arn,
  protocol: "HTTPS",
  port: 443,
  sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
  certificateArn: config.require("certificateArn"),
  defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
});

// The service.
const logGroup = new aws.cloudwatch.LogGroup("web", { name: "/shop/web", retentionInDays: 30 });
const trust = {
  Version: "2012-10-17" as const,
  Statement: [
    {
      Effect: "Allow" as const,
      Principal: { Service: "ecs-tasks.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:SourceAccount": account } },
    },
  ],
};
const executionRole = new aws.iam.Role("web-execution", { assumeRolePolicy: trust });
new aws.iam.RolePolicy("web-execution", {
  role: executionRole.id,
  policy: {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: `arn:aws:logs:${region}:${account}:log-group:/shop/web:*`,
      },
      {
        Effect: "Allow",
        Action: "ssm:GetParameters",
        Resource: `arn:aws:ssm:${region}:${account}:parameter${hostParameter}`,
      },
    ],
  },
});
const taskRole = new aws.iam.Role("web-task", { assumeRolePolicy: trust });
new aws.iam.RolePolicy("web-task", {
  role: taskRole.id,
  // FAULT: the program writes receipts to one bucket, and may delete every other.
  policy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] },
});
const task = new aws.ecs.TaskDefinition("web", {
  family: "shop-web",
  requiresCompatibilities: ["FARGATE"],
  networkMode: "awsvpc",
  cpu: "256",
  memory: "512",
  executionRoleArn: executionRole.arn,
  taskRoleArn: taskRole.arn,
  containerDefinitions: pulumi.jsonStringify([
    {
      name: "web",
      image: config.require("image"),
      essential: true,
      readonlyRootFilesystem: true,
      portMappings: [{ containerPort: 8080 }],
      environment: [
        { name: "DB_USER", value: "orders" },
        { name: "DB_PASSWORD", value: password }, // FAULT: readable by everybody who may describe the task
      ],
      // By reference: with the address itself, no rule could read the definition before the database exists.
      secrets: [{ name: "DB_HOST", valueFrom: hostParameter }],
      healthCheck: { command: ["CMD", "/web", "health"], interval: 30, timeout: 5, retries: 3, startPeriod: 30 },
      logConfiguration: {
        logDriver: "awslogs",
        options: { "awslogs-group": "/shop/web", "awslogs-region": region, "awslogs-stream-prefix": "web" },
      },
    },
  ]),
});
new aws.ecs.Service(
  "web",
  {
    cluster: new aws.ecs.Cluster("shop").arn,
    taskDefinition: task.arn,
    launchType: "FARGATE",
    desiredCount: 2,
    deploymentCircuitBreaker: { enable: true, rollback: true },
    healthCheckGracePeriodSeconds: 60,
    networkConfiguration: {
      subnets: network.privateSubnetIds,
      securityGroups: [serviceGroup.id],
      assignPublicIp: false,
    },
    loadBalancers: [{ targetGroupArn: targets.arn, containerName: "web", containerPort: 8080 }],
  },
  { dependsOn: [https, logGroup, host] },
);

export const url = pulumi.interpolate`https://${loadBalancer.dnsName}`;

/** Lets the members of one group connect to those of another on one port. */
function allow(name: string, from: aws.ec2.SecurityGroup, to: aws.ec2.SecurityGroup, port: number): void {
  const rule = { ipProtocol: "tcp", fromPort: port, toPort: port };
  new aws.vpc.SecurityGroupIngressRule(`${name}-in`, {
    securityGroupId: to.id,
    referencedSecurityGroupId: from.id,
    ...rule,
  });
  new aws.vpc.SecurityGroupEgressRule(`${name}-out`, {
    securityGroupId: from.id,
    referencedSecurityGroupId: to.id,
    ...rule,
  });
}
