import type { Read, Reader } from "./reader";
import type { Resource } from "./resource";
import type { Stack } from "./stack";

export const machineType = "aws:ec2/instance:Instance";
export const groupType = "aws:autoscaling/group:Group";
export const templateType = "aws:ec2/launchTemplate:LaunchTemplate";
export const configurationType = "aws:ec2/launchConfiguration:LaunchConfiguration";

/** Where the instance types of an instance or a group of them are set: the instance itself, or what it is made from. */
export function typesOfMachine(machine: Resource, stack: Stack): Read<string>[] {
  if (machine.type === machineType) {
    const own = machine.properties.text("instanceType");
    return own.state === "absent" ? [typeOfOrigin(machine, machine.properties, stack)] : [own];
  }
  const mixed = machine.properties.at("mixedInstancesPolicy.launchTemplate");
  if (mixed.isAbsent()) return [typeOfOrigin(machine, machine.properties, stack)];
  const overrides = mixed.list("overrides");
  if (overrides.state === "unknown") return [overrides];
  const types = overrides.state === "known" ? overrides.value.map(typeOfOverride) : [];
  return types.length > 0 ? types : [typeOfOrigin(machine, mixed, stack)];
}

/** The launch template or configuration that machines are made from; absent when it is outside the stack. */
export function originOfMachine(machine: Resource, stack: Stack): Read<Resource> {
  const mixed = machine.properties.at("mixedInstancesPolicy.launchTemplate");
  return originIn(machine, mixed.isAbsent() ? machine.properties : mixed, stack);
}

function typeOfOverride(override: Reader): Read<string> {
  const type = override.text("instanceType");
  return type.state === "absent" ? chosenByAws(type.path) : type;
}

function typeOfOrigin(machine: Resource, settings: Reader, stack: Stack): Read<string> {
  const origin = originIn(machine, settings, stack);
  if (origin.state === "unknown") return origin;
  if (origin.state === "absent")
    return { state: "unknown", path: origin.path, why: "leads to no instance type in this stack" };
  const type = origin.value.properties.text("instanceType");
  const path = `${type.path} of ${origin.value.name}`;
  return type.state === "absent" ? chosenByAws(path) : { ...type, path };
}

function originIn(machine: Resource, settings: Reader, stack: Stack): Read<Resource> {
  const places: [Reader, string][] = [
    [settings.at("launchTemplate.id"), templateType],
    [settings.at("launchTemplate.name"), templateType],
    [settings.at("launchTemplateSpecification.launchTemplateId"), templateType],
    [settings.at("launchTemplateSpecification.launchTemplateName"), templateType],
    [settings.at("launchConfiguration"), configurationType],
  ];
  const [place] = places.filter(([reader]) => !reader.isAbsent());
  if (!place) return { state: "absent", path: "launchTemplate" };
  const [reader, type] = place;
  return stack.target(machine, reader.text(), type);
}

function chosenByAws(path: string): Read<string> {
  return { state: "unknown", path, why: "is not set, so that AWS chooses it" };
}
