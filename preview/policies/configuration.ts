import {
  ConfigureAnalyzerRequest,
  EnforcementLevel,
  PolicyConfig,
  type AnalyzerInfo,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { fromStruct, isObject, toStruct, type Properties } from "../engine/values";
import { PreviewError } from "../errors";

/** How a policy is enforced and configured. */
export interface PolicySetting {
  level: EnforcementLevel;
  properties: Properties;
}

/**
 * Settings of all policies of a pack by the engine's rules: what policies say of themselves, then the pack's
 * `initialConfig`, in which `all` sets the level of every policy.
 */
export function reconcile(info: AnalyzerInfo): Map<string, PolicySetting> {
  const settings = new Map<string, PolicySetting>();
  for (const policy of info.getPoliciesList()) {
    settings.set(policy.getName(), {
      level: policy.getEnforcementlevel(),
      properties: schemaDefaults(fromStruct(policy.getConfigschema()?.getProperties())),
    });
  }
  const initial = info.getInitialconfigMap();
  const all = initial.get("all");
  if (all !== undefined) for (const setting of settings.values()) setting.level = all.getEnforcementlevel();
  for (const [name, given] of initial.entries()) {
    const properties = { ...settings.get(name)?.properties, ...fromStruct(given.getProperties()) };
    settings.set(name, { level: given.getEnforcementlevel(), properties });
  }
  checkRequired(info, settings);
  return settings;
}

function schemaDefaults(schema: Properties): Properties {
  const defaults: Properties = {};
  for (const [key, property] of Object.entries(schema)) {
    if (isObject(property) && property["default"] !== undefined) defaults[key] = property["default"];
  }
  return defaults;
}

function checkRequired(info: AnalyzerInfo, settings: Map<string, PolicySetting>): void {
  const faults = info.getPoliciesList().flatMap((policy) => {
    const required = policy.getConfigschema()?.getRequiredList() ?? [];
    return required
      .filter((key) => settings.get(policy.getName())?.properties[key] === undefined)
      .map((key) => `${policy.getName()}: ${key} is required`);
  });
  if (faults.length > 0) {
    throw new PreviewError(`validating policy config for "${info.getName()}": ${faults.join("; ")}`);
  }
}

export function configureRequest(settings: Map<string, PolicySetting>): ConfigureAnalyzerRequest {
  const request = new ConfigureAnalyzerRequest();
  for (const [name, { level, properties }] of settings) {
    const config = new PolicyConfig().setEnforcementlevel(level).setProperties(toStruct(properties));
    request.getPolicyconfigMap().set(name, config);
  }
  return request;
}

/** Whether the pack may change resources: only then must a program wait for it. */
export function remediates(settings: Map<string, PolicySetting>): boolean {
  return [...settings.values()].some(({ level }) => level === EnforcementLevel.REMEDIATE);
}
