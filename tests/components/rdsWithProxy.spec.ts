import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { RdsWithProxy } from "../../components/rdsWithProxy";
import { all, listing, only, record, valueOf } from "../support/mocks";
import { base, build, topic, types } from "./rdsWithProxy/fixture";

/** Something that takes an output as its input, to see what it depends on. */
class Reader extends pulumi.CustomResource {
  constructor(inputs: pulumi.Inputs) {
    super("test:index:Reader", "reader", inputs);
  }
}

const own = (resources: Parameters<typeof listing>[0]) => listing(resources).map((line) => line.split(":").pop());

describe("RdsWithProxy", () => {
  describe("given the least arguments", () => {
    it("creates one instance behind a proxy with its credentials, groups and logs, nothing else", async () => {
      const { resources } = await build();
      expect(own(resources)).to.have.members([
        "RdsWithProxy orders",
        "RandomPassword orders-password",
        "RandomString orders-final-snapshot-suffix",
        "SubnetGroup orders-subnets",
        "ParameterGroup orders-parameters",
        "LogGroup orders-postgresql-logs",
        "Instance orders-database",
        "SecurityGroup orders-client-group",
        "SecurityGroup orders-database-group",
        "SecurityGroup orders-proxy-group",
        "SecurityGroupEgressRule orders-client-proxy-egress",
        "SecurityGroupIngressRule orders-client-proxy-ingress",
        "SecurityGroupEgressRule orders-proxy-database-egress",
        "SecurityGroupIngressRule orders-proxy-database-ingress",
        "Secret orders-password-secret",
        "SecretVersion orders-password-secret-version",
        "Role orders-proxy-role",
        "RolePolicy orders-proxy-role-policy",
        "LogGroup orders-proxy-logs",
        "Proxy orders-proxy",
        "ProxyDefaultTargetGroup orders-proxy-pool",
        "ProxyTarget orders-proxy-target",
        "Secret orders-connection-secret",
        "SecretVersion orders-connection-secret-version",
      ]);
      expect(resources.filter((r) => r.custom && r.parent !== "orders")).to.deep.equal([]);
    });

    it("is encrypted, private, protected and backed up", async () => {
      const { inputs } = only((await build()).resources, types.instance);
      expect(inputs).to.include({
        identifier: "test-orders-db",
        engine: "postgres",
        engineVersion: "16",
        engineLifecycleSupport: "open-source-rds-extended-support-disabled",
        instanceClass: "db.t4g.micro",
        storageType: "gp3",
        allocatedStorage: 20,
        storageEncrypted: true,
        publiclyAccessible: false,
        multiAz: false,
        deletionProtection: true,
        skipFinalSnapshot: false,
        backupRetentionPeriod: 7,
        backupWindow: "03:00-04:00",
        maintenanceWindow: "sun:04:00-sun:05:00",
        performanceInsightsEnabled: true,
        performanceInsightsRetentionPeriod: 7,
        databaseInsightsMode: "standard",
        monitoringInterval: 0,
        autoMinorVersionUpgrade: true,
        allowMajorVersionUpgrade: false,
        applyImmediately: false,
        copyTagsToSnapshot: true,
        dbName: "app",
        username: "dbadmin",
        port: 5432,
      });
      expect(inputs).to.not.have.any.keys("maxAllocatedStorage", "kmsKeyId", "monitoringRoleArn", "availabilityZone");
    });

    it("demands TLS in the database, the proxy and the URL", async () => {
      const { resources } = await build({}, { preview: false });
      expect(only(resources, types.parameters).inputs.parameters).to.deep.equal([
        { name: "rds.force_ssl", value: "1", applyMethod: "immediate" },
      ]);
      expect(only(resources, types.proxy).inputs.requireTls).to.equal(true);
      const { url } = JSON.parse(
        only(resources, types.secretVersion, "orders-connection-secret-version").inputs.secretString,
      );
      expect(url).to.equal(`postgresql://dbadmin:${"a".repeat(32)}@orders-proxy.example.test:5432/app?sslmode=require`);
    });

    it("replaces whatever has a fixed name by deleting first, and the database never for its life cycle", async () => {
      const { resources } = await build({ enhancedMonitoringSeconds: 60, sleepSchedule: {} });
      const named = resources.filter((r) => /^(\/.*\/)?test-orders-/.test(r.inputs.name ?? r.inputs.identifier ?? ""));
      expect(named.map((r) => r.name)).to.have.members([
        "orders-database",
        "orders-postgresql-logs",
        "orders-proxy-logs",
        "orders-password-secret",
        "orders-connection-secret",
        "orders-proxy",
        "orders-proxy-role",
        "orders-monitoring-role",
        "orders-sleep-role",
      ]);
      for (const resource of named) {
        expect([resource.name, resource.deleteBeforeReplace]).to.deep.equal([resource.name, true]);
      }
      expect(only(resources, types.instance).ignoreChanges).to.deep.equal(["engineLifecycleSupport"]);
    });
  });

  describe("given no proxy", () => {
    it("creates neither the proxy nor its role, group and logs, and lets clients reach the database", async () => {
      const { resources } = await build({ proxy: { enabled: false } });
      expect(own(resources)).to.have.members([
        "RdsWithProxy orders",
        "RandomPassword orders-password",
        "RandomString orders-final-snapshot-suffix",
        "SubnetGroup orders-subnets",
        "ParameterGroup orders-parameters",
        "LogGroup orders-postgresql-logs",
        "Instance orders-database",
        "SecurityGroup orders-client-group",
        "SecurityGroup orders-database-group",
        "SecurityGroupEgressRule orders-client-database-egress",
        "SecurityGroupIngressRule orders-client-database-ingress",
        "Secret orders-password-secret",
        "SecretVersion orders-password-secret-version",
        "Secret orders-connection-secret",
        "SecretVersion orders-connection-secret-version",
      ]);
    });

    it("still has `endpoint`: that of the database", async () => {
      const { result } = await build({ proxy: { enabled: false } }, { preview: false });
      expect(await valueOf(result.endpoint)).to.equal("orders-database.example.test");
      expect(await valueOf(result.writerEndpoint)).to.equal("orders-database.example.test");
      expect(result.proxyEndpoint).to.equal(undefined);
      expect(result.proxyArn).to.equal(undefined);
    });

    it("connects on the database's own port", async () => {
      const { resources, result } = await build({ proxy: { enabled: false }, port: 6000 }, { preview: false });
      expect(all(resources, types.ingress).map((r) => r.inputs.fromPort)).to.deep.equal([6000]);
      expect(await valueOf(result.port)).to.equal(6000);
      expect(await valueOf(result.databasePort)).to.equal(6000);
    });
  });

  describe("given Aurora with readers and a reader endpoint", () => {
    const args = { engine: "aurora-postgresql", readerCount: 2, proxy: { readOnlyEndpoint: true } } as const;

    it("creates a cluster of three instances and both proxy endpoints", async () => {
      const { resources } = await build(args);
      expect(own(resources).filter((line) => /Cluster|Proxy|ParameterGroup|Instance/.test(line ?? ""))).to.have.members(
        [
          "RdsWithProxy orders",
          "Cluster orders-database",
          "ClusterInstance orders-0-instance",
          "ClusterInstance orders-1-instance",
          "ClusterInstance orders-2-instance",
          "ClusterParameterGroup orders-parameters",
          "Proxy orders-proxy",
          "ProxyDefaultTargetGroup orders-proxy-pool",
          "ProxyTarget orders-proxy-target",
          "ProxyEndpoint orders-proxy-read-only-endpoint",
        ],
      );
    });

    it("makes the writer first, orders promotion and tags roles", async () => {
      const { resources } = await build(args);
      const members = all(resources, types.clusterInstance);
      expect(
        members.map(({ inputs }) => [inputs.identifier, inputs.promotionTier, inputs.tags.role]),
      ).to.have.deep.members([
        ["test-orders-db-0", 0, "writer"],
        ["test-orders-db-1", 1, "reader"],
        ["test-orders-db-2", 2, "reader"],
      ]);
      for (const reader of members.filter((m) => m.inputs.promotionTier > 0)) {
        expect(reader.dependencies).to.include("orders-0-instance");
      }
      for (const { inputs } of members) {
        expect(inputs.publiclyAccessible).to.equal(false);
        expect(inputs).to.not.have.any.keys("databaseInsightsMode", "performanceInsightsEnabled");
      }
    });

    it("registers the cluster with the proxy once every instance is there", async () => {
      const target = only((await build(args)).resources, types.target);
      expect(target.inputs.dbClusterIdentifier).to.equal("test-orders-db");
      expect(target.inputs).to.not.have.property("dbInstanceIdentifier");
      expect(target.dependencies).to.include.members(["orders-0-instance", "orders-1-instance", "orders-2-instance"]);
    });

    it("outputs the endpoints that clients can reach", async () => {
      const { result, resources } = await build(args, { preview: false });
      expect(await valueOf(result.endpoint)).to.equal("orders-proxy.example.test");
      expect(await valueOf(result.readerEndpoint!)).to.equal("orders-proxy-read-only-endpoint.example.test");
      expect(await valueOf(result.writerEndpoint)).to.equal("orders-database.example.test");
      expect(await valueOf(result.clusterIdentifier!)).to.equal("test-orders-db");
      expect(await Promise.all(result.instanceIdentifiers.map(valueOf))).to.deep.equal([
        "test-orders-db-0",
        "test-orders-db-1",
        "test-orders-db-2",
      ]);
      const connection = JSON.parse(
        only(resources, types.secretVersion, "orders-connection-secret-version").inputs.secretString,
      );
      expect(connection.readerHost).to.equal("orders-proxy-read-only-endpoint.example.test");
      expect(connection.readerUrl).to.contain("@orders-proxy-read-only-endpoint.example.test:5432/app");
    });

    it("offers no reader behind a proxy that has no reader endpoint, and Aurora's own without a proxy", async () => {
      const closed = await build({ engine: "aurora-mysql", readerCount: 1 }, { preview: false });
      expect(closed.result.readerEndpoint).to.equal(undefined);
      const open = await build(
        { engine: "aurora-mysql", readerCount: 1, proxy: { enabled: false } },
        { preview: false },
      );
      expect(await valueOf(open.result.readerEndpoint!)).to.equal("orders-database.ro.example.test");
      const alone = await build({ engine: "aurora-mysql", proxy: { enabled: false } });
      expect(alone.result.readerEndpoint).to.equal(undefined);
    });

    it("names logs after the cluster", async () => {
      const { resources } = await build(args);
      expect(only(resources, types.logGroup, "orders-postgresql-logs").inputs.name).to.equal(
        "/aws/rds/cluster/test-orders-db/postgresql",
      );
    });
  });

  describe("at the first preview and in an update", () => {
    for (const preview of [true, false]) {
      it(`has no unknown value in any policy document, schedule or alarm (${preview ? "preview" : "update"})`, async () => {
        for (const args of [
          { engine: "aurora-postgresql", readerCount: 1 } as const,
          { engine: "mysql", instanceClass: "db.t4g.medium" } as const,
        ]) {
          const { resources } = await build(
            { ...args, alarmTopicArn: topic, sleepSchedule: {}, enhancedMonitoringSeconds: 30 },
            { preview },
          );
          const judged = [types.role, types.policy, types.schedule, types.alarm].flatMap((type) =>
            all(resources, type),
          );
          expect(judged.length).to.be.greaterThan(10);
          for (const resource of judged) expect([resource.name, resource.unknowns]).to.deep.equal([resource.name, []]);
        }
      });
    }

    it("knows what tasks read the URL from, in either store, and comes after the URL", async () => {
      for (const [args, expected, written] of [
        [
          {},
          "secretsmanager:eu-west-1:123456789012:secret:test-orders-db-connection:url::",
          "orders-connection-secret-version",
        ],
        [
          { credentialsStore: "parameterStore", proxy: { enabled: false } },
          "ssm:eu-west-1:123456789012:parameter/test/orders/db/url",
          "orders-connection-parameter",
        ],
      ] as const) {
        const { resources } = await record(() => {
          const database = new RdsWithProxy("orders", { ...base, ...args });
          return new Reader({ from: database.databaseUrlValueFrom });
        });
        const reader = only(resources, "test:index:Reader");
        expect(reader.inputs.from).to.equal(`arn:aws:${expected}`);
        expect(reader.dependencies).to.include(written);
      }
    });

    it("has a version that comes after the URL, in either store", async () => {
      for (const args of [{}, { credentialsStore: "parameterStore", proxy: { enabled: false } }] as const) {
        const { resources } = await record(() => {
          const database = new RdsWithProxy("orders", { ...base, ...args });
          return new Reader({ from: database.connectionVersion });
        });
        expect(only(resources, "test:index:Reader").dependencies.join()).to.match(
          /orders-connection-(secret-version|parameter)/,
        );
      }
    });
  });

  describe("given two of them side by side", () => {
    it("shares no name", async () => {
      const { resources } = await record(() => {
        new RdsWithProxy("orders", { ...base, alarmTopicArn: topic, sleepSchedule: {}, clients: { pmm: "sg-1" } });
        new RdsWithProxy("users", { ...base, alarmTopicArn: topic, sleepSchedule: {}, clients: { pmm: "sg-1" } });
      });
      const names = resources
        .filter((r) => r.type !== types.policy && r.type !== types.target)
        .flatMap((r) => {
          const physical = r.inputs.name ?? r.inputs.identifier ?? r.inputs.groupName;
          return typeof physical === "string" ? [`${r.type} ${physical}`] : [];
        });
      expect(names.length).to.be.greaterThan(15);
      expect(new Set(names).size).to.equal(names.length);
    });

    it("takes its fixed names from `application` when given", async () => {
      const { resources } = await build({ application: "plue" });
      expect(only(resources, types.instance).inputs.identifier).to.equal("test-plue-db");
      expect(all(resources, types.secret).map((r) => r.inputs.name)).to.have.members([
        "test-plue-db-password",
        "test-plue-db-connection",
      ]);
      expect(only(resources, types.logGroup, "orders-postgresql-logs").inputs.name).to.equal(
        "/aws/rds/instance/test-plue-db/postgresql",
      );
    });
  });

  it("puts tags on everything that takes tags", async () => {
    const { resources } = await build({
      tags: { team: "a" },
      engine: "aurora-postgresql",
      readerCount: 1,
      proxy: { readOnlyEndpoint: true },
      alarmTopicArn: topic,
      enhancedMonitoringSeconds: 60,
      sleepSchedule: {},
    });
    const untaggable = [
      types.policy,
      types.ingress,
      types.egress,
      types.pool,
      types.target,
      types.secretVersion,
      types.schedule,
      types.suffix,
      "random:index/randomPassword:RandomPassword",
      "cloister:index:RdsWithProxy",
    ];
    const untagged = resources.filter((r) => !untaggable.includes(r.type) && r.inputs.tags?.team !== "a");
    expect(untagged.map((r) => r.name)).to.deep.equal([]);
  });

  it("registers the outputs that are public", async () => {
    const registered: string[] = [];
    class Watched extends RdsWithProxy {
      protected override registerOutputs(outputs: pulumi.Inputs): void {
        registered.push(...Object.keys(outputs));
        super.registerOutputs(outputs);
      }
    }
    const { result } = await record(
      () =>
        new Watched("orders", {
          ...base,
          engine: "aurora-postgresql",
          readerCount: 1,
          proxy: { readOnlyEndpoint: true, iamAuth: "REQUIRED" },
        }),
    );
    const open = Object.entries(result)
      .filter(([key, value]) => !key.startsWith("__") && (pulumi.Output.isInstance(value) || Array.isArray(value)))
      .map(([key]) => key)
      .filter((key) => key !== "urn");
    expect(registered).to.have.members(open);
    expect(open).to.have.members([
      "endpoint",
      "port",
      "readerEndpoint",
      "writerEndpoint",
      "databasePort",
      "proxyEndpoint",
      "proxyArn",
      "proxyConnectArn",
      "databaseName",
      "username",
      "passwordSecretArn",
      "connectionSecretArn",
      "databaseUrlValueFrom",
      "connectionVersion",
      "securityGroupId",
      "clientSecurityGroupId",
      "instanceIdentifiers",
      "clusterIdentifier",
    ]);
  });
});
