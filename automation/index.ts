// What other repositories import to preview, deploy and destroy stacks from their own code.
export { previewOffline, PreviewError, type PreviewDocument, type PreviewOptions } from "../preview";
export {
  AutomationError,
  CancelledError,
  CliMissingError,
  ConcurrentUpdateError,
  OptionsError,
  PolicyDowngradedError,
  PolicyNotEvaluatedError,
  PolicyViolationError,
  ProgramFailedError,
  StackMissingError,
} from "./errors";
export {
  secret,
  SecretValue,
  type ConfigValue,
  type PolicyPackOption,
  type ProgressEvent,
  type RunOptions,
  type StackOptions,
} from "./options";
export { stackOutputs, type OutputsOptions } from "./outputs";
export { previewStack } from "./preview";
export {
  assertPoliciesHold,
  operationCounts,
  type Finding,
  type GateOptions,
  type Operation,
  type PlannedResource,
  type PolicyFindings,
  type PreviewResult,
} from "./result";
