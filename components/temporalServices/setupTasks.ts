import * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "./cluster";
import { setupParts } from "./containers";
import { setupNames, SetupTask } from "./facts";
import type { TaskRole } from "./roles";
import type { SecurityGroups } from "./securityGroups";
import type { TemporalSettings } from "./settings";
import { createTask, type Task } from "./tasks";

/** Fargate's second smallest size: the tools need little, and the image has to be unpacked. */
const size = { cpuUnits: 256, memoryMiB: 512 };

/** A setup task, and what `aws ecs run-task --cli-input-json` takes to run it once. */
export interface Setup {
  task: Task;
  runInput: pulumi.Output<string>;
}

/** The tasks that prepare the stores. They run on Fargate, because they run before the nodes do; nothing here runs them. */
export function createSetupTasks(
  name: string,
  settings: TemporalSettings,
  cluster: Cluster,
  securityGroups: SecurityGroups,
  roles: { "dsql-schema-setup": TaskRole; "opensearch-setup": TaskRole },
  parent: pulumi.Resource,
): Record<SetupTask, Setup> {
  const made = Object.values(SetupTask).map((key) => {
    const service = setupNames[key] as "dsql-schema-setup" | "opensearch-setup";
    const parts = setupParts(settings, key);
    const image = settings.images.adminTools;
    const container = { name: service, image, essential: true, parts, ports: [], dynamicConfigTmpfs: false };
    const task = createTask(
      name,
      settings,
      {
        key: service,
        service,
        launchType: "FARGATE",
        ...size,
        role: roles[service],
        exec: false,
        containers: [container],
        images: [image],
        secrets: Object.values(parts.secrets),
      },
      parent,
    );
    const runInput = pulumi.jsonStringify({
      cluster: cluster.name,
      taskDefinition: task.definitionArn,
      launchType: "FARGATE",
      platformVersion: "LATEST",
      count: 1,
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: settings.subnetIds,
          securityGroups: [securityGroups.ids[service]],
          assignPublicIp: "DISABLED",
        },
      },
      propagateTags: "TASK_DEFINITION",
    });
    return [key, { task, runInput }] as const;
  });
  return Object.fromEntries(made) as Record<SetupTask, Setup>;
}
