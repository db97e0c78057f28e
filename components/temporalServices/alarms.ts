import { createAlarm } from "../internal/alarms";
import type * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "./cluster";
import { serviceFacts, serviceKeys } from "./facts";
import type { Services } from "./services";
import { countOf, type TemporalSettings } from "./settings";
import type { Visibility } from "./visibility";

/** Alarms on services that lack tasks, and on the domain; none without a topic. */
export function createAlarms(
  name: string,
  settings: TemporalSettings,
  cluster: Cluster,
  { services }: Services,
  { domainName }: Visibility,
  parent: pulumi.Resource,
): void {
  const { alarmTopicArn: topicArn, tags, prefix, identity, openSearch } = settings;
  if (topicArn === undefined) return;
  for (const key of serviceKeys.filter((one) => countOf(settings, one) > 0)) {
    createAlarm(
      `${name}-${key}-tasks-alarm`,
      {
        description: `${serviceFacts[key].service} of ${prefix} runs fewer tasks than it should.`,
        runbook: "task-not-starting",
        metricQueries: missingTasks({ ClusterName: cluster.name, ServiceName: services[key].name }),
        comparison: "GreaterThanThreshold",
        threshold: 0,
        evaluationPeriods: 10, // a deployment, and a node that starts for one, take a few minutes
        missingData: "notBreaching",
        topicArn,
        tags,
      },
      { parent },
    );
  }
  const dimensions = { DomainName: domainName, ClientId: identity.accountId };
  const domain = (
    role: string,
    metric: string,
    description: string,
    statistic: string,
    threshold: number,
    below = false,
  ) =>
    createAlarm(
      `${name}-visibility-${role}-alarm`,
      {
        description,
        runbook: "search-domain",
        metric: { namespace: "AWS/ES", name: metric, dimensions, statistic },
        comparison: below ? "LessThanThreshold" : "GreaterThanOrEqualToThreshold",
        threshold,
        missingData: "ignore",
        topicArn,
        tags,
      },
      { parent },
    );
  domain("red", "ClusterStatus.red", `The OpenSearch domain of ${prefix} has lost data nodes or shards.`, "Maximum", 1);
  domain("writes", "ClusterIndexWritesBlocked", `The OpenSearch domain of ${prefix} takes no writes.`, "Maximum", 1);
  const quarter = openSearch.volumeGiB * 1024 * 0.25; // below a quarter AWS advises to grow, at 20 % it blocks writes
  const full = `A node of the OpenSearch domain of ${prefix} has less than a quarter of its volume free.`;
  domain("storage", "FreeStorageSpace", full, "Minimum", quarter, true);
}

/** Container Insights tells both counts. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html */
function missingTasks(dimensions: Record<string, pulumi.Input<string>>) {
  const count = (id: string, metricName: string) => ({
    id,
    metric: { namespace: "ECS/ContainerInsights", metricName, dimensions, period: 60, stat: "Minimum" },
    returnData: false,
  });
  return [
    count("desired", "DesiredTaskCount"),
    count("running", "RunningTaskCount"),
    { id: "missing", label: "Tasks that are missing", expression: "desired-running", returnData: true },
  ];
}
