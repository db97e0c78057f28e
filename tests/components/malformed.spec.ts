import { expect } from "chai";
import type * as pulumi from "@pulumi/pulumi";
import {
  checkFargateApp,
  checkImageRepository,
  checkPmmServer,
  checkPrivateNetwork,
  checkRdsWithProxy,
  checkTemporalServices,
} from "../../components";
import { base } from "./pmmServer/fixture";
import { args } from "./temporalServices/fixture";

/*
 * What no compiler has seen: values of another kind, at every place of every argument. Each is refused by name or is
 * taken; none ends in an error of the language, which would say nothing of the argument.
 */

const key = "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-1111-2222-3333-444455556666";
const hours = { startTime: "08:00", stopTime: "18:00", days: "MON-FRI", timeZone: "UTC" };
const identity = { environment: "dev", accountId: "123456789012", region: "eu-west-1" };
const secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:dev/token-aBcDeF";
const components = {
  PrivateNetwork: {
    check: checkPrivateNetwork,
    all: {
      ...{ environment: "dev", accountId: "123456789012", availabilityZones: ["eu-west-1a", "eu-west-1b"] },
      ...{ cidrBlock: "10.40.0.0/16", connectedCidrBlocks: ["10.50.0.0/16"], egress: "natInstance" },
      ...{ publicSubnets: true, dataSubnets: true, natInstanceType: "t4g.nano", sleepSchedule: hours },
      ...{ interfaceEndpoints: ["logs"], gatewayEndpoints: ["s3"], flowLogs: { retentionDays: 30 }, tags: { a: "b" } },
      endpointServices: { dsql: { serviceName: "com.amazonaws.eu-west-1.dsql-fnh4", port: 5432 } },
    },
    ids: [],
    needed: [
      "availabilityZones",
      "accountId",
      "environment",
      "endpointServices.dsql",
      "endpointServices.dsql.serviceName",
    ],
  },
  FargateApp: {
    check: checkFargateApp,
    all: {
      ...identity,
      ...{ application: "shop", vpcId: "vpc-1", taskSubnetIds: ["subnet-a"], tags: { a: "b" }, logRetentionDays: 7 },
      ...{ loadBalancerSubnetIds: ["subnet-a", "subnet-b"], s3PrefixListId: "pl-1", endpointSecurityGroupId: "sg-1" },
      ...{ allowInternetEgress: true, containerInsights: false, executeCommand: false, secretsKmsKeyArns: [key] },
      loadBalancer: { allowedCidrBlocks: ["10.0.0.0/16"], internal: true, allowPlainHttp: true },
      services: {
        web: {
          ...{ image: "public.ecr.aws/docker/library/nginx:1.27-alpine", architecture: "ARM64", port: 80 },
          ...{ paths: ["/*"], writablePaths: ["/var/run"], environment: { A: "b" }, secrets: { TOKEN: secret } },
          healthCheck: { path: "/health", command: ["CMD-SHELL", "true"], startPeriodSeconds: 30 },
          scaling: { minCount: 1, maxCount: 3, cpuTargetPercent: 70 },
          fileSystemMounts: [{ accessPoint: "data", containerPath: "/data" }],
        },
      },
      migration: { service: "web", command: ["migrate"], environment: { A: "b" } },
      efs: { subnetIdByZone: { "eu-west-1a": "subnet-a" }, accessPoints: { data: { path: "/data" } } },
    },
    ids: ["vpcId", "taskSubnetIds.0", "loadBalancerSubnetIds.0", "loadBalancerSubnetIds.1"],
    needed: ["taskSubnetIds", "loadBalancerSubnetIds", "loadBalancer", "services", "services.web.paths"],
  },
  RdsWithProxy: {
    check: checkRdsWithProxy,
    all: {
      ...identity,
      ...{ application: "shop", vpcId: "vpc-1", subnetIds: ["subnet-a", "subnet-b"], engine: "aurora-postgresql" },
      ...{ engineVersion: "16", instanceClass: "db.t4g.medium", readerCount: 1, clients: { api: "sg-1" }, port: 5432 },
      ...{ deletionProtection: true, skipFinalSnapshot: false, applyImmediately: false, tags: { a: "b" } },
      ...{ databaseName: "app", username: "dbadmin", backupRetentionDays: 7, maintenanceWindow: "sun:04:00-sun:05:00" },
      proxy: { enabled: true, readOnlyEndpoint: true, borrowTimeoutSeconds: 120 },
      monitoring: { pgStatStatements: true },
      alarms: { kinds: ["cpu"], cpuPercent: 80 },
      alarmTopicArn: "arn:aws:sns:eu-west-1:123456789012:alarms",
    },
    ids: ["vpcId", "subnetIds.0", "subnetIds.1"],
    needed: ["subnetIds", "engine"],
  },
  ImageRepository: {
    check: checkImageRepository,
    all: { ...identity, repositoryName: "prod-shop-api", tag: "2026.11.0" },
    ids: [],
    needed: ["environment", "accountId", "region"],
  },
  PmmServer: {
    check: checkPmmServer,
    all: {
      ...base,
      ...{ serviceName: "pmm", internal: true, telemetry: false, updates: false, deletionProtection: true },
      ...{ allowedCidrBlocks: ["10.0.0.0/8"], allowedSecurityGroupIds: { hosts: "sg-1" }, tags: { a: "b" } },
      ...{ instanceType: "m5.large", imageId: "ami-0123456789abcdef0", secretKmsKeyArn: key },
      dataVolume: { sizeGiB: 100, type: "gp3", kmsKeyArn: key, snapshotId: "snap-0123456789abcdef0" },
      ...{ dataRetentionDays: 30, secretRecoveryDays: 30, backupRetentionDays: 365, logRetentionDays: 365 },
      monitoredDatabases: { orders: { securityGroupId: "sg-2", port: 5432 } },
      customQueries: { "postgresql/low-resolution/orders.yml": "a: 1" },
      ...{ secretReaders: ["arn:aws:iam::123456789012:role/readers"], alarmEmails: ["oncall@example.com"] },
    },
    ids: [
      ...["vpcId", "privateSubnetId", "loadBalancerSubnetIds.0", "loadBalancerSubnetIds.1", "domain.zoneId"],
      ...["allowedSecurityGroupIds.hosts", "monitoredDatabases.orders.securityGroupId"],
    ],
    needed: ["loadBalancerSubnetIds", "domain", "domain.names", "pmmVersion", "availabilityZone"],
  },
  TemporalServices: {
    check: checkTemporalServices,
    all: {
      ...args,
      ...{ projectName: "temporal-x", instanceType: "m7g.large", eniTrunking: true, stage: "running" },
      ...{ uiImage: "temporalio/ui:2.34.0", grafanaImage: "grafana/grafana:12.1.1", adotImage: "adot:v0.49.0" },
      ...{ visibilityIndex: "temporal_visibility_v1_x", dynamicConfigTmpfsMiB: 1, logRetentionDays: 7 },
      ...{ collectAllMetrics: false, allowInternetEgress: false, tags: { a: "b" } },
      services: { history: { cpuUnits: 512, memoryMiB: 1024, desiredCount: 1 } },
      openSearch: { instanceType: "t3.small.search", nodes: 1, zones: 1, volumeGiB: 10 },
      schedule: hours,
      alarmTopicArn: "arn:aws:sns:eu-west-1:123456789012:alarms",
    },
    ids: [
      ...["vpcId", "subnetIds.0", "subnetIds.1", "endpointSecurityGroupId", "s3PrefixListId"],
      "dsqlSecurityGroupId",
    ],
    needed: [
      ...["subnetIds", "temporalImage", "adminToolsImage", "dsqlClusterEndpoint", "dsqlClusterArn", "historyShards"],
      "grafanaAdminSecretArn",
    ],
  },
} as const;

