import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Shape } from "../variants";
import { account, certificateArn, declared, everywhere, policy, region, trust, vpcNetwork } from "./parts";

const group = "aws:ec2/securityGroup:SecurityGroup";

/** What `pulumi convert` makes of the most used module: lists, counts, indexes. */
const vpcModule: Shape = {
  name: "converted-vpc-module",
  build(is) {
    const vpc: aws.ec2.Vpc[] = [];
    for (const range = { value: 0 }; range.value < 1; range.value++)
      vpc.push(
        new aws.ec2.Vpc(`this-${range.value}`, {
          cidrBlock: "10.64.0.0/16",
          instanceTenancy: "default",
          enableDnsHostnames: true,
          assignGeneratedIpv6CidrBlock: true,
          tags: { Name: "example" },
        }),
      );
    const vpcId = vpc[0]?.id ?? "";
    new aws.ec2.DefaultSecurityGroup("this-0", {
      vpcId,
      ...(is("a default group with rules") && {
        ingress: [{ self: true, protocol: "-1", fromPort: 0, toPort: 0 }],
      }),
    });
    new aws.ec2.DefaultNetworkAcl("this-0", {
      defaultNetworkAclId: vpc[0]?.defaultNetworkAclId ?? "",
      ingress: [{ ruleNo: 100, action: "allow", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: everywhere }],
      egress: [{ ruleNo: 100, action: "allow", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: everywhere }],
    });
    if (!is("no flow logs")) {
      const logs = new aws.cloudwatch.LogGroup("flow", { name: "/aws/vpc/example", retentionInDays: 14 });
      const role = new aws.iam.Role("flow", { assumeRolePolicy: trust("vpc-flow-logs.amazonaws.com", true) });
      new aws.iam.RolePolicy("flow", {
        role: role.id,
        policy: pulumi.jsonStringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Action: [
                "logs:CreateLogStream",
                "logs:PutLogEvents",
                "logs:DescribeLogGroups",
                "logs:DescribeLogStreams",
              ],
              Resource: pulumi.interpolate`${logs.arn}:*`,
            },
          ],
        }),
      });
      new aws.ec2.FlowLog("this-0", {
        vpcId,
        trafficType: "ALL",
        iamRoleArn: role.arn,
        logDestination: logs.arn,
        maxAggregationInterval: 60,
      });
    }
    const gateway = new aws.ec2.InternetGateway("this-0", { vpcId });
    const outward = new aws.ec2.EgressOnlyInternetGateway("this-0", { vpcId });
    const table = new aws.ec2.RouteTable("public-0", { vpcId });
    new aws.ec2.Route("public_internet_gateway-0", {
      routeTableId: table.id,
      destinationCidrBlock: everywhere,
      gatewayId: gateway.id,
    });
    ["10.64.1.0/24", "10.64.2.0/24"].forEach((cidrBlock, index) => {
      const subnet = new aws.ec2.Subnet(`public-${index}`, {
        vpcId,
        cidrBlock,
        availabilityZone: `${region}${"ab"[index] ?? ""}`,
        mapPublicIpOnLaunch: is("public addresses on launch"),
      });
      new aws.ec2.RouteTableAssociation(`public-${index}`, { subnetId: subnet.id, routeTableId: table.id });
      const inner = new aws.ec2.Subnet(`private-${index}`, {
        vpcId,
        cidrBlock: cidrBlock.replace("64.", "64.10"),
        availabilityZone: `${region}${"ab"[index] ?? ""}`,
      });
      const own = new aws.ec2.RouteTable(`private-${index}`, { vpcId });
      new aws.ec2.Route(`private-v6-${index}`, {
        routeTableId: own.id,
        destinationIpv6CidrBlock: "::/0",
        egressOnlyGatewayId: outward.id,
      });
      new aws.ec2.RouteTableAssociation(`private-${index}`, { subnetId: inner.id, routeTableId: own.id });
    });
  },
  faults: {
    "a default group with rules":
      "vpc-default-security-group-closed at aws:ec2/defaultSecurityGroup:DefaultSecurityGroup this-0",
    "no flow logs": "vpc-flow-logs at aws:ec2/vpc:Vpc this-0",
    "public addresses on launch": "subnet-no-public-ip-on-launch at aws:ec2/subnet:Subnet public-0",
  },
};

