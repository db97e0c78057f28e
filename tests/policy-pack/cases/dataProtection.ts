import { distributions } from "./distributions";
import { ecrImmutableAndScanned } from "../../../policy-pack/rules/data-protection/ecrImmutableAndScanned";
import { logRetentionSet } from "../../../policy-pack/rules/data-protection/logRetentionSet";
import { storageEncrypted } from "../../../policy-pack/rules/data-protection/storageEncrypted";
import { tlsInTransit } from "../../../policy-pack/rules/data-protection/tlsInTransit";
import { planned, unknown, type Planned } from "../support/bench";

import type { Case, RuleCases } from "../support/cases";

const logs = planned("aws:cloudwatch/logGroup:LogGroup", "app", { retentionInDays: 7 });
const repository = planned("aws:ecr/repository:Repository", "api", {
  imageTagMutability: "IMMUTABLE",
  imageScanningConfiguration: { scanOnPush: true },
});
const registry = planned("aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration", "all", {
  scanType: "BASIC",
  rules: [{ scanFrequency: "SCAN_ON_PUSH", repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }] }],
});
const database = planned("aws:rds/instance:Instance", "orders", {
  storageEncrypted: true,
  engine: "postgres",
  engineVersion: "16.4",
});
const template = (mappings: unknown) =>
  planned("aws:ec2/launchTemplate:LaunchTemplate", "machine", { blockDeviceMappings: mappings });
const byDefault = planned("aws:ebs/encryptionByDefault:EncryptionByDefault", "on", { enabled: true });
const volume = (properties: Record<string, unknown>) => planned("aws:ebs/volume:Volume", "data", properties);
const machine = (properties: Record<string, unknown>) => planned("aws:ec2/instance:Instance", "box", properties);

const inner = planned("aws:lb/loadBalancer:LoadBalancer", "inner", {
  internal: true,
  tags: { "cloister:plain-http": "declared" },
});
const outer = planned("aws:lb/loadBalancer:LoadBalancer", "outer", {
  internal: false,
  tags: { "cloister:internet-facing": "declared" },
});
const listener = (properties: Record<string, unknown>, balancer: Planned): Planned =>
  planned(
    "aws:lb/listener:Listener",
    "in",
    { loadBalancerArn: unknown, ...properties },
    { loadBalancerArn: [balancer] },
  );
