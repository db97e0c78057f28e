import { expect } from "chai";
import { all, only, valueOf } from "../../support/mocks";
import { base, build, topic, types } from "./fixture";
import { RdsWithProxy } from "../../../components/rdsWithProxy";
import { connectArn } from "../../../components/rdsWithProxy/proxy";
import * as pulumi from "@pulumi/pulumi";
import { record } from "../../support/mocks";

const key = "arn:aws:kms:eu-west-1:123456789012:key/1";

describe("RdsWithProxy credentials", () => {
  it("are a random password of 32 letters and digits, the same in database and secret", async () => {
    const { resources } = await build({}, { preview: false });
    const { inputs } = only(resources, "random:index/randomPassword:RandomPassword");
    expect(inputs).to.deep.equal({ length: 32, special: false });
    const secret = JSON.parse(
      only(resources, types.secretVersion, "orders-password-secret-version").inputs.secretString,
    );
    expect(secret).to.deep.equal({
      username: "dbadmin",
      password: only(resources, types.instance).inputs.password,
      engine: "postgres",
      host: "orders-database.example.test",
      port: 5432,
      dbname: "app",
    });
  });

  it("name the plain engine and the writer for rotation, also with Aurora behind a proxy", async () => {
    const { resources } = await build({ engine: "aurora-mysql" }, { preview: false });
    const secret = JSON.parse(
      only(resources, types.secretVersion, "orders-password-secret-version").inputs.secretString,
    );
    expect(secret).to.include({ engine: "mysql", host: "orders-database.example.test", port: 3306 });
  });

  it("are secret wherever they are written", async () => {
    for (const [args, count] of [
      [{}, 3],
      [{ engine: "aurora-mysql" }, 3],
      [{ credentialsStore: "parameterStore", proxy: { enabled: false } }, 3],
    ] as const) {
      const written: pulumi.Output<string>[] = [];
      await record(
        () =>
          new RdsWithProxy(
            "orders",
            { ...base, ...args },
            {
              transformations: [
                ({ props }) => {
                  const values = [props.secretString, props.value, props.password, props.masterPassword];
                  written.push(...values.filter((value) => value !== undefined));
                  return undefined;
                },
              ],
            },
          ),
      );
      expect(written.length).to.equal(count);
      for (const value of written) expect(await pulumi.isSecret(value)).to.equal(true);
    }
  });

  it("are named so that Secrets Manager takes no end for its suffix, and recover for 30 days", async () => {
    const { resources } = await build();
    for (const { inputs } of all(resources, types.secret)) {
      expect(inputs.name).to.not.match(/-[A-Za-z0-9]{6}$/);
      expect(inputs.recoveryWindowInDays).to.equal(30);
    }
    const dev = await build({ secretRecoveryDays: 0 });
    expect(all(dev.resources, types.secret).map((r) => r.inputs.recoveryWindowInDays)).to.deep.equal([0, 0]);
  });

  it("write the URL after the way to the endpoint is open", async () => {
    const proxied = only((await build()).resources, types.secretVersion, "orders-connection-secret-version");
    expect(proxied.dependencies).to.include.members(["orders-proxy-target", "orders-client-proxy-ingress"]);
    const direct = await build({ engine: "aurora-mysql", readerCount: 1, proxy: { enabled: false } });
    expect(
      only(direct.resources, types.secretVersion, "orders-connection-secret-version").dependencies,
    ).to.include.members(["orders-0-instance", "orders-1-instance", "orders-client-database-ingress"]);
  });

  it("are free SecureString parameters when asked", async () => {
    const { resources, result } = await build(
      { credentialsStore: "parameterStore", proxy: { enabled: false } },
      { preview: false },
    );
    expect(all(resources, types.secret)).to.deep.equal([]);
    const [password, url] = ["password", "connection"].map((kind) =>
      only(resources, types.parameter, `orders-${kind}-parameter`),
    );
    expect(password?.inputs).to.include({
      name: "/test/orders/db/password",
      type: "SecureString",
      tier: "Standard",
      value: "a".repeat(32),
    });
    expect(url?.inputs).to.include({
      name: "/test/orders/db/url",
      type: "SecureString",
      value: `postgresql://dbadmin:${"a".repeat(32)}@orders-database.example.test:5432/app?sslmode=require`,
    });
    expect(await valueOf(result.passwordSecretArn)).to.equal(
      "arn:aws:ssm:eu-west-1:123456789012:parameter/test/orders/db/password",
    );
    expect(await valueOf(result.databaseUrlValueFrom)).to.equal(await valueOf(result.connectionSecretArn));
  });

  it("are encrypted with the customer's key when given, as is the database", async () => {
    const { resources } = await build({ kmsKeyArn: key });
    expect(all(resources, types.secret).map((r) => r.inputs.kmsKeyId)).to.deep.equal([key, key]);
    expect(only(resources, types.instance).inputs).to.include({ kmsKeyId: key, performanceInsightsKmsKeyId: key });
    const parameters = await build({
      kmsKeyArn: key,
      credentialsStore: "parameterStore",
      proxy: { enabled: false },
      performanceInsights: false,
    });
    expect(all(parameters.resources, types.parameter).map((r) => r.inputs.keyId)).to.deep.equal([key, key]);
    expect(only(parameters.resources, types.instance).inputs).to.not.have.property("performanceInsightsKmsKeyId");
  });
});

