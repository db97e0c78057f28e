import * as pulumi from "@pulumi/pulumi";
import type { FargateApp } from "../components";
import type { StackConfig } from "../config";

/**
 * A shell command that makes the internal load balancer answer on `localhost:8080` of whoever runs it: through a
 * running task with ECS Exec, by Session Manager. Nothing is opened to the internet for it. The task is one of a
 * service that may call the balancer (`urlEnvironmentName`). Undefined where there is none, no Exec, or the balancer
 * can be reached directly.
 */
export function accessCommand(config: StackConfig, app: FargateApp): pulumi.Output<string> | undefined {
  const { executeCommand, loadBalancer, services } = config.app;
  const container = Object.keys(services).find((key) => services[key]?.urlEnvironmentName !== undefined);
  const serviceName = container === undefined ? undefined : app.serviceNames[container];
  if (!executeCommand || !loadBalancer.internal || container === undefined || !serviceName) return undefined;
  const port = (loadBalancer.certificateArn ?? loadBalancer.domain) ? 443 : 80;
  return pulumi
    .all([app.clusterName, serviceName, app.loadBalancerDnsName])
    .apply(([cluster, service, host]) =>
      forwardThroughTask({ region: config.region, cluster, service, container, host, port }),
    );
}

function forwardThroughTask(target: {
  region: string;
  cluster: string;
  service: string;
  container: string;
  host: string;
  port: number;
}): string {
  const { region, cluster, service, container, host, port } = target;
  const ecs = (command: string) => `aws ecs ${command} --region ${region} --cluster ${cluster} --output text`;
  const parameters = JSON.stringify({ host: [host], portNumber: [String(port)], localPortNumber: ["8080"] });
  return [
    `TASK=$(${ecs("list-tasks")} --service-name ${service} --desired-status RUNNING --query 'taskArns[0]')`,
    `RUNTIME=$(${ecs("describe-tasks")} --tasks "$TASK" --query "tasks[0].containers[?name=='${container}'].runtimeId")`,
    `aws ssm start-session --region ${region} --target "ecs:${cluster}_\${TASK##*/}_$RUNTIME" --document-name AWS-StartPortForwardingSessionToRemoteHost --parameters '${parameters}'`,
  ].join(" && ");
}
