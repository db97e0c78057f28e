import * as pulumi from "@pulumi/pulumi";
import { createAlarms } from "./fargateApp/alarms";
import type { FargateAppArgs } from "./fargateApp/args";
import { createCluster } from "./fargateApp/cluster";
import { createFileSystem, createFileSystemPolicy } from "./fargateApp/fileSystem";
import { createLoadBalancer } from "./fargateApp/loadBalancer";
import { createMigration, migrationKey, runMigrationInput } from "./fargateApp/migration";
import { createOwnUrl, withOwnUrl } from "./fargateApp/ownUrl";
import { createService } from "./fargateApp/service";
import type { ServiceSettings } from "./fargateApp/serviceSettings";
import { resolveSettings, type FargateAppSettings } from "./fargateApp/settings";
import { createTask, type Task } from "./fargateApp/task";
import { faultsOf } from "./internal/faults";
import { typeToken } from "./internal/package";

export * from "./fargateApp/args";

/**
 * One load-balanced application of several Fargate services in one cluster.
 *
 * Creates a cluster; an application load balancer with its listeners, certificate and DNS record where asked; for each
 * service a target group, listener rules, security group, log group, two roles, a task definition, an ECS service, and
 * its scaling where asked; a shared EFS file system, a migration task and alarms where asked.
 *
 * Costs when idle, in eu-west-1 a month: the load balancer about 18 USD and, for each task of the smallest size that
 * runs all the time, about 9 USD (ARM64 about 7 USD); EFS, logs and alarms by use. Outside working hours a service with
 * a `schedule` and `offHoursMinimum: 0` costs nothing; the load balancer always does.
 *
 * Refuses, before anything is registered and all at once: sizes that Fargate does not offer, paths or priorities that
 * two services share, a path that another hides, unknown forms of secrets, a balancer in fewer than two subnets or that
 * nobody may reach, internet-facing plain HTTP that is not asked for by name, a start period longer than the grace
 * period, Exec with a read-only root, tasks with no way to fetch their image, and names that AWS would not take.
 *
 * Does not make: the image repositories (see ImageRepository: a first deployment cannot pull what nobody has pushed),
 * a public address for any task, or a run of the migration.
 */
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
    const settings = resolveSettings(name, args);
    super(typeToken("FargateApp"), name, args, opts);

    const cluster = createCluster(name, settings, this);
    const loadBalancer = createLoadBalancer(name, settings, this);
    const fileSystem = settings.efs && createFileSystem(name, settings, settings.efs, this);
    const ownUrl = createOwnUrl(name, settings, loadBalancer.url, this);
    const tasks = mapServices(settings, (service) => {
      const variables = withOwnUrl(service, ownUrl);
      const statements = [...service.taskPolicyStatements, ...cluster.execStatements];
      return createTask(name, settings, { ...service, ...variables, statements }, fileSystem, this);
    });
    const taskRoleNames = mapValues(tasks, (task) => task.taskRoleName);
    const fileSystemPolicy = fileSystem && createFileSystemPolicy(name, settings, fileSystem, taskRoleNames, this);
    const services = mapServices(settings, (service) => {
      const task = tasks[service.key] as Task;
      const parts = { cluster, loadBalancer, fileSystem, fileSystemPolicy, ownUrl, task };
      return createService(name, settings, service, parts, this);
    });

    this.url = loadBalancer.url;
    this.loadBalancerArn = loadBalancer.balancer.arn;
    this.loadBalancerDnsName = loadBalancer.balancer.dnsName;
    this.loadBalancerSecurityGroupId = loadBalancer.securityGroupId;
    this.clusterName = cluster.name;
    this.clusterArn = cluster.arn;
    this.serviceNames = mapValues(services, (service) => service.name);
    this.serviceSecurityGroupIds = mapValues(services, (service) => service.securityGroupId);
    this.logGroupNames = mapValues(tasks, (task) => task.logGroupName);
    this.fileSystemId = fileSystem?.id;
    createAlarms(name, settings, cluster, loadBalancer, this.serviceNames, this);

    const { migration } = settings;
    if (migration) {
      const task = createMigration(name, settings, migration, this);
      const serviceGroup = this.serviceSecurityGroupIds[migration.service.key];
      this.migrationTaskDefinitionArn = task.definitionArn;
      this.runMigrationInput = runMigrationInput(settings, migration, cluster, task, serviceGroup);
      this.logGroupNames = { ...this.logGroupNames, [migrationKey]: task.logGroupName };
    }
    this.registerOutputs({
      url: this.url,
      loadBalancerArn: this.loadBalancerArn,
      loadBalancerDnsName: this.loadBalancerDnsName,
      loadBalancerSecurityGroupId: this.loadBalancerSecurityGroupId,
      clusterName: this.clusterName,
      clusterArn: this.clusterArn,
      serviceNames: this.serviceNames,
      serviceSecurityGroupIds: this.serviceSecurityGroupIds,
      logGroupNames: this.logGroupNames,
      migrationTaskDefinitionArn: this.migrationTaskDefinitionArn,
      runMigrationInput: this.runMigrationInput,
      fileSystemId: this.fileSystemId,
    });
  }
}

function mapServices<T>(settings: FargateAppSettings, make: (service: ServiceSettings) => T): Record<string, T> {
  return Object.fromEntries(settings.services.map((service) => [service.key, make(service)]));
}

function mapValues<T, U>(record: Record<string, T>, make: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, make(value)]));
}

/** What a FargateApp of these arguments would refuse; empty when it would be made. Registers nothing. */
export function checkFargateApp(name: string, args: FargateAppArgs): readonly pulumi.InputPropertyErrorDetails[] {
  return faultsOf(() => resolveSettings(name, args));
}
