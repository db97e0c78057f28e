import type { Rule } from "../frame/rule";
import { gp2Volumes } from "./cost/gp2Volumes";
import { logRetentionCeiling } from "./cost/logRetentionCeiling";
import { monthlyCostWithinBudget } from "./cost/monthlyCostWithinBudget";
import { previousGenerationInstances } from "./cost/previousGenerationInstances";
import { unattachedAddresses } from "./cost/unattachedAddresses";
import { bucketPublicAccessBlocked } from "./data-protection/bucketPublicAccessBlocked";
import { databaseBackups } from "./data-protection/databaseBackups";
import { databaseDeletionProtection } from "./data-protection/databaseDeletionProtection";
import { ecrImmutableAndScanned } from "./data-protection/ecrImmutableAndScanned";
import { imdsv2Required } from "./data-protection/imdsv2Required";
import { logRetentionSet } from "./data-protection/logRetentionSet";
import { secretRecoveryWindow } from "./data-protection/secretRecoveryWindow";
import { storageEncrypted } from "./data-protection/storageEncrypted";
import { tlsInTransit } from "./data-protection/tlsInTransit";
import { budgetExists } from "./free-tier/budgetExists";
import { freeTierAlarms } from "./free-tier/freeTierAlarms";
import { freeTierDatabase } from "./free-tier/freeTierDatabase";
import { freeTierExcludedServices } from "./free-tier/freeTierExcludedServices";
import { freeTierFargateSize } from "./free-tier/freeTierFargateSize";
import { freeTierInstanceClass } from "./free-tier/freeTierInstanceClass";
import { freeTierInstanceHours } from "./free-tier/freeTierInstanceHours";
import { freeTierLoadBalancerHours } from "./free-tier/freeTierLoadBalancerHours";
import { freeTierLogRetention } from "./free-tier/freeTierLogRetention";
import { freeTierNoAlwaysBilled } from "./free-tier/freeTierNoAlwaysBilled";
import { freeTierSingleZone } from "./free-tier/freeTierSingleZone";
import { freeTierStorage } from "./free-tier/freeTierStorage";
import { offHoursSchedule } from "./free-tier/offHoursSchedule";
import { containerImagePinned } from "./hygiene/containerImagePinned";
import { ecrLifecycle } from "./hygiene/ecrLifecycle";
import { physicalNameLength } from "./hygiene/physicalNameLength";
import { requiredTags } from "./hygiene/requiredTags";
import { runtimeNotEndOfLife } from "./hygiene/runtimeNotEndOfLife";
import { ecsExecutionRoleMinimal } from "./least-privilege/ecsExecutionRoleMinimal";
import { ecsRolesSeparate } from "./least-privilege/ecsRolesSeparate";
import { iamActionsExist } from "./least-privilege/iamActionsExist";
import { iamNoAdmin } from "./least-privilege/iamNoAdmin";
import { iamNoEscalationPath } from "./least-privilege/iamNoEscalationPath";
import { iamNoWildcardAction } from "./least-privilege/iamNoWildcardAction";
import { iamNoWildcardResource } from "./least-privilege/iamNoWildcardResource";
import { iamOidcSubjectScoped } from "./least-privilege/iamOidcSubjectScoped";
import { iamPassRoleScoped } from "./least-privilege/iamPassRoleScoped";
import { iamTrustConfusedDeputy } from "./least-privilege/iamTrustConfusedDeputy";
import { iamTrustNotPublic } from "./least-privilege/iamTrustNotPublic";
import { noStaticCredentials } from "./least-privilege/noStaticCredentials";
import { resourcePolicyNotPublic } from "./least-privilege/resourcePolicyNotPublic";
import { secretNotInEnvironment } from "./least-privilege/secretNotInEnvironment";
import { secretNotInUserData } from "./least-privilege/secretNotInUserData";
import { dataTierIngressByReference } from "./private-networking/dataTierIngressByReference";
import { ecsServiceNoPublicIp } from "./private-networking/ecsServiceNoPublicIp";
import { instanceNoPublicIp } from "./private-networking/instanceNoPublicIp";
import { loadBalancerInternalUnlessDeclared } from "./private-networking/loadBalancerInternalUnlessDeclared";
import { natGatewayJustified } from "./private-networking/natGatewayJustified";
import { noInternetPathToCompute } from "./private-networking/noInternetPathToCompute";
import { noInternetPathToData } from "./private-networking/noInternetPathToData";
import { opensearchInVpc } from "./private-networking/opensearchInVpc";
import { privateWorkloadCanReachItsServices } from "./private-networking/privateWorkloadCanReachItsServices";
import { rdsNotPublic } from "./private-networking/rdsNotPublic";
import { securityGroupDescribed } from "./private-networking/securityGroupDescribed";
import { securityGroupEgressRestricted } from "./private-networking/securityGroupEgressRestricted";
import { securityGroupNoOpenIngress } from "./private-networking/securityGroupNoOpenIngress";
import { securityGroupRulesOneStyle } from "./private-networking/securityGroupRulesOneStyle";
import { subnetNoPublicIpOnLaunch } from "./private-networking/subnetNoPublicIpOnLaunch";
import { vpcDefaultSecurityGroupClosed } from "./private-networking/vpcDefaultSecurityGroupClosed";
import { vpcEndpointsAttached } from "./private-networking/vpcEndpointsAttached";
import { vpcFlowLogs } from "./private-networking/vpcFlowLogs";
import { alarmHasAction } from "./reliability/alarmHasAction";
import { autoscalingOwnedFieldsIgnored } from "./reliability/autoscalingOwnedFieldsIgnored";
import { ecsCircuitBreaker } from "./reliability/ecsCircuitBreaker";
import { ecsDeployKeepsCapacity } from "./reliability/ecsDeployKeepsCapacity";
import { ecsHealthChecks } from "./reliability/ecsHealthChecks";
import { ecsReadOnlyRoot } from "./reliability/ecsReadOnlyRoot";
import { multiZone } from "./reliability/multiZone";
import { serviceConnectGrpcTimeout } from "./reliability/serviceConnectGrpcTimeout";
import { singletonNotScaled } from "./reliability/singletonNotScaled";
import { targetGroupDeregistration } from "./reliability/targetGroupDeregistration";