/** The module of security groups: rules by index, of the older type. */
const groupModule: Shape = {
  name: "converted-security-group-module",
  build(is) {
    const { vpc } = vpcNetwork("sg");
    const list = new aws.ec2.ManagedPrefixList("offices", {
      name: "offices",
      addressFamily: "IPv4",
      maxEntries: 5,
      entries: [
        { cidr: "10.1.0.0/16", description: "Leeds" },
        { cidr: is("a list with the whole internet") ? "0.0.0.0/1" : "10.2.0.0/16", description: "Bath" },
      ],
    });
    const made = new aws.ec2.SecurityGroup("this", {
      namePrefix: "app-",
      description: "Security Group managed by Terraform",
      vpcId: vpc.id,
      revokeRulesOnDelete: false,
      ...(is("rules here and there") && {
        ingress: [{ protocol: "tcp", fromPort: 9000, toPort: 9000, cidrBlocks: ["10.0.0.0/16"], description: "More" }],
      }),
    });
    new aws.ec2.SecurityGroupRule("ingress_rules-0", {
      securityGroupId: made.id,
      type: "ingress",
      fromPort: 443,
      toPort: 443,
      protocol: "tcp",
      description: "HTTPS",
      prefixListIds: [list.id],
    });
    new aws.ec2.SecurityGroupRule("ingress_with_self-0", {
      securityGroupId: made.id,
      type: "ingress",
      fromPort: -1,
      toPort: -1,
      protocol: "-1",
      self: true,
      description: "Among themselves",
    });
    const all = is("everything goes out");
    new aws.ec2.SecurityGroupRule("egress_rules-0", {
      securityGroupId: made.id,
      type: "egress",
      fromPort: all ? 0 : 443,
      toPort: all ? 0 : 443,
      protocol: all ? "-1" : "tcp",
      cidrBlocks: [everywhere],
      ipv6CidrBlocks: ["::/0"],
      description: "Out",
    });
  },
  faults: {
    "a list with the whole internet":
      "security-group-no-open-ingress at aws:ec2/securityGroupRule:SecurityGroupRule ingress_rules-0",
    "rules here and there": `security-group-rules-one-style at ${group} this`,
    "everything goes out":
      "security-group-egress-restricted at aws:ec2/securityGroupRule:SecurityGroupRule egress_rules-0",
  },
};

const auroraModule: Shape = {
  name: "converted-aurora-module",
  build(is) {
    const { vpc, privateIds } = vpcNetwork("aurora");
    const clients = new aws.ec2.SecurityGroup("clients", { vpcId: vpc.id, description: "Clients of the database" });
    const own = new aws.ec2.SecurityGroup("aurora", { vpcId: vpc.id, description: "Aurora" });
    new aws.vpc.SecurityGroupIngressRule("aurora-clients", {
      securityGroupId: own.id,
      ipProtocol: "tcp",
      fromPort: 3306,
      toPort: 3306,
      ...(is("a range in front of the data")
        ? { cidrIpv4: "10.0.0.0/8", description: "Company" }
        : { referencedSecurityGroupId: clients.id }),
    });
    const cluster = new aws.rds.Cluster("this", {
      clusterIdentifier: "orders",
      engine: aws.rds.EngineType.AuroraMysql,
      engineVersion: is("MySQL of 2016") ? "5.7.mysql_aurora.2.11.2" : "8.0.mysql_aurora.3.08.0",
      masterUsername: "root",
      manageMasterUserPassword: true,
      storageEncrypted: !is("plain storage"),
      dbSubnetGroupName: new aws.rds.SubnetGroup("this", { subnetIds: privateIds }).name,
      vpcSecurityGroupIds: [own.id],
      dbClusterParameterGroupName: new aws.rds.ClusterParameterGroup("this", {
        family: "aurora-mysql8.0",
        parameters: [{ name: "require_secure_transport", value: is("plain connections") ? "OFF" : "ON" }],
      }).name,
      backupRetentionPeriod: 7,
      deletionProtection: !is("deletable"),
      skipFinalSnapshot: true,
      enabledCloudwatchLogsExports: ["error", "slowquery"],
    });
    for (const key of ["one", "two"])
      new aws.rds.ClusterInstance(key, {
        clusterIdentifier: cluster.id,
        engine: aws.rds.EngineType.AuroraMysql,
        instanceClass: "db.r6g.large",
        publiclyAccessible: is("a public reader") && key === "two",
      });
  },
  faults: {
    "a range in front of the data":
      "data-tier-ingress-by-reference at aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule aurora-clients",
    "MySQL of 2016": "runtime-not-end-of-life at aws:rds/cluster:Cluster this",
    "plain storage": "storage-encrypted at aws:rds/cluster:Cluster this",
    "plain connections": "tls-in-transit at aws:rds/cluster:Cluster this",
    deletable: "database-deletion-protection at aws:rds/cluster:Cluster this",
    "a public reader": "rds-not-public at aws:rds/clusterInstance:ClusterInstance two",
  },
};

