import { plainOutputs } from "./engine";
import { openStack, asAutomationError } from "./workspace";
import type { StackOptions } from "./options";

/** What `stackOutputs` takes besides the stack. */
export interface OutputsOptions extends StackOptions {
  /** Give secret outputs as they are. Default: false, they are the string `[secret]`. */
  showSecrets?: boolean;
}

/**
 * The outputs of a deployed stack, by name.
 * @throws CliMissingError, OptionsError, StackMissingError
 */
export async function stackOutputs(options: OutputsOptions): Promise<Record<string, unknown>> {
  const { stack } = await openStack(options, false);
  try {
    const outputs = await stack.outputs();
    if (options.showSecrets !== true) return plainOutputs(outputs);
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value as unknown]));
  } catch (error) {
    throw asAutomationError(error, options);
  }
}
