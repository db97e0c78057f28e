import { Reader, type Read } from "../../../../plan/reader";
import type { Resource } from "../../../../plan/resource";
import type { Certain, Doubt } from "../certainty";
import type { Answer } from "../facts";

export const yes: Answer = { certain: "yes", doubts: [] };
export const no: Answer = { certain: "no", doubts: [] };

export function maybe(...doubts: readonly Doubt[]): Answer {
  return { certain: "maybe", doubts };
}

export function answer(value: boolean): Answer {
  return value ? yes : no;
}

/** What holds when either answer may. */
export function either(...answers: readonly Answer[]): Answer {
  const certain = (sought: Certain) => answers.find((one) => one.certain === sought);
  return certain("yes") ?? certain("maybe") ?? no;
}

/**
 * A property that the program gave. In a preview the provider's own values are unknown as well; one that is unknown
 * and is not among the properties that the program computed was not given at all.
 */
export function given(resource: Resource, key: string): Reader {
  const reader = resource.properties.at(key);
  const [top = key] = key.split(".");
  const inputs = Object.keys(resource.propertyDependencies);
  const isComputed = inputs.length > 0 && !inputs.includes(top) && resource.properties.at(top).isUnknown();
  return isComputed ? new Reader(undefined, reader.path) : reader;
}

/** A text; providers write an empty one for what is not set. */
export function textOf(reader: Reader): Read<string> {
  const read = reader.text();
  return read.state === "known" && read.value === "" ? { state: "absent", path: read.path } : read;
}

/** A doubt about a property of a resource. */
export function doubtOf(resource: Resource, read: { path: string; why?: string }, why = "is not known"): Doubt {
  return { resource: resource.name, property: read.path, why: read.why ?? why };
}

/** Yes or no as a property says; `otherwise` when it says nothing. */
export function answerOf(resource: Resource, read: Read<boolean>, otherwise: Answer): Answer {
  if (read.state === "absent") return otherwise;
  return read.state === "known" ? answer(read.value) : maybe(doubtOf(resource, read));
}

/** The readers of a list's items; none when absent. Undefined when the list itself is unknown. */
export function itemsOf(reader: Reader): Reader[] | undefined {
  const list = reader.list();
  if (list.state === "absent") return [];
  if (list.state === "unknown" || list.value.some((item) => item.isUnknown())) return undefined;
  return list.value;
}

/** The value when it is known. */
export function known<T>(read: Read<T>): T | undefined {
  return read.state === "known" ? read.value : undefined;
}

/** Whether a list has nothing in it for certain. */
export function isEmptyList(reader: Reader): boolean {
  const list = reader.list();
  return list.state === "absent" || (list.state === "known" && list.value.length === 0);
}
