import type {
  ReadResourceRequest,
  RegisterPackageRequest,
  RegisterResourceOutputsRequest,
  ResourceCallRequest,
  ResourceInvokeRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import { ReadResourceResponse, TransformInvokeOptions } from "@pulumi/pulumi/proto/resource_pb";
import { CallResponse, InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { Engine } from "./host";
import { locationOf } from "./location";
import { noOptions, type Resource } from "./registry";
import { isProviderType, packageOf, stackType, typeOfUrn, urnOfReference } from "./urns";
import { fromStruct, toStruct, unknownMarker, withoutResourceReferences, type Properties } from "./values";

/** A data source: its provider is made (it shows up as a resource), then the model answers. */
export async function invoke(engine: Engine, request: ResourceInvokeRequest): Promise<InvokeResponse> {
  const token = request.getTok();
  const { args, options } = await engine.transforms.applyToInvoke(
    token,
    fromStruct(request.getArgs()),
    new TransformInvokeOptions()
      .setProvider(request.getProvider())
      .setVersion(request.getVersion())
      .setPluginDownloadUrl(request.getPlugindownloadurl()),
  );
  const named = options.getProvider();
  const reference = named === "" ? await defaultFor(engine, request, token, options) : named;
  return new InvokeResponse().setReturn(toStruct(answerOf(engine, token, args, reference)));
}

function answerOf(engine: Engine, token: string, args: Properties, reference: string): Properties {
  if (token === "pulumi:pulumi:getResource") return rehydrated(engine, args);
  if (!engine.registry.isConfigured(reference)) return {};
  return engine.invokes.invoke(token, args, engine.registry.get(urnOfReference(reference))?.inputs ?? {});
}

/** The default provider that serves a request which names none. */
function defaultFor(
  engine: Engine,
  request: { getPackageref(): string },
  token: string,
  plugin: { getVersion(): string; getPluginDownloadUrl(): string },
): Promise<string> {
  const { packages, defaultProviders } = engine;
  const wanted = packages.resolve(
    request.getPackageref(),
    packageOf(token),
    plugin.getVersion(),
    plugin.getPluginDownloadUrl(),
  );
  return defaultProviders.reference(wanted, token);
}

/** State of a resource of this run, by its URN: how a resource reference becomes an object again. */
function rehydrated(engine: Engine, args: Properties): Properties {
  const urn = String(args["urn"]);
  const resource = engine.registry.get(urn);
  if (resource === undefined) throw new Error(`unknown resource ${urn}`);
  return { urn, id: resource.custom ? "" : null, provider: resource.provider, state: resource.outputs };
}

/** A method of a resource: only an answers file knows what it returns. */
export function call(engine: Engine, request: ResourceCallRequest): CallResponse {
  const args = withoutResourceReferences(fromStruct(request.getArgs()));
  return new CallResponse().setReturn(toStruct(engine.invokes.call(request.getTok(), args)));
}

/** A resource that exists already (`.get()`, a stack reference): shown, but neither created nor judged. */
export async function readResource(engine: Engine, request: ReadResourceRequest): Promise<ReadResourceResponse> {
  const [type, name] = [request.getType(), request.getName()];
  const provider =
    isProviderType(type) || request.getProvider() !== ""
      ? request.getProvider()
      : await defaultFor(engine, request, type, {
          getVersion: () => request.getVersion(),
          getPluginDownloadUrl: () => request.getPlugindownloadurl(),
        });
  const urn = engine.registry.claim(request.getParent(), type, name);
  const id = request.getId();
  if (id === "") throw new Error(`Expected an ID for ${urn}`);
  const inputs = fromStruct(request.getProperties());
  const known = id !== unknownMarker && engine.registry.isConfigured(provider);
  const outputs = !known ? {} : engine.invokes.read(type, id, withoutResourceReferences(inputs));
  const resource: Resource = {
    urn,
    type,
    name,
    parent: request.getParent(),
    custom: true,
    remote: false,
    external: true,
    provider,
    inputs,
    outputs,
    dependencies: [...request.getDependenciesList()].sort(),
    propertyDependencies: {},
    options: noOptions,
    location: locationOf(engine.run.root, request.getSourceposition(), request.getStacktrace()),
  };
  engine.registry.add(resource);
  return new ReadResourceResponse().setUrn(urn).setProperties(toStruct(outputs));
}

/** A component's outputs, or the stack's. */
export function registerOutputs(engine: Engine, request: RegisterResourceOutputsRequest, done: Set<string>): void {
  const urn = request.getUrn();
  const resource = engine.registry.get(urn);
  if (resource === undefined || done.has(urn)) {
    throw new Error(`cannot complete a resource '${urn}' whose registration isn't pending`);
  }
  if (typeOfUrn(urn) !== stackType) done.add(urn);
  resource.outputs = withoutResourceReferences(fromStruct(request.getOutputs()));
}

/** A package that later requests name by the returned reference. */
export function registerPackage(engine: Engine, request: RegisterPackageRequest): string {
  if (request.getName() === "") throw new Error("package name is empty");
  const parameter = request.getParameterization();
  return engine.packages.register({
    package: parameter?.getName() ?? request.getName(),
    version: parameter?.getVersion() ?? request.getVersion(),
    downloadUrl: request.getDownloadUrl(),
    base:
      parameter === undefined
        ? undefined
        : { plugin: request.getName(), version: request.getVersion(), parameter: parameter.getValue_asB64() },
  });
}
