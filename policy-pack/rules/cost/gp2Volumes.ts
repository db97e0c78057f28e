import type { Reader } from "../../../plan/reader";
import { searchTypes } from "../../../plan/search";
import { defineRule, type Judgement } from "../../frame/rule";

const volumeType = "aws:ebs/volume:Volume";
const machineTypes = [
  "aws:ec2/instance:Instance",
  "aws:ec2/launchTemplate:LaunchTemplate",
  "aws:ec2/launchConfiguration:LaunchConfiguration",
];

/** gp3 is a fifth cheaper than gp2, has 3,000 IOPS at every size, and a volume may be changed while it is used. */
export const gp2Volumes = defineRule({
  name: "gp2-volumes",
  family: "cost",
  severity: "low",
  title: "No gp2 volumes",
  description:
    "General-purpose EBS volumes, of machines and of OpenSearch nodes, are gp3. A volume without a type is gp2.",
  remediation: 'Set the volume type to "gp3".',
  url: "https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html",
  checks: [],
  requirement: "PMM source: gp3 volumes; no source asks for gp2.",
  types: [volumeType, ...machineTypes, ...searchTypes],
  judge(the) {
    const { type, properties } = the.resource;
    if (type === volumeType) judgeVolume(the, properties, "type", true);
    else if (searchTypes.includes(type)) judgeVolume(the, properties.at("ebsOptions"), "volumeType", false);
    else for (const device of devicesOf(the)) judgeVolume(the, device, "volumeType", false);
  },
});

function* devicesOf({ resource: { properties }, doubt }: Judgement): Iterable<Reader> {
  const root = properties.at("rootBlockDevice");
  if (!root.isAbsent()) yield root;
  for (const [list, inside] of [
    ["ebsBlockDevices", ""],
    ["blockDeviceMappings", "ebs"],
  ] as const) {
    const devices = properties.list(list);
    if (devices.state === "unknown") doubt(devices);
    else if (devices.state === "known")
      for (const device of devices.value) yield inside === "" ? device : device.at(inside);
  }
}

/** @param isGp2ByDefault whether AWS takes gp2 where no type is said; an image may say another */
function judgeVolume({ known, fail }: Judgement, volume: Reader, key: string, isGp2ByDefault: boolean): void {
  const read = volume.text(key);
  known(read, (name) => {
    if (name === "gp2" || (name === undefined && isGp2ByDefault))
      fail(`${read.path} is ${name ?? "not set, which is gp2"}. Set it to "gp3": a fifth cheaper, and not slower.`, {
        finding: read.path,
      });
  });
}
