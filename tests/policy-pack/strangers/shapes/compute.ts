import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Shape } from "../variants";
import {
  account,
  alarmlessLogs,
  certificateArn,
  everywhere,
  https,
  image,
  latePolicy,
  policy,
  publicBalancer,
  region,
  trust,
  vpcNetwork,
} from "./parts";

const group = "aws:ec2/securityGroup:SecurityGroup";

function container(name: string, more: object = {}) {
  return {
    name,
    image,
    essential: true,
    readonlyRootFilesystem: true,
    portMappings: [{ containerPort: 80, protocol: "tcp" }],
    healthCheck: { command: ["CMD-SHELL", "curl -f http://localhost/ || exit 1"] },
    logConfiguration: {
      logDriver: "awslogs",
      options: { "awslogs-group": `/shop/${name}`, "awslogs-region": region, "awslogs-stream-prefix": name },
    },
    ...more,
  };
}

/** A service behind a load balancer, with the roles that consoles make. */
const fargate: Shape = {
  name: "fargate-behind-alb",
  build(is) {
    const { vpc, publicIds, privateIds } = vpcNetwork();
    const { guard, targets, listener } = publicBalancer(vpc.id, publicIds, 80);
    const appGroup = new aws.ec2.SecurityGroup("app", {
      vpcId: vpc.id,
      description: "Tasks",
      ingress: [
        {
          protocol: "tcp",
          fromPort: 80,
          toPort: 80,
          description: "From the load balancer",
          ...(is("tasks open to the world") ? { cidrBlocks: [everywhere] } : { securityGroups: [guard.id] }),
        },
      ],
      egress: [https],
    });
    const execution = new aws.iam.Role("execution", { assumeRolePolicy: trust("ecs-tasks.amazonaws.com", true) });
    new aws.iam.RolePolicyAttachment("execution", {
      role: execution.name,
      policyArn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
    });
    const task = new aws.iam.Role("task", { assumeRolePolicy: trust("ecs-tasks.amazonaws.com", true) });
    new aws.iam.RolePolicy("task", {
      role: task.id,
      policy: policy({
        Effect: "Allow",
        Action: is("wildcard admin") ? "*" : ["dynamodb:GetItem", "dynamodb:PutItem"],
        Resource: is("wildcard admin") ? "*" : `arn:aws:dynamodb:${region}:${account}:table/orders`,
      }),
    });
    alarmlessLogs("app");
    const definition = new aws.ecs.TaskDefinition("app", {
      family: "app",
      cpu: "256",
      memory: "512",
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      executionRoleArn: execution.arn,
      taskRoleArn: is("one role for both") ? execution.arn : task.arn,
      containerDefinitions: JSON.stringify([
        container("app", {
          environment: [
            { name: "STAGE", value: "production" },
            ...(is("plaintext secret")
              ? [{ name: "STRIPE_API_KEY", value: "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc" }]
              : []),
          ],
        }),
      ]),
    });
    new aws.ecs.Service(
      "app",
      {
        cluster: new aws.ecs.Cluster("app").arn,
        taskDefinition: definition.arn,
        desiredCount: 2,
        launchType: "FARGATE",
        healthCheckGracePeriodSeconds: 60,
        deploymentCircuitBreaker: { enable: true, rollback: true },
        networkConfiguration: {
          subnets: is("public tasks") ? publicIds : privateIds,
          securityGroups: [appGroup.id],
          assignPublicIp: is("public tasks"),
        },
        loadBalancers: [{ targetGroupArn: targets.arn, containerName: "app", containerPort: 80 }],
      },
      { dependsOn: [listener] },
    );
  },
  faults: {
    "tasks open to the world": `security-group-no-open-ingress at ${group} app`,
    "public tasks": "ecs-service-no-public-ip at aws:ecs/service:Service app",
    "wildcard admin": "iam-no-admin at aws:iam/rolePolicy:RolePolicy task",
    "plaintext secret": "secret-not-in-environment at aws:ecs/taskDefinition:TaskDefinition app",
    "one role for both": "ecs-roles-separate at aws:ecs/taskDefinition:TaskDefinition app",
  },
};

