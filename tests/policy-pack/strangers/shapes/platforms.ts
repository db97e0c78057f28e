import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Shape } from "../variants";
import { account, certificateArn, declared, everywhere, image, policy, region, trust, vpcNetwork } from "./parts";

const group = "aws:ec2/securityGroup:SecurityGroup";
const tags = { environment: "production", project: "shop", "managed-by": "pulumi" };

/** Buckets in two regions, replicated, each with a provider of its own. */
const twoRegions: Shape = {
  name: "platform-buckets-in-two-regions",
  build(is) {
    const there = new aws.Provider("there", {
      region: "us-west-2",
      ...(!is("a provider without default tags") && { defaultTags: { tags } }),
    });
    const make = (name: string, provider?: aws.Provider) => {
      const options = { provider };
      const bucket = new aws.s3.Bucket(name, {}, options);
      new aws.s3.BucketVersioning(name, { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } }, options);
      new aws.s3.BucketPublicAccessBlock(
        name,
        {
          bucket: bucket.id,
          blockPublicAcls: true,
          blockPublicPolicy: !(is("a copy that may be published") && provider !== undefined),
          ignorePublicAcls: true,
          restrictPublicBuckets: true,
        },
        options,
      );
      return bucket;
    };
    const [here, copy] = [make("here"), make("copy", there)];
    const role = new aws.iam.Role("replication", { assumeRolePolicy: trust("s3.amazonaws.com", true) });
    new aws.iam.RolePolicy("replication", {
      role: role.id,
      policy: {
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"], Resource: here.arn },
          {
            Effect: "Allow",
            Action: ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl"],
            Resource: pulumi.interpolate`${here.arn}/*`,
          },
          {
            Effect: "Allow",
            Action: ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
            Resource: is("copies anywhere") ? "*" : pulumi.interpolate`${copy.arn}/*`,
          },
        ],
      },
    });
    new aws.s3.BucketReplicationConfig("here", {
      bucket: here.id,
      role: role.arn,
      rules: [{ status: "Enabled", destination: { bucket: copy.arn, storageClass: "STANDARD_IA" } }],
    });
  },
  faults: {
    "a provider without default tags": "required-tags at aws:s3/bucket:Bucket copy",
    "a copy that may be published":
      "bucket-public-access-blocked at aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock copy",
    "copies anywhere": "iam-no-wildcard-resource at aws:iam/rolePolicy:RolePolicy replication",
  },
};

/** Nothing by default: every resource is tagged by hand, or by a transform. */
const taggedByHand: Shape = {
  name: "platform-tagged-by-hand",
  build(is) {
    const provider = new aws.Provider("plain", { region: "eu-central-1" });
    const options = { provider };
    new aws.sqs.Queue("tagged", { tags }, options);
    new aws.dynamodb.Table(
      "tagged",
      {
        hashKey: "id",
        attributes: [{ name: "id", type: "S" }],
        billingMode: "PAY_PER_REQUEST",
        tags: is("a tag forgotten") ? { environment: "production", project: "shop" } : { ...tags, team: "data" },
      },
      options,
    );
    new aws.sns.Topic(
      "transformed",
      {},
      {
        ...options,
        transforms: is("nothing adds tags") ? [] : [({ props, opts }) => ({ props: { ...props, tags }, opts })],
      },
    );
  },
  faults: {
    "a tag forgotten": "required-tags at aws:dynamodb/table:Table tagged",
    "nothing adds tags": "required-tags at aws:sns/topic:Topic transformed",
  },
};

