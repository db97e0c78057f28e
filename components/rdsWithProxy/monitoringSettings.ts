import { type Problems, shown } from "../internal/problems";
import { DatabaseInsights, type RdsWithProxyArgs, rdsWithProxyDefaults as defaults } from "./args";
import { type DatabaseParameter, type EngineFacts, hasPerformanceInsights } from "./engines";

/** Days of Performance Insights history. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html */
const historyDays = { standard: 7, advanced: 465 };

/** What is watched inside the database, and the parameters and logs that it takes. */
export function resolveMonitoring(
  problems: Problems,
  args: RdsWithProxyArgs,
  facts: EngineFacts,
  engine: { instanceClass: string },
) {
  const pgStatStatements = args.monitoring?.pgStatStatements ?? false;
  problems.require(
    !pgStatStatements || facts.dialect === "postgresql",
    "monitoring.pgStatStatements",
    `must be false with ${args.engine}: it is an extension of PostgreSQL`,
  );
  const logExports = resolveLogs(problems, args, facts, pgStatStatements);
  const enhancedMonitoringSeconds =
    args.enhancedMonitoringSeconds ?? (pgStatStatements ? 60 : defaults.enhancedMonitoringSeconds);
  problems.oneOf("enhancedMonitoringSeconds", enhancedMonitoringSeconds, [0, 1, 5, 10, 15, 30, 60]);
  return {
    ...resolveInsights(problems, args, facts, engine, pgStatStatements),
    enhancedMonitoringSeconds,
    logExports,
    parameters: [
      facts.tlsParameter,
      ...(pgStatStatements ? pgStatParameters : []),
      ...logExports.flatMap((log) => facts.logs[log] ?? []),
      ...(args.maxConnections === undefined ? [] : [connectionLimit(facts, args.maxConnections)]),
    ].filter(({ name }, index, all) => all.findIndex((other) => other.name === name) === index),
  };
}

/** Static where PostgreSQL reads them at start only. https://docs.percona.com/percona-monitoring-and-management/3/install-pmm/install-pmm-client/connect-database/postgresql.html */
const pgStatParameters: DatabaseParameter[] = [
  { name: "shared_preload_libraries", value: "pg_stat_statements", applyMethod: "pending-reboot" },
  { name: "track_activity_query_size", value: "2048", applyMethod: "pending-reboot" },
  { name: "pg_stat_statements.track", value: "all", applyMethod: "immediate" },
  { name: "track_io_timing", value: "1", applyMethod: "immediate" },
];

function connectionLimit(facts: EngineFacts, limit: number): DatabaseParameter {
  const applyMethod = facts.dialect === "postgresql" ? "pending-reboot" : "immediate";
  return { name: "max_connections", value: String(limit), applyMethod };
}

function resolveLogs(problems: Problems, args: RdsWithProxyArgs, facts: EngineFacts, all: boolean): string[] {
  const logExports = args.logExports ?? (all ? Object.keys(facts.logs) : facts.defaultLogs);
  logExports.forEach((log, index) => {
    problems.oneOf(`logExports[${index}]`, log, Object.keys(facts.logs));
    problems.require(
      logExports.indexOf(log) === index,
      `logExports[${index}]`,
      `must be given once, got ${shown(log)}`,
    );
  });
  return logExports;
}

function resolveInsights(
  problems: Problems,
  args: RdsWithProxyArgs,
  facts: EngineFacts,
  { instanceClass }: { instanceClass: string },
  pgStatStatements: boolean,
) {
  const supported = hasPerformanceInsights(facts, instanceClass);
  const performanceInsights = args.performanceInsights ?? supported;
  const databaseInsights =
    args.databaseInsights ?? (pgStatStatements ? DatabaseInsights.Advanced : defaults.databaseInsights);
  problems.oneOf("databaseInsights", databaseInsights, Object.values(DatabaseInsights));
  problems.require(
    supported || !performanceInsights,
    "performanceInsights",
    `must be false with ${args.engine} on ${instanceClass}, which has none; take a larger class`,
  );
  problems.require(
    databaseInsights !== DatabaseInsights.Advanced || performanceInsights,
    "databaseInsights",
    `must be standard without performanceInsights, got advanced` +
      (args.databaseInsights === undefined ? " (the default with monitoring.pgStatStatements)" : "") +
      (supported ? "" : `; ${args.engine} on ${instanceClass} has no Performance Insights`),
  );
  return { performanceInsights, databaseInsights, performanceInsightsDays: historyDays[databaseInsights] };
}
