import { Alias } from "@pulumi/pulumi/proto/alias_pb";
import { TransformResourceOptions, type RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { Inheritable, Registry, ResourceOptions } from "./registry";
import type { Draft } from "./transforms";
import { packageOf, packageOfProvider, typeOfUrn, urnOfReference } from "./urns";

/**
 * Fills in what a resource takes from its parent: protection, deletion options, and the provider where it serves the
 * resource's package. Returns how to compute what its own children will take.
 */
export function inheritedOptions(registry: Registry, request: RegisterResourceRequest) {
  const parent = registry.goalOf(request.getParent());
  if (parent !== undefined) {
    if (request.getDeletedwith() === "") request.setDeletedwith(parent.deletedWith);
    if (!request.hasProtect() && parent.protect !== undefined) request.setProtect(parent.protect);
    if (!request.hasRetainondelete() && parent.retainOnDelete !== undefined) {
      request.setRetainondelete(parent.retainOnDelete);
    }
    const serves =
      parent.provider !== "" &&
      packageOfProvider(typeOfUrn(urnOfReference(parent.provider))) === packageOf(request.getType());
    const localComponent = !request.getRemote() && !request.getCustom();
    if (request.getProvider() === "" && (localComponent || serves)) request.setProvider(parent.provider);
  }
  return (options: TransformResourceOptions, provider: string): Inheritable => ({
    protect: options.hasProtect() ? options.getProtect() : undefined,
    retainOnDelete: options.hasRetainOnDelete() ? options.getRetainOnDelete() : undefined,
    deletedWith: options.getDeletedWith(),
    provider,
  });
}

/** The request as a draft that transforms may change. */
export function draftOf(request: RegisterResourceRequest, registry: Registry): Draft {
  const options = new TransformResourceOptions()
    .setDependsOnList(request.getDependenciesList())
    .setIgnoreChangesList(request.getIgnorechangesList())
    .setReplaceOnChangesList(request.getReplaceonchangesList())
    .setReplacementTrigger(request.getReplacementTrigger())
    .setVersion(request.getVersion())
    .setAliasesList([...request.getAliasurnsList().map((urn) => new Alias().setUrn(urn)), ...request.getAliasesList()])
    .setProvider(providerOf(request, registry))
    .setHideDiffList(request.getHidediffsList())
    .setCustomTimeouts(request.getCustomtimeouts())
    .setPluginDownloadUrl(request.getPlugindownloadurl())
    .setDeletedWith(request.getDeletedwith())
    .setReplaceWithList(request.getReplaceWithList())
    .setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList())
    .setHooks(request.getHooks())
    .setImport(request.getImportid());
  const protect = request.getProtect();
  if (request.hasProtect() && protect !== undefined) options.setProtect(protect);
  const retain = request.getRetainondelete();
  if (request.hasRetainondelete() && retain !== undefined) options.setRetainOnDelete(retain);
  if (request.getDeletebeforereplacedefined() || request.getDeletebeforereplace()) {
    options.setDeleteBeforeReplace(request.getDeletebeforereplace());
  }
  for (const [name, reference] of request.getProvidersMap().entries()) options.getProvidersMap().set(name, reference);
  return {
    name: request.getName(),
    type: request.getType(),
    custom: request.getCustom(),
    parent: request.getParent(),
    properties: {},
    options,
  };
}

/** The provider a custom or remote resource names, or that its own or its parent's `providers` hold for its package. */
function providerOf(request: RegisterResourceRequest, registry: Registry): string {
  if (request.getProvider() !== "" || (!request.getCustom() && !request.getRemote())) return request.getProvider();
  const wanted = packageOf(request.getType());
  return request.getProvidersMap().get(wanted) ?? registry.providersOf(request.getParent())?.get(wanted) ?? "";
}

/** Providers a component hands down: its own, and its parent component's for other packages. */
export function providersFrom(draft: Draft, registry: Registry): Map<string, string> {
  const providers = new Map(draft.custom ? [] : (registry.providersOf(draft.parent) ?? []));
  for (const [name, reference] of draft.options.getProvidersMap().entries()) providers.set(name, reference);
  return providers;
}

/** The options that policies see. */
export function optionsForPolicies(options: TransformResourceOptions): ResourceOptions {
  const timeouts = options.getCustomTimeouts();
  return {
    protect: options.getProtect() ?? false,
    ignoreChanges: options.getIgnoreChangesList(),
    deleteBeforeReplace: options.hasDeleteBeforeReplace() ? options.getDeleteBeforeReplace() : undefined,
    additionalSecretOutputs: options.getAdditionalSecretOutputsList(),
    timeouts: {
      create: seconds(timeouts?.getCreate()),
      update: seconds(timeouts?.getUpdate()),
      delete: seconds(timeouts?.getDelete()),
      read: seconds(timeouts?.getRead()),
    },
  };
}

const secondsPerUnit: Record<string, number> = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

/** A duration in Go's notation (`1h30m`) in seconds. Throws what the engine says of a bad one. */
function seconds(duration: string | undefined): number {
  if (duration === undefined || duration === "" || duration === "0") return 0;
  const parts = [...duration.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([text]) => text).join("") !== duration) {
    throw new Error(`unable to parse customTimeout Value ${duration}`);
  }
  return parts.reduce((total, [, amount, unit]) => total + Number(amount) * (secondsPerUnit[unit ?? ""] ?? 0), 0);
}