const strange: unknown[] = [null, 7, "", "x", {}, [], true, [null], { a: null }];

/** Every place in a value, as keys joined by dots; keys themselves hold none but those of files, which come last. */
function placesIn(value: unknown, at: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [[...at, name], ...placesIn(inner, [...at, name])]);
}

/** The same value with another one at a place. */
function withAt(value: unknown, [name = "", ...rest]: readonly string[], other: unknown): unknown {
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>;
  copy[name] = rest.length === 0 ? other : withAt(copy[name], rest, other);
  return copy;
}

for (const [name, { check, all, ids, needed }] of Object.entries(components)) {
  describe(`${name} and arguments that no compiler has seen`, () => {
    const faultsOf = (changed: unknown) =>
      (check as (name: string, args: unknown) => readonly pulumi.InputPropertyErrorDetails[])("one", changed);
    const pathsOf = (changed: unknown) => faultsOf(changed).map(({ propertyPath }) => propertyPath);
    /** As messages write it: places of lists in brackets. */
    const written = (place: string) => place.replace(/\.(\d+)/g, "[$1]");

    it("takes all of its arguments at once", () => {
      expect(faultsOf(all)).to.deep.equal([]);
    });

    it("falls over none of them, at whatever place", () => {
      for (const place of placesIn(all))
        for (const other of [undefined, ...strange])
          expect(
            () => pathsOf(withAt(all, place, other)),
            `${place.join(".")} = ${JSON.stringify(other)}`,
          ).to.not.throw();
    });

    it("refuses what is no id where an id must be, and names the place", () => {
      for (const place of ids)
        for (const other of strange)
          expect(pathsOf(withAt(all, place.split("."), other)), `${place} = ${JSON.stringify(other)}`).to.include(
            written(place),
          );
    });

    it("refuses a flag that is neither true nor false", () => {
      const flags = placesIn(all).filter((place) => typeof all[place[0] as keyof typeof all] === "boolean");
      if (name !== "ImageRepository") expect(flags).to.not.have.length(0);
      for (const place of flags)
        for (const other of strange.filter((value) => value !== true))
          expect(pathsOf(withAt(all, place, other)), `${place.join(".")} = ${JSON.stringify(other)}`).to.include(
            place.join("."),
          );
    });

    it("asks for what is needed, when it is left out", () => {
      for (const place of [...needed, ...ids.filter((id) => !/^(endpoint|s3|dsql)/.test(id))])
        expect(pathsOf(withAt(all, place.split("."), undefined)), place).to.include(written(place));
    });
  });
}
