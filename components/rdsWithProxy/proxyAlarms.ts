import type * as pulumi from "@pulumi/pulumi";
import type { PlannedAlarm } from "./alarms";
import type { DatabaseSettings } from "./settings";

const periodSeconds = 60; // as often as the proxy reports: sums over longer periods would add up samples

/** Alarms on the proxy. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.monitoring.html */
export function proxyAlarms(
  name: string,
  settings: DatabaseSettings,
  proxyName: pulumi.Output<string>,
): PlannedAlarm[] {
  const { alarms } = settings;
  const dimensions = { ProxyName: proxyName };
  const clientLimit = alarms.clientConnectionLimit ?? settings.maxConnections;
  const metric = (metricName: string, statistic: string) => ({
    namespace: "AWS/RDS",
    name: metricName,
    dimensions,
    statistic,
  });
  /** `metricName` in percent of the connections that the pool may open. */
  const shareOfPool = (metricName: string, label: string) => [
    query("part", metricName, dimensions),
    query("allowed", "MaxDatabaseConnectionsAllowed", dimensions),
    { id: "percent", expression: "100 * part / allowed", label, returnData: true },
  ];
  return [
    {
      kind: "proxyConnections",
      name: `${name}-proxy-connections-alarm`,
      settings: {
        description: `More than ${alarms.connectionsPercent} % of the proxy's pool is open: clients will wait next. Shorten transactions, or raise the database's connections.`,
        metricQueries: shareOfPool("DatabaseConnections", "Connections in percent of the pool's maximum"),
        comparison: "GreaterThanThreshold",
        threshold: alarms.connectionsPercent,
        missingData: "notBreaching",
      },
    },
    {
      kind: "proxyClientConnections",
      name: `${name}-proxy-client-connections-alarm`,
      settings: {
        description: `More than 80 % of the ${clientLimit} clients that the proxy is meant to serve are connected: check for leaks, or raise alarms.clientConnectionLimit.`,
        metric: metric("ClientConnections", "Sum"),
        comparison: "GreaterThanThreshold",
        threshold: Math.floor(clientLimit * 0.8),
        periodSeconds,
        missingData: "notBreaching",
      },
    },
    {
      kind: "proxyBorrowLatency",
      name: `${name}-proxy-borrow-latency-alarm`,
      settings: {
        description: `Clients wait more than ${alarms.borrowLatencyMs} ms for a pooled connection: the pool is used up, or sessions are pinned.`,
        metric: metric("DatabaseConnectionsBorrowLatency", "Average"),
        comparison: "GreaterThanThreshold",
        threshold: alarms.borrowLatencyMs * 1000, // the metric is in microseconds
        periodSeconds,
        evaluationPeriods: 3,
        missingData: "notBreaching",
      },
    },
    {
      kind: "proxyPinnedSessions",
      name: `${name}-proxy-pinned-sessions-alarm`,
      settings: {
        description: `More than ${alarms.pinnedSessionsPercent} % of the pool is pinned to one client each, which defeats pooling: avoid session state such as SET and prepared statements.`,
        metricQueries: shareOfPool(
          "DatabaseConnectionsCurrentlySessionPinned",
          "Pinned connections in percent of the pool's maximum",
        ),
        comparison: "GreaterThanThreshold",
        threshold: alarms.pinnedSessionsPercent,
        evaluationPeriods: 5,
        missingData: "notBreaching",
      },
    },
  ];
}

function query(id: string, metricName: string, dimensions: Record<string, pulumi.Input<string>>) {
  return {
    id,
    returnData: false,
    metric: { namespace: "AWS/RDS", metricName, dimensions, period: periodSeconds, stat: "Sum" },
  };
}
