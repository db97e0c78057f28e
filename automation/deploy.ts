import { Deployment } from "./deployment";
import { checkDeployOptions, type DeployOptions } from "./deployOptions";
import type { AutomationError } from "./errors";
import { CancelledError, ConcurrentUpdateError, GateFailedError } from "./errors";
import { preparePacks } from "./policies";
import { identityOf } from "./preview";
import { Account, type DeployResult, type StepName } from "./steps";
import { asAutomationError, openStack, withTemporaryFolder } from "./workspace";

/**
 * Deploys a stack through gates, each of which must be passed before the next step:
 *
 * 1. the images exist in ECR;
 * 2. the preview succeeds and policies hold;
 * 3. everything but ECS services is updated (all at once where no migration is to run);
 * 4. the migration task ends with 0;
 * 5. the services are updated and become stable with their new task definitions;
 * 6. a health check of your own passes.
 *
 * When a step from 3 on fails, services that have been moved go back to the task definitions they had. Everything else
 * stays as it is: a next deployment goes on from there. Cancelled, it ends what runs in an orderly way and puts nothing
 * back.
 *
 * @throws OptionsError, CliMissingError, AwsClientMissingError: nothing was done
 * @throws PolicyViolationError, PolicyNotEvaluatedError, PolicyDowngradedError: what policies say
 * @throws GateFailedError, ProgramFailedError, ConcurrentUpdateError, CancelledError
 *   Every error of a deployment that began says in `deployment` what had been done and what had not.
 */
export async function deployStack(options: DeployOptions): Promise<DeployResult> {
  checkDeployOptions(options);
  const opened = await openStack(options, true);
  const identity = await identityOf(opened);
  return withTemporaryFolder(async (folder) => {
    const account = new Account(identity, options.onEvent);
    const packs = await preparePacks(options, folder, identity);
    const deployment = new Deployment(opened, packs, options, account);
    let current: StepName = "images";
    const step = async (name: StepName, run: () => Promise<string>) => {
      current = name;
      await account.step(name, run);
    };
    try {
      await imagesStep(deployment, step);
      await step("preview", () => deployment.preview());
      await step("update", () => deployment.update());
      await migrationStep(deployment, step);
      await servicesStep(deployment, step);
      await healthStep(deployment, step);
      account.skip("rollback", "every step is done");
      return account.result;
    } catch (error) {
      const failure = failureOf(error, current, options);
      await rollBackAfter(failure, deployment);
      throw account.on(failure);
    } finally {
      deployment.close();
    }
  });
}

type StepRunner = (name: StepName, run: () => Promise<string>) => Promise<void>;

async function imagesStep({ options, account, gates }: Deployment, step: StepRunner): Promise<void> {
  const { images = [] } = options;
  if (images.length === 0) {
    account.skip("images", "none is named");
    return;
  }
  await step("images", () => gates.imagesExist(images));
}

async function migrationStep(deployment: Deployment, step: StepRunner): Promise<void> {
  const { options, account } = deployment;
  const input = deployment.migrationInput();
  if (input === undefined) {
    account.skip("migration", options.migration === false ? "not wanted" : "the stack has no migration");
    return;
  }
  await step("migration", () => deployment.migrate(input));
}

async function servicesStep(deployment: Deployment, step: StepRunner): Promise<void> {
  const { options, account } = deployment;
  if (deployment.servicesAreLeft || (options.services !== false && deployment.serviceGroup() !== undefined))
    await step("services", () => deployment.services());
  else account.skip("services", options.services === false ? "not wanted" : "the stack has no services");
}

async function healthStep({ options, account, outputs }: Deployment, step: StepRunner): Promise<void> {
  const { healthCheck, signal } = options;
  if (healthCheck === undefined) {
    account.skip("health", "no check is given");
    return;
  }
  await step("health", async () => {
    await healthCheck(outputs, signal);
    return "passed";
  });
}

/** What a step failed with, as an error of ours. */
function failureOf(error: unknown, step: StepName, options: DeployOptions): AutomationError {
  if (options.signal?.aborted === true && !(error instanceof CancelledError))
    return asAutomationError(new CancelledError(`The deployment of stack ${options.stack} was cancelled.`), options);
  if (step === "preview" || step === "update") return asAutomationError(error, options);
  if (error instanceof CancelledError || error instanceof ConcurrentUpdateError) return error;
  return new GateFailedError(step, error);
}

/** Puts services back, unless the deployment was cancelled or has changed nothing. */
async function rollBackAfter(failure: AutomationError, deployment: Deployment): Promise<void> {
  const { account, options } = deployment;
  if (options.rollback === false) account.skip("rollback", "not wanted");
  else if (failure instanceof CancelledError) account.skip("rollback", "cancelled: everything stays as it is");
  else if (!deployment.began) account.skip("rollback", "nothing was changed");
  else {
    await account.step("rollback", () => deployment.rollBack()).catch(() => undefined); // the account has it; what failed first is what the caller has to know
  }
}