/** A network load balancer in front of what should be behind everything. */
const networkBalancer: Shape = {
  name: "platform-network-load-balancer",
  build(is) {
    const { vpc, publicIds, privateIds } = vpcNetwork("nlb");
    const isPublic = is("a database behind a public balancer");
    const front = new aws.ec2.SecurityGroup("front", {
      vpcId: vpc.id,
      description: "Balancer",
      ingress: [
        {
          description: "Clients",
          protocol: "tcp",
          fromPort: 5432,
          toPort: 5432,
          cidrBlocks: [isPublic ? everywhere : "10.0.0.0/8"],
        },
      ],
      egress: [{ description: "Database", protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: ["10.0.0.0/16"] }],
    });
    const data = new aws.ec2.SecurityGroup("data", {
      vpcId: vpc.id,
      description: "Database",
      ingress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, securityGroups: [front.id] }],
    });
    const database = new aws.rds.Instance("db", {
      engine: "postgres",
      engineVersion: "16.6",
      instanceClass: "db.t4g.medium",
      allocatedStorage: 20,
      username: "app",
      manageMasterUserPassword: true,
      dbSubnetGroupName: new aws.rds.SubnetGroup("db", { subnetIds: privateIds }).name,
      vpcSecurityGroupIds: [data.id],
      storageEncrypted: true,
      multiAz: true,
      backupRetentionPeriod: 7,
      deletionProtection: true,
      skipFinalSnapshot: true,
    });
    const balancer = new aws.lb.LoadBalancer("nlb", {
      loadBalancerType: "network",
      internal: !isPublic,
      securityGroups: [front.id],
      subnets: isPublic ? publicIds : privateIds,
      tags: isPublic ? declared : {},
    });
    const targets = new aws.lb.TargetGroup("db", {
      vpcId: vpc.id,
      port: 5432,
      protocol: "TCP",
      targetType: "ip",
      deregistrationDelay: 30,
    });
    new aws.lb.TargetGroupAttachment("db", { targetGroupArn: targets.arn, targetId: database.address, port: 5432 });
    new aws.lb.Listener("db", {
      loadBalancerArn: balancer.arn,
      port: 5432,
      protocol: "TCP",
      defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
    });
  },
  faults: {
    "a database behind a public balancer": `security-group-no-open-ingress at ${group} front`,
  },
};

/** Hosts that reach hosts that reach the data; only one link of the chain is wrong. */
const fourHops: Shape = {
  name: "platform-four-hops-to-the-data",
  build(is) {
    const { vpc, publicIds, privateIds } = vpcNetwork("hops");
    const names = ["edge", "web", "logic", "store"] as const;
    const groups = names.map((name) => new aws.ec2.SecurityGroup(name, { vpcId: vpc.id, description: name }));
    names.forEach((name, index) => {
      const ends = { ipProtocol: "tcp", fromPort: 6379, toPort: 6379 };
      const [own, before, after] = [groups[index], groups[index - 1], groups[index + 1]];
      if (before)
        new aws.vpc.SecurityGroupIngressRule(`${name}-in`, {
          ...ends,
          securityGroupId: own?.id ?? "",
          referencedSecurityGroupId: before.id,
        });
      if (after)
        new aws.vpc.SecurityGroupEgressRule(`${name}-out`, {
          ...ends,
          securityGroupId: own?.id ?? "",
          referencedSecurityGroupId: after.id,
        });
    });
    for (const [index, cidrIpv4] of (is("two halves of the internet")
      ? ["0.0.0.0/1", "128.0.0.0/1"]
      : ["10.0.0.0/8"]
    ).entries())
      new aws.vpc.SecurityGroupIngressRule(`edge-in-${index}`, {
        securityGroupId: groups[0]?.id ?? "",
        description: "Clients",
        ipProtocol: "tcp",
        fromPort: 22,
        toPort: 22,
        cidrIpv4,
      });
    names.slice(0, 3).forEach((name, index) => {
      new aws.ec2.Instance(name, {
        ami: "ami-0abcdef1234567890",
        instanceType: "t4g.small",
        subnetId: index === 0 ? publicIds[0] : privateIds[0],
        associatePublicIpAddress: index === 0 && is("two halves of the internet"),
        vpcSecurityGroupIds: [groups[index]?.id ?? ""],
        metadataOptions: { httpTokens: "required" },
        rootBlockDevice: { encrypted: true },
      });
    });
    new aws.elasticache.ReplicationGroup("store", {
      description: "Store",
      engine: "valkey",
      nodeType: "cache.t4g.small",
      numCacheClusters: 2,
      automaticFailoverEnabled: true,
      atRestEncryptionEnabled: true,
      transitEncryptionEnabled: true,
      subnetGroupName: new aws.elasticache.SubnetGroup("store", { subnetIds: privateIds }).name,
      securityGroupIds: [groups[3]?.id ?? ""],
    });
  },
  faults: {
    "two halves of the internet": "no-internet-path-to-data at aws:elasticache/replicationGroup:ReplicationGroup store",
  },
};