/** Every rule of the pack, by family in the order of the documentation. */
export const rules: readonly Rule[] = [
  subnetNoPublicIpOnLaunch,
  securityGroupNoOpenIngress,
  loadBalancerInternalUnlessDeclared,
  ecsServiceNoPublicIp,
  rdsNotPublic,
  vpcDefaultSecurityGroupClosed,
  securityGroupEgressRestricted,
  securityGroupRulesOneStyle,
  securityGroupDescribed,
  dataTierIngressByReference,
  noInternetPathToData,
  noInternetPathToCompute,
  instanceNoPublicIp,
  opensearchInVpc,
  privateWorkloadCanReachItsServices,
  vpcEndpointsAttached,
  vpcFlowLogs,
  natGatewayJustified,
  iamNoAdmin,
  iamNoWildcardAction,
  ecsRolesSeparate,
  iamNoWildcardResource,
  iamNoEscalationPath,
  iamPassRoleScoped,
  iamTrustNotPublic,
  iamTrustConfusedDeputy,
  iamOidcSubjectScoped,
  iamActionsExist,
  ecsExecutionRoleMinimal,
  resourcePolicyNotPublic,
  noStaticCredentials,
  secretNotInEnvironment,
  secretNotInUserData,
  freeTierInstanceClass,
  freeTierInstanceHours,
  freeTierFargateSize,
  freeTierDatabase,
  freeTierNoAlwaysBilled,
  freeTierLoadBalancerHours,
  freeTierAlarms,
  freeTierLogRetention,
  freeTierStorage,
  freeTierExcludedServices,
  freeTierSingleZone,
  budgetExists,
  offHoursSchedule,
  monthlyCostWithinBudget,
  logRetentionCeiling,
  previousGenerationInstances,
  gp2Volumes,
  unattachedAddresses,
  storageEncrypted,
  tlsInTransit,
  ecrImmutableAndScanned,
  logRetentionSet,
  databaseBackups,
  databaseDeletionProtection,
  bucketPublicAccessBlocked,
  imdsv2Required,
  secretRecoveryWindow,
  ecsCircuitBreaker,
  ecsHealthChecks,
  ecsReadOnlyRoot,
  ecsDeployKeepsCapacity,
  targetGroupDeregistration,
  alarmHasAction,
  autoscalingOwnedFieldsIgnored,
  serviceConnectGrpcTimeout,
  singletonNotScaled,
  multiZone,
  requiredTags,
  containerImagePinned,
  ecrLifecycle,
  physicalNameLength,
  runtimeNotEndOfLife,
];
