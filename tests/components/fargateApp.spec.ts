import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { FargateApp, FargateArchitecture, type FargateAppArgs } from "../../components/fargateApp";
import { all, listing, only, record, recordResources, valueOf, type Recorded } from "../support/mocks";
import {
  api,
  certificateArn,
  everything,
  resourcesOf,
  smallest,
  topicArn,
  web,
  withBalancer,
  withService,
} from "./fargateApp/fixtures";

const task = "aws:ecs/taskDefinition:TaskDefinition";
const service = "aws:ecs/service:Service";
const egress = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const ingress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const balancer = "aws:lb/loadBalancer:LoadBalancer";

function containerOf(resources: readonly Recorded[], name = "shop-web-task-definition") {
  return JSON.parse(only(resources, task, name).inputs.containerDefinitions)[0];
}

function statementsOf(resources: readonly Recorded[], name: string) {
  return JSON.parse(only(resources, "aws:iam/rolePolicy:RolePolicy", name).inputs.policy).Statement as {
    Sid?: string;
    Action: string[];
    Resource: string[];
  }[];
}

/** Peers of a group's rules, as `port peer`. */
function peers(resources: readonly Recorded[], type: string, group: string): string[] {
  return all(resources, type)
    .filter((rule) => rule.inputs.securityGroupId === `${group}-id`)
    .map(({ inputs }) => {
      expect(inputs.fromPort).to.equal(inputs.toPort);
      return `${inputs.fromPort} ${inputs.referencedSecurityGroupId ?? inputs.cidrIpv4 ?? inputs.prefixListId}`;
    })
    .toSorted();
}

