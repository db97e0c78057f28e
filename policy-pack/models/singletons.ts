import { declared } from "../declarations";
import type { Read, Reader } from "../../plan/reader";
import type { Resource } from "../../plan/resource";
import type { Stack } from "../../plan/stack";

/** The tag by which a service or an Auto Scaling group says that there must never be two of it. */
export const singletonTag = "cloister:singleton";

export const groupType = "aws:autoscaling/group:Group";
const templateType = "aws:ec2/launchTemplate:LaunchTemplate";
const volumeType = "aws:ebs/volume:Volume";

/** Whether the resource's own tags declare it a singleton. */
export function declaresSingleton(resource: Resource): Read<boolean> {
  const { type, properties } = resource;
  const tags = ownTags(resource);
  if (tags.state === "unknown") return tags;
  const value = tags.state === "known" ? tags.value.find(([key]) => key === singletonTag)?.[1].text() : undefined;
  if (value?.state === "unknown") return value;
  const hidden = value === undefined && type === groupType ? hiddenKey(properties) : undefined;
  if (hidden) return hidden;
  return { state: "known", path: "tags", value: value?.state === "known" && value.value === declared };
}

/** A resource's own tags by key; an Auto Scaling group has a list of keys and values. */
export function ownTags({ type, properties }: Resource): Read<[string, Reader][]> {
  if (type !== groupType) return properties.entries("tags");
  const tags = properties.list("tags");
  if (tags.state !== "known") return tags;
  const named = tags.value.flatMap((tag): [string, Reader][] => {
    const key = tag.text("key");
    return key.state === "known" ? [[key.value, tag.at("value")]] : [];
  });
  return { ...tags, value: named };
}

/** A tag whose key cannot be read: it may be the declaration. */
function hiddenKey(properties: Reader): Extract<Read<string>, { state: "unknown" }> | undefined {
  const tags = properties.list("tags");
  for (const tag of tags.state === "known" ? tags.value : []) {
    const key = tag.text("key");
    if (key.state === "unknown") return key;
  }
  return undefined;
}

/**
 * The volume that each instance of a group attaches at its start, if only one instance can: the user data of its
 * launch template names it. An attachment by other means is not seen.
 */
export function singleVolumeOf(group: Resource, stack: Stack): Resource | undefined {
  const { properties } = group;
  const template = ["launchTemplate.id", "launchTemplate.name"]
    .map((path) => stack.target(group, properties.text(path), templateType))
    .find((read) => read.state === "known");
  if (template?.state !== "known") return undefined;
  return stack.dependencies(template.value, "userData", [volumeType]).find((volume) => {
    const isShared = volume.properties.flag("multiAttachEnabled");
    return isShared.state === "absent" || (isShared.state === "known" && !isShared.value);
  });
}
