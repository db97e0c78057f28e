import type { Read } from "../../plan/reader";
import type { Resource } from "../../plan/resource";
import { ownTags } from "./singletons";

/** Tag keys under which programs name the environment, the required one first. */
const tagKeys = ["environment", "env", "stage"];

/** Names of environments that may be made anew at any time, alone or before a number or a branch. */
const development = /^(dev|devel|develop|development|sandbox|preview|ephemeral|local)([-_./]?\d+|[-_./].+)?$/i;

/**
 * Whether a resource is of a development environment: by its tag `environment` (or `env`, `stage`, in any case), its
 * own before the provider's default one. Without such a tag it counts as lasting.
 */
export function isDevelopment(resource: Resource): Read<boolean> {
  const settings = resource.provider?.json("defaultTags");
  const defaults = settings?.state === "known" ? settings.value.entries("tags") : settings;
  const sources = [ownTags(resource), defaults];
  for (const tags of sources) {
    if (tags?.state === "unknown") return tags;
    if (tags?.state !== "known") continue;
    const [, value] = tags.value.find(([key]) => tagKeys.includes(key.toLowerCase())) ?? [];
    const name = value?.text();
    if (name?.state === "known") return { ...name, value: development.test(name.value) };
    if (name?.state === "unknown") return name;
  }
  return { state: "known", path: "tags", value: false };
}
