import type { Settings } from "../config";
import { packageOfProvider, providerType } from "./urns";
import type { ProviderRequest } from "./packages";
import { makeSecret, type Properties } from "./values";

export { providerType };

/** Provider inputs from the stack's configuration (`aws:region` becomes `region`), with the plugin's version. */
export function unqualifiedConfig(settings: Settings, request: ProviderRequest): Properties {
  const inputs: Properties = {};
  // Dynamic providers see the whole configuration, keys in full.
  const dynamic = isDynamic(request.package);
  for (const [key, value] of settings.values) {
    const [namespace, ...rest] = key.split(":");
    if (!dynamic && namespace !== request.package) continue;
    inputs[dynamic ? key : rest.join(":")] = settings.secretKeys.has(key) ? makeSecret(value) : value;
  }
  return withPlugin(inputs, request);
}

/** Adds which plugin serves a provider, in the engine's way: the version in the open, the rest under `__internal`. */
export function withPlugin(inputs: Properties, request: ProviderRequest): Properties {
  const result: Properties = { ...inputs };
  const internal: Properties = {};
  if (request.downloadUrl !== "") internal["pluginDownloadURL"] = request.downloadUrl;
  if (request.base !== undefined) {
    internal["name"] = request.base.plugin;
    internal["version"] = request.base.version;
    internal["parameterization"] = request.base.parameter;
  }
  if (request.version !== "") result["version"] = request.version;
  if (request.version !== "" || request.downloadUrl !== "") result["__internal"] = internal;
  return result;
}

/** An explicit provider resource's plugin, where only its type and version are known. */
export function explicitRequest(type: string, version: string, downloadUrl: string): ProviderRequest {
  return { package: packageOfProvider(type), version, downloadUrl, base: undefined };
}

/** Packages whose providers are code of the program itself. */
export function isDynamic(packageName: string): boolean {
  return packageName === "pulumi-nodejs" || packageName === "pulumi-python";
}
