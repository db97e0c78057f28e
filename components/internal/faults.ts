import type * as pulumi from "@pulumi/pulumi";
import { InvalidArgumentsError } from "./problems";

/** The faults that a check throws, as data: for callers who report several components' faults together. */
export function faultsOf(check: () => unknown): readonly pulumi.InputPropertyErrorDetails[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof InvalidArgumentsError) return error.faults;
    throw error;
  }
}
