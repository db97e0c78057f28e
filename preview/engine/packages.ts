import { randomUUID } from "node:crypto";

/** A provider plugin that a request asks for. */
export interface ProviderRequest {
  package: string;
  /** Empty when the program names none. */
  version: string;
  downloadUrl: string;
  /** Set when the package is a parameterized one: the base plugin's name and the parameter, base64. */
  base: { plugin: string; version: string; parameter: string } | undefined;
}

/** Packages that programs register up front and name by a reference afterwards. */
export class Packages {
  private readonly byReference = new Map<string, ProviderRequest>();
  private readonly references = new Map<string, string>();

  register(request: ProviderRequest): string {
    const identity = JSON.stringify(request);
    const existing = this.references.get(identity);
    if (existing !== undefined) return existing;
    const reference = randomUUID();
    this.references.set(identity, reference);
    this.byReference.set(reference, request);
    return reference;
  }

  /** The registered package where a reference is given, else what the request itself says. */
  resolve(reference: string, packageName: string, version: string, downloadUrl: string): ProviderRequest {
    if (reference !== "") {
      const known = this.byReference.get(reference);
      if (known === undefined) throw new Error(`unknown provider package '${reference}'`);
      return known;
    }
    return { package: packageName, version, downloadUrl: downloadUrl.replace(/\/$/, ""), base: undefined };
  }
}

/** Name of the default provider for a request: `default`, the version's parts, and the download address if any. */
export function defaultProviderName(request: ProviderRequest): string {
  const version = request.version === "" ? "" : `_${request.version.replaceAll(/[-.+]/g, "_")}`;
  const address = request.downloadUrl === "" ? "" : `_${qualifiedName(request.downloadUrl)}`;
  return `default${version}${address}`;
}

/** An address as a name the engine accepts: empty parts dropped, odd characters replaced. */
function qualifiedName(address: string): string {
  return address
    .split("/")
    .filter((part) => part !== "")
    .map((part) => part.replace(/^[^A-Za-z0-9_.]/, "_").replaceAll(/[^A-Za-z0-9_.-]/g, "_"))
    .join("/");
}