const forward = { protocol: "HTTP", defaultActions: [{ type: "forward", targetGroupArn: unknown }] };
const redirect = {
  protocol: "HTTP",
  defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", statusCode: "HTTP_301" } }],
};
const https = listener({ protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06" }, outer);
const policies = (names: string[], make: (given: string, name: string) => Case) =>
  names.map((name) => make(`policy ${name}`, name));
const listenerRule = planned(
  "aws:lb/listenerRule:ListenerRule",
  "more",
  { listenerArn: unknown, actions: [{ type: "forward" }] },
  { listenerArn: [listener(redirect, outer)] },
);
const parameters = (...list: unknown[]) =>
  planned("aws:rds/parameterGroup:ParameterGroup", "params", { name: "params", parameters: list });
const withParameters = (engine: string, version: string | undefined, group: Planned): Planned[] => [
  planned(
    "aws:rds/instance:Instance",
    "orders",
    { engine, ...(version && { engineVersion: version }), parameterGroupName: unknown },
    { parameterGroupName: [group] },
  ),
  group,
];
const task = (volumes: unknown) => planned("aws:ecs/taskDefinition:TaskDefinition", "api", { volumes });
const domain = (changes: Record<string, unknown> = {}) =>
  planned("aws:opensearch/domain:Domain", "search", {
    domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10" },
    nodeToNodeEncryption: { enabled: true },
    ...changes,
  });
const proxy = (properties: Record<string, unknown>) => planned("aws:rds/proxy:Proxy", "pool", properties);

export const dataProtection: RuleCases[] = [
  {
    rule: logRetentionSet,
    passing: [logs],
    passes: [{ given: "the delivery class", change: { retentionInDays: undefined, logGroupClass: "DELIVERY" } }],
    fails: [
      {
        given: "no retention",
        change: { retentionInDays: undefined },
        says: "kept for ever (retentionInDays is not set)",
      },
      { given: "retention 0", change: { retentionInDays: 0 }, says: "retentionInDays is 0" },
    ],
    undetermined: [
      { given: "an unknown retention", change: { retentionInDays: unknown }, says: "retentionInDays is not known" },
    ],
  },
  {
    rule: ecrImmutableAndScanned,
    passing: [repository],
    passes: [
      {
        given: "a registry that scans everything",
        plan: [{ ...repository, properties: { imageTagMutability: "IMMUTABLE" } }, registry],
      },
    ],
    fails: [
      { given: "mutable tags", change: { imageTagMutability: "MUTABLE" }, says: "imageTagMutability is MUTABLE" },
      { given: "no word of tags", change: { imageTagMutability: undefined }, says: "imageTagMutability is MUTABLE" },
      {
        given: "tags that are mutable by exception",
        change: { imageTagMutability: "IMMUTABLE_WITH_EXCLUSION" },
        says: "IMMUTABLE_WITH_EXCLUSION",
      },
      { given: "no scan", change: { imageScanningConfiguration: undefined }, says: "not scanned" },
      {
        given: "a registry that scans only when asked",
        plan: [
          { ...repository, properties: { imageTagMutability: "IMMUTABLE" } },
          { ...registry, properties: { rules: [{ scanFrequency: "MANUAL", repositoryFilters: [{ filter: "*" }] }] } },
        ],
        says: "not scanned",
      },
    ],
    undetermined: [
      { given: "unknown mutability", change: { imageTagMutability: unknown }, says: "imageTagMutability is not known" },
      { given: "an unknown scan", change: { imageScanningConfiguration: unknown }, says: "scanOnPush is not known" },
    ],
  },
  {
    rule: storageEncrypted,
    passing: [database],
    passes: [
      {
        given: "an encrypted file system",
        plan: [planned("aws:efs/fileSystem:FileSystem", "files", { encrypted: true })],
      },
      { given: "an encrypted volume", plan: [volume({ encrypted: true })] },
      {
        given: "an encrypted search domain",
        plan: [planned("aws:opensearch/domain:Domain", "search", { encryptAtRest: { enabled: true } })],
      },
      { given: "a bucket, which S3 always encrypts", plan: [planned("aws:s3/bucket:Bucket", "files")] },
      { given: "a backup vault", plan: [planned("aws:backup/vault:Vault", "safe")] },
      {
        given: "a cluster of the first serverless mode",
        plan: [planned("aws:rds/cluster:Cluster", "c", { engine: "aurora-mysql", engineMode: "serverless" })],
      },
      { given: "a volume of an account that encrypts by itself", plan: [volume({}), byDefault] },
      {
        given: "a launch template with an encrypted disk, the flag as a text",
        plan: [template([{ deviceName: "/dev/xvda", ebs: { encrypted: "true" } }])],
      },
      {
        given: "a launch template with an instance store beside an encrypted disk",
        plan: [template([{ virtualName: "ephemeral0" }, { ebs: { encrypted: true } }])],
      },
      {
        given: "an instance with encrypted disks",
        plan: [machine({ rootBlockDevice: { encrypted: true }, ebsBlockDevices: [{ encrypted: true }] })],
      },
      {
        given: "an instance whose disks a launch template describes",
        plan: [machine({ launchTemplate: { id: unknown } })],
      },
    ],
    fails: [
      { given: "a plain database", change: { storageEncrypted: false }, says: "storageEncrypted is false" },
      {
        given: "a database without a word",
        change: { storageEncrypted: undefined },
        says: "storageEncrypted is not set",
      },
      {
        given: "a copy that says it is plain",
        change: { storageEncrypted: false, snapshotIdentifier: "last" },
        says: "storageEncrypted is false",
      },
      {
        given: "an Aurora cluster that is plain on purpose",
        plan: [planned("aws:rds/cluster:Cluster", "c", { engine: "aurora-mysql", storageEncrypted: false })],
        says: "storageEncrypted is false",
      },
      {
        given: "a cluster of RDS without a word",
        plan: [planned("aws:rds/cluster:Cluster", "c", { engine: "postgres" })],
        says: "storageEncrypted is not set",
      },
      {
        given: "a plain document database",
        plan: [planned("aws:docdb/cluster:Cluster", "c")],
        says: "storageEncrypted is not set",
      },
      {
        given: "a plain search domain",
        plan: [planned("aws:opensearch/domain:Domain", "search")],
        says: "encryptAtRest.enabled is not set",
      },
      {
        given: "a plain file system",
        plan: [planned("aws:efs/fileSystem:FileSystem", "files")],
        says: "encrypted is not set",
      },
      { given: "a plain volume", plan: [volume({ size: 8 })], says: "encrypted is not set" },
      {
        given: "a volume that is plain on purpose",
        plan: [volume({ encrypted: false }), byDefault],
        says: "encrypted is false",
      },
      {
        given: "a launch template with a plain second disk",
        plan: [template([{ ebs: { encrypted: true } }, { ebs: { volumeSize: 8 } }])],
        says: "blockDeviceMappings[1].ebs.encrypted is not set",
      },
      {
        given: "a launch template without disks",
        plan: [template(undefined)],
        says: "blockDeviceMappings.encrypted is not set",
      },
      {
        given: "an instance without a word of its disk",
        plan: [machine({})],
        says: "rootBlockDevice.encrypted is not set",
      },
      {
        given: "an instance with a plain second disk",
        plan: [machine({ rootBlockDevice: { encrypted: true }, ebsBlockDevices: [{ volumeSize: 1 }] })],
        says: "ebsBlockDevices[0].encrypted",
      },
    ],
    undetermined: [
      { given: "an unknown flag", change: { storageEncrypted: unknown }, says: "storageEncrypted is not known" },
      {
        given: "a copy of a snapshot",
        change: { storageEncrypted: undefined, snapshotIdentifier: "last" },
        says: "follows what snapshotIdentifier names",
      },
      {
        given: "an Aurora cluster without a word",
        plan: [planned("aws:rds/cluster:Cluster", "c", { engine: "aurora-mysql" })],
        says: "since 18 February 2026",
      },
      { given: "a volume from a snapshot", plan: [volume({ snapshotId: "snap-1" })], says: "follows the snapshot" },
      {
        given: "unknown disks of a launch template",
        plan: [template(unknown)],
        says: "blockDeviceMappings is not known",
      },
      {
        given: "an unknown setting of the account",
        plan: [volume({}), { ...byDefault, properties: { enabled: unknown } }],
        says: "enabled is not known",
      },
    ],
  },
  {
    rule: tlsInTransit,
    passing: [https, outer],
    passes: [
      ...distributions.passes,
      ...policies(
        [
          "ELBSecurityPolicy-TLS13-1-3-2021-06",
          "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
          "ELBSecurityPolicy-FS-1-2-Res-2020-10",
          "ELBSecurityPolicy-TLS-1-2-Ext-2018-06",
        ],
        (given, sslPolicy) => ({ given, change: { sslPolicy } }),
      ),
      { given: "a redirect on a public load balancer", plan: [listener(redirect, outer), outer] },
      { given: "plain HTTP on an internal load balancer that declares it", plan: [listener(forward, inner), inner] },
      {
        given: "plain HTTP on one named in the settings",
        plan: [
          listener(forward, { ...inner, properties: { internal: true } }),
          { ...inner, properties: { internal: true } },
        ],
        settings: { plainHttp: ["*::inner"] },
      },
      { given: "TCP inside", plan: [listener({ protocol: "TCP" }, inner), inner] },
      {
        given: "PostgreSQL that forces TLS",
        plan: withParameters("postgres", "14.9", parameters({ name: "rds.force_ssl", value: "1" })),
      },
      {
        given: "PostgreSQL 16, which does by default",
        plan: [planned("aws:rds/instance:Instance", "o", { engine: "postgres", engineVersion: "16.4" })],
      },
      {
        given: "MySQL that forces TLS",
        plan: withParameters(
          "mysql",
          "8.0",
          parameters({ name: "max_connections", value: "10" }, { name: "require_secure_transport", value: "ON" }),
        ),
      },
      { given: "another engine", plan: [planned("aws:rds/instance:Instance", "o", { engine: "oracle-ee" })] },
      { given: "a search domain with TLS everywhere", plan: [domain()] },
      {
        given: "a search domain that leaves HTTPS to the provider, which enforces it",
        plan: [domain({ domainEndpointOptions: { tlsSecurityPolicy: "Policy-Min-TLS-1-2-2019-07" } })],
      },
      { given: "a proxy that requires TLS", plan: [proxy({ requireTls: true })] },
      {
        given: "a task with an encrypted mount and a scratch volume",
        plan: [task([{ name: "scratch" }, { efsVolumeConfiguration: { transitEncryption: "ENABLED" } }])],
      },
      { given: "a task without volumes", plan: [task(undefined)] },
    ],
    fails: [
      ...distributions.fails,
      ...policies(
        [
          "ELBSecurityPolicy-2016-08",
          "ELBSecurityPolicy-TLS13-1-0-2021-06",
          "ELBSecurityPolicy-TLS13-1-1-2021-06",
          "ELBSecurityPolicy-TLS-1-1-2017-01",
          "ELBSecurityPolicy-FS-2018-06",
        ],
        (given, sslPolicy) => ({ given, change: { sslPolicy }, says: sslPolicy }),
      ),
      { given: "no policy", change: { sslPolicy: undefined }, says: "sslPolicy is not set" },
      {
        given: "plain HTTP on a public load balancer",
        plan: [listener(forward, outer), outer],
        says: "faces the internet",
      },
      {
        given: "plain HTTP on a public load balancer that declares it",
        plan: [
          listener(forward, { ...outer, properties: { internal: false, tags: inner.properties.tags } }),
          { ...outer, properties: { internal: false, tags: inner.properties.tags } },
        ],
        says: "faces the internet",
      },
      {
        given: "plain HTTP on an internal one without a word",
        plan: [
          listener(forward, { ...inner, properties: { internal: true } }),
          { ...inner, properties: { internal: true } },
        ],
        says: "cloister:plain-http = declared",
      },
      {
        given: "no protocol, which is HTTP",
        plan: [listener({ defaultActions: [{ type: "forward" }] }, outer), outer],
        says: "plain HTTP",
      },
      {
        given: "a redirect to HTTP",
        plan: [
          listener({ ...redirect, defaultActions: [{ type: "redirect", redirect: { host: "elsewhere" } }] }, outer),
          outer,
        ],
        says: "plain HTTP",
      },
      {
        given: "a rule that serves behind a redirect",
        plan: [listener(redirect, outer), outer, listenerRule],
        says: "plain HTTP",
      },
      {
        given: "the older alias",
        plan: [
          {
            ...listener(forward, { ...outer, type: "aws:alb/loadBalancer:LoadBalancer" }),
            type: "aws:alb/listener:Listener",
          },
          { ...outer, type: "aws:alb/loadBalancer:LoadBalancer" },
        ],
        says: "plain HTTP",
      },
      {
        given: "a classic public one",
        plan: [
          planned("aws:elb/loadBalancer:LoadBalancer", "classic", { listeners: [{ lbProtocol: "http", lbPort: 80 }] }),
        ],
        says: "plain HTTP",
      },
      {
        given: "PostgreSQL 14 without parameters",
        plan: [planned("aws:rds/instance:Instance", "o", { engine: "postgres", engineVersion: "14.9" })],
        says: "Set rds.force_ssl to 1",
      },
      {
        given: "PostgreSQL 16 that turns it off",
        plan: withParameters("postgres", "16.4", parameters({ name: "rds.force_ssl", value: "0" })),
        says: "without TLS",
      },
      {
        given: "MySQL",
        plan: [planned("aws:rds/instance:Instance", "o", { engine: "mysql", parameterGroupName: "default.mysql8.0" })],
        says: "require_secure_transport",
      },
      {
        given: "Aurora PostgreSQL 16",
        plan: [planned("aws:rds/cluster:Cluster", "o", { engine: "aurora-postgresql", engineVersion: "16.4" })],
        says: "rds.force_ssl",
      },
      {
        given: "a search domain that answers HTTP",
        plan: [
          domain({
            domainEndpointOptions: { enforceHttps: false, tlsSecurityPolicy: "Policy-Min-TLS-1-2-2019-07" },
          }),
        ],
        says: "answers plain HTTP",
      },
      {
        given: "a search domain with an old policy",
        plan: [domain({ domainEndpointOptions: { tlsSecurityPolicy: "Policy-Min-TLS-1-0-2019-07" } })],
        says: "tlsSecurityPolicy is Policy-Min-TLS-1-0-2019-07",
      },
      {
        given: "a search domain without a word of its endpoint",
        plan: [domain({ domainEndpointOptions: undefined })],
        says: ["answers plain HTTP", "tlsSecurityPolicy is not set"],
      },
      {
        given: "a search domain whose nodes speak plainly",
        plan: [domain({ nodeToNodeEncryption: undefined })],
        says: "nodeToNodeEncryption.enabled is not set",
      },
      { given: "a proxy without a word", plan: [proxy({})], says: "requireTls is not set" },
      {
        given: "a task with a plain mount",
        plan: [task([{ efsVolumeConfiguration: { fileSystemId: unknown } }])],
        says: "volumes[0].efsVolumeConfiguration.transitEncryption is not set",
      },
    ],
    undetermined: [
      ...distributions.undetermined,
      { given: "an unknown protocol", change: { protocol: unknown }, says: "protocol is not known" },
      { given: "an unknown policy", change: { sslPolicy: unknown }, says: "sslPolicy is not known" },
      {
        given: "plain HTTP on a load balancer that cannot be identified",
        plan: [planned("aws:lb/listener:Listener", "in", { ...forward, loadBalancerArn: unknown })],
        says: "loadBalancerArn refers to something",
      },
      {
        given: "plain HTTP on a load balancer outside the stack",
        plan: [
          planned("aws:lb/listener:Listener", "in", { ...forward, loadBalancerArn: "arn:aws:elasticloadbalancing:x" }),
        ],
        says: "outside the stack",
      },
      {
        given: "TCP from the internet",
        plan: [listener({ protocol: "TCP" }, outer), outer],
        says: "only the targets know",
      },
      {
        given: "a parameter group outside the stack",
        plan: [
          planned("aws:rds/instance:Instance", "o", {
            engine: "postgres",
            engineVersion: "16",
            parameterGroupName: "shared",
          }),
        ],
        says: "parameter group outside the stack",
      },
      {
        given: "unknown parameters",
        plan: withParameters("postgres", "16.4", { ...parameters(), properties: { parameters: unknown } }),
        says: "parameters is not known",
      },
      {
        given: "an unknown version",
        plan: [planned("aws:rds/instance:Instance", "o", { engine: "postgres", engineVersion: unknown })],
        says: "engineVersion is not known",
      },
      {
        given: "no engine",
        plan: [planned("aws:rds/instance:Instance", "o", { replicateSourceDb: "x" })],
        says: "engine is not set",
      },
      {
        given: "a proxy with an unknown flag",
        plan: [proxy({ requireTls: unknown })],
        says: "requireTls is not known",
      },
      {
        given: "an unknown policy of a search domain",
        plan: [domain({ domainEndpointOptions: { tlsSecurityPolicy: unknown } })],
        says: "tlsSecurityPolicy is not known",
      },
      {
        given: "an unknown mount",
        plan: [task([{ efsVolumeConfiguration: { transitEncryption: unknown } }])],
        says: "transitEncryption is not known",
      },
    ],
  },
];
