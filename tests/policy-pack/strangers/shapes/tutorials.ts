import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Shape } from "../variants";
import { account, certificateArn, declared, everywhere, policy, region, trust, vpcNetwork } from "./parts";

const group = "aws:ec2/securityGroup:SecurityGroup";
const ingressRule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

/** The container definition of nearly every blog. */
const blogContainer = (name: string, image: string, port: number, more: object = {}) => ({
  name,
  image,
  essential: true,
  readonlyRootFilesystem: true,
  portMappings: [{ containerPort: port, hostPort: port, protocol: "tcp" }],
  healthCheck: { command: ["CMD-SHELL", `wget -q -O - http://localhost:${port}/ || exit 1`] },
  logConfiguration: {
    logDriver: "awslogs",
    options: { "awslogs-group": `/ecs/${name}`, "awslogs-region": region, "awslogs-stream-prefix": "ecs" },
  },
  ...more,
});

/** A network in loops, rules as resources of their own, a random password in Secrets Manager. */
const fargatePostgres: Shape = {
  name: "tutorial-fargate-and-postgres",
  build(is) {
    const { vpc, publicIds, privateIds } = vpcNetwork("demo");
    const groups = Object.fromEntries(
      ["lb", "tasks", "db"].map((name) => [
        name,
        new aws.ec2.SecurityGroup(`${name}-sg`, { vpcId: vpc.id, description: `Group of ${name}` }),
      ]),
    ) as Record<"lb" | "tasks" | "db", aws.ec2.SecurityGroup>;
    for (const port of [80, 443])
      new aws.vpc.SecurityGroupIngressRule(`lb-${port}`, {
        securityGroupId: groups.lb.id,
        description: "Visitors",
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        cidrIpv4: everywhere,
      });
    const hop = (from: "lb" | "tasks", to: "tasks" | "db", port: number) => {
      const ends = { ipProtocol: "tcp", fromPort: port, toPort: port };
      new aws.vpc.SecurityGroupEgressRule(`${from}-to-${to}`, {
        ...ends,
        securityGroupId: groups[from].id,
        referencedSecurityGroupId: groups[to].id,
      });
      new aws.vpc.SecurityGroupIngressRule(`${to}-from-${from}`, {
        ...ends,
        securityGroupId: groups[to].id,
        referencedSecurityGroupId: groups[from].id,
      });
    };
    hop("lb", "tasks", 8000);
    hop("tasks", "db", 5432);
    new aws.vpc.SecurityGroupEgressRule("tasks-https", {
      securityGroupId: groups.tasks.id,
      description: "Images, logs, secrets",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: everywhere,
    });
    if (is("database open to IPv6"))
      new aws.vpc.SecurityGroupIngressRule("db-v6", {
        securityGroupId: groups.db.id,
        description: "Debugging",
        ipProtocol: "tcp",
        fromPort: 5432,
        toPort: 5432,
        cidrIpv6: "::/0",
      });
    const password = new random.RandomPassword("db", { length: 24, special: false });
    const secret = new aws.secretsmanager.Secret("db-password");
    new aws.secretsmanager.SecretVersion("db-password", { secretId: secret.id, secretString: password.result });
    const db = new aws.rds.Instance("db", {
      engine: "postgres",
      engineVersion: is("a version past its end") ? "12.17" : "16.4",
      instanceClass: "db.t4g.small",
      allocatedStorage: 20,
      dbName: "app",
      username: "app",
      password: password.result,
      dbSubnetGroupName: new aws.rds.SubnetGroup("db", { subnetIds: privateIds }).name,
      vpcSecurityGroupIds: [groups.db.id],
      storageEncrypted: true,
      multiAz: true,
      backupRetentionPeriod: 7,
      deletionProtection: true,
      skipFinalSnapshot: true,
    });
    const execution = new aws.iam.Role("exec", { assumeRolePolicy: trust("ecs-tasks.amazonaws.com", true) });
    new aws.iam.RolePolicyAttachment("exec", {
      role: execution.name,
      policyArn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
    });
    new aws.iam.RolePolicy("exec-secret", {
      role: execution.id,
      policy: secret.arn.apply((arn) =>
        policy({ Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: [arn] }),
      ),
    });
    new aws.cloudwatch.LogGroup("web", { name: "/ecs/web", retentionInDays: 14 });
    const inEnvironment = is("password in the environment");
    const task = new aws.ecs.TaskDefinition("web", {
      family: "web",
      cpu: "512",
      memory: "1024",
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      executionRoleArn: execution.arn,
      containerDefinitions: pulumi.jsonStringify([
        blogContainer("web", is("latest") ? "nginx:latest" : "public.ecr.aws/docker/library/python:3.13-slim", 8000, {
          environment: [
            { name: "DB_HOST", value: db.address },
            ...(inEnvironment ? [{ name: "DB_PASSWORD", value: password.result }] : []),
          ],
          ...(!inEnvironment && { secrets: [{ name: "DB_PASSWORD", valueFrom: secret.arn }] }),
        }),
      ]),
    });
    const balancer = new aws.lb.LoadBalancer("web", {
      loadBalancerType: "application",
      securityGroups: [groups.lb.id],
      subnets: publicIds,
      tags: is("undeclared") ? {} : declared,
    });
    const targets = new aws.lb.TargetGroup("web", {
      vpcId: vpc.id,
      port: 8000,
      protocol: "HTTP",
      targetType: "ip",
      deregistrationDelay: 20,
    });
    new aws.lb.Listener("http", {
      loadBalancerArn: balancer.arn,
      port: 80,
      defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } }],
    });
    const listener = new aws.lb.Listener("https", {
      loadBalancerArn: balancer.arn,
      port: 443,
      protocol: "HTTPS",
      certificateArn,
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
    });
    new aws.ecs.Service(
      "web",
      {
        cluster: new aws.ecs.Cluster("demo").arn,
        taskDefinition: task.arn,
        desiredCount: 2,
        launchType: "FARGATE",
        healthCheckGracePeriodSeconds: 60,
        deploymentCircuitBreaker: { enable: true, rollback: !is("no way back") },
        deploymentMinimumHealthyPercent: is("half of the tasks") ? 50 : 100,
        networkConfiguration: { subnets: privateIds, securityGroups: [groups.tasks.id] },
        loadBalancers: [{ targetGroupArn: targets.arn, containerName: "web", containerPort: 8000 }],
      },
      { dependsOn: listener },
    );
  },
  faults: {
    "database open to IPv6": `security-group-no-open-ingress at ${ingressRule} db-v6`,
    "a version past its end": "runtime-not-end-of-life at aws:rds/instance:Instance db",
    "password in the environment": "secret-not-in-environment at aws:ecs/taskDefinition:TaskDefinition web",
    undeclared: "load-balancer-internal-unless-declared at aws:lb/loadBalancer:LoadBalancer web",
    "no way back": "ecs-circuit-breaker at aws:ecs/service:Service web",
    "half of the tasks": "ecs-deploy-keeps-capacity at aws:ecs/service:Service web",
  },
  hidden: {
    latest: "container-image-pinned at aws:ecs/taskDefinition:TaskDefinition web",
  },
};

