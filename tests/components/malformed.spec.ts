import { expect } from "chai";
import type * as pulumi from "@pulumi/pulumi";
import { checkPmmServer, checkTemporalServices } from "../../components";
import { base } from "./pmmServer/fixture";
import { args } from "./temporalServices/fixture";

/*
 * What no compiler has seen: values of another kind, at every place of every argument. Each is refused by name or is
 * taken; none ends in an error of the language, which would say nothing of the argument.
 */

const key = "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-1111-2222-3333-444455556666";
const components = {
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
      schedule: { startTime: "08:00", stopTime: "18:00", days: "MON-FRI", timeZone: "UTC" },
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
      expect(flags.length).to.be.greaterThan(2);
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
