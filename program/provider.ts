import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { StackConfig } from "../config";

/** Tags by which costs are told apart and owners are found. */
export function stackTags(config: StackConfig): Record<string, string> {
  return {
    environment: config.environment,
    project: pulumi.getProject(),
    owner: config.owner,
    "managed-by": "pulumi",
  };
}

/**
 * The one provider of the stack: refuses every account but the configured one, and puts the cost-allocation tags on
 * everything that AWS lets be tagged.
 */
export function createProvider(config: StackConfig): aws.Provider {
  return new aws.Provider("aws", {
    region: config.region as aws.Region,
    allowedAccountIds: [config.accountId],
    defaultTags: {
      tags: stackTags(config),
    },
  });
}
