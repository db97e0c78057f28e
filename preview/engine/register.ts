import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import { PreviewError, messageOf } from "../errors";
import { withAssetHashes } from "./assets";
import type { Engine } from "./host";
import { denial } from "./defaultProviders";
import { locationOf } from "./location";
import { explicitRequest, isDynamic, withPlugin } from "./providerConfig";
import type { Registry, Resource } from "./registry";
import { draftOf, inheritedOptions, optionsForPolicies, providersFrom } from "./resourceOptions";
import type { Draft } from "./transforms";
import { isProviderType, makeUrn, packageOf } from "./urns";
import {
  containsUnknown,
  fromStruct,
  isObject,
  makeSecret,
  outputDependencies,
  signatureOf,
  signatures,
  toStruct,
  unknownMarker,
  withDependencies,
  withCoarseSecrets,
  withoutInternalKeys,
  withoutOutputValues,
  withoutResourceReferences,
  type Properties,
} from "./values";

/** Registers one resource as the engine does at the first preview of an empty stack, and tells the program its state. */
export async function registerResource(
  engine: Engine,
  request: RegisterResourceRequest,
): Promise<RegisterResourceResponse> {
  const inherited = inheritedOptions(engine.registry, request);
  const draft = draftOf(request, engine.registry);
  draft.properties = received(request, engine.run.directory);
  if (request.getTransformsList().length > 0) {
    draft.properties = withDependencies(draft.properties, declaredDependencies(request, draft.properties));
  }
  await engine.transforms.apply(draft, request.getTransformsList());
  const providers = providersFrom(draft, engine.registry);

  const provider = await providerReference(engine, request, draft);
  const dependencies = dependenciesOf(request, draft);
  const inputs = checkedInputs(engine.registry, request, draft, provider);

  const urn = engine.registry.claim(draft.parent, draft.type, draft.name);
  const resource: Resource = {
    urn,
    type: draft.type,
    name: draft.name,
    parent: draft.parent,
    custom: draft.custom,
    remote: request.getRemote(),
    external: false,
    provider,
    inputs,
    outputs: {},
    dependencies: dependencies.all,
    propertyDependencies: dependencies.byProperty,
    options: optionsForPolicies(draft.options),
    location: locationOf(engine.run.root, request.getSourceposition(), request.getStacktrace()),
  };
  await record(engine, resource);
  if (!request.getRemote()) engine.registry.setGoal(urn, inherited(draft.options, provider));
  if (!draft.custom) engine.registry.setProviders(urn, providers);
  engine.transforms.addResourceTransforms(urn, request.getTransformsList());
  return responseTo(request, resource);
}

function received(request: RegisterResourceRequest, directory: string): Properties {
  try {
    return withAssetHashes(fromStruct(request.getObject()), directory);
  } catch (error) {
    throw new Error(`unmarshal properties: ${messageOf(error)}`, { cause: error });
  }
}

/** Runs policies over a resource and puts it on record. */
export async function record(engine: Engine, resource: Resource): Promise<void> {
  resource.inputs = await engine.policies.remediate(resource);
  if (resource.custom && engine.registry.isConfigured(resource.provider)) resource.outputs = outputsOf(resource);
  engine.registry.add(resource);
  engine.policies.analyze(resource);
}

/** At preview a resource's known outputs are its inputs; everything else the SDK takes for unknown. */
function outputsOf(resource: Resource): Properties {
  const outputs = withoutResourceReferences(
    isProviderType(resource.type) ? withoutInternalKeys(resource.inputs) : resource.inputs,
  );
  for (const key of resource.options.additionalSecretOutputs) {
    const value = outputs[key];
    if (value !== undefined && signatureOf(value) !== signatures.secret) outputs[key] = makeSecret(value);
  }
  return outputs;
}

