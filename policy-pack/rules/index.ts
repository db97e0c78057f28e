import type { Rule } from "../frame/rule";
import { ecrImmutableAndScanned } from "./data-protection/ecrImmutableAndScanned";
import { logRetentionSet } from "./data-protection/logRetentionSet";
import { storageEncrypted } from "./data-protection/storageEncrypted";
import { tlsInTransit } from "./data-protection/tlsInTransit";
import { freeTierAlarms } from "./free-tier/freeTierAlarms";
import { freeTierDatabase } from "./free-tier/freeTierDatabase";
import { freeTierFargateSize } from "./free-tier/freeTierFargateSize";
import { freeTierNoAlwaysBilled } from "./free-tier/freeTierNoAlwaysBilled";
import { requiredTags } from "./hygiene/requiredTags";
import { ecsRolesSeparate } from "./least-privilege/ecsRolesSeparate";
import { iamNoAdmin } from "./least-privilege/iamNoAdmin";
import { iamNoWildcardAction } from "./least-privilege/iamNoWildcardAction";
import { ecsServiceNoPublicIp } from "./private-networking/ecsServiceNoPublicIp";
import { loadBalancerInternalUnlessDeclared } from "./private-networking/loadBalancerInternalUnlessDeclared";
import { rdsNotPublic } from "./private-networking/rdsNotPublic";
import { securityGroupNoOpenIngress } from "./private-networking/securityGroupNoOpenIngress";
import { subnetNoPublicIpOnLaunch } from "./private-networking/subnetNoPublicIpOnLaunch";
import { ecsCircuitBreaker } from "./reliability/ecsCircuitBreaker";

/** Every rule of the pack, by family in the order of the documentation. */
export const rules: readonly Rule[] = [
  subnetNoPublicIpOnLaunch,
  securityGroupNoOpenIngress,
  loadBalancerInternalUnlessDeclared,
  ecsServiceNoPublicIp,
  rdsNotPublic,
  iamNoAdmin,
  iamNoWildcardAction,
  ecsRolesSeparate,
  freeTierFargateSize,
  freeTierDatabase,
  freeTierNoAlwaysBilled,
  freeTierAlarms,
  storageEncrypted,
  tlsInTransit,
  ecrImmutableAndScanned,
  logRetentionSet,
  ecsCircuitBreaker,
  requiredTags,
];
