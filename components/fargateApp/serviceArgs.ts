import type * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../internal/iam";
import type { WorkingHours } from "../internal/workingHours";

/** Processor architecture of a task; the image must be built for it. */
export const FargateArchitecture = { X86_64: "X86_64", ARM64: "ARM64" } as const;
export type FargateArchitecture = (typeof FargateArchitecture)[keyof typeof FargateArchitecture];

/** How a service shows that it is well. */
export interface FargateHealthCheck {
  /** Path that answers with a status from 200 to 399 when the service is well; begins with a slash. Default: `/`. */
  path?: string;
  /**
   * Command run inside the container; its first word is `CMD` or `CMD-SHELL`, exit code 0 is well. Give one when the
   * image has no curl: nginx:alpine has `["CMD-SHELL", "wget -q -O /dev/null http://localhost:80/ || exit 1"]`.
   * Default: `["CMD-SHELL", "curl -f http://localhost:PORTPATH || exit 1"]`, every 30 s, timeout 5 s, 3 retries.
   */
  command?: string[];
  /** Check inside the container too. `false` is for images without any shell: the load balancer's check alone decides. Default: true. */
  containerCheck?: boolean;
  /**
   * Seconds after the container's start in which failures do not count. Whole number, 0 to 300, and at most
   * `healthCheckGracePeriodSeconds`. Default: 60.
   * AWS: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
   */
  startPeriodSeconds?: number;
}

/** Follows the load between two numbers of tasks, by CPU, memory and requests at once: the highest need wins. */
export interface FargateScaling {
  /** Fewest tasks. Whole number, 1 to 5000. Default: 1. */
  minCount?: number;
  /** Most tasks. Whole number, `minCount` to 5000. */
  maxCount: number;
  /** Average CPU use that is kept, in percent of the reservation. Whole number, 1 to 100. Default: 70. */
  cpuTargetPercent?: number;
  /** Average memory use that is kept, in percent of the reservation. Whole number, 1 to 100. Default: 80. */
  memoryTargetPercent?: number;
  /** Requests a minute and task that are kept. Whole number, 1 to 1000000. Default: 1000. */
  requestsPerTarget?: number;
}

/** Fewer tasks outside working hours. */
export interface FargateSchedule extends WorkingHours {
  /**
   * Tasks outside working hours: 1 lowers the minimum (and, without `scaling`, the count), 0 puts the service to
   * sleep: minimum and maximum are 0 until the morning restores both. Default: 1.
   */
  offHoursMinimum?: number;
}

/** A directory of the shared file system inside the container. */
export interface FargateFileSystemMount {
  /** Key of the access point in the application's `efs.accessPoints`. */
  accessPoint: string;
  /** Absolute path in the container, such as `/var/lib/git`. */
  containerPath: string;
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean;
}

/** One service behind the load balancer. */
export interface FargateService {
  /**
   * Container image: `REGISTRY/NAME:TAG` or `NAME@sha256:DIGEST`. Where it is in a private ECR repository, the
   * execution role may pull from exactly that repository.
   */
  image: pulumi.Input<string>;
  /** TCP port that the container listens on. Plain. Whole number, 1 to 65535. */
  port: number;
  /**
   * Paths that lead here. `/api` and `/api/*` both mean `/api` and everything below it; `/*` alone makes this the
   * service for everything that no other takes; another pattern with `*` or `?` is taken as written. The load balancer
   * does not strip the prefix. Plain. At least one.
   */
  paths: string[];
  /**
   * Priority of the first listener rule, 1 to 50000, lower wins; longer path lists take the numbers after it too.
   * Default: derived from each path's depth and the service's key alone, deeper paths first, so that other services
   * never move it. Two services on one number are refused.
   */
  priority?: number;
  /** CPU units, 1024 to a vCPU: 256, 512, 1024, 2048, 4096, 8192 or 16384. Default: 256. */
  cpuUnits?: number;
  /** Memory in MiB, of those that Fargate offers with `cpuUnits`. Default: 512. AWS: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html */
  memoryMiB?: number;
  /** Processor architecture. ARM64 costs a fifth less. Default: `X86_64`. */
  architecture?: FargateArchitecture;
  /** Run on Fargate Spot: up to 70 % off, tasks end with two minutes' notice when AWS needs the capacity, and may not start while there is none. Default: false. */
  spot?: boolean;
  /** Tasks. Whole number, 0 to 5000; with `scaling` the number of the first deployment only, from minimum to maximum. Default: 1, with `scaling` its `minCount`. */
  desiredCount?: number;
  /** Environment variables. Nothing secret: they are readable in the task definition. Default: none. */
  environment?: Record<string, pulumi.Input<string>>;
  /**
   * Environment variables from secrets: name of the variable to a parameter name (`/dev/app/db/url`), a parameter ARN,
   * or a Secrets Manager ARN, whole (`arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME`) or with a JSON key
   * (`…:secret:NAME:key::`). NAME without the random suffix; one that itself ends in a hyphen and six characters must
   * be given with its suffix. The execution role reads exactly these. Default: none.
   */
  secrets?: Record<string, pulumi.Input<string>>;
  /** Ids of the secrets' versions, under names of the caller's choice: a change deploys the service anew, and the service waits for them. Default: none. */
  secretVersions?: Record<string, pulumi.Input<string>>;
  /** Name of an environment variable that carries the application's own URL, such as `API_ENDPOINT`; the service may then call an internal load balancer. Default: none. */
  urlEnvironmentName?: string;
  /** How the service shows that it is well. Default: `/` by the load balancer and by curl in the container. */
  healthCheck?: FargateHealthCheck;
  /** Seconds after a task's start in which failed checks do not end it. Whole number, 0 to 2147483647, at least the start period. Default: 60. */
  healthCheckGracePeriodSeconds?: number;
  /** Follow the load. Default: none, `desiredCount` stays. */
  scaling?: FargateScaling;
  /** Fewer tasks outside working hours. A changed minimum or maximum takes effect the next morning. Default: none. */
  schedule?: FargateSchedule;
  /** Keep a visitor on one task by a cookie of the load balancer, 24 hours. Default: false. */
  stickiness?: boolean;
  /** Directories of the shared file system. Needs the application's `efs`. Default: none. */
  fileSystemMounts?: FargateFileSystemMount[];
  /**
   * The container cannot change its own root file system. Cannot be true with `executeCommand`: the Exec agent writes
   * into the container (https://github.com/aws/containers-roadmap/issues/1359). Default: true, with `executeCommand` false.
   */
  readOnlyRootFilesystem?: boolean;
  /**
   * Absolute paths that stay writable: each an empty volume that ends with the task. Owned by root unless the image
   * declares the path as a VOLUME, whose content and owner are kept
   * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html). Default: none.
   */
  writablePaths?: string[];
  /** What the application itself may do in AWS: exactly these statements. Default: none. */
  taskPolicyStatements?: PolicyStatement[];
  /** Further security groups of the tasks, such as a database's client group; at most 4. Default: none. */
  securityGroupIds?: pulumi.Input<string>[];
}
