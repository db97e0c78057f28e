import { createHash } from "node:crypto";
import { isObject, type Properties } from "../engine/values";
import type { AwsAnswer } from "./model";
import { text, texts } from "./model";
import { partitionOf } from "./regions";

/** Seventeen hexadecimal digits, as in AWS's long ids: the same for the same question. */
export function stableHex(question: unknown): string {
  return createHash("sha256").update(JSON.stringify(question)).digest("hex").slice(0, 17);
}

/** Public parameters whose value is an image id, by how their names begin. */
const imageParameters = [
  "/aws/service/ami-amazon-linux-latest/",
  "/aws/service/ami-windows-latest/",
  "/aws/service/bottlerocket/",
  "/aws/service/canonical/ubuntu/",
  "/aws/service/debian/",
  "/aws/service/ecs/optimized-ami/",
  "/aws/service/eks/optimized-ami/",
];

/** A public parameter's value; undefined for what is not an image, whose values are not known here. */
function publicParameter(name: string, image: string): string | undefined {
  if (!imageParameters.some((prefix) => name.startsWith(prefix))) return undefined;
  const last = name.split("/").at(-1) ?? "";
  if (/version|release|name|source/.test(last)) return undefined;
  if (name.startsWith("/aws/service/ecs/") && last === "recommended") {
    return JSON.stringify({ image_id: image, image_name: "recommended", os: "Amazon Linux" });
  }
  return image;
}

/** Which processor an image is for, from its filters and name. */
function architectureOf(args: Properties): string {
  const filters = Array.isArray(args["filters"]) ? args["filters"].filter(isObject) : [];
  const asked = filters.find((filter) => filter["name"] === "architecture");
  const [architecture] = texts(asked?.["values"]);
  if (architecture !== undefined) return architecture;
  return /arm64|aarch64/.test(JSON.stringify(args)) ? "arm64" : "x86_64";
}

/** Machine images, whose ids only AWS knows: they are made up, stable, and of the right form. */
export const imageAnswers: Record<string, AwsAnswer> = {
  "ec2/getAmi": (args, { region, madeUp }) => {
    madeUp();
    const image = `ami-${stableHex({ region, args })}`;
    return {
      ...args,
      id: image,
      imageId: image,
      region,
      arn: `arn:${partitionOf(region).name}:ec2:${region}::image/${image}`,
      architecture: architectureOf(args),
      blockDeviceMappings: [],
      bootMode: "uefi-preferred",
      creationDate: "2026-01-01T00:00:00.000Z",
      enaSupport: true,
      hypervisor: "xen",
      imageOwnerAlias: texts(args["owners"])[0] ?? "amazon",
      imageType: "machine",
      imdsSupport: "v2.0",
      name: nameOf(args, image),
      ownerId: "137112412989",
      platformDetails: "Linux/UNIX",
      productCodes: [],
      public: true,
      rootDeviceName: "/dev/xvda",
      rootDeviceType: "ebs",
      rootSnapshotId: `snap-${stableHex({ region, args, snapshot: true })}`,
      sriovNetSupport: "simple",
      state: "available",
      stateReason: {},
      tags: {},
      usageOperation: "RunInstances",
      virtualizationType: "hvm",
    };
  },

  "ec2/getAmiIds": (args, { region, madeUp }) => {
    madeUp();
    const image = `ami-${stableHex({ region, args })}`;
    return { ...args, id: image, ids: [image], region };
  },

  "ssm/getParameter": (args, { region, madeUp }) => {
    const name = text(args["name"]) ?? "";
    const value = publicParameter(name, `ami-${stableHex({ region, name })}`);
    if (value === undefined) return undefined;
    madeUp();
    return {
      ...args,
      id: name,
      name,
      region,
      arn: `arn:${partitionOf(region).name}:ssm:${region}::parameter${name}`,
      type: "String",
      value,
      insecureValue: value,
      version: 1,
    };
  },
};

function nameOf(args: Properties, image: string): string {
  const filters = Array.isArray(args["filters"]) ? args["filters"].filter(isObject) : [];
  const [pattern] = texts(filters.find((filter) => filter["name"] === "name")?.["values"]);
  return pattern?.replaceAll("*", "0").replaceAll("?", "0") ?? image;
}