/** Instances in an Auto Scaling group, a capacity provider, bridge networking. */
const ecsOnInstances: Shape = {
  name: "tutorial-ecs-on-ec2",
  build(is) {
    const { vpc, privateIds } = vpcNetwork("ecs");
    const hosts = new aws.ec2.SecurityGroup("hosts", {
      vpcId: vpc.id,
      description: "Container hosts",
      ingress: [
        {
          description: is("ssh for everybody") ? "SSH" : "Dynamic ports, from inside",
          protocol: "tcp",
          fromPort: is("ssh for everybody") ? 22 : 32768,
          toPort: is("ssh for everybody") ? 22 : 65535,
          cidrBlocks: [is("ssh for everybody") ? everywhere : "10.0.0.0/16"],
        },
      ],
      egress: [{ description: "HTTPS", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [everywhere] }],
    });
    const role = new aws.iam.Role("host", { assumeRolePolicy: trust("ec2.amazonaws.com") });
    for (const name of ["service-role/AmazonEC2ContainerServiceforEC2Role", "AmazonSSMManagedInstanceCore"])
      new aws.iam.RolePolicyAttachment(`host-${name.split("/").pop() ?? ""}`, {
        role: role.name,
        policyArn: `arn:aws:iam::aws:policy/${name}`,
      });
    const cluster = new aws.ecs.Cluster("main", { name: "main" });
    const script = `#!/bin/bash
echo ECS_CLUSTER=main >> /etc/ecs/ecs.config
${is("a token in the script") ? "export GITHUB_TOKEN=ghp_" + "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5" : "systemctl enable --now amazon-ssm-agent"}
`;
    const template = new aws.ec2.LaunchTemplate("hosts", {
      imageId: "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
      instanceType: "t3.medium",
      iamInstanceProfile: { arn: new aws.iam.InstanceProfile("host", { role: role.name }).arn },
      vpcSecurityGroupIds: [hosts.id],
      userData: Buffer.from(script).toString("base64"),
      metadataOptions: {
        httpTokens: is("the old metadata service") ? "optional" : "required",
        httpPutResponseHopLimit: 2,
      },
      blockDeviceMappings: [
        { deviceName: "/dev/xvda", ebs: { volumeSize: 30, encrypted: is("plain disks") ? "false" : "true" } },
      ],
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({
        resourceType,
        tags: { environment: "production", project: "shop", "managed-by": "pulumi" },
      })),
    });
    const pool = new aws.autoscaling.Group("hosts", {
      minSize: 2,
      maxSize: 4,
      vpcZoneIdentifiers: privateIds,
      launchTemplate: { id: template.id, version: "$Latest" },
      tags: Object.entries({
        environment: "production",
        project: "shop",
        "managed-by": "pulumi",
        AmazonECSManaged: "true",
      }).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
    });
    const provider = new aws.ecs.CapacityProvider("hosts", {
      autoScalingGroupProvider: { autoScalingGroupArn: pool.arn, managedScaling: { status: "ENABLED" } },
    });
    new aws.ecs.ClusterCapacityProviders("main", { clusterName: cluster.name, capacityProviders: [provider.name] });
    const task = new aws.ecs.TaskDefinition("worker", {
      family: "worker",
      networkMode: "bridge",
      containerDefinitions: JSON.stringify([
        {
          name: "worker",
          image: "public.ecr.aws/docker/library/redis:7.4.1",
          memory: 256,
          readonlyRootFilesystem: true,
          healthCheck: { command: ["CMD", "redis-cli", "ping"] },
        },
      ]),
    });
    new aws.ecs.Service("worker", {
      cluster: cluster.arn,
      taskDefinition: task.arn,
      desiredCount: 2,
      capacityProviderStrategies: [{ capacityProvider: provider.name, weight: 1 }],
      deploymentCircuitBreaker: { enable: true, rollback: true },
    });
  },
  faults: {
    "ssh for everybody": `security-group-no-open-ingress at ${group} hosts`,
    "a token in the script": "secret-not-in-user-data at aws:ec2/launchTemplate:LaunchTemplate hosts",
    "the old metadata service": "imdsv2-required at aws:ec2/launchTemplate:LaunchTemplate hosts",
    "plain disks": "storage-encrypted at aws:ec2/launchTemplate:LaunchTemplate hosts",
  },
};

