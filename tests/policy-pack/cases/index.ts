import type { RuleCases } from "../support/cases";
import { dataProtection } from "./dataProtection";
import { freeTier } from "./freeTier";
import { hygieneAndReliability } from "./hygieneAndReliability";
import { leastPrivilege } from "./leastPrivilege";
import { privateNetworking } from "./privateNetworking";

/** Cases of every rule. */
export const ruleCases: readonly RuleCases[] = [
  ...privateNetworking,
  ...leastPrivilege,
  ...freeTier,
  ...dataProtection,
  ...hygieneAndReliability,
];
