import { containerImagePinned } from "../../../policy-pack/rules/hygiene/containerImagePinned";
import { ecrLifecycle } from "../../../policy-pack/rules/hygiene/ecrLifecycle";
import { physicalNameLength } from "../../../policy-pack/rules/hygiene/physicalNameLength";
import { runtimeNotEndOfLife } from "../../../policy-pack/rules/hygiene/runtimeNotEndOfLife";
import { changed, planned, unknown } from "../support/bench";
import type { RuleCases } from "../support/cases";

const strict = { strict: true } as const;
const digest = `sha256:${"0a".repeat(32)}`;
const registry = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
const task = (image: unknown) =>
  planned("aws:ecs/taskDefinition:TaskDefinition", "api", {
    containerDefinitions: JSON.stringify([{ name: "api", image }]),
  });
const repository = planned("aws:ecr/repository:Repository", "images", {
  name: "shop",
  imageTagMutability: "IMMUTABLE",
});
const nameless = changed(repository, { name: unknown });
const lifecycle = planned("aws:ecr/lifecyclePolicy:LifecyclePolicy", "old", {
  repository: "shop",
  policy: '{"rules":[{"rulePriority":1}]}',
});
const balancer = planned("aws:lb/loadBalancer:LoadBalancer", "front", { name: "shop-front" });
const role = (name: string, properties = {}) => planned("aws:iam/role:Role", name, properties);
const database = planned("aws:rds/instance:Instance", "orders", { engine: "postgres", engineVersion: "16.4" });
const lambda = (runtime: unknown) => planned("aws:lambda/function:Function", "f", { runtime });
const engine = (name: string, version: string) => changed(database, { engine: name, engineVersion: version });