/** A component that makes the network, as a course teaches, and a jump host in it. */
class Network extends pulumi.ComponentResource {
  readonly vpc: aws.ec2.Vpc;
  readonly subnets: Record<"public" | "private", aws.ec2.Subnet[]> = { public: [], private: [] };

  constructor(name: string, args: { cidr: string; zones: number; mainTableLeadsOut?: boolean }) {
    super("course:network:Network", name);
    const own = { parent: this };
    this.vpc = new aws.ec2.Vpc(name, { cidrBlock: args.cidr, enableDnsHostnames: true }, own);
    new aws.ec2.DefaultSecurityGroup(name, { vpcId: this.vpc.id }, own);
    new aws.ec2.FlowLog(
      name,
      {
        vpcId: this.vpc.id,
        trafficType: "ALL",
        logDestinationType: "s3",
        logDestination: "arn:aws:s3:::flow-logs-acme",
      },
      own,
    );
    const gateway = new aws.ec2.InternetGateway(name, { vpcId: this.vpc.id }, own);
    const table = new aws.ec2.RouteTable(`${name}-public`, { vpcId: this.vpc.id }, own);
    new aws.ec2.Route(
      `${name}-out`,
      { routeTableId: table.id, destinationCidrBlock: everywhere, gatewayId: gateway.id },
      own,
    );
    if (args.mainTableLeadsOut)
      new aws.ec2.Route(
        `${name}-main-out`,
        { routeTableId: this.vpc.mainRouteTableId, destinationCidrBlock: everywhere, gatewayId: gateway.id },
        own,
      );
    for (let zone = 0; zone < args.zones; zone++)
      for (const kind of ["public", "private"] as const) {
        const subnet = new aws.ec2.Subnet(
          `${name}-${kind}-${zone}`,
          {
            vpcId: this.vpc.id,
            cidrBlock: `10.20.${zone + (kind === "public" ? 0 : 100)}.0/24`,
            availabilityZone: region + "abc"[zone],
          },
          own,
        );
        this.subnets[kind].push(subnet);
        if (kind === "public")
          new aws.ec2.RouteTableAssociation(
            `${name}-${kind}-${zone}`,
            { subnetId: subnet.id, routeTableId: table.id },
            own,
          );
      }
    this.registerOutputs({ vpcId: this.vpc.id });
  }
}

