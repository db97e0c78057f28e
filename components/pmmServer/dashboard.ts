import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { disks, type Watched } from "./alarms";
import { logGroupNames, metricsNamespace } from "./names";
import type { PmmServerSettings } from "./settings";

/** One page of what the alarms look at, and the last errors of the logs. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
export function createDashboard(
  name: string,
  settings: PmmServerSettings,
  watched: Watched,
  opts: pulumi.CustomResourceOptions,
): aws.cloudwatch.Dashboard {
  return new aws.cloudwatch.Dashboard(
    `${name}-dashboard`,
    { dashboardName: settings.prefix, dashboardBody: pulumi.jsonStringify({ widgets: widgets(settings, watched) }) },
    { ...opts, deleteBeforeReplace: true },
  );
}

/** Two columns of graphs, 12 of the grid's 24 units wide, and the logs below. */
function widgets(settings: PmmServerSettings, watched: Watched) {
  const { region } = settings.identity;
  const { groupName, balancer, interfaceGroup, vaultName } = watched;
  const ofGroup = ["AutoScalingGroupName", groupName];
  const ofBalancer = ["LoadBalancer", balancer.arnSuffix];
  const ofTargets = [...ofBalancer, "TargetGroup", interfaceGroup.arnSuffix];
  const balancers = "AWS/ApplicationELB";
  const graphs: { title: string; stat: string; metrics: unknown[][] }[] = [
    { title: "Processor, percent", stat: "Average", metrics: [["AWS/EC2", "CPUUtilization", ...ofGroup]] },
    { title: "Memory, percent", stat: "Average", metrics: [[metricsNamespace, "mem_used_percent", ...ofGroup]] },
    {
      title: "Disks, percent",
      stat: "Average",
      metrics: Object.values(disks).map((disk) => [
        metricsNamespace,
        "disk_used_percent",
        ...Object.entries(disk).flat(),
        ...ofGroup,
      ]),
    },
    { title: "Failed status checks", stat: "Maximum", metrics: [["AWS/EC2", "StatusCheckFailed", ...ofGroup]] },
    {
      title: "Requests and server errors",
      stat: "Sum",
      metrics: [
        [balancers, "RequestCount", ...ofBalancer],
        [balancers, "HTTPCode_Target_5XX_Count", ...ofBalancer],
        [balancers, "HTTPCode_ELB_5XX_Count", ...ofBalancer],
      ],
    },
    {
      title: "Targets",
      stat: "Maximum",
      metrics: ["HealthyHostCount", "UnHealthyHostCount"].map((metric) => [balancers, metric, ...ofTargets]),
    },
    { title: "Response time, seconds", stat: "p95", metrics: [[balancers, "TargetResponseTime", ...ofTargets]] },
    {
      title: "Backups",
      stat: "Sum",
      metrics: ["Completed", "Failed"].map((state) => [
        "AWS/Backup",
        `NumberOfBackupJobs${state}`,
        "BackupVaultName",
        vaultName,
      ]),
    },
  ];
  const logs = Object.values(logGroupNames(settings)).map((group) => `SOURCE '${group}'`);
  return [
    ...graphs.map((properties, index) => ({
      type: "metric",
      x: (index % 2) * 12,
      y: Math.floor(index / 2) * 6,
      width: 12,
      height: 6,
      properties: { ...properties, region, period: 300, view: "timeSeries" },
    })),
    {
      type: "log",
      x: 0,
      y: Math.ceil(graphs.length / 2) * 6,
      width: 24,
      height: 6,
      properties: {
        title: "Last errors",
        region,
        view: "table",
        query: `${logs.join(" | ")} | fields @timestamp, @logStream, @message | filter @message like /(?i)error|fatal|panic/ | sort @timestamp desc | limit 50`,
      },
    },
  ];
}
