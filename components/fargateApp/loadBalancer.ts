import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { declared, internetFacingTag, plainHttpTag } from "../internal/declarations";
import { createAliasRecord, createCertificate } from "../internal/domain";
import { balancerNamePrefix, sslPolicy } from "../internal/loadBalancers";
import { allowIngress, createSecurityGroup, type Peer } from "../internal/securityGroups";
import type { FargateAppSettings } from "./settings";
import type { ServiceSettings } from "./serviceSettings";

/** The load balancer, and what services attach to. */
export interface LoadBalancer {
  balancer: aws.lb.LoadBalancer;
  securityGroupId: pulumi.Output<string>;
  /** Port that the application is reached on. */
  port: number;
  /** Address of the application. */
  url: pulumi.Output<string>;
  targetGroups: Record<string, aws.lb.TargetGroup>;
  /** What a service waits for: a target group without a listener cannot take tasks. By service key. */
  routes: Record<string, pulumi.Resource[]>;
}

/** The address where it is known before anything exists, as a domain is. */
export function plannedUrl({ loadBalancer }: FargateAppSettings): string | undefined {
  return loadBalancer.domain && `${loadBalancer.https ? "https" : "http"}://${loadBalancer.domain.name}`;
}

/** The load balancer with its listeners, a target group for each service, and the rules between them. */
export function createLoadBalancer(name: string, settings: FargateAppSettings, parent: pulumi.Resource): LoadBalancer {
  const { loadBalancer: options, tags } = settings;
  const securityGroup = createSecurityGroup(
    `${name}-load-balancer-security-group`,
    { vpcId: settings.vpcId, description: `Load balancer of ${settings.prefix}`, tags },
    { parent },
  );
  allowCallers(name, settings, securityGroup.id, parent);
  const balancer = new aws.lb.LoadBalancer(
    `${name}-load-balancer`,
    {
      // A load balancer's name has at most 32 characters; a prefix, six of them: AWS adds a random rest.
      namePrefix: balancerNamePrefix(settings.application),
      loadBalancerType: "application",
      internal: options.internal,
      securityGroups: [securityGroup.id],
      subnets: settings.loadBalancerSubnetIds,
      idleTimeout: options.idleTimeoutSeconds,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "defensive",
      enableDeletionProtection: options.deletionProtection,
      accessLogs: options.accessLogs && { ...options.accessLogs, enabled: true },
      tags: {
        ...(!options.internal && { [internetFacingTag]: declared }),
        ...(!options.https && { [plainHttpTag]: declared }),
        ...tags,
      },
    },
    { parent },
  );
  if (options.wafArn !== undefined) {
    new aws.wafv2.WebAclAssociation(
      `${name}-load-balancer-web-acl-association`,
      { resourceArn: balancer.arn, webAclArn: options.wafArn },
      { parent },
    );
  }
  const { domain } = options;
  if (domain?.zoneId !== undefined) {
    createAliasRecord(`${name}-alias-record`, { name: domain.name, zoneId: domain.zoneId }, balancer, { parent });
  }

  const targetGroups = Object.fromEntries(
    settings.services.map((service) => [service.key, createTargetGroup(name, settings, service, parent)]),
  );
  const listener = createListeners(name, settings, balancer, targetGroups, parent);
  return {
    balancer,
    securityGroupId: securityGroup.id,
    port: options.https ? 443 : 80,
    url: pulumi.interpolate`${options.https ? "https" : "http"}://${options.domain?.name ?? balancer.dnsName}`,
    targetGroups,
    routes: createRoutes(name, settings, listener, targetGroups, parent),
  };
}

/** Lets the callers named in, and only them: on 443, with 80 for the redirect, or on 80 alone without a certificate. */
function allowCallers(
  name: string,
  { loadBalancer }: FargateAppSettings,
  securityGroupId: pulumi.Output<string>,
  parent: pulumi.Resource,
): void {
  const callers: [string, string, Peer][] = [
    ...loadBalancer.allowedCidrBlocks.map((block): [string, string, Peer] => [
      block.replace("/", "-"),
      block,
      { cidrIpv4: block },
    ]),
    ...Object.entries(loadBalancer.allowedSecurityGroupIds).map(([key, id]): [string, string, Peer] => [
      key,
      `members of ${key}`,
      { securityGroupId: id },
    ]),
  ];
  for (const [key, who, peer] of callers) {
    for (const port of loadBalancer.https ? [443, 80] : [80]) {
      const protocol = port === 443 ? "https" : "http";
      allowIngress(
        `${name}-load-balancer-from-${key}-${protocol}-ingress`,
        { of: securityGroupId, peer, port, description: `${protocol.toUpperCase()} from ${who}` },
        { parent },
      );
    }
  }
}