const jumpHost: Shape = {
  name: "tutorial-component-network-and-jump-host",
  build(is) {
    const leadsOut = is("the main route table leads out");
    const network = new Network("course", { cidr: "10.20.0.0/16", zones: 2, mainTableLeadsOut: leadsOut });
    const guard = new aws.ec2.SecurityGroup("jump", {
      vpcId: network.vpc.id,
      description: "Jump host",
      ingress: [
        {
          description: "Administrators",
          protocol: "tcp",
          fromPort: 22,
          toPort: 22,
          cidrBlocks: [is("a public jump host") || leadsOut ? "203.0.113.0/24" : "10.0.0.0/8"],
        },
      ],
    });
    new aws.ec2.Instance("jump", {
      ami: "ami-0abcdef1234567890",
      instanceType: "t4g.micro",
      subnetId: network.subnets[is("a public jump host") ? "public" : "private"][0]?.id,
      associatePublicIpAddress: is("a public jump host") || leadsOut,
      vpcSecurityGroupIds: [guard.id],
      metadataOptions: { httpTokens: "required" },
      rootBlockDevice: { encrypted: true },
    });
  },
  faults: {
    "a public jump host": "instance-no-public-ip at aws:ec2/instance:Instance jump",
    "the main route table leads out": "no-internet-path-to-compute at aws:ec2/instance:Instance jump",
  },
};