const collections: Shape = {
  name: "platform-search-collection-and-serverless-cache",
  build(is) {
    const { vpc, privateIds } = vpcNetwork("aoss");
    const clients = new aws.ec2.SecurityGroup("clients", { vpcId: vpc.id, description: "Clients" });
    const guard = new aws.ec2.SecurityGroup("guard", {
      vpcId: vpc.id,
      description: "Search and cache",
      ingress: [443, 6379].map((port) => ({
        protocol: "tcp",
        fromPort: port,
        toPort: port,
        securityGroups: [clients.id],
      })),
    });
    const endpoint = new aws.opensearch.ServerlessVpcEndpoint("logs", {
      name: "logs",
      vpcId: vpc.id,
      subnetIds: privateIds,
      securityGroupIds: [guard.id],
    });
    const resource = ["collection/logs"];
    const encryption = new aws.opensearch.ServerlessSecurityPolicy("encryption", {
      name: "logs",
      type: "encryption",
      policy: JSON.stringify({ Rules: [{ ResourceType: "collection", Resource: resource }], AWSOwnedKey: true }),
    });
    const network = new aws.opensearch.ServerlessSecurityPolicy("network", {
      name: "logs",
      type: "network",
      policy: pulumi.jsonStringify([
        {
          Rules: [{ ResourceType: "collection", Resource: resource }],
          ...(is("a collection for everybody")
            ? { AllowFromPublic: true }
            : { AllowFromPublic: false, SourceVPCEs: [endpoint.id] }),
        },
      ]),
    });
    new aws.opensearch.ServerlessCollection(
      "logs",
      { name: "logs", type: "TIMESERIES" },
      { dependsOn: [encryption, network] },
    );
    new aws.elasticache.ServerlessCache("cache", {
      name: "cache",
      engine: "valkey",
      subnetIds: privateIds,
      securityGroupIds: [guard.id],
    });
    if (is("a cache for a range"))
      new aws.ec2.SecurityGroupRule("range", {
        type: "ingress",
        securityGroupId: guard.id,
        protocol: "tcp",
        fromPort: 6379,
        toPort: 6379,
        cidrBlocks: ["192.168.0.0/16"],
        description: "VPN",
      });
  },
  faults: {
    "a collection for everybody":
      "opensearch-in-vpc at aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy network",
    "a cache for a range": "data-tier-ingress-by-reference at aws:ec2/securityGroupRule:SecurityGroupRule range",
  },
};

const builds: Shape = {
  name: "platform-codebuild",
  build(is) {
    const role = new aws.iam.Role("build", { assumeRolePolicy: trust("codebuild.amazonaws.com", true) });
    const logs = new aws.cloudwatch.LogGroup("build", { name: "/aws/codebuild/shop", retentionInDays: 14 });
    new aws.iam.RolePolicy("build", {
      role: role.id,
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: pulumi.interpolate`${logs.arn}:*`,
          },
          { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
          {
            Effect: "Allow",
            Action: is("builds may do anything to roles") ? "iam:*" : ["ecr:PutImage", "ecr:UploadLayerPart"],
            Resource: is("builds may do anything to roles") ? "*" : `arn:aws:ecr:${region}:${account}:repository/shop`,
          },
        ],
      },
    });
    new aws.codebuild.Project("shop", {
      serviceRole: role.arn,
      artifacts: { type: "NO_ARTIFACTS" },
      source: { type: "GITHUB", location: "https://github.com/acme/shop.git" },
      environment: {
        computeType: "BUILD_GENERAL1_SMALL",
        image: "aws/codebuild/amazonlinux-aarch64-standard:3.0",
        type: "ARM_CONTAINER",
        environmentVariables: [
          { name: "NPM_TOKEN", type: "SECRETS_MANAGER", value: "npm:token" },
          ...(is("a token in plain text")
            ? [{ name: "DOCKER_PASSWORD", type: "PLAINTEXT", value: "dckr_pat_" + "x8Yw2Lq7Zk4Vb6Nm1Tc9f" }]
            : []),
        ],
      },
      logsConfig: { cloudwatchLogs: { groupName: logs.name } },
    });
  },
  faults: {
    "builds may do anything to roles": "iam-no-wildcard-action at aws:iam/rolePolicy:RolePolicy build",
    "a token in plain text": "secret-not-in-environment at aws:codebuild/project:Project shop",
  },
};

