import type { RuleCases } from "../support/cases";
import { cost } from "./cost";
import { dataProtection } from "./dataProtection";
import { dataProtectionMore } from "./dataProtectionMore";
import { freeTier } from "./freeTier";
import { freeTierSums } from "./freeTierSums";
import { hygieneAndReliability } from "./hygieneAndReliability";
import { hygieneRules } from "./hygieneRules";
import { iamRules } from "./iamRules";
import { iamTrust } from "./iamTrust";
import { leastPrivilege } from "./leastPrivilege";
import { networkGroups } from "./networkGroups";
import { networkPaths } from "./networkPaths";
import { networkUse } from "./networkUse";
import { privateNetworking } from "./privateNetworking";
import { reliability } from "./reliability";
import { secretRules } from "./secretRules";

/** Cases of every rule. */
export const ruleCases: readonly RuleCases[] = [
  ...privateNetworking,
  ...networkGroups,
  ...networkPaths,
  ...networkUse,
  ...leastPrivilege,
  ...iamRules,
  ...iamTrust,
  ...secretRules,
  ...freeTier,
  ...freeTierSums,
  ...dataProtection,
  ...dataProtectionMore,
  ...hygieneAndReliability,
  ...hygieneRules,
  ...reliability,
  ...cost,
];