/** MySQL, a shared file system and a classic load balancer, as ten years ago. */
const wordpress: Shape = {
  name: "tutorial-wordpress",
  build(is) {
    const { vpc, privateIds } = vpcNetwork("wp");
    const lb = new aws.ec2.SecurityGroup("lb", {
      vpcId: vpc.id,
      description: "Classic load balancer",
      ingress: [{ description: "Offices", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] }],
      egress: [{ description: "Hosts", protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["10.0.0.0/16"] }],
    });
    const web = new aws.ec2.SecurityGroup("web", {
      vpcId: vpc.id,
      description: "Web hosts",
      ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, securityGroups: [lb.id] }],
      egress: [{ description: "Inside", protocol: "tcp", fromPort: 1, toPort: 65535, cidrBlocks: ["10.0.0.0/16"] }],
    });
    const store = (name: string, port: number, open: string | undefined) =>
      new aws.ec2.SecurityGroup(name, {
        vpcId: vpc.id,
        description: name,
        ingress: [
          { protocol: "tcp", fromPort: port, toPort: port, securityGroups: [web.id] },
          ...(open === undefined
            ? []
            : [{ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: [open], description: "More" }]),
        ],
      });
    const mysqlGroup = store("mysql", 3306, is("mysql for the world") ? everywhere : undefined);
    const filesGroup = store("files", 2049, is("files for a range") ? "10.0.0.0/16" : undefined);
    new aws.rds.Instance("mysql", {
      identifier: "wordpress",
      engine: "mysql",
      engineVersion: "8.4.3",
      instanceClass: "db.t4g.medium",
      allocatedStorage: 20,
      maxAllocatedStorage: 100,
      username: "wordpress",
      manageMasterUserPassword: true,
      parameterGroupName: new aws.rds.ParameterGroup("mysql", {
        family: "mysql8.4",
        parameters: is("plain connections") ? [] : [{ name: "require_secure_transport", value: "1" }],
      }).name,
      dbSubnetGroupName: new aws.rds.SubnetGroup("mysql", { subnetIds: privateIds }).name,
      vpcSecurityGroupIds: [mysqlGroup.id],
      storageEncrypted: true,
      multiAz: true,
      backupRetentionPeriod: is("no backups") ? undefined : 14,
      deletionProtection: true,
      finalSnapshotIdentifier: "wordpress-last",
    });
    const files = new aws.efs.FileSystem("uploads", { encrypted: !is("plain files") });
    for (const [index, subnetId] of privateIds.entries())
      new aws.efs.MountTarget(`uploads-${index}`, {
        fileSystemId: files.id,
        subnetId,
        securityGroups: [filesGroup.id],
      });
    new aws.elb.LoadBalancer("classic", {
      internal: !is("faces the internet"),
      subnets: privateIds,
      securityGroups: [lb.id],
      listeners: [
        {
          lbPort: 443,
          lbProtocol: "https",
          instancePort: 80,
          instanceProtocol: "http",
          sslCertificateId: certificateArn,
        },
      ],
      healthCheck: { target: "HTTP:80/", interval: 30, timeout: 5, healthyThreshold: 2, unhealthyThreshold: 3 },
    });
  },
  faults: {
    "mysql for the world": `security-group-no-open-ingress at ${group} mysql`,
    "files for a range": `data-tier-ingress-by-reference at ${group} files`,
    "plain connections": "tls-in-transit at aws:rds/instance:Instance mysql",
    "no backups": "database-backups at aws:rds/instance:Instance mysql",
    "plain files": "storage-encrypted at aws:efs/fileSystem:FileSystem uploads",
    "faces the internet": "load-balancer-internal-unless-declared at aws:elb/loadBalancer:LoadBalancer classic",
  },
};