/** Access points on a file system, and a service with Service Connect that mounts one. */
const mounts: Shape = {
  name: "platform-file-system-with-access-points",
  build(is) {
    const { vpc, privateIds } = vpcNetwork("efs");
    const app = new aws.ec2.SecurityGroup("app", {
      vpcId: vpc.id,
      description: "Application",
      egress: [{ description: "HTTPS", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [everywhere] }],
    });
    const files = new aws.ec2.SecurityGroup("files", {
      vpcId: vpc.id,
      description: "Files",
      ingress: [
        is("files for everybody")
          ? { description: "NFS", protocol: "tcp", fromPort: 2049, toPort: 2049, ipv6CidrBlocks: ["2000::/3"] }
          : { protocol: "tcp", fromPort: 2049, toPort: 2049, securityGroups: [app.id] },
      ],
    });
    const system = new aws.efs.FileSystem("media", {
      encrypted: is("plain media") ? undefined : true,
      throughputMode: "elastic",
      lifecyclePolicies: [{ transitionToIa: "AFTER_30_DAYS" }],
    });
    privateIds.forEach((subnetId, index) => {
      new aws.efs.MountTarget(`media-${index}`, { fileSystemId: system.id, subnetId, securityGroups: [files.id] });
    });
    const point = new aws.efs.AccessPoint("media", {
      fileSystemId: system.id,
      posixUser: { uid: 1000, gid: 1000 },
      rootDirectory: { path: "/media", creationInfo: { ownerUid: 1000, ownerGid: 1000, permissions: "0755" } },
    });
    new aws.efs.FileSystemPolicy("media", {
      fileSystemId: system.id,
      policy: policy(
        {
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
          Resource: "*",
          ...(!is("mounted from anywhere") && {
            Condition: { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } },
          }),
        },
        {
          Effect: "Deny",
          Principal: { AWS: "*" },
          Action: "*",
          Resource: "*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ),
    });
    const execution = new aws.iam.Role("exec", { assumeRolePolicy: trust("ecs-tasks.amazonaws.com", true) });
    new aws.ecs.TaskDefinition("media", {
      family: "media",
      cpu: "256",
      memory: "512",
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      executionRoleArn: execution.arn,
      containerDefinitions: JSON.stringify([
        {
          name: "media",
          image,
          readonlyRootFilesystem: true,
          mountPoints: [{ sourceVolume: "media", containerPath: "/media" }],
        },
      ]),
      volumes: [
        {
          name: "media",
          efsVolumeConfiguration: {
            fileSystemId: system.id,
            ...(!is("a plain mount") && { transitEncryption: "ENABLED" }),
            authorizationConfig: { accessPointId: point.id, iam: "ENABLED" },
          },
        },
      ],
    });
  },
  faults: {
    "files for everybody": `security-group-no-open-ingress at ${group} files`,
    "plain media": "storage-encrypted at aws:efs/fileSystem:FileSystem media",
    "mounted from anywhere": "resource-policy-not-public at aws:efs/fileSystemPolicy:FileSystemPolicy media",
    "a plain mount": "tls-in-transit at aws:ecs/taskDefinition:TaskDefinition media",
  },
};

/** Services without a way out but endpoints, by a component that is called in a loop. */
class Service extends pulumi.ComponentResource {
  constructor(
    name: string,
    args: {
      cluster: pulumi.Input<string>;
      subnets: pulumi.Input<string>[];
      guard: aws.ec2.SecurityGroup;
      count?: number;
    },
  ) {
    super("acme:index:Service", name);
    const own = { parent: this };
    const execution = new aws.iam.Role(
      `${name}-exec`,
      { assumeRolePolicy: trust("ecs-tasks.amazonaws.com", true) },
      own,
    );
    new aws.iam.RolePolicyAttachment(
      `${name}-exec`,
      { role: execution.name, policyArn: aws.iam.ManagedPolicy.AmazonECSTaskExecutionRolePolicy },
      own,
    );
    const definition = new aws.ecs.TaskDefinition(
      name,
      {
        family: name,
        cpu: "256",
        memory: "512",
        networkMode: "awsvpc",
        requiresCompatibilities: ["FARGATE"],
        executionRoleArn: execution.arn,
        containerDefinitions: JSON.stringify([
          {
            name,
            image: `${account}.dkr.ecr.${region}.amazonaws.com/${name}:2.0.1`,
            readonlyRootFilesystem: true,
            healthCheck: { command: ["CMD", "/healthz"] },
            logConfiguration: {
              logDriver: "awslogs",
              options: { "awslogs-group": "/svc", "awslogs-region": region, "awslogs-stream-prefix": name },
            },
          },
        ]),
      },
      own,
    );
    const service = new aws.ecs.Service(
      name,
      {
        cluster: args.cluster,
        taskDefinition: definition.arn,
        desiredCount: args.count ?? 2,
        launchType: "FARGATE",
        deploymentCircuitBreaker: { enable: true, rollback: true },
        networkConfiguration: { subnets: args.subnets, securityGroups: [args.guard.id] },
      },
      own,
    );
    this.registerOutputs({ id: service.id });
  }
}

const endpointsOnly: Shape = {
  name: "platform-services-behind-endpoints",
  build(is) {
    const vpc = new aws.ec2.Vpc("inner", {
      cidrBlock: "10.9.0.0/16",
      enableDnsHostnames: true,
      enableDnsSupport: true,
    });
    new aws.ec2.DefaultSecurityGroup("inner", { vpcId: vpc.id });
    new aws.ec2.FlowLog("inner", {
      vpcId: vpc.id,
      trafficType: "REJECT",
      logDestinationType: "s3",
      logDestination: "arn:aws:s3:::acme-flow",
    });
    const table = new aws.ec2.RouteTable("inner", { vpcId: vpc.id });
    const subnets = ["a", "b"].map((zone, index) => {
      const subnet = new aws.ec2.Subnet(zone, {
        vpcId: vpc.id,
        cidrBlock: `10.9.${index}.0/24`,
        availabilityZone: region + zone,
      });
      new aws.ec2.RouteTableAssociation(zone, { subnetId: subnet.id, routeTableId: table.id });
      return subnet.id;
    });
    const app = new aws.ec2.SecurityGroup("app", { vpcId: vpc.id, description: "Services" });
    const door = new aws.ec2.SecurityGroup("endpoints", { vpcId: vpc.id, description: "Endpoints" });
    const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };
    new aws.vpc.SecurityGroupEgressRule("app-out", {
      ...https,
      securityGroupId: app.id,
      description: "Endpoints and S3",
      cidrIpv4: everywhere,
    });
    new aws.vpc.SecurityGroupIngressRule("endpoints-in", {
      ...https,
      securityGroupId: door.id,
      referencedSecurityGroupId: app.id,
    });
    new aws.ec2.VpcEndpoint("s3", {
      vpcId: vpc.id,
      serviceName: `com.amazonaws.${region}.s3`,
      routeTableIds: is("storage without a route") ? undefined : [table.id],
    });
    for (const service of ["ecr.api", "ecr.dkr", "logs"]) {
      if (is("no endpoint for logs") && service === "logs") continue;
      new aws.ec2.VpcEndpoint(service, {
        vpcId: vpc.id,
        serviceName: `com.amazonaws.${region}.${service}`,
        vpcEndpointType: "Interface",
        subnetIds: subnets,
        securityGroupIds: [door.id],
        privateDnsEnabled: true,
      });
    }
    new aws.cloudwatch.LogGroup("svc", { name: "/svc", retentionInDays: 14 });
    const cluster = new aws.ecs.Cluster("inner");
    for (const name of ["prices", "stock"]) new Service(name, { cluster: cluster.arn, subnets, guard: app });
  },
  faults: {
    "storage without a route": "vpc-endpoints-attached at aws:ec2/vpcEndpoint:VpcEndpoint s3",
    "no endpoint for logs": "private-workload-can-reach-its-services at aws:ecs/service:Service stock",
  },
};