/** Older programs say aws.alb, and compute the container definitions from what is not there yet. */
const albAlias: Shape = {
  name: "internal-service-with-alb-alias",
  build(is) {
    const { vpc, privateIds } = vpcNetwork();
    const guard = new aws.ec2.SecurityGroup("lb", { vpcId: vpc.id, description: "Internal load balancer" });
    const rule = { securityGroupId: guard.id, protocol: "tcp", fromPort: 443, toPort: 443 };
    new aws.ec2.SecurityGroupRule("lb-in", {
      ...rule,
      type: "ingress",
      description: "Offices",
      cidrBlocks: is("halves of the internet") ? ["0.0.0.0/1", "128.0.0.0/1"] : ["10.0.0.0/8", "192.168.0.0/16"],
    });
    const appGroup = new aws.ec2.SecurityGroup("app", { vpcId: vpc.id, description: "Tasks" });
    for (const [name, type, owner, other] of [
      ["lb-out", "egress", guard, appGroup],
      ["app-in", "ingress", appGroup, guard],
    ] as const)
      new aws.ec2.SecurityGroupRule(name, {
        type,
        protocol: "tcp",
        fromPort: 8080,
        toPort: 8080,
        securityGroupId: owner.id,
        sourceSecurityGroupId: other.id,
      });
    new aws.ec2.SecurityGroupRule("app-out", { ...https, type: "egress", securityGroupId: appGroup.id });
    const balancer = new aws.alb.LoadBalancer("lb", {
      internal: is("faces the internet") ? undefined : true,
      securityGroups: [guard.id],
      subnets: privateIds,
    });
    const targets = new aws.alb.TargetGroup("app", {
      vpcId: vpc.id,
      port: 8080,
      protocol: "HTTP",
      targetType: "ip",
      deregistrationDelay: 15,
      healthCheck: { path: "/" },
    });
    const listener = new aws.alb.Listener("lb", {
      loadBalancerArn: balancer.arn,
      port: is("plain http") ? 80 : 443,
      protocol: is("plain http") ? "HTTP" : "HTTPS",
      ...(!is("plain http") && { sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06", certificateArn }),
      defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
    });
    const queue = new aws.sqs.Queue("jobs");
    const execution = new aws.iam.Role("execution", { assumeRolePolicy: trust("ecs-tasks.amazonaws.com", true) });
    new aws.iam.RolePolicyAttachment("execution", {
      role: execution.name,
      policyArn: aws.iam.ManagedPolicy.AmazonECSTaskExecutionRolePolicy,
    });
    const taskRole = new aws.iam.Role("task", { assumeRolePolicy: trust("ecs-tasks.amazonaws.com", true) });
    new aws.iam.RolePolicy("task", {
      role: taskRole.name,
      policy: latePolicy({ Effect: "Allow", Action: ["sqs:SendMessage"], Resource: queue.arn }),
    });
    const definition = new aws.ecs.TaskDefinition("app", {
      family: "inner",
      cpu: "256",
      memory: "512",
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      executionRoleArn: execution.arn,
      taskRoleArn: taskRole.arn,
      containerDefinitions: pulumi
        .output(queue.url)
        .apply((url) => JSON.stringify([container("inner", { environment: [{ name: "QUEUE_URL", value: url }] })])),
    });
    new aws.ecs.Service(
      "app",
      {
        cluster: new aws.ecs.Cluster("inner").id,
        taskDefinition: definition.arn,
        desiredCount: 2,
        launchType: "FARGATE",
        healthCheckGracePeriodSeconds: 30,
        deploymentCircuitBreaker: { enable: true, rollback: true },
        networkConfiguration: { subnets: privateIds, securityGroups: [appGroup.id] },
        loadBalancers: [{ targetGroupArn: targets.arn, containerName: "inner", containerPort: 8080 }],
      },
      { dependsOn: listener },
    );
  },
  faults: {
    "halves of the internet": "security-group-no-open-ingress at aws:ec2/securityGroupRule:SecurityGroupRule lb-in",
    "faces the internet": "load-balancer-internal-unless-declared at aws:alb/loadBalancer:LoadBalancer lb",
    "plain http": "tls-in-transit at aws:alb/listener:Listener lb",
  },
};

/** The first example of every tutorial, as it would be in production: no way in but Session Manager. */
const webServer: Shape = {
  name: "ec2-web-server",
  async build(is) {
    const { vpc, publicIds, privateIds } = vpcNetwork();
    const ami = await aws.ec2.getAmi({
      owners: ["amazon"],
      mostRecent: true,
      filters: [{ name: "name", values: ["al2023-ami-2023.*-x86_64"] }],
    });
    const guard = new aws.ec2.SecurityGroup("web", {
      vpcId: vpc.id,
      description: "Web server",
      ingress: [
        { protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["10.0.0.0/16"], description: "From inside" },
        ...(is("ssh from everywhere")
          ? [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [everywhere], description: "Admins" }]
          : []),
      ],
      egress: [https],
    });
    const role = new aws.iam.Role("web", { assumeRolePolicy: trust("ec2.amazonaws.com") });
    new aws.iam.RolePolicyAttachment("web", {
      role: role.name,
      policyArn: aws.iam.ManagedPolicy.AmazonSSMManagedInstanceCore,
    });
    const profile = new aws.iam.InstanceProfile("web", { role: role.name });
    const password = is("password in user data") ? "export DB_PASSWORD='Tr0ub4dor&3xyz'\n" : "";
    new aws.ec2.Instance("web", {
      ami: ami.id,
      instanceType: "t3.small",
      subnetId: (is("public address") ? publicIds : privateIds)[0],
      associatePublicIpAddress: is("public address") ? true : undefined,
      vpcSecurityGroupIds: [guard.id],
      iamInstanceProfile: profile.name,
      metadataOptions: { httpTokens: is("imds v1") ? "optional" : "required", httpEndpoint: "enabled" },
      rootBlockDevice: { encrypted: !is("plain volume"), volumeSize: 20, volumeType: "gp3" },
      userData: `#!/bin/bash\ndnf install -y nginx\n${password}systemctl enable --now nginx\n`,
    });
  },
  faults: {
    "ssh from everywhere": `security-group-no-open-ingress at ${group} web`,
    "public address": "instance-no-public-ip at aws:ec2/instance:Instance web",
    "imds v1": "imdsv2-required at aws:ec2/instance:Instance web",
    "plain volume": "storage-encrypted at aws:ec2/instance:Instance web",
    "password in user data": "secret-not-in-user-data at aws:ec2/instance:Instance web",
  },
};

/** Launch template, group and load balancer. */
const website: Shape = {
  name: "autoscaling-website",
  build(is) {
    const { vpc, publicIds, privateIds } = vpcNetwork();
    const { guard, targets } = publicBalancer(vpc.id, publicIds, 8080, "instance");
    const webGroup = new aws.ec2.SecurityGroup("web", { vpcId: vpc.id, description: "Web servers" });
    new aws.vpc.SecurityGroupIngressRule("web-from-alb", {
      securityGroupId: webGroup.id,
      referencedSecurityGroupId: guard.id,
      ipProtocol: "tcp",
      fromPort: 8080,
      toPort: 8080,
    });
    if (is("open over ipv6"))
      new aws.vpc.SecurityGroupIngressRule("web-from-ipv6", {
        securityGroupId: webGroup.id,
        description: "Tests",
        cidrIpv6: "::/0",
        ipProtocol: "-1",
      });
    new aws.vpc.SecurityGroupEgressRule("web-https", {
      securityGroupId: webGroup.id,
      description: "Packages",
      cidrIpv4: everywhere,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    });
    const tags = { environment: "production", project: "shop", "managed-by": "pulumi" };
    const template = new aws.ec2.LaunchTemplate("web", {
      imageId: "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
      instanceType: "t3.small",
      metadataOptions: is("imds v1") ? undefined : { httpTokens: "required", httpPutResponseHopLimit: 1 },
      ...(is("imds v1") && { imageId: "ami-0a1b2c3d4e5f60718" }),
      blockDeviceMappings: [
        { deviceName: "/dev/xvda", ebs: { encrypted: is("plain volume") ? "false" : "true", volumeSize: 20 } },
      ],
      networkInterfaces: [
        { securityGroups: [webGroup.id], associatePublicIpAddress: is("public addresses") ? "true" : "false" },
      ],
      tagSpecifications: [
        { resourceType: "instance", tags },
        { resourceType: "volume", tags },
      ],
      userData: Buffer.from("#!/bin/bash\ndnf install -y httpd\n").toString("base64"),
    });
    new aws.autoscaling.Group("web", {
      minSize: 2,
      maxSize: 4,
      vpcZoneIdentifiers: privateIds,
      targetGroupArns: [targets.arn],
      healthCheckType: "ELB",
      healthCheckGracePeriod: 120,
      launchTemplate: { id: template.id, version: "$Latest" },
      tags: Object.entries(is("untagged instances") ? {} : tags).map(([key, value]) => ({
        key,
        value,
        propagateAtLaunch: true,
      })),
    });
  },
  faults: {
    "open over ipv6":
      "security-group-no-open-ingress at aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-from-ipv6",
    "imds v1": "imdsv2-required at aws:ec2/launchTemplate:LaunchTemplate web",
    "plain volume": "storage-encrypted at aws:ec2/launchTemplate:LaunchTemplate web",
    "public addresses": "instance-no-public-ip at aws:ec2/launchTemplate:LaunchTemplate web",
    "untagged instances": "required-tags at aws:autoscaling/group:Group web",
  },
};

/** A task that EventBridge starts every night. */
const nightly: Shape = {
  name: "scheduled-task",
  build(is) {
    const { vpc, privateIds } = vpcNetwork();
    const guard = new aws.ec2.SecurityGroup("job", { vpcId: vpc.id, description: "Nightly job", egress: [https] });
    const execution = new aws.iam.Role("execution", {
      assumeRolePolicy: trust("ecs-tasks.amazonaws.com", true),
      managedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"],
    });
    const definition = new aws.ecs.TaskDefinition("job", {
      family: "job",
      cpu: "256",
      memory: "512",
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      executionRoleArn: execution.arn,
      containerDefinitions: JSON.stringify([
        { ...container("job"), portMappings: [], image: is("floating image") ? "nginx" : image },
      ]),
    });
    const cluster = new aws.ecs.Cluster("jobs");
    const starter = new aws.iam.Role("starter", {
      assumeRolePolicy: trust("events.amazonaws.com", !is("any account")),
    });
    new aws.iam.RolePolicy("starter", {
      role: starter.id,
      policy: latePolicy(
        { Effect: "Allow", Action: "ecs:RunTask", Resource: definition.arn },
        {
          Effect: "Allow",
          Action: "iam:PassRole",
          Resource: is("passes every role") ? "*" : execution.arn,
          Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
        },
      ),
    });
    if (is("passes every role"))
      new aws.iam.RolePolicy("more", {
        role: starter.id,
        policy: policy({ Effect: "Allow", Action: "iam:PassRole", Resource: "*" }),
      });
    new aws.cloudwatch.EventTarget("nightly", {
      rule: new aws.cloudwatch.EventRule("nightly", { scheduleExpression: "cron(0 3 * * ? *)" }).name,
      arn: cluster.arn,
      roleArn: starter.arn,
      ecsTarget: {
        taskDefinitionArn: definition.arn,
        launchType: "FARGATE",
        networkConfiguration: { subnets: privateIds, securityGroups: [guard.id], assignPublicIp: is("public address") },
      },
    });
  },
  faults: {
    "floating image": "container-image-pinned at aws:ecs/taskDefinition:TaskDefinition job",
    "any account": "iam-trust-confused-deputy at aws:iam/role:Role starter",
    "passes every role": "iam-pass-role-scoped at aws:iam/rolePolicy:RolePolicy more",
    "public address": "ecs-service-no-public-ip at aws:cloudwatch/eventTarget:EventTarget nightly",
  },
};

/** EC2 capacity for ECS: instances that join a cluster. */
const ecsOnInstances: Shape = {
  name: "ecs-on-instances",
  build(is) {
    const { vpc, privateIds } = vpcNetwork();
    const guard = new aws.ec2.SecurityGroup("nodes", { vpcId: vpc.id, description: "Nodes", egress: [https] });
    const role = new aws.iam.Role("nodes", { assumeRolePolicy: trust("ec2.amazonaws.com") });
    new aws.iam.RolePolicyAttachment("nodes", {
      role: role.name,
      policyArn: is("administrator nodes")
        ? "arn:aws:iam::aws:policy/AdministratorAccess"
        : "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role",
    });
    const profile = new aws.iam.InstanceProfile("nodes", { role: role.name });
    const tags = { environment: "production", project: "shop", "managed-by": "pulumi" };
    const template = new aws.ec2.LaunchTemplate("nodes", {
      imageId: "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
      instanceType: "m7i.large",
      iamInstanceProfile: { arn: profile.arn },
      vpcSecurityGroupIds: [guard.id],
      metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 2 },
      blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true", volumeSize: 50 } }],
      tagSpecifications: [{ resourceType: "volume", tags }],
      userData: Buffer.from(
        `#!/bin/bash\necho ECS_CLUSTER=nodes >> /etc/ecs/ecs.config\n${is("token in user data") ? "export GITHUB_TOKEN=ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8\n" : ""}`,
      ).toString("base64"),
    });
    const nodes = new aws.autoscaling.Group("nodes", {
      minSize: 2,
      maxSize: 6,
      vpcZoneIdentifiers: privateIds,
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      protectFromScaleIn: true,
      tags: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
    });
    const provider = new aws.ecs.CapacityProvider("nodes", {
      autoScalingGroupProvider: { autoScalingGroupArn: nodes.arn, managedScaling: { status: "ENABLED" } },
    });
    const cluster = new aws.ecs.Cluster("nodes", { name: "nodes" });
    new aws.ecs.ClusterCapacityProviders("nodes", { clusterName: cluster.name, capacityProviders: [provider.name] });
  },
  faults: {
    "administrator nodes": "iam-no-admin at aws:iam/rolePolicyAttachment:RolePolicyAttachment nodes",
    "token in user data": "secret-not-in-user-data at aws:ec2/launchTemplate:LaunchTemplate nodes",
  },
};

export const compute: Shape[] = [fargate, albAlias, webServer, website, nightly, ecsOnInstances];
