import type * as pulumi from "@pulumi/pulumi";
import { createAlarm } from "../internal/alarms";
import { FargateAppAlarm } from "./args";
import type { Cluster } from "./cluster";
import type { LoadBalancer } from "./loadBalancer";
import type { FargateAppSettings } from "./settings";

/** The alarms asked for: three kinds for each service, and one over the whole application. */
export function createAlarms(
  name: string,
  settings: FargateAppSettings,
  cluster: Cluster,
  loadBalancer: LoadBalancer,
  serviceNames: Record<string, pulumi.Output<string>>,
  parent: pulumi.Resource,
): void {
  const { alarmTopicArn: topicArn, alarms, prefix, tags } = settings;
  if (topicArn === undefined) return;
  const balancer = loadBalancer.balancer.arnSuffix;
  const common = { topicArn, tags, comparison: "GreaterThanThreshold", missingData: "notBreaching" } as const;

  for (const { key } of settings.services) {
    const targets = { LoadBalancer: balancer, TargetGroup: loadBalancer.targetGroups[key]?.arnSuffix ?? "" };
    if (alarms.includes(FargateAppAlarm.serviceCpu)) {
      createAlarm(
        `${name}-${key}-cpu-alarm`,
        {
          ...common,
          description:
            `Tasks of ${key} of ${prefix} use more than 90 % of their CPU: ` +
            "scaling is at its maximum, or new tasks do not start.",
          runbook: "task-not-starting",
          metric: {
            namespace: "AWS/ECS",
            name: "CPUUtilization",
            dimensions: { ClusterName: cluster.name, ServiceName: serviceNames[key] ?? "" },
            statistic: "Average",
          },
          threshold: 90,
          periodSeconds: 300,
        },
        { parent },
      );
    }
    if (alarms.includes(FargateAppAlarm.unhealthyTargets)) {
      createAlarm(
        `${name}-${key}-unhealthy-targets-alarm`,
        {
          ...common,
          description: `Tasks of ${key} of ${prefix} fail the load balancer's health check.`,
          runbook: "health-checks-failing",
          metric: {
            namespace: "AWS/ApplicationELB",
            name: "UnHealthyHostCount",
            dimensions: targets,
            statistic: "Maximum",
          },
          threshold: 0,
        },
        { parent },
      );
    }
    if (alarms.includes(FargateAppAlarm.responseTime)) {
      createAlarm(
        `${name}-${key}-response-time-alarm`,
        {
          ...common,
          description: `${key} of ${prefix} takes more than a second to answer on average.`,
          runbook: "health-checks-failing",
          metric: {
            namespace: "AWS/ApplicationELB",
            name: "TargetResponseTime",
            dimensions: targets,
            statistic: "Average",
          },
          threshold: 1,
          periodSeconds: 300,
        },
        { parent },
      );
    }
  }

  if (alarms.includes(FargateAppAlarm.successRate)) {
    createAlarm(
      `${name}-success-rate-alarm`,
      {
        ...common,
        comparison: "LessThanThreshold",
        description: `Less than 99 % of the requests to ${prefix} are answered without a 5XX of the tasks or the load balancer.`,
        runbook: "health-checks-failing",
        metricQueries: successRate({ LoadBalancer: balancer }),
        threshold: 99,
      },
      { parent },
    );
  }
}

/** Percent of requests without a 5XX, of the targets' or of the balancer's own; 100 while there are no requests. */
function successRate(dimensions: Record<string, pulumi.Input<string>>) {
  const sum = (id: string, metricName: string) => ({
    id,
    metric: { namespace: "AWS/ApplicationELB", metricName, dimensions, period: 300, stat: "Sum" },
    returnData: false,
  });
  return [
    sum("target_5xx", "HTTPCode_Target_5XX_Count"),
    sum("elb_5xx", "HTTPCode_ELB_5XX_Count"),
    sum("request_count", "RequestCount"),
    {
      id: "success_rate",
      label: "Requests without a 5XX, percent",
      expression: "100*(1-(FILL(target_5xx,0)+FILL(elb_5xx,0))/FILL(request_count,1))",
      returnData: true,
    },
  ];
}