/** Autoscaling as in the manuals, and one worker that must be alone. */
const scaled: Shape = {
  name: "platform-autoscaled-service",
  build(is) {
    const { privateIds, vpc } = vpcNetwork("scaled");
    const guard = new aws.ec2.SecurityGroup("app", {
      vpcId: vpc.id,
      description: "App",
      egress: [{ description: "HTTPS", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [everywhere] }],
    });
    const cluster = new aws.ecs.Cluster("main", { name: "main" });
    const definition = new aws.ecs.TaskDefinition("app", {
      family: "app",
      cpu: "256",
      memory: "512",
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      containerDefinitions: JSON.stringify([
        { name: "app", image, readonlyRootFilesystem: true, healthCheck: { command: ["CMD", "true"] } },
      ]),
    });
    const common = {
      cluster: cluster.arn,
      taskDefinition: definition.arn,
      launchType: "FARGATE",
      deploymentCircuitBreaker: { enable: true, rollback: true },
      networkConfiguration: { subnets: privateIds, securityGroups: [guard.id] },
    };
    const app = new aws.ecs.Service(
      "app",
      { ...common, name: "app", desiredCount: 2 },
      { ignoreChanges: ["desiredCount"] },
    );
    const target = new aws.appautoscaling.Target("app", {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: pulumi.interpolate`service/${cluster.name}/${app.name}`,
      minCapacity: 2,
      maxCapacity: 10,
    });
    new aws.appautoscaling.Policy("app", {
      policyType: "TargetTrackingScaling",
      serviceNamespace: target.serviceNamespace,
      scalableDimension: target.scalableDimension,
      resourceId: target.resourceId,
      targetTrackingScalingPolicyConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: "ECSServiceAverageCPUUtilization" },
        targetValue: 60,
      },
    });
    new aws.ecs.Service("leader", {
      ...common,
      name: "leader",
      desiredCount: is("two leaders") ? 2 : 1,
      deploymentMinimumHealthyPercent: 0,
      deploymentMaximumPercent: 100,
      tags: { "cloister:singleton": "declared" },
    });
  },
  faults: {
    "two leaders": "singleton-not-scaled at aws:ecs/service:Service leader",
  },
};