const searchModule: Shape = {
  name: "converted-opensearch-module",
  build(is) {
    const { vpc, privateIds } = vpcNetwork("es");
    const clients = new aws.ec2.SecurityGroup("clients", { vpcId: vpc.id, description: "Clients" });
    const own = new aws.ec2.SecurityGroup("es", {
      vpcId: vpc.id,
      description: "Search",
      ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: [clients.id] }],
    });
    const access = aws.iam.getPolicyDocumentOutput({
      statements: [
        {
          effect: "Allow",
          principals: is("for everybody")
            ? [{ type: "*", identifiers: ["*"] }]
            : [{ type: "AWS", identifiers: [`arn:aws:iam::${account}:role/indexer`] }],
          actions: ["es:ESHttpGet", "es:ESHttpPost"],
          resources: [`arn:aws:es:${region}:${account}:domain/products/*`],
        },
      ],
    });
    new aws.opensearch.Domain("products", {
      domainName: "products",
      engineVersion: "OpenSearch_2.17",
      clusterConfig: { instanceType: "t3.small.search", instanceCount: 2, zoneAwarenessEnabled: true },
      ebsOptions: { ebsEnabled: true, volumeSize: 20, volumeType: "gp3" },
      encryptAtRest: { enabled: true },
      nodeToNodeEncryption: { enabled: !is("plain among nodes") },
      domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-2019-07" },
      ...(!is("on the internet") && {
        vpcOptions: { subnetIds: privateIds, securityGroupIds: [own.id] },
      }),
      accessPolicies: access.json,
    });
  },
  faults: {
    "for everybody": "resource-policy-not-public at aws:opensearch/domain:Domain products",
    "plain among nodes": "tls-in-transit at aws:opensearch/domain:Domain products",
    "on the internet": "opensearch-in-vpc at aws:opensearch/domain:Domain products",
  },
};

