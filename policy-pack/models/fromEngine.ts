import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { Reader } from "../../plan/reader";
import { canonicalType, type Resource } from "../../plan/resource";

/** A resource about to be made, as the engine hands it to a resource policy. */
export function fromInputs(
  args: Pick<ResourceValidationArgs, "type" | "urn" | "name" | "props" | "provider" | "opts">,
): Resource {
  return {
    type: canonicalType(args.type),
    urn: args.urn,
    name: args.name,
    properties: new Reader(args.props),
    provider: args.provider && new Reader(args.provider.props),
    propertyDependencies: {},
    written: Object.keys(args.props),
    ignoreChanges: ignoredIn(args.opts),
  };
}

/**
 * A resource of the finished plan, as the engine hands it to a stack policy. These are outputs: one unknown inside an
 * object can make the whole object missing from them at a first preview (pulumi/pulumi#7854), so what only the
 * inputs had (`inputs`, remembered from the resource's own analysis) is added. Options are told by that analysis too;
 * an engine that judges an existing state tells them here.
 */
export function fromStack(
  resource: Pick<
    PolicyResource,
    "type" | "urn" | "name" | "props" | "provider" | "propertyDependencies" | "opts" | "parent"
  >,
  inputs?: object,
  ignored: readonly string[] = [],
): Resource {
  const dependencies = Object.entries(resource.propertyDependencies);
  return {
    type: canonicalType(resource.type),
    urn: resource.urn,
    name: resource.name,
    parent: resource.parent?.urn,
    properties: new Reader(inputs ? withMissing(resource.props, inputs) : resource.props),
    provider: resource.provider && new Reader(resource.provider.props),
    propertyDependencies: Object.fromEntries(dependencies.map(([key, targets]) => [key, targets.map((t) => t.urn)])),
    written: inputs && Object.keys(inputs),
    ignoreChanges: [...new Set([...ignoredIn(resource.opts), ...ignored])],
  };
}

/** What the options leave alone. A made-up resource, as tests have them, may lack options. */
export function ignoredIn(options: Partial<PolicyResource["opts"]> | undefined): readonly string[] {
  return options?.ignoreChanges ?? [];
}

/** `outputs` with those properties that only `inputs` has, value by value and without reading through a proxy. */
function withMissing(outputs: object, inputs: object): object {
  const missing = Object.keys(inputs).filter((key) => {
    const descriptor = Object.getOwnPropertyDescriptor(outputs, key);
    return descriptor === undefined || descriptor.value === null;
  });
  if (missing.length === 0) return outputs;
  const merged = Object.defineProperties({}, Object.getOwnPropertyDescriptors(outputs));
  for (const key of missing) {
    const descriptor = Object.getOwnPropertyDescriptor(inputs, key);
    if (descriptor) Object.defineProperty(merged, key, descriptor);
  }
  return merged;
}
