import { free, times, type Entry } from "../entries";
import { known, usageCharge, type Inquiry, type Pricer } from "../inquiry";

function* secret(inquiry: Inquiry): Iterable<Entry> {
  const cheaper = "an SSM parameter of type SecureString, which is free";
  const replicas = known(inquiry.resource.properties.list("replicas"))?.length ?? 0;
  const secrets = times([1 + replicas, replicas > 0 ? "secrets with replicas" : "secret"]);
  yield { kind: "charge", item: "secret", key: "secrets.secret", ...secrets, cheaper };
  const requests = { item: "requests for the secret", key: "secrets.requests" };
  yield usageCharge(inquiry, "secretRequests", "thousand requests", requests);
}

function* key(inquiry: Inquiry): Iterable<Entry> {
  const cheaper = "the free key of the service (aws/rds, aws/ebs and so on)";
  yield { kind: "charge", item: "customer-managed key", key: "kms.key", ...times([1, "key"]), cheaper };
  const requests = { item: "requests to the key", key: "kms.requests", allowance: "keyRequests" } as const;
  yield usageCharge(inquiry, "keyRequests", "thousand requests", requests);
}

function* parameter({ resource }: Inquiry): Iterable<Entry> {
  if (known(resource.properties.text("tier")) !== "Advanced") {
    yield free("standard parameters cost nothing");
    return;
  }
  yield { kind: "charge", item: "advanced parameter", key: "ssm.parameter.advanced", ...times([1, "parameter"]) };
}

export const securityPricers: Readonly<Record<string, Pricer>> = {
  "aws:secretsmanager/secret:Secret": secret,
  "aws:kms/key:Key": key,
  "aws:kms/replicaKey:ReplicaKey": key,
  "aws:ssm/parameter:Parameter": parameter,
};
