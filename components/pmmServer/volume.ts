import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { packageVersion } from "../internal/packageFile";
import { volumeTagKey } from "./names";
import type { PmmServerSettings } from "./settings";

/** The volume that everything the server knows is on. It outlives every instance, and the stack. */
export function createDataVolume(name: string, settings: PmmServerSettings, opts: pulumi.CustomResourceOptions) {
  const { availabilityZone, dataVolume, prefix, tags } = settings;
  return new aws.ebs.Volume(
    `${name}-data-volume`,
    {
      availabilityZone,
      size: dataVolume.sizeGiB,
      type: dataVolume.type,
      encrypted: true,
      kmsKeyId: dataVolume.kmsKeyArn,
      snapshotId: dataVolume.snapshotId,
      multiAttachEnabled: false,
      tags: {
        Name: `${prefix}-data`,
        [volumeTagKey]: dataVolume.tagValue,
        module_version: packageVersion(),
        ...tags,
      },
    },
    { ...opts, protect: true, retainOnDelete: true },
  );
}