/** A trail and its bucket, as the provider's page has them. */
const trail: Shape = {
  name: "converted-cloudtrail",
  build(is) {
    const bucket = new aws.s3.BucketV2("trail", { bucket: "acme-trail" });
    new aws.s3.BucketPublicAccessBlock("trail", {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: !is("one flag off"),
      restrictPublicBuckets: true,
    });
    const source = { test: "StringEquals", variable: "aws:SourceArn" };
    const arn = `arn:aws:cloudtrail:${region}:${account}:trail/main`;
    const document = aws.iam.getPolicyDocumentOutput({
      statements: [
        {
          sid: "AWSCloudTrailAclCheck",
          principals: [{ type: "Service", identifiers: ["cloudtrail.amazonaws.com"] }],
          actions: ["s3:GetBucketAcl"],
          resources: [bucket.arn],
          conditions: [{ ...source, values: [arn] }],
        },
        {
          sid: "AWSCloudTrailWrite",
          principals: is("written by everybody")
            ? [{ type: "AWS", identifiers: ["*"] }]
            : [{ type: "Service", identifiers: ["cloudtrail.amazonaws.com"] }],
          actions: ["s3:PutObject"],
          resources: [pulumi.interpolate`${bucket.arn}/AWSLogs/${account}/*`],
          conditions: [
            { test: "StringEquals", variable: "s3:x-amz-acl", values: ["bucket-owner-full-control"] },
            ...(is("written by everybody") ? [] : [{ ...source, values: [arn] }]),
          ],
        },
      ],
    });
    const attached = new aws.s3.BucketPolicy("trail", { bucket: bucket.id, policy: document.json });
    const key = new aws.kms.Key("trail", { description: "Trail", enableKeyRotation: true, deletionWindowInDays: 30 });
    new aws.kms.KeyPolicy("trail", {
      keyId: key.id,
      policy: policy(
        {
          Effect: "Allow",
          Principal: { AWS: is("a key for everybody") ? "*" : `arn:aws:iam::${account}:root` },
          Action: "kms:*",
          Resource: "*",
        },
        {
          Effect: "Allow",
          Principal: { Service: "cloudtrail.amazonaws.com" },
          Action: "kms:GenerateDataKey*",
          Resource: "*",
          Condition: {
            StringEquals: { "aws:SourceArn": arn },
            StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": `arn:aws:cloudtrail:*:${account}:trail/*` },
          },
        },
      ),
    });
    new aws.cloudtrail.Trail(
      "main",
      {
        name: "main",
        s3BucketName: bucket.id,
        isMultiRegionTrail: true,
        kmsKeyId: key.arn,
        enableLogFileValidation: true,
      },
      { dependsOn: attached },
    );
  },
  faults: {
    "one flag off": "bucket-public-access-blocked at aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock trail",
    "a key for everybody": "resource-policy-not-public at aws:kms/keyPolicy:KeyPolicy trail",
  },
  hidden: {
    "written by everybody": "resource-policy-not-public at aws:s3/bucketPolicy:BucketPolicy trail",
  },
};

/** One service of a map at a time. */
const eachService: Shape = {
  name: "converted-for-each-service",
  build(is) {
    const { vpc, publicIds, privateIds } = vpcNetwork("each");
    const cluster = new aws.ecs.Cluster("this", { settings: [{ name: "containerInsights", value: "enabled" }] });
    const services: Record<string, { port: number; cpu: number }> = {
      billing: { port: 3000, cpu: 256 },
      catalog: { port: 3001, cpu: 512 },
    };
    for (const [key, value] of Object.entries(services)) {
      const wrong = (fault: string) => is(fault) && key === "catalog";
      const guard = new aws.ec2.SecurityGroup(`this["${key}"]`, {
        name: `${key}-svc`,
        description: `Service ${key}`,
        vpcId: vpc.id,
        egress: [{ description: "HTTPS", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [everywhere] }],
      });
      const roles = Object.fromEntries(
        ["exec", "task"].map((kind) => [
          kind,
          new aws.iam.Role(`${kind}["${key}"]`, {
            name: `${key}-${kind}`,
            assumeRolePolicy: trust("ecs-tasks.amazonaws.com", !wrong("any account may use the service")),
          }),
        ]),
      );
      new aws.iam.RolePolicyAttachment(`exec["${key}"]`, {
        role: roles.exec?.name ?? "",
        policyArn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
      });
      if (wrong("the execution role reads data"))
        new aws.iam.RolePolicy(`exec-data["${key}"]`, {
          role: roles.exec?.name ?? "",
          policy: policy({
            Effect: "Allow",
            Action: "dynamodb:GetItem",
            Resource: `arn:aws:dynamodb:${region}:${account}:table/orders`,
          }),
        });
      new aws.cloudwatch.LogGroup(`this["${key}"]`, { name: `/ecs/${key}`, retentionInDays: 30 });
      const definition = new aws.ecs.TaskDefinition(`this["${key}"]`, {
        family: key,
        cpu: `${value.cpu}`,
        memory: "1024",
        networkMode: "awsvpc",
        requiresCompatibilities: ["FARGATE"],
        executionRoleArn: roles.exec?.arn,
        taskRoleArn: wrong("one role for both") ? roles.exec?.arn : roles.task?.arn,
        containerDefinitions: JSON.stringify([
          {
            name: key,
            image: `${account}.dkr.ecr.${region}.amazonaws.com/${key}:1.4.2`,
            readonlyRootFilesystem: true,
            portMappings: [{ containerPort: value.port }],
            healthCheck: { command: ["CMD-SHELL", "curl -f localhost/health"] },
            logConfiguration: {
              logDriver: "awslogs",
              options: { "awslogs-group": `/ecs/${key}`, "awslogs-region": region, "awslogs-stream-prefix": key },
            },
          },
        ]),
      });
      new aws.ecs.Service(`this["${key}"]`, {
        name: key,
        cluster: cluster.id,
        taskDefinition: definition.arn,
        desiredCount: 2,
        launchType: "FARGATE",
        deploymentCircuitBreaker: { enable: true, rollback: true },
        networkConfiguration: {
          subnets: wrong("public tasks") ? publicIds : privateIds,
          securityGroups: [guard.id],
          assignPublicIp: wrong("public tasks"),
        },
      });
    }
  },
  faults: {
    "any account may use the service": 'iam-trust-confused-deputy at aws:iam/role:Role task["catalog"]',
    "the execution role reads data": 'ecs-execution-role-minimal at aws:iam/role:Role exec["catalog"]',
    "one role for both": 'ecs-roles-separate at aws:ecs/taskDefinition:TaskDefinition this["catalog"]',
    "public tasks": 'ecs-service-no-public-ip at aws:ecs/service:Service this["catalog"]',
  },
};

