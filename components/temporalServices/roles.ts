import type * as pulumi from "@pulumi/pulumi";
import { executeCommandStatements } from "../internal/executeCommand";
import { createServiceRole, type PolicyStatement } from "../internal/iam";
import { arnOf } from "../internal/identity";
import { clusterNameOf, domainNameOf, execLogGroupNameOf, metricsTag, searchActions } from "./names";
import type { TemporalSettings } from "./settings";

/** The roles that tasks work with. */
export type TaskRoleKey = "temporal" | "ui" | "grafana" | "adot" | "dsql-schema-setup" | "opensearch-setup";

/** A task role, and the policy without which its tasks cannot work. */
export interface TaskRole {
  name: pulumi.Output<string>;
  arn: pulumi.Output<string>;
  ready: pulumi.Resource[];
}

/** The task roles, each with the least that its containers need. */
export function createTaskRoles(name: string, settings: TemporalSettings, parent: pulumi.Resource) {
  const { identity, prefix, tags } = settings;
  const exec = executeCommandStatements(identity, execLogGroupNameOf(settings));
  const role = (key: TaskRoleKey, description: string, statements: PolicyStatement[]): TaskRole => {
    const {
      role: made,
      policy,
      arn,
    } = createServiceRole(
      `${name}-${key}-task-role`,
      {
        roleName: `${prefix}-${key}-task`,
        description: `${description} of ${prefix}`,
        service: "ecs-tasks.amazonaws.com",
        identity,
        sourceArn: arnOf(identity, "ecs", "*"), // who assumes it is a task, whose id is drawn at random
        statements,
        tags,
      },
      { parent },
    );
    return { name: made.name, arn, ready: policy ? [made, policy] : [made] };
  };
  const database: PolicyStatement = {
    sid: "SignInToDsql",
    actions: ["dsql:DbConnectAdmin"], // Temporal signs in as admin, for which dsql:DbConnect is of no use
    resources: [settings.dsql.arn],
  };
  const search: PolicyStatement = {
    sid: "SearchWorkflows",
    actions: searchActions,
    resources: [`${arnOf(identity, "es", `domain/${domainNameOf(settings)}`)}/*`], // every path of the one domain
  };
  return {
    temporal: role("temporal", "The four Temporal roles", [database, search, ...exec]),
    ui: role("ui", "The Temporal UI", exec),
    grafana: role("grafana", "Grafana", [
      onWorkspace(settings, "QueryMetrics", ["GetLabels", "GetMetricMetadata", "GetSeries", "QueryMetrics"]),
      ...exec,
    ]),
    adot: role("adot", "The metrics collector", [
      onWorkspace(settings, "WriteMetrics", ["RemoteWrite"]),
      ...discovery(settings),
      ...exec,
    ]),
    "dsql-schema-setup": role("dsql-schema-setup", "The DSQL schema task", [database]),
    "opensearch-setup": role("opensearch-setup", "The OpenSearch index task", [search]),
  } satisfies Record<TaskRoleKey, TaskRole>;
}

/** AWS draws a workspace's id at random, so it is named by its tag. */
function onWorkspace(settings: TemporalSettings, sid: string, actions: string[]): PolicyStatement {
  return {
    sid,
    actions: actions.map((action) => `aps:${action}`),
    resources: [arnOf(settings.identity, "aps", "workspace/*")], // any id, but only with the project's tag
    conditions: { StringEquals: { [`aws:ResourceTag/${metricsTag}`]: [settings.prefix] } },
  };
}

/** How the collector finds every task. https://aws-otel.github.io/docs/setup/ecs/task-definition-for-ecs-service-discovery */
function discovery(settings: TemporalSettings): PolicyStatement[] {
  const { identity } = settings;
  const cluster = clusterNameOf(settings);
  const inCluster = { ArnEquals: { "ecs:cluster": [arnOf(identity, "ecs", `cluster/${cluster}`)] } };
  return [
    {
      sid: "FindTasks",
      actions: ["ecs:ListServices", "ecs:ListTasks"],
      resources: ["*"], // the cluster is not a resource of these actions, but their condition
      conditions: inCluster,
    },
    {
      sid: "SeeTasks",
      actions: ["ecs:DescribeContainerInstances", "ecs:DescribeServices", "ecs:DescribeTasks"],
      // Ids are drawn at random, and the collector looks for all of this one cluster.
      resources: ["container-instance", "service", "task"].map((kind) =>
        arnOf(identity, "ecs", `${kind}/${cluster}/*`),
      ),
    },
    // AWS limits neither to a resource: they read what tasks are made of, and addresses of nodes.
    { sid: "SeeDefinitions", actions: ["ecs:DescribeTaskDefinition", "ec2:DescribeInstances"], resources: ["*"] },
  ];
}
