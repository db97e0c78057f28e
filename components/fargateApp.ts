import * as pulumi from "@pulumi/pulumi";
import type { FargateAppArgs } from "./fargateApp/args";
import { typeToken } from "./internal/package";

export * from "./fargateApp/args";

/** One load-balanced application of several Fargate services in one cluster. */
export class FargateApp extends pulumi.ComponentResource {
  /** Address of the application: `https://DOMAIN` where a domain is given, else of the load balancer's own name. */
  public readonly url: pulumi.Output<string>;
  /** ARN of the load balancer. */
  public readonly loadBalancerArn: pulumi.Output<string>;
  /** DNS name of the load balancer. */
  public readonly loadBalancerDnsName: pulumi.Output<string>;
  /** Security group of the load balancer. */
  public readonly loadBalancerSecurityGroupId: pulumi.Output<string>;
  /** Name of the cluster, `ENVIRONMENT-APPLICATION`. */
  public readonly clusterName: pulumi.Output<string>;
  /** ARN of the cluster. */
  public readonly clusterArn: pulumi.Output<string>;
  /** Names of the ECS services by key, `APPLICATION-KEY`; the container in a task is named by the key. */
  public readonly serviceNames: Record<string, pulumi.Output<string>>;
  /** Security groups of the services by key: what lets them in refers to these. */
  public readonly serviceSecurityGroupIds: Record<string, pulumi.Output<string>>;
  /** Log groups by service key, and `db-migrate` for the migration. */
  public readonly logGroupNames: Record<string, pulumi.Output<string>>;
  /** ARN of the migration's task definition. Absent without a migration. */
  public readonly migrationTaskDefinitionArn?: pulumi.Output<string>;
  /** Input of `aws ecs run-task --cli-input-json` that runs the migration once, as JSON. Absent without a migration. */
  public readonly runMigrationInput?: pulumi.Output<string>;
  /** Id of the shared file system. Absent without one. */
  public readonly fileSystemId?: pulumi.Output<string>;

  constructor(name: string, args: FargateAppArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeToken("FargateApp"), name, args, opts);
    const unfinished = pulumi.output("");
    this.url = unfinished;
    this.loadBalancerArn = unfinished;
    this.loadBalancerDnsName = unfinished;
    this.loadBalancerSecurityGroupId = unfinished;
    this.clusterName = unfinished;
    this.clusterArn = unfinished;
    this.serviceNames = {};
    this.serviceSecurityGroupIds = {};
    this.logGroupNames = {};
    this.registerOutputs({});
  }
}
