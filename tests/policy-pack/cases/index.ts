import type { RuleCases } from "../support/cases";
import { dataProtection } from "./dataProtection";
import { dataProtectionMore } from "./dataProtectionMore";
import { freeTier } from "./freeTier";
import { hygieneAndReliability } from "./hygieneAndReliability";
import { leastPrivilege } from "./leastPrivilege";
import { privateNetworking } from "./privateNetworking";
import { reliability } from "./reliability";

/** Cases of every rule. */
export const ruleCases: readonly RuleCases[] = [
  ...privateNetworking,
  ...leastPrivilege,
  ...freeTier,
  ...dataProtection,
  ...dataProtectionMore,
  ...hygieneAndReliability,
  ...reliability,
];
