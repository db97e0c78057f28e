import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import fc from "fast-check";
import { parse } from "yaml";
import type { TemporalServices, TemporalServicesArgs } from "../../../components/temporalServices";
import { checkTemporalServices } from "../../../components/temporalServices";
import { all, only, recordResources, type Recorded } from "../../support/mocks";
import { args, containersOf, endpoints, privateNetwork, recordTemporal, registry, type Container } from "./fixture";

/*
 * The source's fifteen properties, on the whole recorded graph of generated configurations and of networks for them.
 * Each configuration is recorded once and read by every property. Those that were corrected say so in their titles.
 */

const runs = 100;
const seed = 20_260_131;
const taskType = "aws:ecs/taskDefinition:TaskDefinition";
const serviceType = "aws:ecs/service:Service";
const members = ["history", "matching", "frontend", "worker"];
const temporal = [...members, "ui"];
const serviceKeys = [...temporal, "grafana", "adot"];
const ports: Record<string, number[]> = {
  history: [7234, 6934, 9090],
  matching: [7235, 6935, 9090],
  frontend: [7233, 6933, 9090],
  worker: [7239, 6939, 9090],
  ui: [8080],
  grafana: [3000],
  adot: [],
};

const size = fc.record(
  {
    cpuUnits: fc.constantFrom(256, 512, 768),
    memoryMiB: fc.integer({ min: 256, max: 1536 }),
    desiredCount: fc.integer({ min: 0, max: 1 }),
  },
  { requiredKeys: [] },
);
const version = fc.tuple(fc.nat(3), fc.nat(40), fc.nat(9)).map((parts) => parts.join("."));
const image = (name: string) => version.map((tag) => `${registry}/${name}:${tag}`);

/** What callers may give, and the component takes. */
const configurations = fc
  .record(
    {
      projectName: fc.stringMatching(/^[b-d][a-z]{1,6}(-[a-z0-9]{1,6})?$/),
      instanceType: fc.constantFrom("m7g.large", "m7g.xlarge", "c7g.xlarge", "r8g.large", "m6g.2xlarge"),
      temporalImage: image("server"),
      adminToolsImage: image("admin-tools"),
      uiImage: image("ui"),
      grafanaImage: image("grafana"),
      adotImage: image("adot"),
      visibilityIndex: fc.stringMatching(/^temporal_visibility_v1[a-z0-9_]{0,20}$/),
      historyShards: fc.integer({ min: 1, max: 16_384 }),
      dynamicConfigTmpfsMiB: fc.integer({ min: 1, max: 10 }),
      logRetentionDays: fc.constantFrom(1, 7, 30, 365),
      collectAllMetrics: fc.boolean(),
      stage: fc.constantFrom("infrastructure" as const, "running" as const),
      services: fc.record(
        { history: size, matching: size, frontend: size, worker: size, ui: size, grafana: size, adot: size },
        { requiredKeys: [] },
      ),
      openSearch: fc.constantFrom(
        {},
        { nodes: 2, zones: 2 },
        { nodes: 3, zones: 3, volumeGiB: 20 },
        { instanceType: "m7g.medium.search", volumeGiB: 200 },
      ),
      alarmTopicArn: fc.constant("arn:aws:sns:eu-west-1:123456789012:dev-alarms"),
      schedule: fc.constantFrom({}, { startTime: "07:30", stopTime: "19:00", timeZone: "Europe/Dublin" }),
    },
    { requiredKeys: ["historyShards"] },
  )
  .chain((change) =>
    fc.integer({ min: 1, max: 3 }).map((zones) => ({
      ...change,
      subnetIds: ["subnet-a", "subnet-b", "subnet-c"].slice(0, zones),
    })),
  )
  .filter((change) => checkTemporalServices("temporal", { ...args, ...change }).length === 0);

/** One configuration and what came of it. */
interface Case {
  change: Partial<TemporalServicesArgs>;
  resources: Recorded[];
  /** A network with as many zones. */
  network: Recorded[];
  /** The component's outputs: names of the single ones, and keys of the others. */
  outputs: Record<string, string[]>;
  prefix: string;
  tasks: Map<string, Recorded>;
  services: Map<string, Recorded>;
}