export const hygieneRules: RuleCases[] = [
  {
    rule: containerImagePinned,
    passing: [task(`ghcr.io/shop/api@${digest}`)],
    passes: [
      { given: "a version", plan: [task("ghcr.io/shop/api:1.2")] },
      { given: "a version in a registry with a port", plan: [task("registry:5000/api:1.2")] },
      { given: "a digest under strict", settings: strict },
      {
        given: "a tag that cannot be moved under strict",
        plan: [task(`${registry}/shop:1.2`), repository],
        settings: strict,
      },
      { given: "a function from a zip file", plan: [lambda("nodejs22.x")] },
    ],
    fails: [
      { given: "latest", plan: [task("nginx:latest")], says: "api runs nginx:latest, which changes without notice" },
      { given: "no tag", plan: [task("nginx")], says: "api runs nginx," },
      { given: "no tag behind a port", plan: [task("registry:5000/api")], says: "changes without notice" },
      {
        given: "a function's latest image",
        plan: [planned("aws:lambda/function:Function", "f", { imageUri: `${registry}/shop:latest` })],
        says: "imageUri runs",
      },
      { given: "a tag elsewhere under strict", plan: [task("nginx:1.27")], settings: strict, says: "tag may be moved" },
      {
        given: "a tag that may be moved under strict",
        plan: [task(`${registry}/shop:1.2`), changed(repository, { imageTagMutability: "MUTABLE" })],
        settings: strict,
        says: "tag may be moved",
      },
    ],
    undetermined: [
      {
        given: "unknown containers",
        change: { containerDefinitions: unknown },
        says: "containerDefinitions is not known",
      },
      { given: "an unknown image", plan: [task(`${unknown}/api:1`)], says: "image is not known" },
      {
        given: "a repository of an unknown name under strict",
        plan: [task(`${registry}/shop:1.2`), nameless],
        settings: strict,
        says: "the name of an ECR repository is not known",
      },
      {
        given: "a repository of unknown mutability under strict",
        plan: [task(`${registry}/shop:1.2`), changed(repository, { imageTagMutability: unknown })],
        settings: strict,
        says: "imageTagMutability of shop is not known",
      },
    ],
  },
  {
    rule: ecrLifecycle,
    passing: [repository, lifecycle],
    passes: [
      {
        given: "a repository whose name is not known yet",
        plan: [nameless, { ...changed(lifecycle, { repository: unknown }), refersTo: { repository: [nameless] } }],
      },
    ],
    fails: [
      { given: "no policy", plan: [repository], says: "Images are kept for ever" },
      {
        given: "a policy of another",
        plan: [repository, changed(lifecycle, { repository: "other" })],
        says: "for ever",
      },
      {
        given: "a policy without rules",
        plan: [repository, changed(lifecycle, { policy: '{"rules":[]}' })],
        says: "for ever",
      },
    ],
    undetermined: [
      {
        given: "an unknown policy",
        plan: [repository, changed(lifecycle, { policy: unknown })],
        says: "policy of old",
      },
      {
        given: "a policy of an unknown repository",
        plan: [repository, changed(lifecycle, { repository: unknown })],
        says: "repository of old refers to something",
      },
    ],
  },
  {
    rule: physicalNameLength,
    passing: [balancer],
    passes: [
      { given: "32 characters", change: { name: "x".repeat(32) } },
      { given: "a prefix of six", change: { name: undefined, namePrefix: "front-" } },
      { given: "an automatic name of 32", plan: [{ ...balancer, name: "x".repeat(24), properties: {} }] },
      { given: "a role of 64", plan: [role("r", { name: "x".repeat(64) })] },
    ],
    fails: [
      { given: "33 characters", change: { name: "x".repeat(33) }, says: `is 33 of 32 characters` },
      {
        given: "a prefix of seven",
        change: { name: undefined, namePrefix: "front-x" },
        says: 'namePrefix "front-x" is 7 of 6',
      },
      {
        given: "an automatic name of 33",
        plan: [{ ...balancer, name: "x".repeat(25), properties: {} }],
        says: "is 33 of 32 characters",
      },
      { given: "a role of 65", plan: [role("r", { name: "x".repeat(65) })], says: "65 of 64" },
      { given: "a role of an automatic name of 65", plan: [role("x".repeat(57))], says: "65 of 64" },
      {
        given: "a target group under its other name",
        plan: [planned("aws:alb/targetGroup:TargetGroup", "t", { name: "x".repeat(40) })],
        says: "40 of 32",
      },
    ],
    undetermined: [
      { given: "an unknown name", change: { name: unknown }, says: "name is not known" },
      { given: "an unknown prefix", change: { name: undefined, namePrefix: unknown }, says: "namePrefix is not known" },
    ],
  },
  {
    rule: runtimeNotEndOfLife, // On 15 June 2026.
    passing: [database],
    passes: [
      { given: "a version in its last weeks", plan: [engine("mysql", "8.0.46")] },
      { given: "a version newer than the table", plan: [engine("postgres", "19.1")] },
      { given: "no version", change: { engineVersion: undefined } },
      { given: "a commercial engine", plan: [engine("oracle-ee", "19")] },
      { given: "a current runtime", plan: [lambda("nodejs22.x")] },
      { given: "a function from an image", plan: [lambda(undefined)] },
      {
        given: "a current Aurora",
        plan: [
          planned("aws:rds/cluster:Cluster", "c", { engine: "aurora-mysql", engineVersion: "8.0.mysql_aurora.3.10.0" }),
        ],
      },
    ],
    fails: [
      {
        given: "PostgreSQL 13",
        plan: [engine("postgres", "13.13")],
        says: "engineVersion is 13.13: standard support of postgres 13 ended on 2026-02-28. Use 18",
      },
      { given: "PostgreSQL 9.6", plan: [engine("postgres", "9.6.24")], says: "ended on 2022-04-30" },
      { given: "PostgreSQL 9.5", plan: [engine("postgres", "9.5.2")], says: "ended long ago" },
      { given: "MySQL 5.7", plan: [engine("mysql", "5.7")], says: "mysql 5.7 ended on 2024-02-29" },
      {
        given: "Aurora MySQL 2",
        plan: [
          planned("aws:rds/cluster:Cluster", "c", { engine: "aurora-mysql", engineVersion: "5.7.mysql_aurora.2.11.2" }),
        ],
        says: "aurora-mysql 5.7 ended on 2024-10-31",
      },
      {
        given: "an old runtime",
        plan: [lambda("nodejs18.x")],
        says: "runtime is nodejs18.x, whose support ended on 2025-09-01. Use nodejs24.x.",
      },
      { given: "Go's own runtime", plan: [lambda("go1.x")], says: "Use provided.al2023." },
      { given: ".NET 6", plan: [lambda("dotnetcore3.1")], says: "Use dotnet10." },
    ],
    undetermined: [
      { given: "an unknown version", change: { engineVersion: unknown }, says: "engineVersion is not known" },
      {
        given: "a copy of a snapshot",
        change: { engineVersion: undefined, snapshotIdentifier: "last" },
        says: "follows what snapshotIdentifier names",
      },
      {
        given: "a replica",
        change: { engine: undefined, engineVersion: undefined, replicateSourceDb: "orders" },
        says: "follows what replicateSourceDb names",
      },
      { given: "a version between those of the table", plan: [engine("mysql", "8.1")], says: "is in no table" },
      { given: "a runtime that is not in the table", plan: [lambda("cobol85")], says: "is in no table" },
    ],
  },
];
