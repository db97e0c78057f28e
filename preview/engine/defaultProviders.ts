import type { Settings } from "../config";
import { defaultProviderName, type ProviderRequest } from "./packages";
import { providerType, unqualifiedConfig } from "./providerConfig";
import { noOptions, type Registry, type Resource } from "./registry";
import { unknownMarker } from "./values";

/**
 * The providers the engine makes up for resources that name none: one a package and version, configured from the
 * stack's configuration of that namespace, without a parent.
 */
export class DefaultProviders {
  private readonly references = new Map<string, Promise<string>>();

  /** @param register runs policies over the new provider resource and records it */
  constructor(
    private readonly registry: Registry,
    private readonly settings: Settings,
    private readonly register: (resource: Resource) => Promise<void>,
  ) {}

  /** Reference of the default provider, made when first asked for. */
  reference(request: ProviderRequest, asker: string): Promise<string> {
    if (this.denied(request.package)) throw new Error(denial(request.package, asker));
    const key = JSON.stringify(request);
    const existing = this.references.get(key);
    if (existing !== undefined) return existing;
    const made = this.make(request);
    this.references.set(key, made);
    return made;
  }

  private async make(request: ProviderRequest): Promise<string> {
    const type = providerType(request.package);
    const name = defaultProviderName(request);
    const urn = this.registry.claim("", type, name);
    const inputs = unqualifiedConfig(this.settings, request);
    const resource: Resource = {
      urn,
      type,
      name,
      parent: "",
      custom: true,
      remote: false,
      external: false,
      provider: "",
      inputs,
      outputs: inputs,
      dependencies: [],
      propertyDependencies: {},
      options: noOptions,
      location: undefined,
    };
    await this.register(resource);
    return `${urn}::${unknownMarker}`;
  }

  /** Whether `pulumi:disable-default-providers` names the package. */
  denied(packageName: string): boolean {
    if (packageName === "pulumi") return false;
    const barred = this.settings.values.get("pulumi:disable-default-providers");
    if (barred === undefined || barred === "") return false;
    const list: unknown = JSON.parse(barred);
    if (!Array.isArray(list)) throw new Error("pulumi:disable-default-providers must be a list of package names");
    return list.some((entry) => typeof entry === "string" && ["*", packageName].includes(entry.trim()));
  }
}

/** What is said of a request for a default provider that the stack does not want. */
export function denial(packageName: string, asker: string): string {
  return `Default provider for '${packageName}' disabled. '${asker}' must use an explicit provider.`;
}