const balancerModule: Shape = {
  name: "converted-alb-module",
  build(is) {
    const { vpc, publicIds } = vpcNetwork("alb");
    const guard = new aws.ec2.SecurityGroup("alb", {
      vpcId: vpc.id,
      description: "ALB",
      ingress: ["80", "443"].map((port) => ({
        description: `Port ${port}`,
        protocol: "tcp",
        fromPort: Number(port),
        toPort: Number(port),
        cidrBlocks: [everywhere],
        ipv6CidrBlocks: ["::/0"],
      })),
      egress: [{ description: "Targets", protocol: "tcp", fromPort: 8080, toPort: 8080, cidrBlocks: ["10.0.0.0/16"] }],
    });
    const balancer = new aws.alb.LoadBalancer("this", {
      name: is("a name too long") ? "the-load-balancer-of-the-whole-company" : "edge",
      internal: false,
      enableDeletionProtection: true,
      dropInvalidHeaderFields: true,
      securityGroups: [guard.id],
      subnets: publicIds,
      tags: declared,
    });
    const targets = ["blue", "green"].map(
      (color) =>
        new aws.alb.TargetGroup(color, {
          port: 8080,
          protocol: "HTTP",
          vpcId: vpc.id,
          targetType: "instance",
          deregistrationDelay: 30,
          healthCheck: { path: "/", matcher: "200-399" },
        }),
    );
    const forward = is("plain HTTP");
    new aws.alb.Listener("http", {
      loadBalancerArn: balancer.arn,
      port: 80,
      protocol: "HTTP",
      defaultActions: [
        forward
          ? { type: "forward", targetGroupArn: targets[0]?.arn }
          : { type: "redirect", redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" } },
      ],
    });
    const secure = new aws.alb.Listener("https", {
      loadBalancerArn: balancer.arn,
      port: 443,
      protocol: "HTTPS",
      certificateArn,
      sslPolicy: is("a policy of 2016") ? "ELBSecurityPolicy-2016-08" : "ELBSecurityPolicy-FS-1-2-Res-2020-10",
      defaultActions: [
        {
          type: "forward",
          forward: {
            targetGroups: targets.map((target, index) => ({ arn: target.arn, weight: index === 0 ? 90 : 10 })),
          },
        },
      ],
    });
    new aws.alb.ListenerRule("green", {
      listenerArn: secure.arn,
      priority: 10,
      conditions: [{ httpHeader: { httpHeaderName: "X-Canary", values: ["1"] } }],
      actions: [{ type: "forward", targetGroupArn: targets[1]?.arn }],
    });
  },
  faults: {
    "a name too long": "physical-name-length at aws:alb/loadBalancer:LoadBalancer this",
    "plain HTTP": "tls-in-transit at aws:alb/listener:Listener http",
    "a policy of 2016": "tls-in-transit at aws:alb/listener:Listener https",
  },
};

const oldFleet: Shape = {
  name: "converted-launch-configuration",
  build(is) {
    const { vpc, privateIds } = vpcNetwork("fleet");
    const guard = new aws.ec2.SecurityGroup("fleet", {
      vpcId: vpc.id,
      description: "Fleet",
      ingress: [{ description: "Agents", protocol: "udp", fromPort: 8125, toPort: 8125, cidrBlocks: ["10.0.0.0/16"] }],
      egress: [{ description: "HTTPS", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [everywhere] }],
    });
    const configuration = new aws.ec2.LaunchConfiguration("fleet", {
      namePrefix: "fleet-",
      imageId: "ami-0fedcba9876543210",
      instanceType: "m6i.large",
      associatePublicIpAddress: is("public addresses"),
      securityGroups: [guard.id],
      metadataOptions: { httpTokens: is("the old metadata service") ? "optional" : "required" },
      rootBlockDevice: { volumeSize: 20, volumeType: "gp3", encrypted: !is("plain disks") },
    });
    const tags = { environment: "production", project: "shop", "managed-by": "terraform" };
    const fleet = new aws.autoscaling.Group(
      "fleet",
      {
        launchConfiguration: configuration.name,
        minSize: 2,
        maxSize: 6,
        vpcZoneIdentifiers: privateIds,
        tags: is("untagged machines")
          ? []
          : Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
      },
      { ignoreChanges: ["desiredCapacity"] },
    );
    new aws.autoscaling.Policy("cpu", {
      autoscalingGroupName: fleet.name,
      policyType: "TargetTrackingScaling",
      targetTrackingConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" },
        targetValue: 50,
      },
    });
  },
  faults: {
    "public addresses": "instance-no-public-ip at aws:ec2/launchConfiguration:LaunchConfiguration fleet",
    "the old metadata service": "imdsv2-required at aws:ec2/launchConfiguration:LaunchConfiguration fleet",
    "plain disks": "storage-encrypted at aws:ec2/launchConfiguration:LaunchConfiguration fleet",
    "untagged machines": "required-tags at aws:autoscaling/group:Group fleet",
  },
};

