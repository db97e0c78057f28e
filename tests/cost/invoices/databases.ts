import { given, type Given, type Invoice } from "../support";

function database(inputs: Given["inputs"] = {}, name = "orders"): Given {
  return given("aws:rds/instance:Instance", name, {
    identifier: name,
    engine: "postgres",
    instanceClass: "db.t4g.micro",
    storageType: "gp3",
    allocatedStorage: 20,
    ...inputs,
  });
}

/** The lines of the smallest database, without storage. */
const micro = { "database, postgres, db.t4g.micro, Single-AZ": "730 × 0.016 = 11.68" };

function aurora(inputs: Given["inputs"] = {}): Given {
  return given("aws:rds/cluster:Cluster", "orders", {
    clusterIdentifier: "orders",
    engine: "aurora-postgresql",
    ...inputs,
  });
}

function member(name: string, instanceClass: string): Given {
  return given("aws:rds/clusterInstance:ClusterInstance", name, {
    identifier: name,
    clusterIdentifier: "orders",
    engine: "aurora-postgresql",
    instanceClass,
  });
}

const clusterUse = { "Aurora storage": "20 × 0.1 = 2.00", "Aurora I/O": "10 × 0.2 = 2.00" };
const proxy = given("aws:rds/proxy:Proxy", "pool", { name: "pool" });

function behindProxy(name: string, inputs: Given["inputs"]): Given {
  return given("aws:rds/proxyTarget:ProxyTarget", name, { dbProxyName: "pool", ...inputs });
}

/** An action of EventBridge Scheduler on the database. */
function schedule(name: string, action: string, hour: number): Given {
  return given("aws:scheduler/schedule:Schedule", name, {
    scheduleExpression: `cron(0 ${hour} ? * MON-FRI *)`,
    scheduleExpressionTimezone: "America/New_York",
    target: {
      arn: `arn:aws:scheduler:::aws-sdk:rds:${action}`,
      input: JSON.stringify({ DbInstanceIdentifier: "orders" }),
    },
  });
}

