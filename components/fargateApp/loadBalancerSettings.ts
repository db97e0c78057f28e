import type * as pulumi from "@pulumi/pulumi";
import { parseCidr } from "../internal/cidr";
import { domainNamePattern } from "../internal/domain";
import { namePattern } from "../internal/identity";
import { shown, type Problems } from "../internal/problems";
import {
  fargateAppDefaults as defaults,
  type FargateAccessLogs,
  type FargateAppArgs,
  type FargateDomain,
} from "./args";

/** The load balancer with every value filled in and checked. */
export interface LoadBalancerSettings {
  internal: boolean;
  /** Whether there is a certificate, given or made. */
  https: boolean;
  certificateArn?: pulumi.Input<string>;
  domain?: FargateDomain;
  allowedCidrBlocks: string[];
  allowedSecurityGroupIds: Record<string, pulumi.Input<string>>;
  deletionProtection: boolean;
  accessLogs?: FargateAccessLogs;
  wafArn?: pulumi.Input<string>;
  idleTimeoutSeconds: number;
}

/** Fills the load balancer's defaults and records what is wrong with it. */
export function resolveLoadBalancer(problems: Problems, app: FargateAppArgs): LoadBalancerSettings {
  const at = "loadBalancer";
  const args = app.loadBalancer;
  const settings: LoadBalancerSettings = {
    internal: args.internal ?? defaults.internal,
    https: args.certificateArn !== undefined || args.domain?.zoneId !== undefined,
    certificateArn: args.certificateArn && checkCertificate(problems, app, args.certificateArn),
    domain: args.domain,
    allowedCidrBlocks: args.allowedCidrBlocks ?? [],
    allowedSecurityGroupIds: args.allowedSecurityGroupIds ?? {},
    deletionProtection: args.deletionProtection ?? defaults.deletionProtection,
    accessLogs: args.accessLogs,
    wafArn: args.wafArn && checkWaf(problems, args.wafArn),
    idleTimeoutSeconds: problems.wholeNumber(
      `${at}.idleTimeoutSeconds`,
      args.idleTimeoutSeconds ?? defaults.idleTimeoutSeconds,
      1,
      4_000,
    ),
  };
  const subnets = new Set(app.loadBalancerSubnetIds).size;
  problems.require(
    subnets >= 2,
    "loadBalancerSubnetIds",
    `must be subnets in at least two zones, which AWS demands of a load balancer, got ${subnets}`,
  );
  problems.require(
    settings.internal || settings.https || args.allowPlainHttp === true,
    `${at}.certificateArn`,
    "must be given for a load balancer that faces the internet, or domain with its zoneId, which makes a certificate; " +
      "allowPlainHttp: true accepts that everything travels readable",
  );
  problems.require(
    !(args.allowPlainHttp && settings.https),
    `${at}.allowPlainHttp`,
    "must be absent when there is a certificate: port 80 only redirects then, got true",
  );
  checkDomain(problems, `${at}.domain`, args.domain, settings.certificateArn !== undefined);
  checkCallers(problems, at, settings);
  if (args.accessLogs?.prefix !== undefined) {
    const shape = "a key prefix without a slash at either end and without the word AWSLogs";
    problems.matches(`${at}.accessLogs.prefix`, args.accessLogs.prefix, /^(?!.*AWSLogs)[^/\s](\S*[^/\s])?$/, shape);
  }
  return settings;
}

function checkCertificate(problems: Problems, app: FargateAppArgs, arn: pulumi.Input<string>): pulumi.Input<string> {
  const pattern = new RegExp(`^arn:aws[a-z-]*:acm:${app.region}:\\d{12}:certificate/[\\w-]+$`);
  return problems.matches(
    "loadBalancer.certificateArn",
    arn,
    pattern,
    `the ARN of a certificate in ${app.region}, arn:aws:acm:${app.region}:ACCOUNT:certificate/ID`,
  );
}

function checkWaf(problems: Problems, arn: pulumi.Input<string>): pulumi.Input<string> {
  const pattern = /^arn:aws[a-z-]*:wafv2:[a-z0-9-]+:\d{12}:regional\/webacl\/[\w-]+\/[\w-]+$/;
  const shape = "the ARN of a regional web ACL, arn:aws:wafv2:REGION:ACCOUNT:regional/webacl/NAME/ID";
  return problems.matches("loadBalancer.wafArn", arn, pattern, shape);
}

function checkDomain(problems: Problems, at: string, domain: FargateDomain | undefined, hasCertificate: boolean): void {
  if (!domain) return;
  problems.matches(`${at}.name`, domain.name, domainNamePattern, "a lower-case domain name of at most 64 characters");
  problems.require(
    domain.zoneId !== undefined || hasCertificate,
    `${at}.zoneId`,
    "must be given so that a certificate can be made, or loadBalancer.certificateArn instead",
  );
}

/** Somebody must be able to connect, and every range must be one that a rule can hold. */
function checkCallers(problems: Problems, at: string, settings: LoadBalancerSettings): void {
  const { allowedCidrBlocks, allowedSecurityGroupIds } = settings;
  problems.require(
    allowedCidrBlocks.length > 0 || Object.keys(allowedSecurityGroupIds).length > 0,
    `${at}.allowedCidrBlocks`,
    "must say who may connect, or allowedSecurityGroupIds, got neither: nobody could reach the application; " +
      'a network is its CIDR such as "10.0.0.0/16", the whole internet is "0.0.0.0/0"',
  );
  allowedCidrBlocks.forEach((block, index) => {
    const path = `${at}.allowedCidrBlocks[${index}]`;
    const isBlock = typeof block === "string" && parseCidr(block) !== undefined;
    problems.require(
      isBlock,
      path,
      `must be an IPv4 range such as 10.0.0.0/16 with its host bits zero, got ${shown(block)}`,
    );
    problems.require(allowedCidrBlocks.indexOf(block) === index, path, `must be there once, got ${shown(block)} twice`);
  });
  for (const key of Object.keys(allowedSecurityGroupIds)) {
    const shape = "keyed by lower-case letters, digits and single hyphens";
    problems.matches(`${at}.allowedSecurityGroupIds.${key}`, key, namePattern, shape);
  }
}
