import { configurationType, groupType, machineType, originOfMachine } from "../../plan/machines";
import { notYetKnown, type Read, type Reader } from "../../plan/reader";
import type { Resource } from "../../plan/resource";
import type { Stack } from "../../plan/stack";

export const volumeType = "aws:ebs/volume:Volume";

/** One EBS volume of the plan, as often as its machines are started. */
export interface Volume {
  owner: Resource;
  /** GB, of one volume. */
  size: Read<number>;
  /** Absent: AWS's default, General Purpose SSD. */
  kind: Read<string>;
  count: Read<number>;
}

const one: Read<number> = { state: "known", path: "", value: 1 };

/** The EBS volumes that the plan makes: those on their own, and those of instances and groups at their maximum. */
export function volumesOf(stack: Stack): Volume[] {
  const alone = stack
    .ofType(volumeType)
    .map((owner) => volume(owner, owner.properties, { size: "size", kind: "type", count: one }));
  const attached = stack.ofType(machineType, groupType).flatMap((machine) => {
    const count = machine.type === groupType ? machine.properties.number("maxSize") : one;
    return [...ofMachine(machine, machine, count), ...ofOrigin(machine, stack, count)];
  });
  return [...alone, ...attached];
}

/** What an instance or a launch configuration says itself. */
function ofMachine(machine: Resource, owner: Resource, count: Read<number>): Volume[] {
  if (owner.type === groupType) return [];
  const { properties } = owner;
  const keys = { size: "volumeSize", kind: "volumeType", count };
  const devices = properties.list("ebsBlockDevices");
  const more =
    devices.state === "known"
      ? devices.value.map((device) => volume(machine, device, keys))
      : devices.state === "unknown"
        ? [hidden(machine, devices, count)]
        : [];
  const fromTemplate = machine === owner && properties.has("launchTemplate") && !properties.has("rootBlockDevice");
  return fromTemplate ? more : [volume(machine, properties.at("rootBlockDevice"), keys), ...more];
}

function ofOrigin(machine: Resource, stack: Stack, count: Read<number>): Volume[] {
  const origin = originOfMachine(machine, stack);
  if (origin.state === "absent") return [];
  if (origin.state === "unknown") return [hidden(machine, origin, count)];
  if (origin.value.type === configurationType) return ofMachine(machine, origin.value, count);
  const mappings = origin.value.properties.list("blockDeviceMappings");
  if (mappings.state === "unknown") return [hidden(machine, mappings, count)];
  const disks = mappings.state === "known" ? mappings.value.filter(isDisk) : [];
  if (disks.length > 0)
    return disks.map((disk) => volume(machine, disk.at("ebs"), { size: "volumeSize", kind: "volumeType", count }));
  if (machine.properties.has("rootBlockDevice")) return [];
  return [hidden(machine, { state: "absent", path: "blockDeviceMappings" }, count)];
}

function isDisk(mapping: Reader): boolean {
  return mapping.isUnknown() || ["noDevice", "virtualName"].every((key) => mapping.text(key).state !== "known");
}

function volume(
  owner: Resource,
  settings: Reader,
  { size, kind, count }: { size: string; kind: string; count: Read<number> },
): Volume {
  if (settings.isUnknown()) return hidden(owner, { state: "unknown", path: settings.path, why: notYetKnown }, count);
  const read = settings.number(size);
  const path = settings.path === "" ? size : `${settings.path}.${size}`;
  return { owner, size: read.state === "absent" ? fromImage(path) : read, kind: settings.text(kind), count };
}

function hidden(owner: Resource, read: Read<unknown>, count: Read<number>): Volume {
  const size: Read<number> = read.state === "unknown" ? read : fromImage(read.path);
  return { owner, size, kind: { state: "absent", path: read.path }, count };
}

function fromImage(path: string): Read<number> {
  return { state: "unknown", path, why: "is not set, and follows the image or the snapshot" };
}
