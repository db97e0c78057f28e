import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { declared, internetFacingTag } from "../internal/declarations";
import { createAliasRecord, createCertificate } from "../internal/domain";
import { balancerNamePrefix, sslPolicy } from "../internal/loadBalancers";
import { serverPort } from "./network";
import type { PmmServerSettings } from "./settings";

/** Paths of the agents' gRPC services as nginx in the image passes them on. */
const agentPaths = ["/agent.*", "/inventory.*", "/management.*", "/server.*", "/realtimeanalytics.*"];

/** The load balancer in front of the server: TLS, names, people to the interface and agents to gRPC. */
export function createLoadBalancer(
  name: string,
  settings: PmmServerSettings,
  securityGroupId: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
) {
  const { domain, internal, tags } = settings;
  const balancer = new aws.lb.LoadBalancer(
    `${name}-load-balancer`,
    {
      namePrefix: balancerNamePrefix(settings.serviceName),
      loadBalancerType: "application",
      internal,
      securityGroups: [securityGroupId],
      subnets: settings.loadBalancerSubnetIds,
      // Agents hold one stream open and speak at least once a minute; large exports of the interface take longer.
      idleTimeout: 300,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "defensive",
      enableDeletionProtection: settings.deletionProtection,
      tags: { ...(!internal && { [internetFacingTag]: declared }), ...tags },
    },
    opts,
  );
  for (const domainName of domain.names) {
    createAliasRecord(
      `${name}-${domainName.replace("*", "wildcard")}-alias-record`,
      { name: domainName, zoneId: domain.zoneId },
      balancer,
      opts,
    );
  }
  const interfaceGroup = createInterfaceGroup(name, settings, opts);
  const agentGroup = createAgentGroup(name, settings, opts);
  const listeners = createListeners(name, settings, { balancer, interfaceGroup, agentGroup }, opts);
  return { balancer, interfaceGroup, agentGroup, listeners };
}

/** People, the API and metrics pushed by agents. The target speaks TLS with a certificate of its own, which the balancer does not verify. */
function createInterfaceGroup(name: string, settings: PmmServerSettings, opts: pulumi.CustomResourceOptions) {
  return new aws.lb.TargetGroup(
    `${name}-interface-target-group`,
    {
      namePrefix: balancerNamePrefix(settings.serviceName),
      vpcId: settings.vpcId,
      targetType: "instance",
      protocol: "HTTPS",
      protocolVersion: "HTTP1",
      port: serverPort,
      deregistrationDelay: 30,
      healthCheck: {
        enabled: true,
        protocol: "HTTPS",
        path: "/v1/server/readyz",
        matcher: "200",
        interval: 30,
        timeout: 10,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
      },
      tags: settings.tags,
    },
    opts,
  );
}

/** Agents. nginx in the image speaks HTTP/2, and so gRPC, only on its TLS port. */
function createAgentGroup(name: string, settings: PmmServerSettings, opts: pulumi.CustomResourceOptions) {
  return new aws.lb.TargetGroup(
    `${name}-agent-target-group`,
    {
      namePrefix: balancerNamePrefix(settings.serviceName),
      vpcId: settings.vpcId,
      targetType: "instance",
      protocol: "HTTPS",
      protocolVersion: "GRPC",
      port: serverPort,
      deregistrationDelay: 30,
      healthCheck: {
        enabled: true,
        protocol: "HTTPS",
        // The one gRPC method that PMM answers without a login. Any gRPC status says that somebody is there.
        path: "/server.v1.ServerService/UpdateStatus",
        matcher: "0-99",
        interval: 30,
        timeout: 10,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
      },
      tags: settings.tags,
    },
    opts,
  );
}

function createListeners(
  name: string,
  settings: PmmServerSettings,
  parts: { balancer: aws.lb.LoadBalancer; interfaceGroup: aws.lb.TargetGroup; agentGroup: aws.lb.TargetGroup },
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { domain, tags } = settings;
  const { balancer, interfaceGroup, agentGroup } = parts;
  const redirect = new aws.lb.Listener(
    `${name}-redirect-listener`,
    {
      loadBalancerArn: balancer.arn,
      port: 80,
      protocol: "HTTP",
      defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } }],
      tags,
    },
    opts,
  );
  const https = new aws.lb.Listener(
    `${name}-https-listener`,
    {
      loadBalancerArn: balancer.arn,
      port: 443,
      protocol: "HTTPS",
      sslPolicy,
      certificateArn:
        domain.certificateArn ?? createCertificate(name, { names: domain.names, zoneId: domain.zoneId, tags }, opts),
      defaultActions: [{ type: "forward", targetGroupArn: interfaceGroup.arn }],
      tags,
    },
    opts,
  );
  const agents = new aws.lb.ListenerRule(
    `${name}-agent-listener-rule`,
    {
      listenerArn: https.arn,
      priority: 1,
      conditions: [{ pathPattern: { values: agentPaths } }],
      actions: [{ type: "forward", targetGroupArn: agentGroup.arn }],
      tags,
    },
    opts,
  );
  return [redirect, https, agents];
}
