import { Reader } from "../../plan/reader";
import { canonicalType } from "../../plan/resource";
import { Stack } from "../../plan/stack";
import type { PreviewResource } from "./document";

/** The resources as the models read them: what a program manages, with the settings of its providers. */
export function plannedStack(resources: readonly PreviewResource[]): Stack {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const planned = resources
    .filter((resource) => !resource.external)
    .map(({ type, urn, name, parent, inputs, provider, propertyDependencies }) => {
      const settings = provider === null ? undefined : byUrn.get(provider)?.inputs;
      return {
        type: canonicalType(type),
        urn,
        name,
        parent: parent ?? undefined,
        properties: new Reader(inputs),
        provider: settings && new Reader(settings),
        propertyDependencies,
      };
    });
  return new Stack(planned);
}
