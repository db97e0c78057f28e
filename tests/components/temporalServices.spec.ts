import { expect } from "chai";
import { parse } from "yaml";
import { checkTemporalServices, type TemporalServicesArgs } from "../../components/temporalServices";
import { shownMetrics } from "../../components/temporalServices/config";
import { all, only, refusalOf, valueOf, type Recorded } from "../support/mocks";
import { TemporalServices } from "../../components/temporalServices";
import { args, containersOf, recordTemporal, registry } from "./temporalServices/fixture";

const serviceType = "aws:ecs/service:Service";
const groupType = "aws:autoscaling/group:Group";
const scheduleType = "aws:autoscaling/schedule:Schedule";
const actionType = "aws:appautoscaling/scheduledAction:ScheduledAction";

interface CollectorConfig {
  receivers: {
    prometheus: { config: { scrape_configs: { metric_relabel_configs: { action: string; regex: string }[] }[] } };
  };
}

function reasonsOf(change: Partial<TemporalServicesArgs>): Record<string, string> {
  const faults = checkTemporalServices("temporal", { ...args, ...change });
  return Object.fromEntries(faults.map(({ propertyPath, reason }) => [propertyPath, reason]));
}

function count(resources: readonly Recorded[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type } of resources) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

describe("TemporalServices", function () {
  this.timeout(20_000);

  describe("given the least arguments", () => {
    it("makes everything and runs nothing", async () => {
      const { resources } = await recordTemporal();
      expect(count(resources)).to.deep.equal({
        "cloister:index:TemporalServices": 1,
        "cloister:index:ImageRepository": 5,
        "aws:ecr/repository:Repository": 5,
        "aws:ecr/lifecyclePolicy:LifecyclePolicy": 5,
        "aws:ecs/cluster:Cluster": 1,
        "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": 1,
        "aws:ecs/capacityProvider:CapacityProvider": 3,
        "aws:ecs/accountSettingDefault:AccountSettingDefault": 1,
        "aws:autoscaling/group:Group": 3,
        "aws:ec2/launchTemplate:LaunchTemplate": 3,
        "aws:servicediscovery/httpNamespace:HttpNamespace": 1,
        "aws:ecs/taskDefinition:TaskDefinition": 9,
        "aws:ecs/service:Service": 7,
        "aws:cloudwatch/logGroup:LogGroup": 11,
        "aws:iam/role:Role": 16,
        "aws:iam/rolePolicy:RolePolicy": 16,
        "aws:iam/instanceProfile:InstanceProfile": 1,
        "aws:ec2/securityGroup:SecurityGroup": 10,
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": 24,
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": 12,
        "aws:opensearch/domain:Domain": 1,
        "aws:amp/workspace:Workspace": 1,
        "aws:ssm/parameter:Parameter": 5,
      });
      expect(all(resources, serviceType).map(({ inputs }) => inputs.desiredCount as number)).to.deep.equal(
        Array.from({ length: 7 }, () => 0),
      );
      expect(all(resources, groupType).map(({ inputs }) => inputs.desiredCapacity as number)).to.deep.equal([0, 0, 0]);
    });

    it("leaves no policy, user data or container definition unknown at the first preview", async () => {
      const { resources } = await recordTemporal({ stage: "running" });
      const judged = /^(policy|assumeRolePolicy|accessPolicies|userData|containerDefinitions)/;
      const unknown = resources.flatMap(({ name, unknowns }) =>
        unknowns.filter((path) => judged.test(path)).map((path) => `${name} ${path}`),
      );
      expect(unknown).to.deep.equal([]);
    });

    it("stands beside a second one", async () => {
      const { resources } = await recordTemporal();
      const { resources: both } = await recordTemporal({}, {}, () => {
        new TemporalServices("other", { ...args, projectName: "temporal-two", eniTrunking: true });
      });
      expect(both).to.have.length(2 * resources.length);
    });
  });

  describe("given stage running", () => {
    it("starts services in the order in which they need each other", async () => {
      const { resources, result } = await recordTemporal({ stage: "running" }, { preview: false });
      const order = await Promise.all(result.startupOrder.map(valueOf));
      expect(order).to.deep.equal(["history", "matching", "frontend", "worker", "ui", "grafana", "adot"]);
      const waits = (key: string) =>
        only(resources, serviceType, `temporal-${key}-service`)
          .dependencies.filter((name) => name.endsWith("-service"))
          .toSorted();
      expect(waits("history")).to.deep.equal([]);
      expect(waits("frontend")).to.deep.equal(["temporal-history-service", "temporal-matching-service"]);
      expect(waits("worker")).to.include("temporal-frontend-service");
      expect(waits("ui")).to.include("temporal-frontend-service");
      expect(waits("adot")).to.include.members(["temporal-worker-service", "temporal-history-service"]);
      const steady = all(resources, serviceType).filter(({ inputs }) => inputs.waitForSteadyState === true);
      expect(steady.map(({ name }) => name).toSorted()).to.deep.equal(
        ["frontend", "history", "matching", "worker"].map((key) => `temporal-${key}-service`),
      );
    });

    it("starts nothing before the stores and their rules are there", async () => {
      const { resources } = await recordTemporal({ stage: "running" }, { preview: false });
      expect(only(resources, serviceType, "temporal-history-service").dependencies).to.include.members([
        "temporal-visibility-domain",
        "temporal-visibility-endpoint-parameter",
        "temporal-ring-to-dsql-egress",
        "temporal-temporal-task-role-policy",
        "temporal-cluster-capacity-providers",
      ]);
    });

    it("makes the namespace beside a healthy frontend, and nowhere else", async () => {
      const { resources } = await recordTemporal({ stage: "running" });
      const withStep = all(resources, "aws:ecs/taskDefinition:TaskDefinition").filter((task) =>
        containersOf(task).some(({ name }) => name === "namespace-setup"),
      );
      expect(withStep.map(({ name }) => name)).to.deep.equal(["temporal-frontend-task-definition"]);
      const [frontend, step] = withStep.flatMap(containersOf);
      expect(frontend?.healthCheck?.command.join(" ")).to.contain("7233");
      expect(step).to.include({ essential: false, image: args.adminToolsImage });
      expect(step?.dependsOn).to.deep.equal([{ containerName: "temporal-frontend", condition: "HEALTHY" }]);
    });
  });

  describe("a deployment of a service", () => {
    let resources: Recorded[];
    before(async () => {
      ({ resources } = await recordTemporal({ stage: "running" }));
    });

    it("starts the successor first and goes back by itself, but never runs two collectors", () => {
      for (const { name, inputs } of all(resources, serviceType)) {
        expect(inputs.deploymentCircuitBreaker, name).to.deep.equal({ enable: true, rollback: true });
        const bounds = [inputs.deploymentMinimumHealthyPercent, inputs.deploymentMaximumPercent] as number[];
        expect(bounds, name).to.deep.equal(name === "temporal-adot-service" ? [0, 100] : [100, 200]);
      }
    });

    it("follows a new version of each parameter that its tasks read when they start", () => {
      const expected: Record<string, string[]> = {
        history: ["visibility-endpoint"],
        grafana: ["metrics-query"],
        adot: ["collector-config", "metrics-write"],
        ui: [],
      };
      for (const [key, parameters] of Object.entries(expected)) {
        const { inputs, propertyDependencies } = only(resources, serviceType, `temporal-${key}-service`);
        expect(inputs.forceNewDeployment, key).to.equal(true); // without it a trigger changes nothing that runs
        expect(propertyDependencies.triggers ?? [], key).to.have.members(
          parameters.map((parameter) => `temporal-${parameter}-parameter`),
        );
      }
    });

    it("gives a role the time to hand over, and keeps what it may have to go back to", () => {
      for (const task of all(resources, "aws:ecs/taskDefinition:TaskDefinition")) {
        expect(task.inputs.skipDestroy, task.name).to.equal(true);
        for (const { stopTimeout } of containersOf(task)) expect(stopTimeout, task.name).to.equal(90);
      }
      const { userData } = only(resources, "aws:ec2/launchTemplate:LaunchTemplate", "temporal-node-a-template").inputs;
      const [, seconds] = /ECS_CONTAINER_STOP_TIMEOUT=(\d+)s/.exec(
        Buffer.from(userData as string, "base64").toString("utf8"),
      ) ?? ["", "0"];
      expect(Number(seconds)).to.be.greaterThan(90); // the agent's own limit, after which it kills
    });

    it("is counted by Container Insights", () => {
      expect(only(resources, "aws:ecs/cluster:Cluster").inputs.settings).to.deep.equal([
        { name: "containerInsights", value: "enabled" },
      ]);
    });
  });

  describe("the nodes", () => {
    it("can sleep, can be destroyed, and are replaced when their template changes", async () => {
      const { resources } = await recordTemporal({ stage: "running" }, { preview: false });
      for (const node of ["a", "b", "c"]) {
        const group = only(resources, groupType, `temporal-node-${node}-group`);
        expect(group.inputs).to.include({ minSize: 0, maxSize: 2, protectFromScaleIn: false, forceDelete: true });
        expect(group.inputs.launchTemplate.version).to.not.match(/^\$/);
        expect(group.inputs.instanceRefresh.strategy).to.equal("Rolling");
        expect(group.ignoreChanges).to.include("desiredCapacity");
        const provider = only(
          resources,
          "aws:ecs/capacityProvider:CapacityProvider",
          `temporal-node-${node}-capacity-provider`,
        );
        expect(provider.inputs.autoScalingGroupProvider).to.deep.include({
          managedScaling: {
            status: "ENABLED",
            targetCapacity: 100,
            minimumScalingStepSize: 1,
            maximumScalingStepSize: 1,
          },
          managedDraining: "ENABLED",
          managedTerminationProtection: "DISABLED",
        });
      }
    });

    it("register with their workload and keep their role from tasks", async () => {
      const { resources } = await recordTemporal();
      for (const { inputs } of all(resources, "aws:ec2/launchTemplate:LaunchTemplate")) {
        expect(inputs.metadataOptions).to.deep.equal({
          httpEndpoint: "enabled",
          httpTokens: "required",
          httpPutResponseHopLimit: 1,
        });
        expect(inputs.blockDeviceMappings[0].ebs).to.include({ encrypted: "true", deleteOnTermination: "true" });
      }
      const data = (node: string) => {
        const { userData } = only(
          resources,
          "aws:ec2/launchTemplate:LaunchTemplate",
          `temporal-node-${node}-template`,
        ).inputs;
        return Buffer.from(userData as string, "base64").toString("utf8");
      };
      expect(data("a")).to.contain('ECS_INSTANCE_ATTRIBUTES={"workload":"history"}\n');
      expect(data("b")).to.contain('ECS_INSTANCE_ATTRIBUTES={"workload":"frontend"}\n');
      expect(data("c")).to.contain('ECS_INSTANCE_ATTRIBUTES={"workload":"worker"}\n');
      expect(data("a")).to.contain("ECS_CLUSTER=temporal-dev-cluster\n").and.contain("ECS_AWSVPC_BLOCK_IMDS=true\n");
    });

    it("have more interfaces only where the tasks need them", async () => {
      const settingsOf = async (change: Partial<TemporalServicesArgs>) =>
        all((await recordTemporal(change)).resources, "aws:ecs/accountSettingDefault:AccountSettingDefault");
      const [setting] = await settingsOf({});
      expect(setting?.inputs).to.include({ name: "awsvpcTrunking", value: "enabled" });
      expect(setting?.retainOnDelete).to.equal(true);
      const few = { ui: { desiredCount: 0 }, grafana: { desiredCount: 0 } };
      expect(await settingsOf({ services: few })).to.deep.equal([]);
    });
  });

  describe("given a schedule", () => {
    it("puts services to sleep before nodes, and wakes nodes first", async () => {
      const schedule = { startTime: "08:00", stopTime: "18:00", timeZone: "Europe/Dublin" };
      const { resources } = await recordTemporal({ stage: "running", schedule });
      const action = (what: string) => only(resources, actionType, `temporal-history-${what}-scheduled-action`).inputs;
      expect(action("evening")).to.deep.include({
        schedule: "cron(0 18 ? * MON-FRI *)",
        timezone: "Europe/Dublin",
        scalableTargetAction: { minCapacity: 0, maxCapacity: 0 },
      });
      expect(action("morning").scalableTargetAction).to.deep.equal({ minCapacity: 1, maxCapacity: 1 });
      const nodes = (what: string) => only(resources, scheduleType, `temporal-node-a-${what}-schedule`).inputs;
      expect(nodes("evening")).to.include({ recurrence: "10 18 * * MON-FRI", desiredCapacity: 0, maxSize: 0 });
      expect(nodes("morning")).to.include({ recurrence: "50 7 * * MON-FRI", desiredCapacity: 1, maxSize: 2 });
      expect(all(resources, actionType)).to.have.length(14);
      expect(all(resources, scheduleType)).to.have.length(6);
      const service = only(resources, serviceType, "temporal-history-service");
      expect(service.ignoreChanges).to.include("desiredCount");
    });

    it("wakes nothing in stage infrastructure", async () => {
      const { resources } = await recordTemporal({ schedule: {} });
      const mornings = all(resources, actionType).filter(({ name }) => name.includes("morning"));
      expect(mornings.map(({ inputs }) => inputs.scalableTargetAction.maxCapacity as number)).to.deep.equal(
        Array.from({ length: 7 }, () => 0),
      );
    });
  });

  describe("given an alarm topic", () => {
    it("watches the running services and the domain, and nothing without one", async () => {
      const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";
      const alarmTopicArn = "arn:aws:sns:eu-west-1:123456789012:dev-alarms";
      const { resources } = await recordTemporal({ stage: "running", alarmTopicArn });
      expect(all(resources, alarmType)).to.have.length(10);
      expect(all((await recordTemporal({ stage: "running" })).resources, alarmType)).to.deep.equal([]);
    });
  });

  describe("the collector", () => {
    const parameterType = "aws:ssm/parameter:Parameter";
    const name = "temporal-collector-config-parameter";
    const rulesOf = async (change: Partial<TemporalServicesArgs>) => {
      const { resources } = await recordTemporal(change);
      const config = parse(only(resources, parameterType, name).inputs.insecureValue as string) as CollectorConfig;
      return config.receivers.prometheus.config.scrape_configs.flatMap((job) => job.metric_relabel_configs);
    };

    it("keeps the metrics that the dashboards draw, and nothing else, unless all are asked for", async () => {
      const [rule, ...others] = await rulesOf({});
      expect(others).to.deep.equal([]);
      expect(rule?.action).to.equal("keep");
      for (const { name: metric } of shownMetrics) expect(rule?.regex, metric).to.contain(metric);
    });

    it("keeps every metric when all are asked for", async () => {
      expect(await rulesOf({ collectAllMetrics: true })).to.deep.equal([]);
    });
  });

  describe("its outputs", () => {
    it("tell how to set up, enter and reach it", async () => {
      const { result } = await recordTemporal({ stage: "running" }, { preview: false });
      expect(await valueOf(result.frontendAddress)).to.equal("temporal-frontend:7233");
      expect(await valueOf(result.clusterName)).to.equal("temporal-dev-cluster");
      const run = JSON.parse((await valueOf(result.setupTaskRunInput.dsqlSchema as never)) as string) as {
        launchType: string;
        networkConfiguration: { awsvpcConfiguration: { assignPublicIp: string; securityGroups: string[] } };
      };
      expect(run.launchType).to.equal("FARGATE");
      expect(run.networkConfiguration.awsvpcConfiguration).to.deep.include({
        assignPublicIp: "DISABLED",
        securityGroups: ["temporal-dsql-schema-setup-security-group-id"],
      });
      expect(Object.keys(result.setupTaskRunInput)).to.deep.equal(["dsqlSchema", "openSearchIndex"]);
      const forward = (await valueOf(result.portForwardCommands.grafana as never)) as string;
      expect(forward).to.contain("--service-name temporal-dev-grafana").and.contain('"portNumber":["3000"]');
      const exec = (await valueOf(result.execCommands.history as never)) as string;
      expect(exec).to.contain("aws ecs execute-command").and.contain("--container temporal-history --interactive");
      expect(Object.keys(result.execCommands)).to.have.length(6).and.not.include("adot"); // no shell in its image
    });
  });

  describe("refuses", () => {
    const refusals: [string, Partial<TemporalServicesArgs>, string, RegExp][] = [
      ["an x86 type", { instanceType: "m7i.large" }, "instanceType", /Graviton .*got "m7i.large"/],
      ["a tmpfs of 0", { dynamicConfigTmpfsMiB: 0 }, "dynamicConfigTmpfsMiB", /from 1 to 10, got 0/],
      ["a tmpfs of 11", { dynamicConfigTmpfsMiB: 11 }, "dynamicConfigTmpfsMiB", /from 1 to 10, got 11/],
      ["a count of -1", { services: { ui: { desiredCount: -1 } } }, "services.ui.desiredCount", /got -1/],
      ["two collectors", { services: { adot: { desiredCount: 2 } } }, "services.adot.desiredCount", /0 to 1, got 2/],
      ["the tag latest", { temporalImage: `${registry}/server:latest` }, "temporalImage", /exact version/],
      ["a tag that moves", { uiImage: "temporalio/ui:2" }, "uiImage", /exact version/],
      ["no tag", { adminToolsImage: "temporalio/admin-tools" }, "adminToolsImage", /exact version/],
      ["missing shards", { historyShards: undefined as never }, "historyShards", /1 to 16384, got nothing/],
      ["a bad ARN of DSQL", { dsqlClusterArn: "arn:aws:rds:x" }, "dsqlClusterArn", /cluster\/ID .*got "arn:aws:rds:x"/],
      ["DSQL by URL", { dsqlClusterEndpoint: "https://x" }, "dsqlClusterEndpoint", /without https/],
      [
        "an endpoint of another cluster",
        { dsqlClusterEndpoint: `${"z".repeat(26)}.dsql-fnh4.eu-west-1.on.aws` },
        "dsqlClusterEndpoint",
        /of the cluster of dsqlClusterArn/,
      ],
      [
        "a public name of DSQL behind an endpoint",
        { dsqlClusterEndpoint: args.dsqlClusterEndpoint.replace("dsql-fnh4", "dsql") },
        "dsqlClusterEndpoint",
        /must be ID\.dsql-SERVICE\..* leads to the internet/,
      ],
      [
        "a private name of DSQL without an endpoint",
        { dsqlSecurityGroupId: undefined, allowInternetEgress: true },
        "dsqlClusterEndpoint",
        /must be ID\.dsql\.REGION/,
      ],
      [
        "an index without mappings",
        { visibilityIndex: "workflows" },
        "visibilityIndex",
        /temporal_visibility_v1 and then/,
      ],
      [
        "more zones than subnets",
        { openSearch: { nodes: 3, zones: 3 } },
        "openSearch.zones",
        /at most the 2 subnets, .*got 3/,
      ],
      [
        "a search type without volumes",
        { openSearch: { instanceType: "i3.large.search" } },
        "openSearch.instanceType",
        /gp3/,
      ],
      [
        "a search type without encryption",
        { openSearch: { instanceType: "t2.small.search" } },
        "openSearch.instanceType",
        /encryption/,
      ],
      [
        "a type of a database for search",
        { openSearch: { instanceType: "db.t3.small" } },
        "openSearch.instanceType",
        /gp3/,
      ],
      [
        "a size that the family lacks",
        { openSearch: { instanceType: "m7g.metal.search" } },
        "openSearch.instanceType",
        /m7g has for OpenSearch \(medium, large, .*got "m7g\.metal\.search"/,
      ],
      [
        "a volume beyond the type's",
        { openSearch: { instanceType: "m7g.medium.search", volumeGiB: 513 } },
        "openSearch.volumeGiB",
        /10 to 512, got 513; with m7g/,
      ],
      [
        "a volume below the type's",
        { openSearch: { instanceType: "or2.medium.search", volumeGiB: 19 } },
        "openSearch.volumeGiB",
        /20 to 768, got 19/,
      ],
      [
        "more burstable nodes than AWS allows",
        { openSearch: { nodes: 12, zones: 2 } },
        "openSearch.nodes",
        /1 to 10, got 12/,
      ],
      ["too large a volume", { openSearch: { volumeGiB: 101 } }, "openSearch.volumeGiB", /10 to 100, got 101/],
      ["a subnet twice", { subnetIds: ["subnet-a", "subnet-a"] }, "subnetIds", /once/],
      [
        "more connections than DSQL admits",
        {
          services: { history: { desiredCount: 100 }, matching: { desiredCount: 100 }, frontend: { desiredCount: 50 } },
        },
        "services",
        /at most 250 tasks of the four roles, got 251/,
      ],
      ["uneven zones", { openSearch: { nodes: 3, zones: 2 } }, "openSearch.nodes", /multiple of the 2 zones, got 3/],
      ["an unknown stage", { stage: "paused" as never }, "stage", /infrastructure, running, got "paused"/],
      ["a long name", { projectName: "temporal-development" }, "projectName", /2 to 17/],
      ["an unknown service", { services: { web: {} } as never }, "services.web", /one of history/],
      ["no way to AWS", { endpointSecurityGroupId: undefined }, "endpointSecurityGroupId", /allowInternetEgress/],
      ["no way to image layers", { s3PrefixListId: undefined }, "s3PrefixListId", /layers/],
      ["no way to DSQL", { dsqlSecurityGroupId: undefined }, "dsqlSecurityGroupId", /5432/],
      ["trunking without a trunk", { instanceType: "t4g.large", eniTrunking: true }, "eniTrunking", /no trunk/],
      ["a password for an ARN", { grafanaAdminSecretArn: "hunter2" }, "grafanaAdminSecretArn", /Secrets Manager/],
    ];
    for (const [what, change, path, reason] of refusals) {
      it(what, () => {
        expect(reasonsOf(change)).to.have.property(path).that.matches(reason);
      });
    }

    it("a password in the place of its ARN, without showing it", () => {
      const faults = JSON.stringify(reasonsOf({ grafanaAdminSecretArn: "hunter2" }));
      expect(faults).to.contain("not shown because it may be the secret itself").and.not.contain("hunter2");
    });

    it("several faults in one error, before anything is registered", async () => {
      const message = await refusalOf(
        () => new TemporalServices("temporal", { ...args, instanceType: "m7i.large", stage: "x" as never }),
      );
      expect(message)
        .to.match(/2 arguments are wrong/)
        .and.contain("instanceType:")
        .and.contain("stage:");
    });
  });
});