/** Roles, groups and policies of a landing zone. */
const iamModule: Shape = {
  name: "converted-iam-module",
  build(is) {
    const operators = new aws.iam.Role("operators", {
      name: "operators",
      maxSessionDuration: 3600,
      assumeRolePolicy: policy({
        Effect: "Allow",
        Principal: { AWS: [`arn:aws:iam::${account}:root`] },
        Action: "sts:AssumeRole",
        Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
      }),
    });
    const written = new aws.iam.Policy("operators", {
      name: "operators",
      path: "/",
      policy: is("all but a few actions")
        ? policy({ Effect: "Allow", NotAction: ["iam:*", "organizations:*"], Resource: "*" })
        : policy(
            { Effect: "Allow", Action: ["ec2:DescribeInstances", "cloudwatch:GetMetricStatistics"], Resource: "*" },
            {
              Effect: "Allow",
              Action: ["ec2:StartInstances", "ec2:StopInstances"],
              Resource: is("any instance") ? "*" : `arn:aws:ec2:${region}:${account}:instance/*`,
              ...(!is("any instance") && { Condition: { StringEquals: { "ec2:ResourceTag/team": "operators" } } }),
            },
          ),
    });
    new aws.iam.PolicyAttachment("operators", { roles: [operators.name], policyArn: written.arn });
    const strong = new aws.iam.Role("provisioner", {
      name: "provisioner",
      assumeRolePolicy: trust("lambda.amazonaws.com"),
    });
    new aws.iam.RolePolicy("provisioner", {
      role: "provisioner",
      policy: policy({
        Effect: "Allow",
        Action: is("whoever changes the code is administrator")
          ? ["iam:AttachRolePolicy", "iam:PutRolePolicy"]
          : ["iam:GetRole"],
        Resource: `arn:aws:iam::${account}:role/${is("whoever changes the code is administrator") ? "*" : "provisioner"}`,
      }),
    });
    new aws.lambda.Function("provisioner", {
      name: "provisioner",
      runtime: "nodejs22.x",
      handler: "index.handler",
      role: strong.arn,
      code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("exports.handler = () => 1") }),
    });
    new aws.iam.RolePolicy("operators-code", {
      role: operators.id,
      policy: policy({
        Effect: "Allow",
        Action: ["lambda:UpdateFunctionCode", "lambda:InvokeFunction"],
        Resource: `arn:aws:lambda:${region}:${account}:function:provisioner`,
      }),
    });
    if (is("a user with a password")) {
      const person = new aws.iam.User("ann", { name: "ann" });
      new aws.iam.UserLoginProfile("ann", { user: person.name });
    }
  },
  faults: {
    "all but a few actions": "iam-no-wildcard-action at aws:iam/policy:Policy operators",
    "any instance": "iam-no-wildcard-resource at aws:iam/policy:Policy operators",
    "whoever changes the code is administrator": "iam-no-escalation-path at aws:iam/role:Role operators",
    "a user with a password": "no-static-credentials at aws:iam/userLoginProfile:UserLoginProfile ann",
  },
};

