// What other repositories import to preview, deploy and destroy stacks from their own code.
export { previewOffline, PreviewError, type PreviewDocument, type PreviewOptions } from "../preview";
export { deployStack } from "./deploy";
export type { DeployOptions, MigrationGate, Outputs, ServicesGate } from "./deployOptions";
export { destroyStack, type DestroyOptions } from "./destroy";
export {
  AutomationError,
  AwsClientMissingError,
  AwsStateError,
  CancelledError,
  CliMissingError,
  ConcurrentUpdateError,
  GateFailedError,
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
export type { DeployResult, Step, StepName } from "./steps";
