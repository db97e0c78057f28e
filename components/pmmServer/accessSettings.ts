import type * as pulumi from "@pulumi/pulumi";
import { parseCidr } from "../internal/cidr";
import { domainNamePattern } from "../internal/domain";
import { namePattern } from "../internal/identity";
import { shown, type Problems } from "../internal/problems";
import { checkId } from "../internal/shapes";
import { pmmServerDefaults as defaults, type PmmMonitoredDatabase, type PmmServerArgs } from "./args";

/** Wider ranges name nobody: a /8 is the largest private network. */
const widestPrefix = 8;

/** Who reaches the server, by which names, and whom it reaches. */
export function resolveAccess(problems: Problems, args: PmmServerArgs) {
  const internal = args.internal ?? defaults.internal;
  const allowedCidrBlocks = args.allowedCidrBlocks ?? [];
  const subnets = new Set(args.loadBalancerSubnetIds).size;
  problems.require(
    subnets >= 2,
    "loadBalancerSubnetIds",
    `must be subnets in at least two zones, which AWS demands of a load balancer, got ${subnets}`,
  );
  problems.require(
    internal || allowedCidrBlocks.length > 0,
    "allowedCidrBlocks",
    'must name the ranges that may connect when internal is false, such as ["198.51.100.0/24"], got none',
  );
  checkBlocks(problems, allowedCidrBlocks);
  const groups = args.allowedSecurityGroupIds ?? {};
  checkKeys(problems, "allowedSecurityGroupIds", Object.keys(groups));
  return {
    internal,
    allowedCidrBlocks,
    allowedSecurityGroupIds: Object.fromEntries(
      Object.entries(groups).map(([key, id]) => [
        key,
        checkId(problems, `allowedSecurityGroupIds.${key}`, id, "securityGroup"),
      ]),
    ),
    loadBalancerSubnetIds: args.loadBalancerSubnetIds.map((id, index) =>
      checkId(problems, `loadBalancerSubnetIds[${index}]`, id, "subnet"),
    ),
    domain: resolveDomain(problems, args),
    monitoredDatabases: resolveDatabases(problems, args.monitoredDatabases ?? {}),
  };
}

function checkBlocks(problems: Problems, blocks: readonly string[]): void {
  blocks.forEach((block, index) => {
    const path = `allowedCidrBlocks[${index}]`;
    const range = typeof block === "string" ? parseCidr(block) : undefined;
    problems.require(
      range !== undefined,
      path,
      `must be an IPv4 range such as 10.0.0.0/16 with its host bits zero, got ${shown(block)}`,
    );
    problems.require(
      range === undefined || range.prefix >= widestPrefix,
      path,
      `must be a /${widestPrefix} or narrower, for a monitoring server is nobody's public page, got ${shown(block)}; name the ranges of those who use it`,
    );
    problems.require(blocks.indexOf(block) === index, path, `must be there once, got ${shown(block)} twice`);
  });
}

function checkKeys(problems: Problems, path: string, keys: readonly string[]): void {
  for (const key of keys) {
    problems.matches(`${path}.${key}`, key, namePattern, "keyed by lower-case letters, digits and single hyphens");
  }
}

function resolveDomain(problems: Problems, { domain, region }: PmmServerArgs) {
  const names = domain.names;
  problems.require(names.length > 0, "domain.names", "must hold at least one name such as pmm.example.com, got none");
  names.forEach((domainName, index) => {
    const path = `domain.names[${index}]`;
    const plain = index === 0 ? domainName : domainName.replace(/^\*\./, "");
    problems.require(
      domainNamePattern.test(plain),
      path,
      `must be a lower-case domain name of at most 64 characters${index === 0 ? ", no wildcard" : ""}, got ${shown(domainName)}`,
    );
    problems.require(names.indexOf(domainName) === index, path, `must be there once, got ${shown(domainName)} twice`);
  });
  const { certificateArn, zoneId } = domain;
  const shape = `the ARN of a certificate in ${region}, arn:aws:acm:${region}:ACCOUNT:certificate/ID`;
  const pattern = new RegExp(`^arn:aws[a-z-]*:acm:${region}:\\d{12}:certificate/[\\w-]+$`);
  return {
    names: names as [string, ...string[]],
    zoneId: checkId(problems, "domain.zoneId", zoneId, "hostedZone"),
    certificateArn:
      certificateArn === undefined
        ? undefined
        : problems.matches("domain.certificateArn", certificateArn, pattern, shape),
  };
}

function resolveDatabases(problems: Problems, databases: Record<string, PmmMonitoredDatabase>) {
  checkKeys(problems, "monitoredDatabases", Object.keys(databases));
  return Object.fromEntries(
    Object.entries(databases).map(([key, { securityGroupId, port }]): [string, CheckedDatabase] => [
      key,
      {
        securityGroupId: checkId(
          problems,
          `monitoredDatabases.${key}.securityGroupId`,
          securityGroupId,
          "securityGroup",
        ),
        port: problems.wholeNumber(`monitoredDatabases.${key}.port`, port, 1, 65_535),
      },
    ]),
  );
}

export interface CheckedDatabase {
  securityGroupId: pulumi.Input<string>;
  port: pulumi.Input<number>;
}
