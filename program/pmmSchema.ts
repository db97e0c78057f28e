import { z } from "zod";
import { PmmVolumeType } from "../components";

const text = z.string().min(1);
const texts = z.array(text);
const count = z.number();

/** The monitoring server that watches the stack's database; what it needs when it is enabled is checked by the component. */
export const pmm = z.strictObject({
  enabled: z.boolean().default(false),
  /** Zone of the instance and its data volume, one of the network's. Default: the network's first. */
  availabilityZone: text.optional(),
  pmmVersion: text.optional(),
  domain: z.strictObject({ zoneId: text, names: texts, certificateArn: text.optional() }).optional(),
  serviceName: text.optional(),
  internal: z.boolean().default(true),
  /** Default: the network's own range while internal. */
  allowedCidrBlocks: texts.optional(),
  instanceType: text.optional(),
  imageId: text.optional(),
  dataVolume: z
    .strictObject({
      sizeGiB: count.optional(),
      type: z.enum(PmmVolumeType).optional(),
      kmsKeyArn: text.optional(),
      snapshotId: text.optional(),
    })
    .optional(),
  telemetry: z.boolean().optional(),
  dataRetentionDays: count.optional(),
  updates: z.boolean().optional(),
  customQueries: z.record(z.string(), z.string()).optional(),
  secretReaders: texts.optional(),
  secretKmsKeyArn: text.optional(),
  secretRecoveryDays: count.optional(),
  backupRetentionDays: count.optional(),
  logRetentionDays: count.optional(),
  deletionProtection: z.boolean().optional(),
});
