import * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "./cluster";
import { serviceFacts, serviceKeys, type TemporalServiceKey } from "./facts";
import type { Services } from "./services";
import type { TemporalSettings } from "./settings";

/** Shell commands that find a running task of each service with a shell, which the collector lacks, and open it by ECS Exec. */
export function execCommands(settings: TemporalSettings, cluster: Cluster, { services }: Services) {
  const commands = serviceKeys
    .filter((key) => key !== "adot")
    .map((key) => {
      const { container } = serviceFacts[key];
      const command = pulumi.all([cluster.name, services[key].name]).apply(([clusterName, service]) => {
        const shell = `--container ${container} --interactive --command /bin/sh`;
        return `${findTask(settings, clusterName, service)} && ${ecs(settings, "execute-command", clusterName)} --task "$TASK" ${shell}`;
      });
      return [key, command] as const;
    });
  return Object.fromEntries(commands) as Record<Exclude<TemporalServiceKey, "adot">, pulumi.Output<string>>;
}

/** Shell commands that make what has a web page answer on the same port of `localhost`, by Session Manager. */
export function portForwardCommands(settings: TemporalSettings, cluster: Cluster, { services }: Services) {
  const shown = ["ui", "grafana"] as const;
  const commands = shown.map((key) => {
    const { container, ports } = serviceFacts[key];
    const command = pulumi.all([cluster.name, services[key].name]).apply(([clusterName, service]) => {
      const port = String(ports.http);
      const parameters = JSON.stringify({ portNumber: [port], localPortNumber: [port] });
      const query = `tasks[0].containers[?name=='${container}'].runtimeId`;
      return [
        findTask(settings, clusterName, service),
        `RUNTIME=$(${ecs(settings, "describe-tasks", clusterName)} --tasks "$TASK" --query "${query}" --output text)`,
        `aws ssm start-session --region ${settings.identity.region} --target "ecs:${clusterName}_\${TASK##*/}_$RUNTIME" ` +
          `--document-name AWS-StartPortForwardingSession --parameters '${parameters}'`,
      ].join(" && ");
    });
    return [key, command] as const;
  });
  return Object.fromEntries(commands) as Record<(typeof shown)[number], pulumi.Output<string>>;
}

function ecs({ identity }: TemporalSettings, command: string, clusterName: string): string {
  return `aws ecs ${command} --region ${identity.region} --cluster ${clusterName}`;
}

function findTask(settings: TemporalSettings, clusterName: string, service: string): string {
  const list = ecs(settings, "list-tasks", clusterName);
  return `TASK=$(${list} --service-name ${service} --desired-status RUNNING --query 'taskArns[0]' --output text)`;
}