const singlePage: Shape = {
  name: "tutorial-single-page-application",
  build(is) {
    const bucket = new aws.s3.BucketV2("spa", { forceDestroy: true });
    const off = is("website endpoint for everybody");
    const block = new aws.s3.BucketPublicAccessBlock("spa", {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: !off,
      ignorePublicAcls: true,
      restrictPublicBuckets: !off,
    });
    const identity = new aws.cloudfront.OriginAccessIdentity("spa", { comment: "spa" });
    new aws.s3.BucketPolicy(
      "spa",
      {
        bucket: bucket.bucket,
        policy: aws.iam.getPolicyDocumentOutput({
          statements: [
            {
              actions: ["s3:GetObject"],
              resources: [pulumi.interpolate`${bucket.arn}/*`],
              principals: off ? [{ type: "*", identifiers: ["*"] }] : [{ type: "AWS", identifiers: [identity.iamArn] }],
            },
          ],
        }).json,
      },
      { dependsOn: block },
    );
    new aws.cloudfront.Distribution("spa", {
      enabled: true,
      aliases: ["www.example.com"],
      origins: [
        {
          originId: "spa",
          domainName: bucket.bucketRegionalDomainName,
          s3OriginConfig: { originAccessIdentity: identity.cloudfrontAccessIdentityPath },
        },
      ],
      defaultCacheBehavior: {
        targetOriginId: "spa",
        viewerProtocolPolicy: "https-only",
        allowedMethods: ["GET", "HEAD", "OPTIONS"],
        cachedMethods: ["GET", "HEAD"],
        forwardedValues: { queryString: false, cookies: { forward: "none" } },
      },
      customErrorResponses: [{ errorCode: 404, responseCode: 200, responsePagePath: "/index.html" }],
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: {
        acmCertificateArn: certificateArn.replace(region, "us-east-1"),
        sslSupportMethod: "sni-only",
        ...(!is("any TLS") && { minimumProtocolVersion: "TLSv1.2_2019" }),
      },
    });
  },
  faults: {
    "any TLS": "tls-in-transit at aws:cloudfront/distribution:Distribution spa",
  },
  hidden: {
    "website endpoint for everybody": "resource-policy-not-public at aws:s3/bucketPolicy:BucketPolicy spa",
  },
};

const lambdaRedis: Shape = {
  name: "tutorial-lambda-in-a-vpc-with-redis",
  build(is) {
    const { vpc, privateIds } = vpcNetwork("cache");
    const client = new aws.ec2.SecurityGroup("client", {
      vpcId: vpc.id,
      description: "Functions",
      egress: [{ description: "HTTPS", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [everywhere] }],
    });
    const redis = new aws.ec2.SecurityGroup("redis", { vpcId: vpc.id, description: "Redis" });
    new aws.ec2.SecurityGroupRule("redis-in", {
      type: "ingress",
      securityGroupId: redis.id,
      protocol: "tcp",
      fromPort: 6379,
      toPort: 6379,
      ...(is("redis for everybody")
        ? { cidrBlocks: [everywhere], description: "All" }
        : { sourceSecurityGroupId: client.id }),
    });
    const cache = new aws.elasticache.ReplicationGroup("cache", {
      description: "Sessions",
      engine: "redis",
      nodeType: "cache.t4g.micro",
      numCacheClusters: 2,
      automaticFailoverEnabled: true,
      atRestEncryptionEnabled: !is("plain memory"),
      transitEncryptionEnabled: !is("plain wire"),
      subnetGroupName: new aws.elasticache.SubnetGroup("cache", { subnetIds: privateIds }).name,
      securityGroupIds: [redis.id],
    });
    const role = new aws.iam.Role("fn", {
      assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }),
      managedPolicyArns: [aws.iam.ManagedPolicy.AWSLambdaVPCAccessExecutionRole],
    });
    new aws.lambda.Function("fn", {
      runtime: is("python of 2020") ? "python3.7" : "python3.13",
      handler: "app.handler",
      role: role.arn,
      code: new pulumi.asset.AssetArchive({ "app.py": new pulumi.asset.StringAsset("def handler(e, c): return 1") }),
      vpcConfig: { subnetIds: privateIds, securityGroupIds: [client.id] },
      environment: { variables: { REDIS_HOST: cache.primaryEndpointAddress } },
    });
  },
  faults: {
    "redis for everybody": "security-group-no-open-ingress at aws:ec2/securityGroupRule:SecurityGroupRule redis-in",
    "plain memory": "storage-encrypted at aws:elasticache/replicationGroup:ReplicationGroup cache",
    "plain wire": "tls-in-transit at aws:elasticache/replicationGroup:ReplicationGroup cache",
    "python of 2020": "runtime-not-end-of-life at aws:lambda/function:Function fn",
  },
};

