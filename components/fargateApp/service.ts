import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { allowConnection, allowEgress, createSecurityGroup } from "../internal/securityGroups";
import type { Cluster } from "./cluster";
import { connectToFileSystem, type FileSystem } from "./fileSystem";
import type { LoadBalancer } from "./loadBalancer";
import type { OwnUrl } from "./ownUrl";
import { createScaling } from "./scaling";
import type { FargateAppSettings } from "./settings";
import type { ServiceSettings } from "./serviceSettings";
import type { Task } from "./task";

/** What a service is put together from. */
export interface ServiceParts {
  cluster: Cluster;
  loadBalancer: LoadBalancer;
  fileSystem?: FileSystem;
  fileSystemPolicy?: pulumi.Resource;
  ownUrl: OwnUrl;
  task: Task;
}

/** A running service. */
export interface Service {
  name: pulumi.Output<string>;
  securityGroupId: pulumi.Output<string>;
}

/**
 * A service behind its target group, scaled where asked. Its name is fixed: scripts, alarms and rights name it. ECS
 * updates nearly everything in place; a change that replaces the service takes the old one away first, with an
 * interruption.
 */
export function createService(
  name: string,
  settings: FargateAppSettings,
  service: ServiceSettings,
  parts: ServiceParts,
  parent: pulumi.Resource,
): Service {
  const { cluster, loadBalancer, ownUrl, task } = parts;
  const securityGroup = createSecurityGroup(
    `${name}-${service.key}-security-group`,
    { vpcId: settings.vpcId, description: `Tasks of ${service.key} of ${settings.prefix}`, tags: settings.tags },
    { parent },
  );
  const rules = connect(name, settings, service, parts, securityGroup.id, parent);
  const scaled = service.scaling !== undefined || service.schedule !== undefined;
  const asksForUrl = service.urlEnvironmentName !== undefined && ownUrl.parameter !== undefined;
  const capacityProvider = service.spot ? "FARGATE_SPOT" : "FARGATE";
  const ecsService = new aws.ecs.Service(
    `${name}-${service.key}-service`,
    {
      name: `${settings.application}-${service.key}`,
      cluster: cluster.arn,
      taskDefinition: task.definitionArn,
      desiredCount: service.desiredCount,
      capacityProviderStrategies: [{ capacityProvider, weight: 1 }],
      platformVersion: "LATEST",
      networkConfiguration: {
        subnets: settings.taskSubnetIds,
        securityGroups: [securityGroup.id, ...service.securityGroupIds],
        assignPublicIp: false,
      },
      loadBalancers: [
        {
          targetGroupArn: loadBalancer.targetGroups[service.key]?.arn,
          containerName: service.key,
          containerPort: service.port,
        },
      ],
      healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds,
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      enableExecuteCommand: settings.executeCommand,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      // Secrets are read when a task starts: a new version of one deploys the service anew, as does another capacity.
      forceNewDeployment: true,
      triggers: {
        capacityProvider,
        ...(asksForUrl && { url: ownUrl.parameter?.version.apply(String) }),
        ...Object.fromEntries(Object.entries(service.secretVersions).map(([key, id]) => [`secret-${key}`, id])),
      },
      tags: settings.tags,
    },
    {
      parent,
      deleteBeforeReplace: true,
      ignoreChanges: scaled ? ["desiredCount"] : [],
      dependsOn: [
        ...(loadBalancer.routes[service.key] ?? []),
        ...task.policies,
        ...rules,
        cluster.capacityProviders,
        ...(service.fileSystemMounts.length > 0 ? (parts.fileSystem?.ready ?? []) : []),
        ...(service.fileSystemMounts.length > 0 && parts.fileSystemPolicy ? [parts.fileSystemPolicy] : []),
      ],
    },
  );
  if (scaled) createScaling(name, settings, service, { cluster, loadBalancer, serviceName: ecsService.name }, parent);
  return { name: ecsService.name, securityGroupId: securityGroup.id };
}

/** Every connection of a service's tasks, by reference; nothing else gets in or out. */
function connect(
  name: string,
  settings: FargateAppSettings,
  service: ServiceSettings,
  { loadBalancer, fileSystem }: ServiceParts,
  securityGroupId: pulumi.Output<string>,
  parent: pulumi.Resource,
): pulumi.Resource[] {
  const { key, port } = service;
  const at = `${name}-${key}`;
  const rules: pulumi.Resource[] = allowConnection(
    `${at}-from-load-balancer`,
    {
      from: loadBalancer.securityGroupId,
      to: securityGroupId,
      port,
      description: `Requests and health checks from the load balancer to ${key}`,
    },
    { parent },
  );
  const egress = (to: string, peer: Parameters<typeof allowEgress>[1]["peer"], description: string) =>
    rules.push(allowEgress(`${at}-to-${to}-egress`, { of: securityGroupId, peer, port: 443, description }, { parent }));
  if (settings.endpointSecurityGroupId !== undefined) {
    egress(
      "endpoints",
      { securityGroupId: settings.endpointSecurityGroupId },
      "HTTPS to the interface endpoints of AWS",
    );
  }
  if (settings.s3PrefixListId !== undefined) {
    egress("s3", { prefixListId: settings.s3PrefixListId }, "HTTPS to S3 by its gateway endpoint: image layers");
  }
  if (settings.allowInternetEgress) {
    const reason = "HTTPS to registries and AWS by NAT, asked for by allowInternetEgress";
    egress("internet", { cidrIpv4: "0.0.0.0/0" }, reason);
  }
  if (fileSystem && service.fileSystemMounts.length > 0) {
    rules.push(...connectToFileSystem(name, fileSystem, service, securityGroupId, parent));
  }
  // An internet-facing balancer has public addresses only: calls to it leave by NAT, not by this reference.
  if (service.urlEnvironmentName !== undefined && settings.loadBalancer.internal) {
    rules.push(
      ...allowConnection(
        `${at}-to-load-balancer`,
        {
          from: securityGroupId,
          to: loadBalancer.securityGroupId,
          port: loadBalancer.port,
          description: `${key} calls the address of its application`,
        },
        { parent },
      ),
    );
  }
  return rules;
}