/** Which provider manages a custom or remote resource: named, inherited, handed down by a component, or the default. */
async function providerReference(engine: Engine, request: RegisterResourceRequest, draft: Draft): Promise<string> {
  const needed = (draft.custom && !isProviderType(draft.type)) || request.getRemote();
  if (!needed) return "";
  const named = draft.options.getProvider();
  if (named !== "") return named;
  const wanted = engine.packages.resolve(
    request.getPackageref(),
    packageOf(draft.type),
    draft.options.getVersion(),
    draft.options.getPluginDownloadUrl(),
  );
  if (engine.defaultProviders.denied(wanted.package)) {
    const urn = makeUrn(engine.run.stack, engine.run.project, draft.parent, draft.type, draft.name);
    throw new PreviewError(denial(wanted.package, urn));
  }
  return engine.defaultProviders.reference(wanted, draft.type);
}

/**
 * The inputs as the provider's check leaves them. A provider resource's say which plugin it is. AWS's plugin, like all
 * that are made of Terraform providers, is given no secrets, so that the engine marks afterwards what held one.
 */
function checkedInputs(
  registry: Registry,
  request: RegisterResourceRequest,
  draft: Draft,
  provider: string,
): Properties {
  const properties = withoutOutputValues(draft.properties);
  const { options, type } = draft;
  if (isProviderType(type)) {
    return withPlugin(properties, explicitRequest(type, options.getVersion(), options.getPluginDownloadUrl()));
  }
  const checked =
    draft.custom && !request.getRemote() && !isDynamic(packageOf(type)) && registry.isConfigured(provider);
  return checked ? withCoarseSecrets(properties) : properties;
}

/**
 * What the resource depends on. The engine forgets the request's own list where the resource has transforms of its own:
 * there only what their results say counts.
 */
function dependenciesOf(request: RegisterResourceRequest, draft: Draft) {
  const byProperty: Record<string, string[]> = {};
  if (request.getTransformsList().length > 0) {
    const all = new Set(draft.options.getDependsOnList());
    for (const [key, value] of Object.entries(draft.properties)) {
      byProperty[key] = [...outputDependencies(value)].sort();
      for (const urn of byProperty[key]) all.add(urn);
    }
    return { all: [...all].sort(), byProperty };
  }
  const all = request.getDependenciesList();
  const declared = declaredDependencies(request, draft.properties);
  for (const key of new Set([...declared.keys(), ...Object.keys(draft.properties)])) {
    const fromValue = outputDependencies(draft.properties[key]);
    byProperty[key] = [...new Set([...(declared.get(key) ?? []), ...fromValue])].sort();
  }
  return { all: [...new Set(all)].sort(), byProperty };
}

/** Dependencies by property; a request without them comes from an old SDK: each property depends on everything. */
function declaredDependencies(request: RegisterResourceRequest, properties: Properties): Map<string, string[]> {
  const declared = request.getPropertydependenciesMap();
  if (declared.getLength() === 0 && !request.getRemote()) {
    return new Map(Object.keys(properties).map((key) => [key, request.getDependenciesList()]));
  }
  return new Map([...declared.entries()].map(([key, list]): [string, string[]] => [key, list.getUrnsList()]));
}

function responseTo(request: RegisterResourceRequest, resource: Resource): RegisterResourceResponse {
  const response = new RegisterResourceResponse().setUrn(resource.urn);
  if (isProviderType(resource.type)) response.setId(unknownMarker);
  const known = request.getSupportspartialvalues()
    ? resource.outputs
    : Object.fromEntries(Object.entries(resource.outputs).filter(([, value]) => !containsUnknown(value)));
  const plain = request.getAcceptsecrets() ? known : unwrapped(known);
  return response.setObject(toStruct(plain));
}

/** Old SDKs do not understand secrets: they get what is inside. */
function unwrapped(properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [
      key,
      isObject(value) && signatureOf(value) === signatures.secret ? (value["value"] ?? null) : value,
    ]),
  );
}