const repositories: Shape = {
  name: "tutorial-repository-per-service",
  build(is) {
    for (const service of ["api", "worker", "web"]) {
      const careless = service === "worker";
      const repository = new aws.ecr.Repository(service, {
        name: `acme/${service}`,
        forceDelete: true,
        imageTagMutability: is("tags that move") && careless ? undefined : "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: !(is("no scans") && careless) },
      });
      if (!(is("images for ever") && careless))
        new aws.ecr.LifecyclePolicy(service, {
          repository: repository.name,
          policy: {
            rules: [
              {
                rulePriority: 1,
                description: "Untagged ones",
                selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 7 },
                action: { type: "expire" },
              },
            ],
          } as never,
        });
      new aws.ecr.RepositoryPolicy(service, {
        repository: repository.name,
        policy: policy({
          Sid: "AllowPull",
          Effect: "Allow",
          Principal: is("pulled by everybody") && careless ? "*" : { AWS: ["210987654321", account] },
          Action: ["ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage", "ecr:BatchCheckLayerAvailability"],
        }),
      });
    }
  },
  faults: {
    "tags that move": "ecr-immutable-and-scanned at aws:ecr/repository:Repository worker",
    "no scans": "ecr-immutable-and-scanned at aws:ecr/repository:Repository worker",
    "images for ever": "ecr-lifecycle at aws:ecr/repository:Repository worker",
    "pulled by everybody": "resource-policy-not-public at aws:ecr/repositoryPolicy:RepositoryPolicy worker",
  },
};

const deployer: Shape = {
  name: "tutorial-gitlab-deployer",
  build(is) {
    const provider = new aws.iam.OpenIdConnectProvider("gitlab", {
      url: "https://gitlab.com",
      clientIdLists: ["https://gitlab.com"],
    });
    const role = new aws.iam.Role("deployer", {
      name: "gitlab-deployer",
      assumeRolePolicy: provider.arn.apply((arn) =>
        policy({
          Effect: "Allow",
          Principal: { Federated: arn },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: { "gitlab.com:aud": "https://gitlab.com" },
            ...(!is("any project") && {
              StringLike: { "gitlab.com:sub": "project_path:acme/shop:ref_type:branch:ref:main" },
            }),
          },
        }),
      ),
    });
    new aws.iam.RolePolicyAttachmentsExclusive("deployer", {
      roleName: role.name,
      policyArns: is("administrator by the exclusive list")
        ? [aws.iam.ManagedPolicy.AdministratorAccess]
        : [aws.iam.ManagedPolicy.AmazonEC2ContainerRegistryReadOnly],
    });
    new aws.iam.RolePolicy("deployer", {
      role: role.name,
      policy: policy(
        {
          Effect: "Allow",
          Action: ["ecs:RegisterTaskDefinition", "ecs:DescribeTaskDefinition", "ecs:DeregisterTaskDefinition"],
          Resource: "*",
          Condition: { StringEquals: { "aws:RequestedRegion": region } },
        },
        {
          Effect: "Allow",
          Action: ["ecs:UpdateService", "ecs:DescribeServices"],
          Resource: `arn:aws:ecs:${region}:${account}:service/shop/*`,
        },
        {
          Effect: "Allow",
          Action: "iam:PassRole",
          Resource: is("passes any role") ? "*" : `arn:aws:iam::${account}:role/shop-task`,
          Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
        },
        { Effect: "Allow", Action: ["ce:GetCostAndUsage", "cloudwatch:GetMetricData"], Resource: "*" },
      ),
    });
  },
  faults: {
    "administrator by the exclusive list":
      "iam-no-admin at aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive deployer",
    "passes any role": "iam-pass-role-scoped at aws:iam/rolePolicy:RolePolicy deployer",
  },
  hidden: {
    "any project": "iam-oidc-subject-scoped at aws:iam/role:Role deployer",
  },
};

