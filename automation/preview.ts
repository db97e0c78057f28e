import { EngineRun } from "./engine";
import { CancelledError, type AutomationError, PolicyViolationError, ProgramFailedError } from "./errors";
import type { RunOptions, StackOptions } from "./options";
import { preparePacks, type PreparedPacks } from "./policies";
import { assertPoliciesHold, type PreviewResult } from "./result";
import { asAutomationError, openStack, throwIfCancelled, withTemporaryFolder, type OpenStack } from "./workspace";

/**
 * Previews a stack with the Pulumi CLI, against what exists, and judges it by policies. Nothing is deployed; a stack that
 * does not exist yet is made in the backend, empty.
 *
 * @throws PolicyViolationError, PolicyNotEvaluatedError, PolicyDowngradedError: what policies say; the first two carry
 *   the whole result
 * @throws OptionsError, CliMissingError, ConcurrentUpdateError, CancelledError, ProgramFailedError
 */
export async function previewStack(options: RunOptions): Promise<PreviewResult> {
  const opened = await openStack(options, true);
  return withTemporaryFolder(async (folder) => {
    const packs = await preparePacks(options, folder, await identityOf(opened));
    return runPreview(opened, packs, options);
  });
}

/** Project and stack by their short names. */
export async function identityOf({ stack }: OpenStack): Promise<{ project: string; stack: string }> {
  const { name } = await stack.workspace.projectSettings();
  return { project: name, stack: stack.name.slice(stack.name.lastIndexOf("/") + 1) };
}

/** One preview of an open stack, and the policies' gate. */
export async function runPreview(opened: OpenStack, packs: PreparedPacks, options: RunOptions): Promise<PreviewResult> {
  throwIfCancelled(options);
  const identity = await identityOf(opened);
  const run = new EngineRun(options);
  const { policyPacks, policyPackConfigs } = packs;
  const result = () => run.result(identity.project, identity.stack, packs.known);
  try {
    await opened.stack.preview({
      color: "never",
      policyPacks,
      policyPackConfigs,
      onEvent: run.hear,
      ...(options.refresh === true && { refresh: true }),
      ...(options.signal && { signal: options.signal }),
    });
  } catch (error) {
    throw failureOf(error, run, result(), options);
  }
  const previewed = result();
  assertPoliciesHold(previewed, options);
  return previewed;
}

/** Why a run of the engine failed: cancelled, refused by policies, or an error. */
export function failureOf(
  error: unknown,
  run: EngineRun,
  result: PreviewResult,
  options: StackOptions,
): AutomationError {
  const failure = asAutomationError(error, options);
  if (failure instanceof CancelledError || !(failure instanceof ProgramFailedError)) return failure;
  const errors = run.errors();
  const mandatory = result.policies.violations.filter(({ level }) => level === "mandatory");
  if (errors.length > 0) return new ProgramFailedError(failure.reason, errors, { cause: error });
  if (mandatory.length > 0) return new PolicyViolationError(mandatory, result, { cause: error });
  return failure;
}