describe("FargateApp", () => {
  describe("given one service and no wishes", () => {
    it("creates exactly this", async () => {
      expect(listing(await resourcesOf(smallest))).to.deep.equal([
        "aws:cloudwatch/logGroup:LogGroup shop-web-log-group",
        "aws:ec2/securityGroup:SecurityGroup shop-load-balancer-security-group",
        "aws:ec2/securityGroup:SecurityGroup shop-web-security-group",
        "aws:ecs/cluster:Cluster shop-cluster",
        "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders shop-cluster-capacity-providers",
        "aws:ecs/service:Service shop-web-service",
        "aws:ecs/taskDefinition:TaskDefinition shop-web-task-definition",
        "aws:iam/role:Role shop-web-execution-role",
        "aws:iam/role:Role shop-web-task-role",
        "aws:iam/rolePolicy:RolePolicy shop-web-execution-role-policy",
        "aws:lb/listener:Listener shop-http-listener",
        "aws:lb/loadBalancer:LoadBalancer shop-load-balancer",
        "aws:lb/targetGroup:TargetGroup shop-web-target-group",
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule shop-web-from-load-balancer-egress",
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule shop-web-to-internet-egress",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule shop-load-balancer-from-10.0.0.0-16-http-ingress",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule shop-web-from-load-balancer-ingress",
        "cloister:index:FargateApp shop",
      ]);
    });

    it("is internal, protected, and careful with headers", async () => {
      expect(only(await resourcesOf(smallest), balancer).inputs).to.deep.include({
        internal: true,
        enableDeletionProtection: true,
        dropInvalidHeaderFields: true,
        desyncMitigationMode: "defensive",
        idleTimeout: 60,
        tags: { "cloister:plain-http": "declared" },
      });
    });

    it("runs one task of the smallest size without a public address, and rolls back what fails", async () => {
      const resources = await resourcesOf(smallest);
      expect(only(resources, task).inputs).to.deep.include({
        family: "dev-shop-web",
        cpu: "256",
        memory: "512",
        networkMode: "awsvpc",
        requiresCompatibilities: ["FARGATE"],
        runtimePlatform: { cpuArchitecture: "X86_64", operatingSystemFamily: "LINUX" },
        skipDestroy: true,
      });
      const made = only(resources, service);
      expect(made.inputs).to.deep.include({
        name: "shop-web",
        desiredCount: 1,
        capacityProviderStrategies: [{ capacityProvider: "FARGATE", weight: 1 }],
        healthCheckGracePeriodSeconds: 60,
        deploymentMinimumHealthyPercent: 100,
        deploymentCircuitBreaker: { enable: true, rollback: true },
        enableExecuteCommand: false,
        platformVersion: "LATEST",
      });
      expect(made.inputs.networkConfiguration.assignPublicIp).to.equal(false);
      expect(made.ignoreChanges).to.deep.equal([]);
      expect(made.deleteBeforeReplace).to.equal(true);
    });

    it("checks the container and the target with the sources' numbers, on a root that cannot be written", async () => {
      const resources = await resourcesOf(smallest);
      expect(containerOf(resources)).to.deep.include({
        name: "web",
        image: web.image,
        essential: true,
        readonlyRootFilesystem: true,
        portMappings: [{ containerPort: 80, hostPort: 80, protocol: "tcp" }],
        environment: [],
        secrets: [],
        stopTimeout: 60, // longer than the 30 s of draining, or requests in flight are cut off
        healthCheck: {
          command: ["CMD-SHELL", "curl -f http://localhost:80/ || exit 1"],
          interval: 30,
          timeout: 5,
          retries: 3,
          startPeriod: 60,
        },
        logConfiguration: {
          logDriver: "awslogs",
          options: {
            "awslogs-group": "/ecs/dev/shop-web",
            "awslogs-region": "eu-west-1",
            "awslogs-stream-prefix": "ecs",
          },
        },
      });
      const group = only(resources, "aws:lb/targetGroup:TargetGroup").inputs;
      expect(group).to.deep.include({ targetType: "ip", protocol: "HTTP", port: 80, deregistrationDelay: 30 });
      expect(group.healthCheck).to.deep.equal({
        enabled: true,
        protocol: "HTTP",
        path: "/",
        matcher: "200-399",
        interval: 30,
        timeout: 10,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
      });
      expect(group.stickiness.enabled).to.equal(false);
      expect(group).to.not.have.property("name");
    });

    it("keeps logs for seven days and the task's two roles apart, the application's own without any right", async () => {
      const resources = await resourcesOf(smallest);
      expect(only(resources, "aws:cloudwatch/logGroup:LogGroup").inputs.retentionInDays).to.equal(7);
      expect(
        all(resources, "aws:iam/role:Role")
          .map((role) => role.inputs.name)
          .toSorted(),
      ).to.deep.equal(["dev-shop-web-execution", "dev-shop-web-task"]);
      expect(all(resources, "aws:iam/rolePolicy:RolePolicy").map((policy) => policy.name)).to.deep.equal([
        "shop-web-execution-role-policy",
      ]);
      expect(only(resources, task).inputs).to.include({
        executionRoleArn: "arn:aws:iam::123456789012:role/dev-shop-web-execution",
        taskRoleArn: "arn:aws:iam::123456789012:role/dev-shop-web-task",
      });
    });

    it("lets in the balancer's callers, the balancer to the tasks by reference, and the tasks out to HTTPS only", async () => {
      const resources = await resourcesOf(smallest, { preview: false });
      expect(peers(resources, ingress, "shop-load-balancer-security-group")).to.deep.equal(["80 10.0.0.0/16"]);
      expect(peers(resources, egress, "shop-load-balancer-security-group")).to.deep.equal([
        "80 shop-web-security-group-id",
      ]);
      expect(peers(resources, ingress, "shop-web-security-group")).to.deep.equal([
        "80 shop-load-balancer-security-group-id",
      ]);
      expect(peers(resources, egress, "shop-web-security-group")).to.deep.equal(["443 0.0.0.0/0"]);
    });

    it("waits for its listener, its rights, its network rules and its capacity", async () => {
      const { dependencies } = only(await resourcesOf(smallest), service);
      expect(dependencies).to.include.members([
        "shop-http-listener",
        "shop-web-execution-role-policy",
        "shop-web-to-internet-egress",
        "shop-web-from-load-balancer-ingress",
        "shop-cluster-capacity-providers",
      ]);
    });

    it("has no fixed name on what a replacement must make first", async () => {
      const resources = await resourcesOf(smallest);
      for (const type of [balancer, "aws:lb/targetGroup:TargetGroup"]) {
        const made = only(resources, type);
        expect(made.inputs.namePrefix).to.match(/^[a-z0-9-]{1,5}-$/);
        expect(made.deleteBeforeReplace).to.equal(false);
      }
    });
  });

  describe("given everything", () => {
    for (const preview of [true, false]) {
      it(`knows every policy and every container definition ${preview ? "at the first preview" : "on update"}`, async () => {
        const resources = await resourcesOf(everything, { preview });
        const documents = ["policy", "assumeRolePolicy", "containerDefinitions"];
        let seen = 0;
        for (const made of resources) {
          for (const document of documents.filter((key) => key in made.inputs)) {
            seen += 1;
            expect(made.inputs[document], `${made.name} ${document}`).to.be.a("string");
            expect(() => JSON.parse(made.inputs[document])).to.not.throw();
          }
          expect(
            made.unknowns.filter((path) => documents.includes(path)),
            made.name,
          ).to.deep.equal([]);
        }
        expect(seen).to.equal(3 + 6 + 4 + 1); // task definitions, roles, inline policies, the file system's policy
      });
    }

    it("parents every child to the component", async () => {
      for (const made of await resourcesOf(everything)) {
        if (made.name !== "shop") expect(made.parent, made.name).to.equal("shop");
      }
    });

    it("begins every fixed name with the environment and the application", async () => {
      const resources = await resourcesOf(everything);
      expect(only(resources, "aws:ecs/cluster:Cluster").inputs.name).to.equal("prod-store");
      expect(all(resources, service).map((made) => made.inputs.name)).to.have.members(["store-web", "store-api"]);
      expect(all(resources, "aws:cloudwatch/logGroup:LogGroup").map((group) => group.inputs.name)).to.have.members([
        "/ecs/prod/store-web",
        "/ecs/prod/store-api",
        "/ecs/prod/store-db-migrate",
        "/aws/ecs/containerinsights/prod-store/performance",
      ]);
      for (const type of ["aws:iam/role:Role", "aws:cloudwatch/logGroup:LogGroup", "aws:ecs/cluster:Cluster"]) {
        for (const made of all(resources, type)) expect(made.deleteBeforeReplace, made.name).to.equal(true);
      }
    });

    it("gives each service exactly its connections", async () => {
      const resources = await resourcesOf(everything, { preview: false });
      expect(peers(resources, egress, "shop-api-security-group")).to.deep.equal([
        "2049 shop-file-system-security-group-id",
        "443 pl-s3",
        "443 sg-endpoints",
      ]);
      expect(peers(resources, egress, "shop-web-security-group")).to.deep.equal(["443 pl-s3", "443 sg-endpoints"]);
      expect(peers(resources, ingress, "shop-file-system-security-group")).to.deep.equal([
        "2049 shop-api-security-group-id",
      ]);
      expect(peers(resources, egress, "shop-file-system-security-group")).to.deep.equal([]);
      expect(peers(resources, ingress, "shop-load-balancer-security-group")).to.deep.equal([
        "443 0.0.0.0/0",
        "80 0.0.0.0/0",
      ]);
      expect(only(resources, service, "shop-api-service").inputs.networkConfiguration.securityGroups).to.deep.equal([
        "shop-api-security-group-id",
        "sg-database-clients",
      ]);
    });

    it("gives the application exactly the statements given", async () => {
      expect(statementsOf(await resourcesOf(everything), "shop-api-task-role-policy")).to.deep.equal([
        { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::store-files/*"] },
      ]);
    });

    it("publishes outputs that are all there, and registers the same list", async () => {
      const { result: app } = await record(() => new FargateApp("shop", everything), { preview: false });
      expect(await valueOf(app.url)).to.equal("https://shop.example.com");
      expect(await valueOf(app.loadBalancerDnsName)).to.equal("shop-load-balancer.elb.example.test");
      expect(await valueOf(app.clusterName)).to.equal("prod-store");
      expect(await valueOf(pulumi.output(app.serviceNames))).to.deep.equal({ web: "store-web", api: "store-api" });
      expect(await valueOf(pulumi.output(app.serviceSecurityGroupIds))).to.deep.equal({
        web: "shop-web-security-group-id",
        api: "shop-api-security-group-id",
      });
      expect(await valueOf(pulumi.output(app.logGroupNames))).to.deep.equal({
        web: "/ecs/prod/store-web",
        api: "/ecs/prod/store-api",
        "db-migrate": "/ecs/prod/store-db-migrate",
      });
      for (const output of ["loadBalancerArn", "loadBalancerSecurityGroupId", "clusterArn", "fileSystemId"] as const) {
        expect(await valueOf(app[output]!), output).to.be.a("string");
      }
    });
  });

  describe("given two side by side", () => {
    it("keeps all their names apart", async () => {
      const made = await recordResources(() => [new FargateApp("shop", smallest), new FargateApp("blog", smallest)]);
      expect(new Set(listing(made)).size).to.equal(made.length);
      const names = made.filter((one) => one.inputs.name !== undefined).map((one) => `${one.type} ${one.inputs.name}`);
      const policies = names.filter((name) => name.startsWith("aws:iam/rolePolicy"));
      expect(new Set(names).size).to.equal(names.length - policies.length + 1); // policies are named within their role
    });
  });

  describe("given tags", () => {
    it("puts them on everything that can carry them, beside its own", async () => {
      const resources = await resourcesOf({ ...everything, executeCommand: true, tags: { team: "shop" } });
      const untaggable =
        /RolePolicy|CapacityProviders|BackupPolicy|FileSystemPolicy|MountTarget|CertificateValidation|route53|WebAclAssociation|appautoscaling\/(policy|scheduledAction)|vpc\/|cloister/;
      for (const made of resources.filter((one) => !untaggable.test(one.type))) {
        expect(made.inputs.tags?.team, `${made.type} ${made.name}`).to.equal("shop");
      }
      expect(only(resources, balancer).inputs.tags).to.deep.equal({
        "cloister:internet-facing": "declared",
        team: "shop",
      });
    });
  });

  describe("images and secrets", () => {
    it("lets the execution role pull from exactly the image's repository", async () => {
      const resources = await resourcesOf(withService({ ...api, paths: ["/*"] }));
      const [, token, pull] = statementsOf(resources, "shop-web-execution-role-policy");
      expect(token).to.deep.include({ Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] });
      expect(pull?.Resource).to.deep.equal(["arn:aws:ecr:eu-west-1:123456789012:repository/shop/api"]);
    });

    it("accepts late references and stays known where they are", async () => {
      const late = pulumi.output("/dev/shop/db/url");
      const resources = await resourcesOf(withService({ secrets: { DATABASE_URL: late }, environment: { A: "1" } }));
      expect(containerOf(resources)).to.deep.include({
        environment: [{ name: "A", value: "1" }],
        secrets: [{ name: "DATABASE_URL", valueFrom: "arn:aws:ssm:eu-west-1:123456789012:parameter/dev/shop/db/url" }],
      });
    });

    it("writes variables in one order, however they are given", async () => {
      const one = await resourcesOf(withService({ environment: { B: "2", A: "1" } }));
      const other = await resourcesOf(withService({ environment: { A: "1", B: "2" } }));
      expect(containerOf(one)).to.deep.equal(containerOf(other));
    });

    it("deploys anew when a secret has a new version, and waits for that version", async () => {
      const made = await recordResources(() => {
        const secret = new aws.secretsmanager.SecretVersion("version", { secretId: "dev-db", secretString: "{}" });
        return new FargateApp("shop", withService({ secretVersions: { database: secret.versionId } }));
      });
      const ecsService = only(made, service);
      expect(ecsService.inputs.forceNewDeployment).to.equal(true);
      expect(ecsService.inputs.triggers.capacityProvider).to.equal("FARGATE");
      expect(ecsService.unknowns).to.include("triggers.secret-database");
      expect(ecsService.dependencies).to.include("version");
    });

    it("passes customer keys of secrets to the execution role", async () => {
      const key = "arn:aws:kms:eu-west-1:123456789012:key/0a1b";
      const resources = await resourcesOf(withService({ secrets: { A: "/dev/a" } }, { secretsKmsKeyArns: [key] }));
      expect(statementsOf(resources, "shop-web-execution-role-policy").at(-1)).to.deep.include({ Resource: [key] });
    });
  });

  describe("size and capacity", () => {
    it("follows architecture, size and Spot", async () => {
      const change = { architecture: FargateArchitecture.ARM64, spot: true, cpuUnits: 1024, memoryMiB: 3072 };
      const resources = await resourcesOf(withService({ ...change, desiredCount: 0 }));
      expect(only(resources, task).inputs).to.deep.include({
        cpu: "1024",
        memory: "3072",
        runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
      });
      expect(only(resources, service).inputs).to.deep.include({
        desiredCount: 0,
        capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }],
        triggers: { capacityProvider: "FARGATE_SPOT" },
      });
      expect(only(resources, "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders").inputs).to.deep.include({
        capacityProviders: ["FARGATE", "FARGATE_SPOT"],
      });
    });
  });

  describe("health checks", () => {
    it("ask the given path in both places", async () => {
      const resources = await resourcesOf(withService({ healthCheck: { path: "/health" } }));
      expect(containerOf(resources).healthCheck.command[1]).to.equal("curl -f http://localhost:80/health || exit 1");
      expect(only(resources, "aws:lb/targetGroup:TargetGroup").inputs.healthCheck.path).to.equal("/health");
    });

    it("keep a path with shell characters one word", async () => {
      const resources = await resourcesOf(withService({ healthCheck: { path: "/health?a=1&b=$(id)" } }));
      expect(containerOf(resources).healthCheck.command[1]).to.equal(
        "curl -f 'http://localhost:80/health?a=1&b=$(id)' || exit 1",
      );
    });

    it("run the given command, or none in an image without a shell", async () => {
      const command = ["CMD", "/app", "check"];
      expect(
        containerOf(await resourcesOf(withService({ healthCheck: { command } }))).healthCheck.command,
      ).to.deep.equal(command);
      expect(
        containerOf(await resourcesOf(withService({ healthCheck: { containerCheck: false } }))),
      ).to.not.have.property("healthCheck");
    });

    it("accept a start period equal to the grace period, and of nothing", async () => {
      const change = { healthCheck: { startPeriodSeconds: 0 }, healthCheckGracePeriodSeconds: 0 };
      const resources = await resourcesOf(withService(change));
      expect(containerOf(resources).healthCheck.startPeriod).to.equal(0);
      expect(only(resources, service).inputs.healthCheckGracePeriodSeconds).to.equal(0);
    });

    it("keep a visitor on one task where asked", async () => {
      const resources = await resourcesOf(withService({ stickiness: true }));
      expect(only(resources, "aws:lb/targetGroup:TargetGroup").inputs.stickiness).to.deep.equal({
        type: "lb_cookie",
        enabled: true,
        cookieDuration: 86_400,
      });
    });
  });

  describe("directories", () => {
    it("keeps declared paths writable as empty volumes with names of their own", async () => {
      const resources = await resourcesOf(
        withService({ writablePaths: ["/tmp", "/var/cache", "/var_cache", "/var-cache"] }),
      );
      const { volumes } = only(resources, task).inputs;
      const mounts = containerOf(resources).mountPoints;
      expect(mounts.map((mount: { containerPath: string }) => mount.containerPath)).to.deep.equal([
        "/tmp",
        "/var/cache",
        "/var_cache",
        "/var-cache",
      ]);
      expect(volumes).to.deep.equal(mounts.map((mount: { sourceVolume: string }) => ({ name: mount.sourceVolume })));
      expect(new Set(mounts.map((mount: { sourceVolume: string }) => mount.sourceVolume)).size).to.equal(4);
      for (const { name } of volumes) expect(name).to.match(/^[A-Za-z0-9_-]{1,255}$/);
    });

    it("leaves the root writable where asked", async () => {
      const resources = await resourcesOf(withService({ readOnlyRootFilesystem: false }));
      expect(containerOf(resources).readonlyRootFilesystem).to.equal(false);
    });
  });

  describe("shared file system", () => {
    it("is encrypted, backed up and mounted over TLS as the task's role, by its access point", async () => {
      const resources = await resourcesOf(everything, { preview: false });
      expect(only(resources, "aws:efs/fileSystem:FileSystem").inputs.encrypted).to.equal(true);
      expect(only(resources, "aws:efs/backupPolicy:BackupPolicy").inputs.backupPolicy.status).to.equal("ENABLED");
      expect(only(resources, "aws:efs/accessPoint:AccessPoint").inputs).to.deep.include({
        posixUser: { uid: 1000, gid: 1000 },
        rootDirectory: { path: "/repositories", creationInfo: { ownerUid: 1000, ownerGid: 1000, permissions: "0750" } },
      });
      expect(only(resources, task, "shop-api-task-definition").inputs.volumes).to.deep.equal([
        {
          name: "efs-repositories",
          efsVolumeConfiguration: {
            fileSystemId: "shop-file-system-id",
            transitEncryption: "ENABLED",
            authorizationConfig: { accessPointId: "shop-file-system-repositories-access-point-id", iam: "ENABLED" },
          },
        },
        { name: "writable-tmp" },
      ]);
      expect(containerOf(resources, "shop-api-task-definition").mountPoints[0]).to.deep.equal({
        sourceVolume: "efs-repositories",
        containerPath: "/srv/git",
        readOnly: false,
      });
    });

    it("has a mount target in every zone given, and services that mount wait for all of them", async () => {
      const resources = await resourcesOf(everything);
      const targets = all(resources, "aws:efs/mountTarget:MountTarget");
      expect(targets.map((target) => [target.name, target.inputs.subnetId])).to.deep.equal([
        ["shop-file-system-eu-west-1a-mount-target", "subnet-a"],
        ["shop-file-system-eu-west-1b-mount-target", "subnet-b"],
      ]);
      const needed = [...targets.map((target) => target.name), "shop-file-system-policy"];
      expect(only(resources, service, "shop-api-service").dependencies).to.include.members(needed);
      expect(only(resources, service, "shop-web-service").dependencies).to.not.include.members(needed);
    });

    it("lets in exactly the roles that mount, with the right to write only where they write", async () => {
      const policyOf = async (readOnly: boolean) => {
        const mount = { accessPoint: "repositories", containerPath: "/srv/git", readOnly };
        const services = { ...everything.services, api: { ...api, fileSystemMounts: [mount] } };
        const resources = await resourcesOf({ ...everything, services });
        return JSON.parse(only(resources, "aws:efs/fileSystemPolicy:FileSystemPolicy").inputs.policy).Statement;
      };
      const [allow, deny, ...others] = await policyOf(false);
      expect(others).to.deep.equal([]);
      expect(allow.Principal).to.deep.equal({ AWS: "arn:aws:iam::123456789012:role/prod-store-api-task" });
      expect(allow.Action).to.deep.equal(["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]);
      expect(deny).to.deep.include({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } });
      expect((await policyOf(true))[0].Action).to.deep.equal(["elasticfilesystem:ClientMount"]);
    });

    it("mounts one access point at two paths through one volume", async () => {
      const fileSystemMounts = ["/a", "/b"].map((containerPath) => ({ accessPoint: "repositories", containerPath }));
      const resources = await resourcesOf(withService({ fileSystemMounts }, { efs: everything.efs }));
      expect(only(resources, task).inputs.volumes).to.have.length(1);
      expect(containerOf(resources).mountPoints).to.have.length(2);
    });
  });

  describe("Exec", () => {
    it("opens channels, logs sessions and makes roots writable", async () => {
      const resources = await resourcesOf({ ...smallest, executeCommand: true });
      expect(only(resources, service).inputs.enableExecuteCommand).to.equal(true);
      expect(containerOf(resources)).to.deep.include({
        readonlyRootFilesystem: false,
        linuxParameters: { initProcessEnabled: true },
      });
      expect(only(resources, "aws:ecs/cluster:Cluster").inputs.configuration).to.deep.equal({
        executeCommandConfiguration: {
          logging: "OVERRIDE",
          logConfiguration: { cloudWatchLogGroupName: "/ecs/dev/shop-exec" },
        },
      });
      expect(statementsOf(resources, "shop-web-task-role-policy").map((one) => [one.Sid, one.Resource])).to.deep.equal([
        ["ExecChannels", ["*"]],
        ["ExecFindLogGroup", ["arn:aws:logs:eu-west-1:123456789012:log-group:*"]],
        ["ExecWriteLogs", ["arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/dev/shop-exec:*"]],
      ]);
      expect(only(resources, service).dependencies).to.include("shop-web-task-role-policy");
    });
  });

  describe("Container Insights", () => {
    it("makes the log group before the cluster, so that ECS does not make an eternal one", async () => {
      const resources = await resourcesOf({ ...smallest, containerInsights: true, logRetentionDays: 30 });
      const group = only(resources, "aws:cloudwatch/logGroup:LogGroup", "shop-insights-log-group");
      expect(group.inputs).to.deep.include({
        name: "/aws/ecs/containerinsights/dev-shop/performance",
        retentionInDays: 30,
      });
      const cluster = only(resources, "aws:ecs/cluster:Cluster");
      expect(cluster.inputs.settings).to.deep.equal([{ name: "containerInsights", value: "enabled" }]);
      expect(cluster.dependencies).to.include("shop-insights-log-group");
    });
  });

  describe("the application's own address", () => {
    const asking = { urlEnvironmentName: "API_ENDPOINT" };

    it("is a parameter of a known name while the balancer's name is unknown, and redeploys when it changes", async () => {
      const resources = await resourcesOf(withService(asking));
      expect(only(resources, "aws:ssm/parameter:Parameter").inputs).to.deep.include({
        name: "/dev/shop/url",
        type: "String",
      });
      expect(containerOf(resources).secrets).to.deep.equal([
        { name: "API_ENDPOINT", valueFrom: "arn:aws:ssm:eu-west-1:123456789012:parameter/dev/shop/url" },
      ]);
      const made = only(resources, service);
      expect(made.unknowns).to.include("triggers.url");
      expect(made.dependencies).to.include("shop-url-parameter");
      const updated = await resourcesOf(withService(asking), { preview: false });
      expect(only(updated, "aws:ssm/parameter:Parameter").inputs.value).to.equal(
        "http://shop-load-balancer.elb.example.test",
      );
    });

    it("is a plain variable when a domain makes it known", async () => {
      const app = withBalancer({ domain: { name: "shop.example.com", zoneId: "Z1" } });
      const resources = await resourcesOf({ ...app, services: { web: { ...web, ...asking } } });
      expect(containerOf(resources).environment).to.deep.equal([
        { name: "API_ENDPOINT", value: "https://shop.example.com" },
      ]);
      expect(all(resources, "aws:ssm/parameter:Parameter")).to.deep.equal([]);
    });

    it("may be called by the service that asks, by reference, at an internal balancer", async () => {
      const resources = await resourcesOf(
        { ...smallest, services: { web: { ...web, ...asking }, api } },
        { preview: false },
      );
      expect(peers(resources, egress, "shop-web-security-group")).to.include("80 shop-load-balancer-security-group-id");
      expect(peers(resources, ingress, "shop-load-balancer-security-group")).to.include(
        "80 shop-web-security-group-id",
      );
      expect(peers(resources, egress, "shop-api-security-group")).to.deep.equal(["443 0.0.0.0/0"]);
    });
  });

  describe("migration", () => {
    const migration = { command: ["npm", "run", "migrate"], environment: { A: "1" }, secrets: { URL: "/dev/db/url" } };
    const app: FargateAppArgs = withService({ securityGroupIds: ["sg-db"], writablePaths: ["/tmp"] }, { migration });

    it("is a task definition with roles and logs of its own, and nothing that runs", async () => {
      const before = listing(await resourcesOf({ ...app, migration: undefined }));
      const after = listing(await resourcesOf(app));
      expect(after.filter((one) => !before.includes(one))).to.deep.equal([
        "aws:cloudwatch/logGroup:LogGroup shop-db-migrate-log-group",
        "aws:ecs/taskDefinition:TaskDefinition shop-db-migrate-task-definition",
        "aws:iam/role:Role shop-db-migrate-execution-role",
        "aws:iam/role:Role shop-db-migrate-task-role",
        "aws:iam/rolePolicy:RolePolicy shop-db-migrate-execution-role-policy",
      ]);
    });

    it("runs its command in the service's image with its own variables, without ports or checks", async () => {
      const container = containerOf(await resourcesOf(app), "shop-db-migrate-task-definition");
      expect(container).to.deep.include({
        name: "db-migrate",
        image: web.image,
        command: migration.command,
        environment: [{ name: "A", value: "1" }],
        secrets: [{ name: "URL", valueFrom: "arn:aws:ssm:eu-west-1:123456789012:parameter/dev/db/url" }],
      });
      expect(container).to.not.have.any.keys("portMappings", "healthCheck");
      expect(container.logConfiguration.options["awslogs-group"]).to.equal("/ecs/dev/shop-db-migrate");
    });

    it("hands out the input that runs it where the service's tasks run", async () => {
      const { result } = await record(() => new FargateApp("shop", app), { preview: false });
      expect(JSON.parse(await valueOf(result.runMigrationInput!))).to.deep.equal({
        cluster: "dev-shop",
        taskDefinition: "arn:aws:mock:eu-west-1:123456789012:shop-db-migrate-task-definition",
        launchType: "FARGATE",
        platformVersion: "LATEST",
        count: 1,
        networkConfiguration: {
          awsvpcConfiguration: {
            subnets: ["subnet-a"],
            securityGroups: ["shop-web-security-group-id", "sg-db"],
            assignPublicIp: "DISABLED",
          },
        },
        propagateTags: "TASK_DEFINITION",
      });
      expect(await valueOf(result.migrationTaskDefinitionArn!)).to.include("shop-db-migrate-task-definition");
    });

    it("takes another service's size and an image of its own", async () => {
      const services = { web, api: { ...api, cpuUnits: 512, memoryMiB: 1024 } };
      const own = { ...migration, service: "api", image: "registry.example.com/migrate:2" };
      const resources = await resourcesOf({ ...smallest, services, migration: own });
      const definition = only(resources, task, "shop-db-migrate-task-definition");
      expect(definition.inputs).to.include({ cpu: "512", memory: "1024" });
      expect(containerOf(resources, definition.name).image).to.equal("registry.example.com/migrate:2");
    });

    it("is absent from the outputs when there is none", async () => {
      const { result } = await record(() => new FargateApp("shop", smallest));
      expect(result.runMigrationInput).to.equal(undefined);
      expect(result.migrationTaskDefinitionArn).to.equal(undefined);
      expect(result.fileSystemId).to.equal(undefined);
    });

    it("cannot change its root even where people may open a shell in the services, unless it is said to", async () => {
      const root = async (change: object) => {
        const given = { ...app, executeCommand: true, migration: { ...migration, ...change } };
        return containerOf(await resourcesOf(given), "shop-db-migrate-task-definition").readonlyRootFilesystem;
      };
      expect(await root({})).to.equal(true);
      expect(await root({ readOnlyRootFilesystem: false })).to.equal(false);
    });
  });

  describe("alarms", () => {
    const names = (resources: readonly Recorded[]) =>
      all(resources, "aws:cloudwatch/metricAlarm:MetricAlarm").map((alarm) => alarm.name);

    it("are all there when there is a topic, and only those asked for when they are named", async () => {
      expect(names(await resourcesOf({ ...smallest, alarmTopicArn: topicArn }))).to.have.members([
        "shop-web-cpu-alarm",
        "shop-web-unhealthy-targets-alarm",
        "shop-web-response-time-alarm",
        "shop-success-rate-alarm",
      ]);
      const some: FargateAppArgs = { ...smallest, alarmTopicArn: topicArn, alarms: ["unhealthyTargets"] };
      expect(names(await resourcesOf(some))).to.deep.equal(["shop-web-unhealthy-targets-alarm"]);
      expect(names(await resourcesOf({ ...some, alarms: [] }))).to.deep.equal([]);
    });

    it("watch what they say, at the sources' thresholds", async () => {
      const resources = await resourcesOf({ ...smallest, alarmTopicArn: topicArn }, { preview: false });
      const alarm = (name: string) => only(resources, "aws:cloudwatch/metricAlarm:MetricAlarm", name).inputs;
      const targets = {
        LoadBalancer: "mock/shop-load-balancer/0123456789abcdef",
        TargetGroup: "mock/shop-web-target-group/0123456789abcdef",
      };
      expect(alarm("shop-web-cpu-alarm")).to.deep.include({
        metricName: "CPUUtilization",
        dimensions: { ClusterName: "dev-shop", ServiceName: "shop-web" },
        comparisonOperator: "GreaterThanThreshold",
        threshold: 90,
      });
      expect(alarm("shop-web-unhealthy-targets-alarm")).to.deep.include({
        metricName: "UnHealthyHostCount",
        dimensions: targets,
        threshold: 0,
        evaluationPeriods: 2,
      });
      expect(alarm("shop-web-response-time-alarm")).to.deep.include({
        metricName: "TargetResponseTime",
        dimensions: targets,
        threshold: 1,
      });
      const rate = alarm("shop-success-rate-alarm");
      expect(rate).to.include({ comparisonOperator: "LessThanThreshold", threshold: 99 });
      const { metricQueries } = rate;
      expect(metricQueries.map((query: { id: string }) => query.id)).to.deep.equal([
        "target_5xx",
        "elb_5xx",
        "request_count",
        "success_rate",
      ]);
      expect(metricQueries.filter((query: { returnData: boolean }) => query.returnData)).to.have.length(1);
      expect(metricQueries.at(-1).expression).to.equal(
        "100*(1-(FILL(target_5xx,0)+FILL(elb_5xx,0))/FILL(request_count,1))",
      );
    });

    it("tell the topic when they fire and when it is over, name a runbook, and stay calm while a service sleeps", async () => {
      for (const { inputs } of all(
        await resourcesOf({ ...smallest, alarmTopicArn: topicArn }),
        "aws:cloudwatch/metricAlarm:MetricAlarm",
      )) {
        expect(inputs.alarmActions).to.deep.equal([topicArn]);
        expect(inputs.okActions).to.deep.equal([topicArn]);
        expect(inputs.alarmDescription).to.match(/docs\/runbooks\/(task-not-starting|health-checks-failing)\.md$/);
        expect(inputs.treatMissingData).to.equal("notBreaching");
      }
    });
  });

  it("accepts a certificate from elsewhere with a domain whose records are made by hand", async () => {
    const { resources, result } = await record(
      () => new FargateApp("shop", withBalancer({ certificateArn, domain: { name: "shop.example.com" } })),
    );
    expect(await valueOf(result.url)).to.equal("https://shop.example.com");
    expect(resources.filter((made) => /acm|route53/.test(made.type))).to.deep.equal([]);
  });
});