const batch: Shape = {
  name: "tutorial-batch-job",
  build(is) {
    const role = new aws.iam.Role("job", { assumeRolePolicy: trust("ecs-tasks.amazonaws.com", true) });
    new aws.iam.RolePolicy("job", {
      role: role.id,
      policy: policy({
        Effect: "Allow",
        Action: is("whole services") ? ["s3:*", "sqs:*"] : ["s3:GetObject", "s3:PutObject"],
        Resource: "arn:aws:s3:::acme-reports/*",
      }),
    });
    new aws.batch.JobDefinition("report", {
      type: "container",
      platformCapabilities: ["FARGATE"],
      containerProperties: JSON.stringify({
        image: "public.ecr.aws/docker/library/python:3.13",
        command: ["python", "report.py"],
        jobRoleArn: `arn:aws:iam::${account}:role/job`,
        resourceRequirements: [
          { type: "VCPU", value: "0.25" },
          { type: "MEMORY", value: "512" },
        ],
        environment: [
          { name: "MODE", value: "nightly" },
          ...(is("a key in the job") ? [{ name: "OPENAI_API_KEY", value: "sk-proj-" + "9f8Qw2Lx7Zk4Vb6Nm1Tc" }] : []),
        ],
      }),
    });
    const logs = new aws.cloudwatch.LogGroup("batch", {
      name: "/aws/batch/job",
      ...(!is("logs for ever") && { retentionInDays: 30 }),
    });
    void logs;
  },
  faults: {
    "whole services": "iam-no-wildcard-action at aws:iam/rolePolicy:RolePolicy job",
    "a key in the job": "secret-not-in-environment at aws:batch/jobDefinition:JobDefinition report",
    "logs for ever": "log-retention-set at aws:cloudwatch/logGroup:LogGroup batch",
  },
};

const alarms: Shape = {
  name: "tutorial-alarms",
  build(is) {
    const topic = new aws.sns.Topic("alerts", {
      kmsMasterKeyId: is("a topic that CloudWatch cannot use") ? "alias/aws/sns" : undefined,
    });
    new aws.sns.TopicSubscription("mail", { topic: topic.arn, protocol: "email", endpoint: "ops@example.com" });
    for (const [name, metricName, threshold] of [
      ["cpu", "CPUUtilization", 80],
      ["memory", "MemoryUtilization", 85],
    ] as const)
      new aws.cloudwatch.MetricAlarm(name, {
        namespace: "AWS/ECS",
        metricName,
        dimensions: { ClusterName: "main" },
        comparisonOperator: "GreaterThanThreshold",
        evaluationPeriods: 3,
        period: 60,
        statistic: "Average",
        threshold,
        alarmActions: is("nobody hears it") && name === "memory" ? [] : [topic.arn],
        okActions: is("nobody hears it") ? [] : [topic.arn],
      });
    new aws.cloudwatch.Dashboard("main", { dashboardName: "main", dashboardBody: JSON.stringify({ widgets: [] }) });
  },
  faults: {
    "a topic that CloudWatch cannot use": "alarm-has-action at aws:sns/topic:Topic alerts",
    "nobody hears it": "alarm-has-action at aws:cloudwatch/metricAlarm:MetricAlarm memory",
  },
};

export const tutorials: Shape[] = [
  ...[fargatePostgres, ecsOnInstances, jumpHost, wordpress, singlePage],
  ...[lambdaRedis, repositories, deployer, batch, alarms],
];