/** A private API over a link, secrets of the usual kind, and a role of another account. */
const privateApi: Shape = {
  name: "platform-private-api",
  build(is) {
    const { vpc, privateIds } = vpcNetwork("api");
    const door = new aws.ec2.SecurityGroup("door", {
      vpcId: vpc.id,
      description: "Internal balancer",
      ingress: [{ description: "VPN", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] }],
      egress: [{ description: "App", protocol: "tcp", fromPort: 8080, toPort: 8080, cidrBlocks: ["10.0.0.0/16"] }],
    });
    const balancer = new aws.lb.LoadBalancer("inner", {
      internal: is("it faces the internet") ? false : true,
      securityGroups: [door.id],
      subnets: privateIds,
    });
    const targets = new aws.lb.TargetGroup("inner", {
      vpcId: vpc.id,
      port: 8080,
      protocol: "HTTP",
      targetType: "ip",
      deregistrationDelay: 15,
    });
    const listener = new aws.lb.Listener("inner", {
      loadBalancerArn: balancer.arn,
      port: 443,
      protocol: "HTTPS",
      certificateArn,
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
      defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
    });
    const link = new aws.apigatewayv2.VpcLink("inner", { subnetIds: privateIds, securityGroupIds: [door.id] });
    const api = new aws.apigatewayv2.Api("inner", { protocolType: "HTTP" });
    new aws.apigatewayv2.Integration("inner", {
      apiId: api.id,
      integrationType: "HTTP_PROXY",
      integrationMethod: "ANY",
      integrationUri: listener.arn,
      connectionType: "VPC_LINK",
      connectionId: link.id,
    });
    const partner = new aws.iam.Role("partner", {
      assumeRolePolicy: policy({
        Effect: "Allow",
        Principal: { AWS: is("any account") ? "*" : "arn:aws:iam::210987654321:role/partner" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": "9c1f" } },
      }),
    });
    new aws.iam.RolePolicy("partner", {
      role: partner.id,
      policy: policy({
        Effect: "Allow",
        Action: "ssm:GetParameter",
        Resource: is("every parameter") ? "*" : `arn:aws:ssm:${region}:${account}:parameter/partner/*`,
      }),
    });
    new aws.secretsmanager.Secret("key", { recoveryWindowInDays: is("gone at once") ? 0 : 7 });
  },
  faults: {
    "it faces the internet": "load-balancer-internal-unless-declared at aws:lb/loadBalancer:LoadBalancer inner",
    "any account": "iam-trust-not-public at aws:iam/role:Role partner",
    "every parameter": "iam-no-wildcard-resource at aws:iam/rolePolicy:RolePolicy partner",
    "gone at once": "secret-recovery-window at aws:secretsmanager/secret:Secret key",
  },
};

export const platforms: Shape[] = [
  ...[twoRegions, taggedByHand, networkBalancer, fourHops, collections],
  ...[builds, mounts, endpointsOnly, scaled, privateApi],
];