export const databaseInvoices: readonly Invoice[] = [
  {
    of: "a database in one zone",
    stack: [database()],
    lines: { ...micro, "database storage, gp3, Single-AZ": "20 × 0.115 = 2.30" },
    total: "730 × 0.016 + 20 × 0.115 = 13.98",
  },
  {
    of: "a database in one zone",
    region: "eu-west-1",
    stack: [database()],
    lines: {
      "database, postgres, db.t4g.micro, Single-AZ": "730 × 0.017 = 12.41",
      "database storage, gp3, Single-AZ": "20 × 0.127 = 2.54",
    },
  },
  {
    of: "a database within the free hours and gigabytes of the first year",
    plan: "legacy-free",
    stack: [database()],
    lines: { ...micro, "database storage, gp3, Single-AZ": "20 × 0.115 = 2.30" },
    total: "0 × 0.016 = 0.00",
  },
  {
    of: "a database that sleeps outside working hours and keeps its storage",
    stack: [database(), schedule("wake", "startDBInstance", 8), schedule("sleep", "stopDBInstance", 18)],
    lines: {
      "database, postgres, db.t4g.micro, Single-AZ": "261 × 10 / 12 × 0.016 = 3.48",
      "database storage, gp3, Single-AZ": "20 × 0.115 = 2.30",
    },
  },
  {
    of: "a database in two zones: a small one in two costs more than twice one in one",
    stack: [database({ instanceClass: "db.t4g.small", multiAz: true, allocatedStorage: 100 })],
    lines: {
      "database, postgres, db.t4g.small, Multi-AZ": "730 × 0.065 = 47.45",
      "database storage, gp3, Multi-AZ": "100 × 0.23 = 23.00",
    },
  },
  {
    of: "a database in two zones",
    region: "eu-west-1",
    stack: [database({ instanceClass: "db.m6g.large", multiAz: true, allocatedStorage: 100 })],
    lines: {
      "database, postgres, db.m6g.large, Multi-AZ": "730 × 0.352 = 256.96",
      "database storage, gp3, Multi-AZ": "100 × 0.254 = 25.40",
    },
  },
  {
    of: "a database that says no storage type: gp2",
    stack: [database({ storageType: undefined })],
    lines: { ...micro, "database storage, gp2, Single-AZ": "20 × 0.115 = 2.30" },
  },
  {
    of: "400 GB of gp3, from which on 12,000 IOPS and 500 MiB/s are included, with 13,000",
    stack: [database({ allocatedStorage: 400, iops: 13_000, storageThroughput: 500 })],
    lines: {
      ...micro,
      "database storage, gp3, Single-AZ": "400 × 0.115 = 46.00",
      "database IOPS above those included": "13000 × 0.02 − 12000 × 0.02 = 20.00",
    },
  },
  {
    of: "SQL Server, whose gp3 includes 3,000 IOPS at any size, and whose licence has no price here",
    stack: [database({ engine: "sqlserver-ex", allocatedStorage: 500, iops: 4000 })],
    lines: {
      "database storage, gp3, Single-AZ": "500 × 0.115 = 57.50",
      "database IOPS above those included": "4000 × 0.02 − 3000 × 0.02 = 20.00",
    },
    unpriced: [/no price with a source for rds\.sqlserver-ex\.single\.db\.t4g\.micro/],
  },
  {
    of: "500 GB in two zones with 14,000 IOPS",
    stack: [database({ instanceClass: "db.t4g.small", multiAz: true, allocatedStorage: 500, iops: 14_000 })],
    lines: {
      "database, postgres, db.t4g.small, Multi-AZ": "730 × 0.065 = 47.45",
      "database storage, gp3, Multi-AZ": "500 × 0.23 = 115.00",
      "database IOPS above those included": "14000 × 0.04 − 12000 × 0.04 = 80.00",
    },
  },
  {
    of: "more throughput than gp3 includes, which has no price here",
    stack: [database({ allocatedStorage: 400, storageThroughput: 700 })],
    lines: { ...micro, "database storage, gp3, Single-AZ": "400 × 0.115 = 46.00" },
    unpriced: [/throughput above that included: no price with a source for rds\.gp3\.throughput\.single/],
  },
  {
    of: "io1 storage, of which all IOPS are billed",
    stack: [database({ storageType: "io1", allocatedStorage: 100, iops: 3000 })],
    lines: {
      ...micro,
      "database storage, io1, Single-AZ": "100 × 0.125 = 12.50",
      "database IOPS": "3000 × 0.1 = 300.00",
    },
  },
  {
    of: "backups beyond the size of the database, where the stack says how much",
    region: "eu-west-1",
    usage: { databaseBackupGigabytes: 30 },
    stack: [database()],
    lines: {
      "database, postgres, db.t4g.micro, Single-AZ": "730 × 0.017 = 12.41",
      "database storage, gp3, Single-AZ": "20 × 0.127 = 2.54",
      "backups beyond the database's size": "30 × 0.095 = 2.85",
    },
  },
  {
    of: "Performance Insights for seven days, which are free",
    stack: [database({ performanceInsightsEnabled: true, performanceInsightsRetentionPeriod: 7 })],
    lines: { ...micro, "database storage, gp3, Single-AZ": "20 × 0.115 = 2.30" },
  },
  {
    of: "Performance Insights for two years, which have no price here",
    stack: [database({ performanceInsightsEnabled: true, performanceInsightsRetentionPeriod: 731 })],
    lines: { ...micro, "database storage, gp3, Single-AZ": "20 × 0.115 = 2.30" },
    unpriced: [/Performance Insights, long history: no price/],
  },
  {
    of: "Database Insights in its advanced mode, which has no price here",
    region: "eu-west-1",
    stack: [database({ databaseInsightsMode: "advanced", performanceInsightsRetentionPeriod: 465 })],
    lines: {
      "database, postgres, db.t4g.micro, Single-AZ": "730 × 0.017 = 12.41",
      "database storage, gp3, Single-AZ": "20 × 0.127 = 2.54",
    },
    unpriced: [/Database Insights, advanced: no price/],
  },
  {
    of: "a database made of a snapshot",
    stack: [given("aws:rds/instance:Instance", "copy", { snapshotIdentifier: "orders-1" })],
    lines: {},
    unpriced: [/engine and class follow the database or snapshot/],
  },
  {
    of: "an Aurora cluster of a writer and a reader",
    stack: [aurora(), member("writer", "db.t4g.medium"), member("reader", "db.t4g.medium")],
    lines: { ...clusterUse, "Aurora instance, db.t4g.medium": "2 × 730 × 0.073 = 106.58" },
  },
  {
    of: "an Aurora cluster where only I/O has a price",
    region: "eu-west-1",
    stack: [aurora(), member("writer", "db.t4g.medium")],
    lines: { "Aurora I/O": "10 × 0.22 = 2.20" },
    unpriced: [/aurora\.storage in eu-west-1/, /aurora\.postgres\.db\.t4g\.medium in eu-west-1/],
  },
  {
    of: "Aurora I/O-Optimized, whose instances and storage have other prices than these",
    stack: [aurora({ storageType: "aurora-iopt1" }), member("writer", "db.t4g.medium")],
    lines: {},
    unpriced: [/storage of Aurora I\/O-Optimized/, /instances of Aurora I\/O-Optimized/],
  },
  {
    of: "Aurora Serverless v2 between half a unit and eight: a tenth of the way in a small stack",
    stack: [
      aurora({ serverlessv2ScalingConfiguration: { minCapacity: 0.5, maxCapacity: 8 } }),
      member("writer", "db.serverless"),
    ],
    lines: { ...clusterUse, "Aurora Serverless v2 capacity": "1.25 × 730 × 0.12 = 109.50" },
    bounds: { "Aurora Serverless v2 capacity": ["0.5 × 730 × 0.12 = 43.80", "8 × 730 × 0.12 = 700.80"] },
  },
  {
    of: "Aurora Serverless v2 that may pause",
    region: "eu-west-1",
    usage: { serverlessShare: 0.25, auroraGigabytes: 0 },
    stack: [
      aurora({ serverlessv2ScalingConfiguration: { minCapacity: 0, maxCapacity: 4 } }),
      member("writer", "db.serverless"),
    ],
    lines: { "Aurora I/O": "10 × 0.22 = 2.20", "Aurora Serverless v2 capacity": "1 × 730 × 0.14 = 102.20" },
    bounds: { "Aurora Serverless v2 capacity": ["0 × 730 × 0.14 = 0.00", "4 × 730 × 0.14 = 408.80"] },
  },
  {
    of: "RDS Proxy before one database of two vCPU",
    stack: [database(), proxy, behindProxy("orders", { dbInstanceIdentifier: "orders" })],
    lines: {
      ...micro,
      "database storage, gp3, Single-AZ": "20 × 0.115 = 2.30",
      "RDS Proxy": "2 × 730 × 0.015 = 21.90",
    },
  },
  {
    of: "RDS Proxy before the two instances of a cluster: two vCPU each",
    stack: [
      aurora(),
      member("writer", "db.t4g.medium"),
      member("reader", "db.t4g.medium"),
      proxy,
      behindProxy("orders", { dbClusterIdentifier: "orders" }),
    ],
    lines: {
      ...clusterUse,
      "Aurora instance, db.t4g.medium": "2 × 730 × 0.073 = 106.58",
      "RDS Proxy": "4 × 730 × 0.015 = 43.80",
    },
  },
  {
    of: "RDS Proxy before a serverless cluster, by capacity units that have no price here",
    stack: [
      aurora({ serverlessv2ScalingConfiguration: { minCapacity: 1, maxCapacity: 1 } }),
      member("writer", "db.serverless"),
      proxy,
      behindProxy("orders", { dbClusterIdentifier: "orders" }),
    ],
    lines: { ...clusterUse, "Aurora Serverless v2 capacity": "1 × 730 × 0.12 = 87.60" },
    bounds: { "Aurora Serverless v2 capacity": ["1 × 730 × 0.12 = 87.60", "1 × 730 × 0.12 = 87.60"] },
    unpriced: [/RDS Proxy: no price with a source for rds\.proxy\.acu/],
  },
  {
    of: "RDS Proxy without a price there",
    region: "eu-west-1",
    stack: [
      database({ instanceClass: "db.t4g.large" }),
      proxy,
      behindProxy("orders", { dbInstanceIdentifier: "orders" }),
    ],
    lines: {
      "database, postgres, db.t4g.large, Single-AZ": "730 × 0.138 = 100.74",
      "database storage, gp3, Single-AZ": "20 × 0.127 = 2.54",
    },
    unpriced: [/RDS Proxy: no price with a source for rds\.proxy\.vcpu in eu-west-1/],
  },
  {
    of: "a further endpoint of a proxy, an interface endpoint in two zones",
    stack: [given("aws:rds/proxyEndpoint:ProxyEndpoint", "readers", { vpcSubnetIds: ["subnet-1", "subnet-2"] })],
    lines: { "interface endpoint": "2 × 730 × 0.01 = 14.60", "data through the endpoint": "10 × 0.01 = 0.10" },
  },
];