/** Outputs are not kept themselves: each holds on to the whole recording that it came from. */
function outputsOf(component: TemporalServices): Case["outputs"] {
  const outputs = Object.entries(component).filter(([name]) => !name.startsWith("__"));
  const [single, several] = [true, false].map((wanted) =>
    outputs.filter(([, value]) => pulumi.Output.isInstance(value) === wanted),
  );
  const keys = (several ?? []).map(([name, value]) => [name, Object.keys(value as object)] as const);
  return { ...Object.fromEntries(keys), single: (single ?? []).map(([name]) => name) };
}

describe("Feature: temporal-ecs", function () {
  this.timeout(120_000);
  const cases: Case[] = [];

  before(async () => {
    const networks = new Map<number, Recorded[]>();
    for (const zones of [1, 2, 3]) networks.set(zones, await recordResources(() => privateNetwork(zones)));
    for (const change of fc.sample(configurations, { numRuns: runs, seed })) {
      const { resources, result } = await recordTemporal(change);
      const byKey = (type: string, noun: string) =>
        new Map(all(resources, type).map((one) => [one.name.replace(/^temporal-/, "").replace(`-${noun}`, ""), one]));
      cases.push({
        change,
        resources,
        network: networks.get(change.subnetIds.length) ?? [],
        outputs: outputsOf(result),
        prefix: change.projectName ?? "temporal-dev",
        tasks: byKey(taskType, "task-definition"),
        services: byKey(serviceType, "service"),
      });
    }
  });

  /** The property holds of every configuration; a failure tells which one it does not hold of. */
  function property(title: string, holds: (one: Case) => void): void {
    it(title, () => {
      expect(cases).to.have.length(runs);
      for (const one of cases) {
        try {
          holds(one);
        } catch (error) {
          if (error instanceof Error) error.message += `\nof ${JSON.stringify(one.change)}`;
          throw error;
        }
      }
    });
  }

  function every<T>(map: Map<string, T>, keys: readonly string[]): [string, T][] {
    return keys.map((key) => {
      const found = map.get(key);
      if (found === undefined) throw new Error(`no ${key}`);
      return [key, found];
    });
  }

  /** The container that a task is for. */
  function mainOf(task: Recorded): Container {
    const [container] = containersOf(task).filter(({ essential }) => essential);
    if (!container) throw new Error(`${task.name} has no container`);
    return container;
  }

  property(
    "Feature: temporal-ecs, Property 1: no public address anywhere, and no ingress from 0.0.0.0/0",
    ({ resources: own, network, services }) => {
      const resources = [...own, ...network];
      expect(all(resources, "aws:ec2/subnet:Subnet")).to.not.have.length(0);
      for (const [, { inputs }] of services) expect(inputs.networkConfiguration.assignPublicIp).to.equal(false);
      for (const { inputs } of all(resources, "aws:ec2/launchTemplate:LaunchTemplate"))
        expect(JSON.stringify(inputs)).to.not.contain("associatePublicIpAddress");
      for (const { inputs } of all(resources, "aws:ec2/subnet:Subnet"))
        expect(inputs.mapPublicIpOnLaunch ?? false).to.equal(false);
      for (const { inputs } of all(resources, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"))
        expect([inputs.cidrIpv4, inputs.cidrIpv6]).to.not.include.oneOf(["0.0.0.0/0", "::/0"]);
      for (const { inputs } of all(resources, "aws:ec2/securityGroup:SecurityGroup"))
        expect(inputs.ingress ?? []).to.deep.equal([]);
      expect(resources.map(({ type }) => type).filter((type) => /Eip|InternetGateway|LoadBalancer/.test(type))).to.be
        .empty;
    },
  );

  property("Feature: temporal-ecs, Property 2: every task is for ARM64 and every node is Graviton", (one) => {
    const { resources, tasks, change } = one;
    expect(tasks.size).to.equal(9);
    for (const [, { inputs }] of tasks) expect(inputs.runtimePlatform.cpuArchitecture).to.equal("ARM64");
    const templates = all(resources, "aws:ec2/launchTemplate:LaunchTemplate");
    expect(templates).to.have.length(3);
    for (const { inputs } of templates) {
      expect(inputs.instanceType).to.equal(change.instanceType ?? "m7g.large");
      expect(inputs.instanceType).to.match(/^[a-z]\dg/);
      expect(inputs.imageId).to.contain("/arm64/");
    }
  });

  property(
    "Feature: temporal-ecs, Property 3: ECS Exec is on for every service, with an init process and an audit log",
    (one) => {
      const { resources, services, tasks, prefix } = one;
      for (const [, { inputs }] of every(services, serviceKeys)) expect(inputs.enableExecuteCommand).to.equal(true);
      for (const [, task] of every(tasks, serviceKeys))
        for (const container of containersOf(task)) {
          expect(container.linuxParameters.initProcessEnabled).to.equal(true);
          expect(container.readonlyRootFilesystem).to.equal(false); // Exec's agent writes there
        }
      const { executeCommandConfiguration } = only(resources, "aws:ecs/cluster:Cluster").inputs.configuration;
      expect(executeCommandConfiguration.logging).to.equal("OVERRIDE");
      expect(executeCommandConfiguration.logConfiguration.cloudWatchLogGroupName).to.equal(`/ecs/${prefix}/ecs-exec`);
    },
  );

  property(
    "Feature: temporal-ecs, Property 4 (corrected: endpoints are the network's, and the agent's and DSQL's are among them): every needed endpoint exists, with its group",
    ({ network }) => {
      const made = all(network, "aws:ec2/vpcEndpoint:VpcEndpoint");
      const names = made.map(({ inputs }) => (inputs.serviceName as string).replace("com.amazonaws.eu-west-1.", ""));
      expect(names).to.include.members([
        ...[
          "ecr.api",
          "ecr.dkr",
          "logs",
          "ssm",
          "ssmmessages",
          "ec2messages",
          "secretsmanager",
          "aps-workspaces",
          "s3",
        ],
        ...["ecs", "ecs-agent", "ecs-telemetry", "ec2", "dsql-fnh4"],
      ]);
      expect(names).to.have.length(endpoints.length + 2);
      for (const { inputs, propertyDependencies } of made) {
        if (inputs.vpcEndpointType === "Gateway") continue;
        expect(inputs.privateDnsEnabled).to.equal(true);
        expect(propertyDependencies.securityGroupIds).to.have.length(1);
      }
    },
  );

  property(
    "Feature: temporal-ecs, Property 5 (corrected: the component makes the log groups, so that no task may): awslogs with a group and stream prefix of the service's own",
    ({ resources, tasks, change, prefix }) => {
      const groups = all(resources, "aws:cloudwatch/logGroup:LogGroup").map(({ inputs }) => inputs.name as string);
      for (const [key, task] of tasks) {
        const { logDriver, options } = mainOf(task).logConfiguration;
        const service = temporal.includes(key) ? `temporal-${key}` : key;
        expect(logDriver).to.equal("awslogs");
        expect(options).to.deep.equal({
          "awslogs-group": `/ecs/${prefix}/${service}`,
          "awslogs-region": "eu-west-1",
          "awslogs-stream-prefix": service,
        });
        expect(groups).to.include(`/ecs/${prefix}/${service}`);
      }
      for (const { inputs } of all(resources, "aws:cloudwatch/logGroup:LogGroup"))
        expect(inputs.retentionInDays).to.equal(change.logRetentionDays ?? 7);
      const policies = all(resources, "aws:iam/rolePolicy:RolePolicy").map(({ inputs }) => inputs.policy as string);
      expect(policies.filter((policy) => policy.includes("logs:CreateLogGroup"))).to.deep.equal([]);
    },
  );

  property(
    "Feature: temporal-ecs, Property 6: Grafana's password is a secret by reference, and DSQL has none",
    (one) => {
      const { tasks } = one;
      for (const [key, task] of tasks)
        for (const { environment, secrets } of containersOf(task)) {
          expect(environment.filter(({ name }) => /PASSWORD|SECRET|TOKEN/.test(name))).to.deep.equal([]);
          const fromSecretsManager = secrets.filter(({ valueFrom }) => valueFrom.includes(":secretsmanager:"));
          const password = [{ name: "GF_SECURITY_ADMIN_PASSWORD", valueFrom: args.grafanaAdminSecretArn }];
          expect(fromSecretsManager).to.deep.equal(key === "grafana" ? password : []);
          for (const { valueFrom } of secrets) expect(valueFrom).to.match(/^arn:aws:(ssm|secretsmanager):/);
        }
    },
  );

  property(
    "Feature: temporal-ecs, Property 7: every role may do exactly what its work takes",
    ({ resources, prefix }) => {
      const actionsOf = (role: string) => {
        const { policy } = only(resources, "aws:iam/rolePolicy:RolePolicy", `temporal-${role}-policy`).inputs;
        const { Statement } = JSON.parse(policy as string) as { Statement: { Action: string[]; Resource: string[] }[] };
        const isExec = (action: string) => action.startsWith("ssmmessages:") || action.startsWith("logs:");
        return Statement.flatMap(({ Action, Resource }) => {
          for (const action of Action) expect(action).to.not.contain("*");
          const fixed = Resource.map((arn) => arn.replaceAll(`/${prefix}-`, "/PROJECT-"));
          return Action.filter((action) => !isExec(action)).map((action) => `${action} ${fixed.join(" ")}`);
        }).toSorted();
      };
      const at = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:123456789012:${resource}`;
      const verbs = ["Delete", "Get", "Head", "Patch", "Post", "Put"];
      const search = verbs.map((verb) => `es:ESHttp${verb} ${at("es", "domain/PROJECT-visibility/*")}`);
      const database = `dsql:DbConnectAdmin ${args.dsqlClusterArn}`;
      expect(actionsOf("temporal-task-role")).to.deep.equal([database, ...search]);
      expect(actionsOf("ui-task-role")).to.deep.equal([]);
      expect(actionsOf("dsql-schema-setup-task-role")).to.deep.equal([database]);
      expect(actionsOf("opensearch-setup-task-role")).to.deep.equal(search);
      const workspace = at("aps", "workspace/*"); // limited to the project's by its tag
      expect(actionsOf("grafana-task-role")).to.deep.equal(
        ["GetLabels", "GetMetricMetadata", "GetSeries", "QueryMetrics"].map((action) => `aps:${action} ${workspace}`),
      );
      expect(actionsOf("adot-task-role").map((line) => line.split(" ")[0])).to.deep.equal([
        ...["aps:RemoteWrite", "ec2:DescribeInstances", "ecs:DescribeContainerInstances", "ecs:DescribeServices"],
        ...["ecs:DescribeTaskDefinition", "ecs:DescribeTasks", "ecs:ListServices", "ecs:ListTasks"],
      ]);
      for (const { name, inputs } of all(resources, "aws:iam/role:Role"))
        expect(inputs.managedPolicyArns ?? [], name).to.deep.equal([]);
    },
  );

  property(
    "Feature: temporal-ecs, Property 8 (corrected: the four roles share one group): ingress names groups, and egress single ports",
    ({ resources }) => {
      const ingress = all(resources, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
      expect(ingress.length).to.be.greaterThan(0);
      for (const { inputs, propertyDependencies } of ingress) {
        expect(propertyDependencies.referencedSecurityGroupId).to.have.length(1);
        expect([inputs.cidrIpv4, inputs.cidrIpv6, inputs.prefixListId]).to.deep.equal([
          undefined,
          undefined,
          undefined,
        ]);
        expect(inputs.fromPort).to.equal(inputs.toPort);
      }
      for (const { inputs } of all(resources, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")) {
        expect(inputs).to.include({ ipProtocol: "tcp" }).and.to.not.have.property("cidrIpv4");
        expect(inputs.fromPort).to.equal(inputs.toPort);
      }
      for (const { inputs } of all(resources, "aws:ec2/securityGroup:SecurityGroup"))
        expect([inputs.ingress ?? [], inputs.egress ?? []]).to.deep.equal([[], []]);
    },
  );

  property(
    "Feature: temporal-ecs, Property 9 (corrected: t3.small.search and one node are the default, more is allowed): OpenSearch in the VPC, encrypted, TLS 1.2",
    ({ resources, change }) => {
      const { inputs } = only(resources, "aws:opensearch/domain:Domain");
      const { instanceType = "t3.small.search", nodes = 1, zones = 1, volumeGiB = 10 } = change.openSearch ?? {};
      expect(inputs.clusterConfig).to.include({ instanceType, instanceCount: nodes, zoneAwarenessEnabled: zones > 1 });
      expect(inputs.ebsOptions).to.deep.equal({ ebsEnabled: true, volumeType: "gp3", volumeSize: volumeGiB });
      expect(inputs.vpcOptions.subnetIds).to.have.length(zones);
      expect(inputs.encryptAtRest).to.deep.equal({ enabled: true });
      expect(inputs.nodeToNodeEncryption).to.deep.equal({ enabled: true });
      expect(inputs.domainEndpointOptions).to.deep.equal({
        enforceHttps: true,
        tlsSecurityPolicy: "Policy-Min-TLS-1-2-2019-07",
      });
      const policy = JSON.parse(inputs.accessPolicies as string) as {
        Statement: { Principal: { AWS: string[] } }[];
      };
      const principals = policy.Statement.flatMap(({ Principal }) => Principal.AWS);
      expect(principals).to.have.length(2);
      for (const principal of principals) expect(principal).to.match(/:role\/.+-(temporal|opensearch-setup)-task$/);
    },
  );

  property("Feature: temporal-ecs, Property 10: every service has the ports of its role", ({ tasks }) => {
    for (const [key, task] of every(tasks, serviceKeys)) {
      const mapped = mainOf(task).portMappings.map(({ containerPort }) => containerPort);
      expect(mapped, key).to.have.members(ports[key] ?? []);
      expect(mapped, key).to.have.length(ports[key]?.length ?? 0);
      // The collector's discovery reads the port of the host, which is the container's in mode awsvpc.
      for (const { containerPort, hostPort } of mainOf(task).portMappings) expect(hostPort).to.equal(containerPort);
    }
  });

  property(
    "Feature: temporal-ecs, Property 11 (corrected: long polls are not cut off): history, matching and frontend serve in Service Connect, worker and UI are clients",
    ({ resources, services, tasks }) => {
      expect(all(resources, "aws:servicediscovery/httpNamespace:HttpNamespace")).to.have.length(1);
      for (const [key, { inputs, propertyDependencies }] of every(services, serviceKeys)) {
        const mesh = inputs.serviceConnectConfiguration;
        if (key === "grafana" || key === "adot") {
          expect(mesh, key).to.equal(undefined);
          continue;
        }
        expect(mesh.enabled).to.equal(true);
        expect(propertyDependencies.serviceConnectConfiguration).to.include("temporal-namespace");
        const [port] = ports[key] ?? [];
        const dnsName = `temporal-${key}`;
        const serving = {
          portName: "grpc",
          discoveryName: dnsName,
          clientAlias: [{ port, dnsName }],
          timeout: { perRequestTimeoutSeconds: 0, idleTimeoutSeconds: 3600 },
        };
        const isServer = ["history", "matching", "frontend"].includes(key);
        expect(mesh.services, key).to.deep.equal(isServer ? [serving] : undefined);
        if (!isServer) continue;
        const task = tasks.get(key);
        const grpc = task && mainOf(task).portMappings.find(({ name }) => name === "grpc");
        expect(grpc).to.deep.include({ containerPort: port, appProtocol: "grpc" });
      }
    },
  );

  property(
    "Feature: temporal-ecs, Property 12: Temporal is five task definitions and five services, each placed on its kind of node",
    ({ services, tasks, change, prefix }) => {
      const workloads = { history: "history", worker: "worker", adot: "worker" } as Record<string, string | undefined>;
      const named = (map: Map<string, Recorded>, property: string) =>
        [...map.values()].filter(({ inputs }) => (inputs[property] as string).startsWith(`${prefix}-temporal-`));
      expect(named(tasks, "family")).to.have.length(5);
      expect(named(services, "name")).to.have.length(5);
      for (const [key, { inputs, propertyDependencies }] of every(services, serviceKeys)) {
        expect(propertyDependencies.taskDefinition).to.deep.equal([`temporal-${key}-task-definition`]);
        expect(inputs.placementConstraints).to.deep.equal([
          { type: "memberOf", expression: `attribute:workload == ${workloads[key] ?? "frontend"}` },
        ]);
        const given = change.services?.[key as "history"]?.desiredCount ?? 1;
        expect(inputs.desiredCount).to.equal(change.stage === "running" ? given : 0);
      }
    },
  );

  property(
    "Feature: temporal-ecs, Property 13: every identifier, command and run input is an output",
    ({ outputs }) => {
      const single = [
        ...["clusterArn", "clusterName", "openSearchEndpoint", "frontendAddress", "namespaceArn"],
        ...["prometheusWorkspaceId", "prometheusEndpoint"],
      ];
      expect(outputs.single).to.include.members(single);
      expect(outputs.serviceNames).to.have.members(serviceKeys);
      expect(outputs.execCommands).to.have.members([...temporal, "grafana"]); // as in the source: the collector has no shell
      expect(outputs.portForwardCommands).to.have.members(["ui", "grafana"]);
      expect(outputs.setupTaskRunInput).to.have.members(["dsqlSchema", "openSearchIndex"]);
      expect(outputs.startupOrder).to.have.length(7);
      expect(outputs.securityGroupIds).to.include.members(["ring", "client", "nodes", "opensearch"]);
    },
  );

  property("Feature: temporal-ecs, Property 14: the four roles have their dynamic configuration in memory", (one) => {
    const { tasks, change } = one;
    for (const [key, task] of tasks)
      for (const container of containersOf(task)) {
        const isMember = members.includes(key) && container.essential;
        const mount = {
          containerPath: "/etc/temporal/config/dynamicconfig",
          size: change.dynamicConfigTmpfsMiB ?? 1,
          mountOptions: ["noexec", "nosuid"],
        };
        expect(container.linuxParameters.tmpfs, key).to.deep.equal(isMember ? [mount] : undefined);
        expect(container.command?.join("").includes(mount.containerPath) ?? false, key).to.equal(isMember);
      }
  });

  property(
    "Feature: temporal-ecs, Property 15 (corrected: tasks are discovered, so that every replica is read): the collector reads 9090 of all four roles and writes with SigV4",
    ({ resources, tasks, prefix }) => {
      const { insecureValue, tier, name } = only(
        resources,
        "aws:ssm/parameter:Parameter",
        "temporal-collector-config-parameter",
      ).inputs;
      const text = insecureValue as string;
      expect(Buffer.byteLength(text)).to.be.at.most(4096); // of a standard parameter
      expect(tier).to.equal("Standard");
      const config = parse(text) as {
        extensions: {
          sigv4auth: object;
          ecs_observer: { cluster_name: string; services: { name_pattern: string; metrics_ports: number[] }[] };
        };
        receivers: { prometheus: { config: { scrape_configs: { scrape_interval: string }[] } } };
        exporters: { prometheusremotewrite: { auth: object } };
      };
      const { ecs_observer: observer, sigv4auth } = config.extensions;
      expect(observer.cluster_name).to.equal(`${prefix}-cluster`);
      expect(observer.services.map((one) => [one.name_pattern, one.metrics_ports])).to.deep.equal(
        members.map((role) => [`^${prefix}-temporal-${role}$`, [9090]]),
      );
      expect(sigv4auth).to.deep.equal({ region: "eu-west-1", service: "aps" });
      expect(config.exporters.prometheusremotewrite.auth).to.deep.equal({ authenticator: "sigv4auth" });
      const [scrape] = config.receivers.prometheus.config.scrape_configs;
      expect(scrape?.scrape_interval).to.equal("15s");
      const adot = tasks.get("adot");
      const secrets = adot ? mainOf(adot).secrets : [];
      const arn = (parameter: string) => `arn:aws:ssm:eu-west-1:123456789012:parameter${parameter}`;
      expect(secrets).to.deep.include({ name: "AOT_CONFIG_CONTENT", valueFrom: arn(name as string) });
      const url = { name: "AMP_REMOTE_WRITE_ENDPOINT", valueFrom: arn(`/${prefix}/metrics/remote-write-url`) };
      expect(secrets).to.deep.include(url);
    },
  );

  it("makes no task definition larger than the 64 KiB that ECS takes", () => {
    for (const { tasks } of cases)
      for (const [key, { inputs }] of tasks)
        expect(Buffer.byteLength(inputs.containerDefinitions as string), key).to.be.lessThan(60 * 1024);
  });

  it("leaves no policy or container definition of any configuration unknown", () => {
    for (const { resources } of cases)
      for (const { name, unknowns } of resources)
        expect(
          unknowns.filter((path) => /olic(y|ies)$|containerDefinitions/.test(path)),
          name,
        ).to.deep.equal([]);
  });
});
