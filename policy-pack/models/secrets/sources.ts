import type { Resource } from "../../../plan/resource";
import type { Stack } from "../../../plan/stack";

/** Types whose outputs are secrets and little else. */
const secretTypes: ReadonlySet<string> = new Set([
  "random:index/randomPassword:RandomPassword",
  "tls:index/privateKey:PrivateKey",
  "aws:iam/accessKey:AccessKey",
]);

/** Types of AWS that give out secrets among other things. */
const mixedTypes: ReadonlySet<string> = new Set([
  ...["aws:rds/instance:Instance", "aws:rds/cluster:Cluster", "aws:docdb/cluster:Cluster"],
  ...["aws:redshift/cluster:Cluster", "aws:elasticache/replicationGroup:ReplicationGroup", "aws:mq/broker:Broker"],
  ...["aws:ssm/parameter:Parameter", "aws:secretsmanager/secretVersion:SecretVersion"],
  ...["aws:cognito/userPoolClient:UserPoolClient", "aws:opensearch/domain:Domain"],
]);

/** What an unknown value was computed from: a resource that is a secret, things that give out none, or who knows what. */
export type Origin =
  { readonly kind: "secret"; readonly name: string } | { readonly kind: "harmless" } | { readonly kind: "unclear" };

/** The origin of the unknown parts of a property. A resource of another maker than AWS may give out anything. */
export function originOf(stack: Stack, resource: Resource, property: string): Origin {
  const [top = property] = property.split(/[.[]/);
  const urns = resource.propertyDependencies[top] ?? [];
  const types = stack.view(resourcesByUrn);
  const found = urns.map((urn) => types.get(urn));
  const secret = found.find((one) => one && secretTypes.has(one.type));
  if (secret) return { kind: "secret", name: secret.name };
  const isHarmless =
    found.length > 0 && found.every((one) => one?.type.startsWith("aws:") && !mixedTypes.has(one.type));
  return { kind: isHarmless ? "harmless" : "unclear" };
}

function resourcesByUrn(stack: Stack): ReadonlyMap<string, Resource> {
  return new Map(stack.resources.map((resource) => [resource.urn, resource]));
}