const warehouses: Shape = {
  name: "converted-documentdb-and-redshift",
  build(is) {
    const { vpc, privateIds } = vpcNetwork("dwh");
    const clients = new aws.ec2.SecurityGroup("clients", { vpcId: vpc.id, description: "Clients" });
    const guard = (name: string, port: number) =>
      new aws.ec2.SecurityGroup(name, {
        vpcId: vpc.id,
        description: name,
        ingress: [
          {
            protocol: "tcp",
            fromPort: port,
            toPort: port,
            ...(is("the company's range") && name === "redshift"
              ? { cidrBlocks: ["172.16.0.0/12"], description: "Company" }
              : { securityGroups: [clients.id] }),
          },
        ],
      });
    new aws.docdb.Cluster("documents", {
      engine: "docdb",
      masterUsername: "root",
      manageMasterUserPassword: true,
      storageEncrypted: !is("plain documents"),
      dbSubnetGroupName: new aws.docdb.SubnetGroup("documents", { subnetIds: privateIds }).name,
      vpcSecurityGroupIds: [guard("documents", 27017).id],
      backupRetentionPeriod: 7,
      deletionProtection: true,
      skipFinalSnapshot: true,
    });
    new aws.redshift.Cluster("warehouse", {
      clusterIdentifier: "warehouse",
      nodeType: "ra3.large",
      numberOfNodes: 2,
      masterUsername: "root",
      manageMasterPassword: true,
      encrypted: is("a plain warehouse") ? "false" : "true",
      publiclyAccessible: false,
      clusterSubnetGroupName: new aws.redshift.SubnetGroup("warehouse", { subnetIds: privateIds }).name,
      vpcSecurityGroupIds: [guard("redshift", 5439).id],
      skipFinalSnapshot: true,
    });
  },
  faults: {
    "the company's range": `data-tier-ingress-by-reference at ${group} redshift`,
    "plain documents": "storage-encrypted at aws:docdb/cluster:Cluster documents",
    "a plain warehouse": "storage-encrypted at aws:redshift/cluster:Cluster warehouse",
  },
};

export const converted: Shape[] = [
  ...[vpcModule, groupModule, auroraModule, searchModule, trail],
  ...[eachService, balancerModule, oldFleet, iamModule, warehouses],
];
