import { EngineRun } from "./engine";
import { OptionsError } from "./errors";
import type { StackOptions } from "./options";
import { failureOf, identityOf } from "./preview";
import { Account, type DeployResult } from "./steps";
import { openStack, throwIfCancelled } from "./workspace";

/** What `destroyStack` takes besides the stack. */
export interface DestroyOptions extends StackOptions {
  /** Name of the stack, once more: what is destroyed is gone. */
  confirm: string;
  /** Remove the stack itself from the backend afterwards, with its history. Default: false. */
  removeStack?: boolean;
  /** Compare the state with what exists first. Default: false. */
  refresh?: boolean;
}

/**
 * Deletes everything a stack has made. Resources that are protected, and databases with deletion protection, stop it:
 * nothing is unprotected here.
 *
 * @throws OptionsError, CliMissingError, StackMissingError: nothing was done
 * @throws ConcurrentUpdateError, CancelledError, ProgramFailedError: `deployment.resources` says what was deleted
 */
export async function destroyStack(options: DestroyOptions): Promise<Pick<DeployResult, "changes" | "resources">> {
  if (options.confirm !== options.stack)
    throw new OptionsError([
      `confirm: ${JSON.stringify(options.confirm)}: must be the stack's name, ${options.stack}.`,
    ]);
  const opened = await openStack(options, false);
  throwIfCancelled(options);
  const identity = await identityOf(opened);
  const account = new Account(identity, options.onEvent);
  const run = new EngineRun(options);
  try {
    await opened.stack.destroy({
      color: "never",
      onEvent: run.hear,
      ...(options.refresh === true && { refresh: true }),
      ...(options.removeStack === true && { remove: true }),
      ...(options.signal && { signal: options.signal }),
    });
  } catch (error) {
    account.add(run.completed());
    throw account.on(failureOf(error, run, run.result(identity.project, identity.stack, []), options));
  }
  account.add(run.completed());
  const { changes, resources } = account.result;
  return { changes, resources };
}
