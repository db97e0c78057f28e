import {
  AnalyzeRequest,
  AnalyzerPropertyDependencies,
  AnalyzerProviderResource,
  AnalyzerResource,
  AnalyzerResourceOptions,
} from "@pulumi/pulumi/proto/analyzer_pb";
import type { Registry, Resource } from "../engine/registry";
import { urnOfReference } from "../engine/urns";
import { toStruct, withoutInternalKeys, withoutResourceReferences, type Properties } from "../engine/values";

/** A resource's inputs as policies get them: references as ids, nothing internal. */
export function judgedProperties(properties: Properties): Properties {
  return withoutInternalKeys(withoutResourceReferences(properties));
}

/** The request for one resource, before it is created. */
export function analyzeRequest(registry: Registry, resource: Resource, properties: Properties): AnalyzeRequest {
  return new AnalyzeRequest()
    .setUrn(resource.urn)
    .setType(resource.type)
    .setName(resource.name)
    .setProperties(toStruct(properties))
    .setOptions(optionsMessage(resource))
    .setProvider(providerMessage(registry, resource));
}

/** One resource among all of the stack's, with its outputs. */
export function stackResource(registry: Registry, resource: Resource): AnalyzerResource {
  const message = new AnalyzerResource()
    .setUrn(resource.urn)
    .setType(resource.type)
    .setName(resource.name)
    .setProperties(toStruct(judgedProperties(resource.outputs)))
    .setOptions(optionsMessage(resource))
    .setProvider(providerMessage(registry, resource))
    .setParent(resource.parent)
    .setDependenciesList(resource.dependencies);
  for (const [key, urns] of Object.entries(resource.propertyDependencies)) {
    if (urns.length === 0) continue;
    message.getPropertydependenciesMap().set(key, new AnalyzerPropertyDependencies().setUrnsList(urns));
  }
  return message;
}

function optionsMessage({ options, parent }: Resource): AnalyzerResourceOptions {
  const { timeouts } = options;
  return new AnalyzerResourceOptions()
    .setProtect(options.protect)
    .setIgnorechangesList(options.ignoreChanges)
    .setDeletebeforereplace(options.deleteBeforeReplace ?? false)
    .setDeletebeforereplacedefined(options.deleteBeforeReplace !== undefined)
    .setAdditionalsecretoutputsList(options.additionalSecretOutputs)
    .setCustomtimeouts(
      new AnalyzerResourceOptions.CustomTimeouts()
        .setCreate(timeouts.create)
        .setUpdate(timeouts.update)
        .setDelete(timeouts.delete),
    )
    .setParent(parent);
}

function providerMessage(registry: Registry, resource: Resource): AnalyzerProviderResource | undefined {
  const provider = registry.get(urnOfReference(resource.provider));
  if (provider === undefined) return undefined;
  return new AnalyzerProviderResource()
    .setUrn(provider.urn)
    .setType(provider.type)
    .setName(provider.name)
    .setProperties(toStruct(judgedProperties(provider.inputs)));
}
