import type { Finding } from "../preview/report/document";
import type { PreviewResult } from "./result";
import type { DeployResult, StepName } from "./steps";

/** Whatever an automation call rejects with: what is wrong, and what to do about it. */
export class AutomationError extends Error {
  /** What a deployment had done, and what it had not. Absent where nothing was to be changed. */
  deployment?: DeployResult;

  constructor(
    /** What is wrong, in one or more lines. */
    readonly reason: string,
    /** What to do about it. */
    readonly fix?: string,
    options?: ErrorOptions,
  ) {
    super(fix === undefined ? reason : `${reason}\n${fix}`, options);
    this.name = new.target.name;
  }
}

/** Options that cannot be used, all of them, each with its path, value, allowed range and fix. Nothing was done. */
export class OptionsError extends AutomationError {
  constructor(readonly faults: readonly string[]) {
    super(faults.length === 1 ? "1 option is wrong:" : `${faults.length} options are wrong:`, faults.join("\n"));
  }
}

/** There is no usable `pulumi` command. Nothing was done. */
export class CliMissingError extends AutomationError {
  constructor(reason: string, options?: ErrorOptions) {
    super(
      reason,
      "Install it (https://www.pulumi.com/docs/install/) and put it on the PATH, or name its folder by `cliRoot`. " +
        "`cloister preview` and `previewOffline` need none.",
      options,
    );
  }
}

/** The stack does not exist in the backend. Nothing was done. */
export class StackMissingError extends AutomationError {}

/** Another update of the stack is running. Nothing was done by this one. */
export class ConcurrentUpdateError extends AutomationError {
  constructor(stack: string, detail: string, options?: ErrorOptions) {
    super(
      `Another update of stack ${stack} is running: ${detail}`,
      "Wait until it has ended. If its process has died, release the stack with `pulumi cancel` and deploy again.",
      options,
    );
  }
}

/** The call's `signal` ended it. What had been done until then is in the stack's state, and the stack is not locked. */
export class CancelledError extends AutomationError {}

/** Something on AWS is not as it has to be: a task failed, a service is not stable, an image is missing. */
export class AwsStateError extends AutomationError {}

/** A step of a deployment failed. `deployment` says what had been done, and what was put back. */
export class GateFailedError extends AutomationError {
  constructor(
    /** The step. */
    readonly gate: StepName,
    cause: unknown,
  ) {
    const reason =
      cause instanceof AutomationError ? cause.reason : cause instanceof Error ? cause.message : String(cause);
    super(`${gate}: ${reason}`, cause instanceof AutomationError ? cause.fix : undefined, { cause });
  }
}

/** A client of AWS that a gate needs is not installed. Nothing was done. */
export class AwsClientMissingError extends AutomationError {
  constructor(name: string, options?: ErrorOptions) {
    super(`This gate needs ${name}, which is not installed.`, `Install it: npm install ${name}`, options);
  }
}

/** The program, a provider or the engine failed. */
export class ProgramFailedError extends AutomationError {
  constructor(
    reason: string,
    /** What the engine said, an error each. */
    readonly errors: readonly string[],
    options?: ErrorOptions,
  ) {
    super(reason, errors.join("\n"), options);
  }
}

/** What the errors about policies carry. */
abstract class PolicyError extends AutomationError {
  constructor(
    heading: string,
    /** Every finding that fails the call: rule, resource, message. */
    readonly findings: readonly Finding[],
    /** All that is known of the preview or update. */
    readonly result: PreviewResult,
    options?: ErrorOptions,
  ) {
    super(heading, findings.map(line).join("\n"), options);
  }
}

/** Mandatory rules are violated. At a preview nothing was created. */
export class PolicyViolationError extends PolicyError {
  constructor(findings: readonly Finding[], result: PreviewResult, options?: ErrorOptions) {
    super(count(findings.length, "mandatory policy is violated", "mandatory policies are violated"), findings, result, {
      ...options,
    });
  }
}

/** Rules could not be evaluated, so nothing says that what they guard holds. */
export class PolicyNotEvaluatedError extends PolicyError {
  constructor(findings: readonly Finding[], result: PreviewResult, options?: ErrorOptions) {
    super(count(findings.length, "policy was not evaluated", "policies were not evaluated"), findings, result, options);
  }
}

/** A pack's own configuration makes mandatory rules advisory, which nothing would show. Nothing was done. */
export class PolicyDowngradedError extends AutomationError {
  constructor(
    readonly policyPack: string,
    readonly rules: readonly string[],
  ) {
    super(
      `Policy pack ${policyPack} makes mandatory rules advisory by its initialConfig: ${rules.join(", ")}.`,
      "State `enforcementLevel` in each entry of initialConfig: without one Pulumi makes the rule advisory. " +
        "Where that is meant, name the rules in `allowDowngraded`.",
    );
  }
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}:`;
}

function line({ rule, urn, message }: Finding): string {
  return `${rule}: ${urn}: ${message}`;
}
