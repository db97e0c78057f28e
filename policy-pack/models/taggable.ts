import type { Read } from "../../plan/reader";
import type { Resource } from "../../plan/resource";

/**
 * The keys of the tags that a resource will carry, its own and those its provider adds by default; and the sources
 * that cannot be read, in which more may hide.
 */
export function effectiveTagKeys(resource: Resource): { keys: ReadonlySet<string>; hidden: Read<unknown>[] } {
  const sources = [ownTagKeys(resource), defaultTagKeys(resource)];
  return {
    keys: new Set(sources.flatMap((source) => (source.state === "known" ? source.value : []))),
    hidden: sources.filter((source) => source.state === "unknown"),
  };
}

/** A key counts also when its value is not known yet: somebody gave one. */
function ownTagKeys(resource: Resource): Read<string[]> {
  const tags = resource.properties.entries("tags");
  if (tags.state !== "known") return tags;
  return { ...tags, value: tags.value.filter(([, value]) => !value.isAbsent()).map(([key]) => key) };
}

/** The keys of the tags that the provider adds. Providers hold everything but texts as JSON. */
function defaultTagKeys(resource: Resource): Read<string[]> {
  const path = "the provider's defaultTags";
  if (resource.provider === undefined) return { state: "unknown", path, why: "are not told by the engine" };
  const settings = resource.provider.json("defaultTags");
  const tags = settings.state === "known" ? settings.value.entries("tags") : settings;
  if (tags.state !== "known") return { ...tags, path };
  return { state: "known", path, value: tags.value.map(([key]) => key) };
}
