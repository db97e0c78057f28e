import type { RunTaskCommandInput } from "@aws-sdk/client-ecs";
import { OptionsError } from "./errors";
import { checkOptions, type RunOptions } from "./options";

/** The stack's outputs, by name. */
export type Outputs = Readonly<Record<string, unknown>>;

/** How the migration runs. */
export interface MigrationGate {
  /** What `aws ecs run-task` takes. Default: the stack's output `runMigrationInput`; a stack without it has none. */
  input?: (outputs: Outputs) => RunTaskCommandInput | undefined;
  /** Time limit in seconds. Default: 900. */
  timeoutSeconds?: number;
  /** Seconds between two looks. Default: 5. */
  pollSeconds?: number;
}

/** Which services must be stable after the update. */
export interface ServicesGate {
  /**
   * The cluster and its services. Default: the stack's outputs `ecsClusterName` and `serviceNames`; a stack without them
   * has none.
   */
  of?: (outputs: Outputs) => { cluster: string; services: readonly string[] } | undefined;
  /** Time limit in seconds. Default: 1200. */
  timeoutSeconds?: number;
  /** Seconds between two looks. Default: 10. */
  pollSeconds?: number;
}

/** What `deployStack` takes. */
export interface DeployOptions extends RunOptions {
  /** Images of ECR that must exist, as `ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG`. Default: none is looked for. */
  images?: readonly string[];
  /** The migration task, run when all but the services is updated. `false` runs none. Default: see `MigrationGate`. */
  migration?: MigrationGate | false;
  /** The wait for stable services. `false` does not wait. Default: see `ServicesGate`. */
  services?: ServicesGate | false;
  /** A check of your own at the end; what it rejects with fails the deployment. Default: none. */
  healthCheck?: (outputs: Outputs, signal?: AbortSignal) => Promise<void>;
  /** Put services back to the task definition they had when a later step fails. Default: true. */
  rollback?: boolean;
  /** Region of the AWS calls. Default: AWS_REGION, else the region in the stack's outputs. */
  region?: string;
}

/** @throws OptionsError with every fault */
export function checkDeployOptions(options: DeployOptions): void {
  const faults: string[] = [];
  for (const gate of ["migration", "services"] as const) {
    const given = options[gate];
    if (given === undefined || given === false) continue;
    for (const key of ["timeoutSeconds", "pollSeconds"] as const) {
      const value = given[key];
      if (value !== undefined && !(Number.isFinite(value) && value > 0 && value <= 86_400))
        faults.push(`${gate}.${key}: ${value}: must be above 0 and at most 86400 (a day).`);
    }
  }
  if (options.region !== undefined && !/^[a-z]{2,}(-[a-z]+)+-\d$/.test(options.region))
    faults.push(`region: ${JSON.stringify(options.region)}: must be a region of AWS, as eu-west-1.`);
  try {
    checkOptions(options);
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error;
    faults.unshift(...error.faults);
  }
  if (faults.length > 0) throw new OptionsError(faults);
}

/** The migration of our own program: its output `runMigrationInput` is JSON. */
export function migrationOf({ runMigrationInput }: Outputs): RunTaskCommandInput | undefined {
  if (typeof runMigrationInput !== "string" || !runMigrationInput.startsWith("{")) return undefined;
  return JSON.parse(runMigrationInput) as RunTaskCommandInput;
}

/** The services of our own program. */
export function servicesOf({ ecsClusterName, serviceNames }: Outputs) {
  if (typeof ecsClusterName !== "string" || typeof serviceNames !== "object" || serviceNames === null) return undefined;
  const services = Object.values(serviceNames).filter((name): name is string => typeof name === "string");
  return services.length === 0 ? undefined : { cluster: ecsClusterName, services };
}