function createTargetGroup(
  name: string,
  settings: FargateAppSettings,
  service: ServiceSettings,
  parent: pulumi.Resource,
): aws.lb.TargetGroup {
  return new aws.lb.TargetGroup(
    `${name}-${service.key}-target-group`,
    {
      // No fixed name: a changed port replaces the group, and the new one must exist before the rule leaves the old.
      namePrefix: balancerNamePrefix(service.key),
      vpcId: settings.vpcId,
      targetType: "ip",
      protocol: "HTTP",
      port: service.port,
      deregistrationDelay: 30,
      healthCheck: {
        enabled: true,
        protocol: "HTTP",
        path: service.healthCheck.path,
        matcher: "200-399",
        interval: 30,
        timeout: 10,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
      },
      stickiness: { type: "lb_cookie", enabled: service.stickiness, cookieDuration: 86_400 },
      tags: settings.tags,
    },
    { parent },
  );
}

/** The listener that serves; with a certificate a second one on 80 sends everybody to it. */
function createListeners(
  name: string,
  settings: FargateAppSettings,
  balancer: aws.lb.LoadBalancer,
  targetGroups: Record<string, aws.lb.TargetGroup>,
  parent: pulumi.Resource,
): aws.lb.Listener {
  const { loadBalancer: options, tags } = settings;
  const defaultKey = settings.services.find((service) => service.isDefault)?.key;
  const defaultGroup = defaultKey === undefined ? undefined : targetGroups[defaultKey];
  const defaultAction = defaultGroup
    ? { type: "forward", targetGroupArn: defaultGroup.arn }
    : {
        type: "fixed-response",
        fixedResponse: { contentType: "text/plain", statusCode: "404", messageBody: "Not found" },
      };
  if (!options.https) {
    return new aws.lb.Listener(
      `${name}-http-listener`,
      { loadBalancerArn: balancer.arn, port: 80, protocol: "HTTP", defaultActions: [defaultAction], tags },
      { parent },
    );
  }
  new aws.lb.Listener(
    `${name}-redirect-listener`,
    {
      loadBalancerArn: balancer.arn,
      port: 80,
      protocol: "HTTP",
      defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } }],
      tags,
    },
    { parent },
  );
  return new aws.lb.Listener(
    `${name}-https-listener`,
    {
      loadBalancerArn: balancer.arn,
      port: 443,
      protocol: "HTTPS",
      sslPolicy,
      certificateArn: options.certificateArn ?? createOwnCertificate(name, settings, parent),
      defaultActions: [defaultAction],
      tags,
    },
    { parent },
  );
}

function createOwnCertificate(
  name: string,
  { loadBalancer: { domain }, tags }: FargateAppSettings,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  if (domain?.zoneId === undefined) throw new Error("a certificate is made only for a domain with a zone");
  return createCertificate(name, { names: [domain.name], zoneId: domain.zoneId, tags }, { parent });
}

function createRoutes(
  name: string,
  settings: FargateAppSettings,
  listener: aws.lb.Listener,
  targetGroups: Record<string, aws.lb.TargetGroup>,
  parent: pulumi.Resource,
): Record<string, pulumi.Resource[]> {
  return Object.fromEntries(
    settings.services.map(({ key }) => [
      key,
      [
        listener,
        ...settings.rules
          .filter((rule) => rule.service === key)
          .map(
            (rule) =>
              new aws.lb.ListenerRule(
                `${name}-${key}-${rule.id}`,
                {
                  listenerArn: listener.arn,
                  priority: rule.priority,
                  conditions: [{ pathPattern: { values: rule.patterns } }],
                  actions: [{ type: "forward", targetGroupArn: targetGroups[key]?.arn }],
                  tags: settings.tags,
                },
                { parent },
              ),
          ),
      ],
    ]),
  );
}