describe("RdsWithProxy proxy", () => {
  it("has the source's pool, logs nothing extra and authenticates by password", async () => {
    const { resources } = await build({}, { preview: false });
    expect(only(resources, types.pool).inputs.connectionPoolConfig).to.deep.equal({
      connectionBorrowTimeout: 120,
      maxConnectionsPercent: 100,
      maxIdleConnectionsPercent: 50,
    });
    const { inputs, dependencies } = only(resources, types.proxy);
    expect(inputs).to.include({ name: "test-orders-proxy", engineFamily: "POSTGRESQL", debugLogging: false });
    expect(inputs.auths).to.deep.equal([
      {
        authScheme: "SECRETS",
        description: "Master user of test-orders-db",
        iamAuth: "DISABLED",
        secretArn: "arn:aws:mock:eu-west-1:123456789012:orders-password-secret",
        clientPasswordAuthType: "POSTGRES_SCRAM_SHA_256",
      },
    ]);
    expect(dependencies).to.include.members([
      "orders-password-secret-version",
      "orders-proxy-role-policy",
      "orders-proxy-logs",
      "orders-proxy-database-ingress",
      "orders-proxy-database-egress",
    ]);
    expect(only(resources, types.target).inputs.dbInstanceIdentifier).to.equal("test-orders-db");
    expect(only(resources, types.logGroup, "orders-proxy-logs").inputs).to.include({
      name: "/aws/rds/proxy/test-orders-proxy",
      retentionInDays: 7,
    });
  });

  it("takes every pool setting, zero included", async () => {
    const { resources } = await build({
      proxy: { borrowTimeoutSeconds: 0, maxConnectionsPercent: 80, maxIdleConnectionsPercent: 0, debugLogging: true },
    });
    expect(only(resources, types.pool).inputs.connectionPoolConfig).to.deep.equal({
      connectionBorrowTimeout: 0,
      maxConnectionsPercent: 80,
      maxIdleConnectionsPercent: 0,
    });
    expect(only(resources, types.proxy).inputs.debugLogging).to.equal(true);
    const small = await build({ proxy: { maxConnectionsPercent: 30 } });
    expect(only(small.resources, types.pool).inputs.connectionPoolConfig.maxIdleConnectionsPercent).to.equal(30);
  });

  it("has a role for this account that reads exactly its secret", async () => {
    const { resources } = await build();
    const role = only(resources, types.role, "orders-proxy-role");
    expect(role.inputs.name).to.equal("test-orders-proxy");
    expect(JSON.parse(role.inputs.assumeRolePolicy).Statement).to.deep.equal([
      {
        Effect: "Allow",
        Principal: { Service: "rds.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
    ]);
    expect(JSON.parse(only(resources, types.policy, "orders-proxy-role-policy").inputs.policy).Statement).to.deep.equal(
      [
        {
          Sid: "ReadPassword",
          Effect: "Allow",
          Action: ["secretsmanager:GetSecretValue"],
          Resource: ["arn:aws:secretsmanager:eu-west-1:123456789012:secret:test-orders-db-password-??????"],
        },
      ],
    );
  });

  it("decrypts with the customer's key through Secrets Manager only", async () => {
    for (const [region, host] of [
      ["eu-west-1", "secretsmanager.eu-west-1.amazonaws.com"],
      ["cn-north-1", "secretsmanager.cn-north-1.amazonaws.com.cn"],
    ]) {
      const { resources } = await build({ kmsKeyArn: key, region });
      expect(
        JSON.parse(only(resources, types.policy, "orders-proxy-role-policy").inputs.policy).Statement[1],
      ).to.deep.equal({
        Sid: "DecryptPassword",
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: [key],
        Condition: { StringEquals: { "kms:ViaService": [host] } },
      });
    }
  });

  it("listens on the engine's port while the database has its own", async () => {
    const { resources, result } = await build({ port: 6000 }, { preview: false });
    const ports = Object.fromEntries(all(resources, types.ingress).map((r) => [r.name, r.inputs.fromPort]));
    expect(ports).to.deep.equal({ "orders-client-proxy-ingress": 5432, "orders-proxy-database-ingress": 6000 });
    expect(await valueOf(result.port)).to.equal(5432);
    expect(await valueOf(result.databasePort)).to.equal(6000);
  });

  it("takes IAM tokens when required: no password in the URL, and the ARN to allow as output", async () => {
    const { resources, result } = await build({ proxy: { iamAuth: "REQUIRED" } }, { preview: false });
    expect(only(resources, types.proxy).inputs.auths[0].iamAuth).to.equal("REQUIRED");
    const { url } = JSON.parse(
      only(resources, types.secretVersion, "orders-connection-secret-version").inputs.secretString,
    );
    expect(url).to.equal("postgresql://dbadmin@orders-proxy.example.test:5432/app?sslmode=require");
    expect(result.proxyConnectArn).to.not.equal(undefined);
    expect((await build()).result.proxyConnectArn).to.equal(undefined);
  });

  it("offers readers their own endpoint", async () => {
    const { resources } = await build({ engine: "aurora-mysql", readerCount: 1, proxy: { readOnlyEndpoint: true } });
    expect(only(resources, types.proxyEndpoint).inputs).to.include({
      dbProxyEndpointName: "test-orders-proxy-read-only",
      targetRole: "READ_ONLY",
    });
  });
});

describe("RdsWithProxy network", () => {
  it("knows peers by group only, client to proxy to database", async () => {
    const { resources } = await build({ clients: { pmm: "sg-pmm" } }, { preview: false });
    const rules = [...all(resources, types.ingress), ...all(resources, types.egress)];
    const edges = rules.map(({ name, inputs }) => [name, inputs.securityGroupId, inputs.referencedSecurityGroupId]);
    expect(edges).to.have.deep.members([
      ["orders-client-proxy-egress", "orders-client-group-id", "orders-proxy-group-id"],
      ["orders-client-proxy-ingress", "orders-proxy-group-id", "orders-client-group-id"],
      ["orders-proxy-database-egress", "orders-proxy-group-id", "orders-database-group-id"],
      ["orders-proxy-database-ingress", "orders-database-group-id", "orders-proxy-group-id"],
      ["orders-from-pmm-ingress", "orders-proxy-group-id", "sg-pmm"],
    ]);
    for (const { inputs } of rules) expect(inputs).to.not.have.any.keys("cidrIpv4", "cidrIpv6", "prefixListId");
  });

  it("lets other clients reach the database itself without a proxy", async () => {
    const { resources } = await build({ clients: { pmm: "sg-pmm" }, proxy: { enabled: false } }, { preview: false });
    expect(only(resources, types.ingress, "orders-from-pmm-ingress").inputs).to.include({
      securityGroupId: "orders-database-group-id",
      referencedSecurityGroupId: "sg-pmm",
      fromPort: 5432,
    });
  });
});

describe("RdsWithProxy database", () => {
  it("grows, stands by and is pinned as told", async () => {
    const grown = only((await build({ storageGiB: 100, maxStorageGiB: 110, multiAz: true })).resources, types.instance);
    expect(grown.inputs).to.include({ allocatedStorage: 100, maxAllocatedStorage: 110, multiAz: true });
    const pinned = only((await build({ availabilityZone: "eu-west-1b" })).resources, types.instance);
    expect(pinned.inputs.availabilityZone).to.equal("eu-west-1b");
  });

  it("may be given up: no backups, no protection, no snapshot", async () => {
    const { resources } = await build({ backupRetentionDays: 0, deletionProtection: false, skipFinalSnapshot: true });
    expect(only(resources, types.instance).inputs).to.include({
      backupRetentionPeriod: 0,
      deletionProtection: false,
      skipFinalSnapshot: true,
    });
    expect(all(resources, types.suffix)).to.deep.equal([]);
  });

  it("names the final snapshot anew with whatever replaces the database", async () => {
    const { resources } = await build({ kmsKeyArn: key, availabilityZone: "eu-west-1a" }, { preview: false });
    expect(only(resources, types.instance).inputs.finalSnapshotIdentifier).to.match(/^test-orders-db-final-[a-z0-9]+$/);
    expect(only(resources, types.suffix).inputs.keepers).to.deep.equal({
      identifier: "test-orders-db",
      engine: "postgres",
      databaseName: "app",
      username: "dbadmin",
      kmsKeyArn: key,
      availabilityZone: "eu-west-1a",
    });
  });

  it("keeps an exact version and pays for an old one when told", async () => {
    const exact = only((await build({ engineVersion: "15.7" })).resources, types.instance);
    expect(exact.inputs).to.include({ engineVersion: "15.7", autoMinorVersionUpgrade: false });
    const { resources } = await build({ engine: "mysql", engineVersion: "8.0", extendedSupport: true });
    expect(only(resources, types.instance).inputs.engineLifecycleSupport).to.equal("open-source-rds-extended-support");
    expect(only(resources, types.parameters).inputs.family).to.equal("mysql8.0");
    expect(only(resources, types.proxy).inputs.auths[0].clientPasswordAuthType).to.equal("MYSQL_NATIVE_PASSWORD");
  });

  it("passes on when and how far it may change", async () => {
    const args = { applyImmediately: true, allowMajorVersionUpgrade: true };
    expect(only((await build(args)).resources, types.instance).inputs).to.include(args);
    const aurora = await build({ ...args, engine: "aurora-postgresql" });
    expect(only(aurora.resources, types.cluster).inputs).to.include(args);
    expect(only(aurora.resources, types.clusterInstance).inputs.applyImmediately).to.equal(true);
  });

  it("is MySQL with TLS forced and a URL that asks for it", async () => {
    const { resources } = await build({ engine: "mysql", username: "owner", databaseName: "shop" }, { preview: false });
    expect(only(resources, types.parameters).inputs).to.deep.include({
      family: "mysql8.4",
      parameters: [{ name: "require_secure_transport", value: "ON", applyMethod: "immediate" }],
    });
    expect(only(resources, types.proxy).inputs.engineFamily).to.equal("MYSQL");
    expect(only(resources, types.proxy).inputs.auths[0].clientPasswordAuthType).to.equal("MYSQL_CACHING_SHA2_PASSWORD");
    expect(
      JSON.parse(only(resources, types.secretVersion, "orders-connection-secret-version").inputs.secretString).url,
    ).to.equal(`mysql://owner:${"a".repeat(32)}@orders-proxy.example.test:3306/shop?ssl-mode=REQUIRED`);
    expect(only(resources, types.instance).inputs).to.include({ username: "owner", dbName: "shop" });
    expect(only(resources, types.instance).inputs.performanceInsightsEnabled).to.equal(false);
  });

  it("makes each exported log's group first, with the retention, and switches the log on", async () => {
    const { resources } = await build({
      engine: "mysql",
      logExports: ["error", "slowquery", "general"],
      logRetentionDays: 30,
    });
    const instance = only(resources, types.instance);
    expect(instance.inputs.enabledCloudwatchLogsExports).to.deep.equal(["error", "slowquery", "general"]);
    for (const log of ["error", "slowquery", "general"]) {
      expect(only(resources, types.logGroup, `orders-${log}-logs`).inputs).to.include({
        name: `/aws/rds/instance/test-orders-db/${log}`,
        retentionInDays: 30,
      });
      expect(instance.dependencies).to.include(`orders-${log}-logs`);
    }
    expect(only(resources, types.parameters).inputs.parameters.map((p: { name: string }) => p.name)).to.deep.equal([
      "require_secure_transport",
      "slow_query_log",
      "log_output",
      "general_log",
    ]);
    const none = await build({ logExports: [] });
    expect(all(none.resources, types.logGroup).map((r) => r.name)).to.deep.equal(["orders-proxy-logs"]);
  });

  it("limits connections as told, by a parameter that PostgreSQL reads at start", async () => {
    const { resources } = await build({ maxConnections: 300 });
    expect(only(resources, types.parameters).inputs.parameters).to.deep.include({
      name: "max_connections",
      value: "300",
      applyMethod: "pending-reboot",
    });
  });
});

describe("RdsWithProxy monitoring", () => {
  it("prepares PostgreSQL for query monitoring", async () => {
    const { resources } = await build({ monitoring: { pgStatStatements: true } });
    const { inputs, dependencies } = only(resources, types.instance);
    expect(inputs).to.include({
      monitoringInterval: 60,
      databaseInsightsMode: "advanced",
      performanceInsightsEnabled: true,
      performanceInsightsRetentionPeriod: 465,
      monitoringRoleArn: "arn:aws:iam::123456789012:role/test-orders-db-monitoring",
    });
    expect(inputs.enabledCloudwatchLogsExports).to.deep.equal(["postgresql", "upgrade"]);
    expect(only(resources, types.parameters).inputs.parameters).to.deep.include({
      name: "shared_preload_libraries",
      value: "pg_stat_statements",
      applyMethod: "pending-reboot",
    });
    expect(dependencies).to.include("orders-monitoring-role-policy");
  });

  it("yields to what is said explicitly", async () => {
    const { resources } = await build({
      monitoring: { pgStatStatements: true },
      enhancedMonitoringSeconds: 0,
      databaseInsights: "standard",
      logExports: ["upgrade"],
    });
    expect(only(resources, types.instance).inputs).to.include({
      monitoringInterval: 0,
      databaseInsightsMode: "standard",
    });
    expect(only(resources, types.instance).inputs.enabledCloudwatchLogsExports).to.deep.equal(["upgrade"]);
    expect(all(resources, types.role).map((r) => r.name)).to.deep.equal(["orders-proxy-role"]);
  });

  it("sets insights on an Aurora cluster and samples on its instances, and exports no upgrade log there", async () => {
    const { resources } = await build({ engine: "aurora-postgresql", monitoring: { pgStatStatements: true } });
    expect(only(resources, types.cluster).inputs).to.include({
      databaseInsightsMode: "advanced",
      performanceInsightsEnabled: true,
      performanceInsightsRetentionPeriod: 465,
    });
    expect(only(resources, types.cluster).inputs.enabledCloudwatchLogsExports).to.deep.equal(["postgresql"]);
    expect(only(resources, types.clusterInstance).inputs.monitoringInterval).to.equal(60);
    expect(only(resources, types.clusterParameters).inputs.parameters[1].name).to.equal("shared_preload_libraries");
  });

  it("lets the agent write to its own group only", async () => {
    const { resources } = await build({ enhancedMonitoringSeconds: 1 });
    const group = "arn:aws:logs:eu-west-1:123456789012:log-group:RDSOSMetrics";
    const { Statement } = JSON.parse(only(resources, types.policy, "orders-monitoring-role-policy").inputs.policy);
    expect(Statement.map((s: { Resource: string[] }) => s.Resource)).to.deep.equal([
      [group],
      [`${group}:log-stream:*`],
    ]);
    const trust = JSON.parse(only(resources, types.role, "orders-monitoring-role").inputs.assumeRolePolicy)
      .Statement[0];
    expect(trust.Principal.Service).to.equal("monitoring.rds.amazonaws.com");
    expect(trust.Condition.ArnLike["aws:SourceArn"]).to.equal("arn:aws:rds:eu-west-1:123456789012:db:test-orders-db*");
  });
});

describe("RdsWithProxy sleep schedule", () => {
  it("stops and starts exactly the instance, in the SDK's spelling", async () => {
    const { resources } = await build({ sleepSchedule: { timeZone: "Europe/Berlin" } });
    const [start, stop] = ["start", "stop"].map(
      (verb) => only(resources, types.schedule, `orders-sleep-${verb}`).inputs,
    );
    expect(start?.target.arn).to.equal("arn:aws:scheduler:::aws-sdk:rds:startDBInstance");
    expect(stop?.target.arn).to.equal("arn:aws:scheduler:::aws-sdk:rds:stopDBInstance");
    expect(JSON.parse(start?.target.input)).to.deep.equal({ DbInstanceIdentifier: "test-orders-db" });
    expect([start?.scheduleExpression, stop?.scheduleExpression, stop?.scheduleExpressionTimezone]).to.deep.equal([
      "cron(0 8 ? * MON-FRI *)",
      "cron(0 18 ? * MON-FRI *)",
      "Europe/Berlin",
    ]);
    expect(JSON.parse(only(resources, types.policy, "orders-sleep-role-policy").inputs.policy).Statement).to.deep.equal(
      [
        {
          Effect: "Allow",
          Action: ["rds:StartDBInstance", "rds:StopDBInstance"],
          Resource: ["arn:aws:rds:eu-west-1:123456789012:db:test-orders-db"],
        },
      ],
    );
  });

  it("stops and starts a cluster as a whole", async () => {
    const { resources } = await build({ engine: "aurora-mysql", readerCount: 1, sleepSchedule: {} });
    expect(
      all(resources, types.schedule).map((r) => [r.inputs.target.arn, JSON.parse(r.inputs.target.input)]),
    ).to.have.deep.members([
      ["arn:aws:scheduler:::aws-sdk:rds:startDBCluster", { DbClusterIdentifier: "test-orders-db" }],
      ["arn:aws:scheduler:::aws-sdk:rds:stopDBCluster", { DbClusterIdentifier: "test-orders-db" }],
    ]);
    expect(
      JSON.parse(only(resources, types.policy, "orders-sleep-role-policy").inputs.policy).Statement[0].Resource,
    ).to.deep.equal(["arn:aws:rds:eu-west-1:123456789012:cluster:test-orders-db"]);
  });

  it("moves the windows into the waking hours", async () => {
    const { resources } = await build({ sleepSchedule: { timeZone: "Europe/Berlin" } });
    // 08:00 in Berlin is 06:00 UTC in summer and 07:00 in winter.
    expect(only(resources, types.instance).inputs).to.include({
      backupWindow: "07:30-08:30",
      maintenanceWindow: "mon:08:30-mon:09:30",
    });
  });
});

describe("RdsWithProxy alarms", () => {
  const summary = (resources: Parameters<typeof all>[0]) =>
    Object.fromEntries(
      all(resources, types.alarm).map(({ name, inputs }) => [
        name.replace(/^orders-|-alarm$/g, ""),
        [inputs.metricName ?? inputs.metricQueries[2].expression, inputs.comparisonOperator[0], inputs.threshold],
      ]),
    );

  it("are made with a topic only", async () => {
    expect(all((await build()).resources, types.alarm)).to.deep.equal([]);
  });

  it("watch an instance and its proxy", async () => {
    const { resources } = await build({ alarmTopicArn: topic, maxConnections: 200 });
    expect(summary(resources)).to.deep.equal({
      cpu: ["CPUUtilization", "G", 80],
      "free-storage": ["FreeStorageSpace", "L", 5_000_000_000],
      "free-memory": ["FreeableMemory", "L", Math.round(2 ** 30 * 0.05)],
      connections: ["DatabaseConnections", "G", 160],
      "proxy-connections": ["100 * part / allowed", "G", 80],
      "proxy-client-connections": ["ClientConnections", "G", 160],
      "proxy-borrow-latency": ["DatabaseConnectionsBorrowLatency", "G", 100_000],
      "proxy-pinned-sessions": ["100 * part / allowed", "G", 20],
    });
  });

  it("compute the pool's share from what the proxy may open", async () => {
    const { resources } = await build({ alarmTopicArn: topic });
    const { metricQueries } = only(resources, types.alarm, "orders-proxy-connections-alarm").inputs;
    expect(
      metricQueries.map((q: { id: string; metric?: { metricName: string } }) => q.metric?.metricName),
    ).to.deep.equal(["DatabaseConnections", "MaxDatabaseConnectionsAllowed", undefined]);
    expect(metricQueries.filter((q: { returnData: boolean }) => q.returnData).length).to.equal(1);
    expect(metricQueries[0].metric.dimensions).to.deep.equal({ ProxyName: "test-orders-proxy" });
  });

  it("watch each Aurora instance's local storage and the readers' lag", async () => {
    const { resources } = await build({
      engine: "aurora-postgresql",
      instanceClass: "db.r7g.large",
      readerCount: 1,
      alarmTopicArn: topic,
      proxy: { enabled: false },
    });
    expect(Object.keys(summary(resources))).to.have.members([
      ...["0", "1"].flatMap((i) => ["cpu", "free-storage", "free-memory", "connections"].map((kind) => `${i}-${kind}`)),
      "replica-lag",
    ]);
    expect(summary(resources)["1-free-storage"]).to.deep.equal(["FreeLocalStorage", "L", 5_000_000_000]);
    expect(summary(resources)["replica-lag"]).to.deep.equal(["AuroraReplicaLagMaximum", "G", 2000]);
    expect(only(resources, types.alarm, "orders-1-cpu-alarm").inputs.dimensions).to.deep.equal({
      DBInstanceIdentifier: "test-orders-db-1",
    });
    const small = await build({ engine: "aurora-postgresql", alarmTopicArn: topic });
    expect(summary(small.resources)["0-free-storage"]).to.deep.equal(["FreeLocalStorage", "L", 2 * 2 ** 30]);
    expect(summary(small.resources)).to.not.have.property("replica-lag");
  });

  it("take other thresholds and a choice of kinds", async () => {
    const { resources } = await build({
      alarmTopicArn: topic,
      engine: "aurora-mysql",
      readerCount: 1,
      maxConnections: 100,
      alarms: {
        kinds: [
          "cpu",
          "freeStorage",
          "freeMemory",
          "connections",
          "replicaLag",
          "proxyConnections",
          "proxyClientConnections",
          "proxyBorrowLatency",
          "proxyPinnedSessions",
        ],
        cpuPercent: 50,
        freeStorageGb: 1,
        freeMemoryPercent: 25,
        connectionsPercent: 60,
        replicaLagSeconds: 0.5,
        clientConnectionLimit: 1000,
        borrowLatencyMs: 10,
        pinnedSessionsPercent: 5,
      },
    });
    const made = summary(resources);
    expect(made["0-cpu"]?.[2]).to.equal(50);
    expect(made["0-free-storage"]?.[2]).to.equal(1_000_000_000);
    expect(made["0-free-memory"]?.[2]).to.equal(2 ** 30);
    expect(made["0-connections"]?.[2]).to.equal(60);
    expect(made["replica-lag"]?.[2]).to.equal(500);
    expect(made["proxy-connections"]?.[2]).to.equal(60);
    expect(made["proxy-client-connections"]?.[2]).to.equal(800);
    expect(made["proxy-borrow-latency"]?.[2]).to.equal(10_000);
    expect(made["proxy-pinned-sessions"]?.[2]).to.equal(5);
    const two = await build({ alarmTopicArn: topic, alarms: { kinds: ["cpu", "freeStorage"] } });
    expect(Object.keys(summary(two.resources))).to.have.members(["cpu", "free-storage"]);
    const none = await build({ alarmTopicArn: topic, alarms: { kinds: [] } });
    expect(summary(none.resources)).to.deep.equal({});
  });

  it("tell the topic, name a runbook, and take a sleeping database's silence for good", async () => {
    const awake = await build({ alarmTopicArn: topic });
    for (const { inputs } of all(awake.resources, types.alarm)) {
      expect(inputs.alarmActions).to.deep.equal([topic]);
      expect(inputs.okActions).to.deep.equal([topic]);
      expect(inputs.alarmDescription).to.contain("Runbook: docs/runbooks/database-unreachable.md");
    }
    expect(only(awake.resources, types.alarm, "orders-cpu-alarm").inputs.treatMissingData).to.equal("breaching");
    const asleep = await build({ alarmTopicArn: topic, sleepSchedule: {} });
    expect(only(asleep.resources, types.alarm, "orders-cpu-alarm").inputs.treatMissingData).to.equal("notBreaching");
  });
});

describe("connectArn", () => {
  it("turns the proxy's ARN into what rds-db:connect takes", async () => {
    const arn = pulumi.output("arn:aws:rds:eu-west-1:123456789012:db-proxy:prx-0123456789abcdef0");
    expect(await valueOf(connectArn(arn, "dbadmin"))).to.equal(
      "arn:aws:rds-db:eu-west-1:123456789012:dbuser:prx-0123456789abcdef0/dbadmin",
    );
  });
});
