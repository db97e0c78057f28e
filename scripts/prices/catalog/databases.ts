import type { PriceRule } from "../rules";

const service = "AmazonRDS";

const classes = [
  ...["db.t3.micro", "db.t3.small", "db.t3.medium", "db.t4g.micro", "db.t4g.small", "db.t4g.medium", "db.t4g.large"],
  ...["db.m6g.large", "db.m7g.large", "db.r6g.large"],
];

const engines = { postgres: "PostgreSQL", mysql: "MySQL", mariadb: "MariaDB" };

/** Deployments, with the usage type of an instance and the middle of that of storage. */
const deployments = {
  single: { deploymentOption: "Single-AZ", instance: "InstanceUsage", storage: "" },
  multi: { deploymentOption: "Multi-AZ", instance: "Multi-AZUsage", storage: "Multi-AZ-" },
};

const instances = Object.entries(engines).flatMap(([engine, databaseEngine]) =>
  Object.entries(deployments).flatMap(([zones, { deploymentOption, instance }]) =>
    classes.map((name): PriceRule => ({
      key: `rds.${engine}.${zones}.${name}`,
      service,
      usageType: `${instance}:${name}`,
      where: { databaseEngine, deploymentOption },
      unit: "hour",
      awsUnits: ["hrs"],
    })),
  ),
);

// Storage has one price for all our engines. AWS lists it for each, or for "Any".
const anyEngine = { databaseEngine: ["Any", "PostgreSQL"] };
const storageUsages = { gp2: "GP2-Storage", gp3: "GP3-Storage", io1: "PIOPS-Storage" };

const storage = Object.entries(deployments).flatMap(([zones, { storage: middle }]): PriceRule[] => [
  ...Object.entries(storageUsages).map(([type, usage]): PriceRule => ({
    key: `rds.storage.${type}.${zones}`,
    service,
    usageType: `RDS:${middle}${usage}`,
    where: anyEngine,
    unit: "GB-month",
    awsUnits: ["gb-mo"],
  })),
  ...Object.entries({ "gp3.iops": "GP3-PIOPS", "io1.iops": "PIOPS" }).map(([name, usage]): PriceRule => ({
    key: `rds.${name}.${zones}`,
    service,
    usageType: `RDS:${middle}${usage}`,
    where: anyEngine,
    unit: "IOPS-month",
    awsUnits: ["iops-mo"],
  })),
]);

/** Versions of PostgreSQL that leave standard support one after the other; AWS bills each under a name of its own. */
const supported = ["11", "12", "13", "14", "15", "16", "17", "18"];

function extendedSupport(year: 1 | 3, name: string): PriceRule {
  const usageType = supported.map((version) => `ExtendedSupport:${name}:PostgreSQL${version}`);
  return {
    key: `rds.extendedSupport.year${year}`,
    service,
    usageType,
    unit: "vCPU-hour",
    awsUnits: ["vcpu-hours", "hrs", "vcpu-hour"],
  };
}

const aurora = { databaseEngine: ["Any", "Aurora PostgreSQL"] };

const others: PriceRule[] = [
  ...["rds.backup", "backup.rds"].map((key): PriceRule => ({
    key,
    service,
    usageType: "RDS:ChargedBackupUsage",
    where: anyEngine,
    unit: "GB-month",
    awsUnits: ["gb-mo"],
  })),
  {
    key: "rds.proxy.vcpu",
    service,
    usageType: "RDS:ProxyUsage",
    where: anyEngine,
    unit: "vCPU-hour",
    awsUnits: ["vcpu-hours", "vcpu-hour", "hrs", "vcpu-hr"],
  },
  extendedSupport(1, "Yr1-Yr2"),
  extendedSupport(3, "Yr3"),
  ...["db.t3.medium", "db.t3.large", "db.t4g.medium", "db.t4g.large"].map((name): PriceRule => ({
    key: `aurora.postgres.${name}`,
    service,
    usageType: `InstanceUsage:${name}`,
    where: { databaseEngine: "Aurora PostgreSQL" },
    unit: "hour",
    awsUnits: ["hrs"],
  })),
  {
    key: "aurora.acu",
    service,
    usageType: "Aurora:ServerlessV2Usage",
    where: { databaseEngine: "Aurora PostgreSQL" },
    unit: "ACU-hour",
    awsUnits: ["acu-hr", "acu-hrs"],
  },
  {
    key: "aurora.storage",
    service,
    usageType: "Aurora:StorageUsage",
    where: aurora,
    unit: "GB-month",
    awsUnits: ["gb-mo"],
  },
  {
    key: "aurora.io",
    service,
    usageType: "Aurora:StorageIOUsage",
    where: { ...aurora, group: "Aurora I/O Operation" },
    unit: "million",
    awsUnits: ["ios"],
    times: 1_000_000,
  },
  {
    key: "aurora.backup",
    service,
    usageType: "Aurora:BackupUsage",
    where: aurora,
    unit: "GB-month",
    awsUnits: ["gb-mo"],
  },
];

/** Databases of RDS and Aurora: instances, storage, backups, proxies, extended support. */
export const databaseRules: readonly PriceRule[] = [...instances, ...storage, ...others];
